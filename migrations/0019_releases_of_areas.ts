// Totals of contiguous areas over released counties; since when somebody is without work; and what a publication knew of
// the releases when it was computed.
import { guarded, place } from "./guarded.ts";

const COMPONENTS = ["VUL", "MARGIN", "FLOW", "SHOCK", "JOBS", "GUARANTEE"];
const listed = (values: readonly string[]) => values.map((value) => `'${value}'`).join(", ");

export const up = /* sql */ `
create table atlas.area_releases (
  id integer generated always as identity primary key,
  area_code text collate "C" not null,
  period date not null check (extract(day from period) = 1),
  revision smallint not null check (revision > 0),
  method_version text not null,
  counties text[] not null check (cardinality(counties) > 0),
  releases integer[] not null check (cardinality(releases) = cardinality(counties)),
  is_demo boolean not null default false,
  released_by text not null check (released_by <> ''),
  released_at timestamptz not null default now(),
  unique (area_code, period, revision)
);
create trigger keep_history before update on atlas.area_releases for each row execute function atlas.refuse_change();
create constraint trigger leaves_an_event after insert on atlas.area_releases
  deferrable initially deferred for each row execute function audit.require_event();
comment on table atlas.area_releases is 'Totals of a contiguous area and month over the counties that released it. Taken once for a set of counties; when more have released, a new revision stands beside it.';
comment on column atlas.area_releases.id is 'Number of the release';
comment on column atlas.area_releases.area_code is 'Contiguous area; no foreign key, so that history survives mergers';
comment on column atlas.area_releases.period is 'First day of the month';
comment on column atlas.area_releases.revision is 'The highest counts';
comment on column atlas.area_releases.method_version is 'Method card';
comment on column atlas.area_releases.counties is 'Counties that are in the totals';
comment on column atlas.area_releases.releases is 'Release of each of them that the totals were taken over, in the same order';
comment on column atlas.area_releases.is_demo is 'From demonstration households 模拟数据';
comment on column atlas.area_releases.released_by is 'Who asked for it: the command; who ran it is in the audit';
comment on column atlas.area_releases.released_at is 'Database clock';

create table atlas.released_area_cells (
  area_release_id integer not null references atlas.area_releases on delete cascade,
  tier text not null check (tier in ('PLANNER', 'PUBLIC')),
  component text not null check (component in (${listed(COMPONENTS)})),
  state text not null check (state in ('SHOWN', 'SUPPRESSED')),
  numerator integer,
  denominator integer,
  primary key (area_release_id, tier, component),
  check ((state = 'SHOWN') = (numerator is not null) and (numerator is null) = (denominator is null)),
  check (numerator between 0 and denominator)
);
create trigger keep_history before update on atlas.released_area_cells for each row execute function atlas.refuse_change();
comment on table atlas.released_area_cells is 'Totals of an area by component, in the two tiers of released cells';
comment on column atlas.released_area_cells.area_release_id is 'Release of the area';
comment on column atlas.released_area_cells.tier is 'Whom it is for: PLANNER or PUBLIC; what PUBLIC shows, PLANNER shows too';
comment on column atlas.released_area_cells.component is 'Component of the village score';
comment on column atlas.released_area_cells.state is 'SHOWN, or SUPPRESSED 小数保护: it would tell a hidden count of one of its counties';
comment on column atlas.released_area_cells.numerator is 'Households, or persons for JOBS; null when suppressed';
comment on column atlas.released_area_cells.denominator is 'Out of so many; null when suppressed';
alter table atlas.released_area_cells enable row level security;
alter table atlas.released_area_cells force row level security;
create policy open_to_all on atlas.released_area_cells for select to atlas_open using (tier = 'PUBLIC');
create policy by_post on atlas.released_area_cells for select to atlas_casework using (tier = (select access.released_tier()));
create policy owner_releases on atlas.released_area_cells to current_user using (true) with check (true);

-- A publication reads the releases there are; a later one must not change how its scores are explained. Publications of
-- before this read the releases that were there when they were computed.
alter table atlas.publications disable trigger keep_history;
alter table atlas.publications add column releases integer[] not null default '{}';
update atlas.publications publication set releases = coalesce((
  select array_agg(id order by id) from (
    select distinct on (release.county_code, release.period) release.id from atlas.releases release
    where release.period >= publication.quarter - interval '1 year' and release.period < publication.quarter + interval '3 months'
      and release.released_at <= publication.computed_at
    order by release.county_code, release.period, release.revision desc) known), '{}');
alter table atlas.publications enable trigger keep_history;
comment on column atlas.publications.releases is 'Releases of casework it was computed with';

-- Since when somebody is without work, and what of that has ended: a month that is over is counted as it was.
alter table casework.members
  add column idle_since date,
  add column idle_by_choice boolean not null default false;
comment on column casework.members.idle_since is 'Day since which the person is without work; null for who is in work, and where nobody knows';
comment on column casework.members.idle_by_choice is 'Without work by choice 自愿不就业, not against their will';
create table casework.ended_work_spells (
  id bigint generated always as identity primary key,
  member_id uuid not null,
  ${place},
  employed boolean not null,
  idle_since date,
  idle_by_choice boolean not null,
  ended_on date not null,
  recorded_at timestamptz not null default now(),
  foreign key (member_id, village_code) references casework.members (id, village_code) on update cascade on delete cascade
);
create index ended_work_spells_member on casework.ended_work_spells (member_id, ended_on);
${guarded(
  "ended_work_spells",
  "What a person was before the present: in work, or without work since when 就业状态历史; written by the database when a member changes",
  {
    id: "Number",
    member_id: "Member",
    employed: "Whether in work",
    idle_since:
      "Day since which the person was without work; null for who was in work, and where nobody knew",
    idle_by_choice: "Whether without work by choice",
    ended_on: "First day on which it was no longer so",
    recorded_at: "Database clock",
  },
  { grants: "select, insert" },
)}
create function casework.keep_work() returns trigger language plpgsql as $$
begin
  if new.employed then
    new.idle_since := null;
    new.idle_by_choice := false;
  end if;
  -- A day that was told later, or corrected, is the same spell known better; another state is another spell.
  if tg_op = 'UPDATE' and (new.employed, new.idle_by_choice) is distinct from (old.employed, old.idle_by_choice) then
    insert into casework.ended_work_spells (member_id, village_code, employed, idle_since, idle_by_choice, ended_on)
    values (old.id, new.village_code, old.employed, old.idle_since, old.idle_by_choice,
            coalesce(new.idle_since, (now() at time zone 'Asia/Shanghai')::date));
  end if;
  return new;
end $$;
comment on function casework.keep_work() is 'Who is in work is not idle; and what a person was is kept when it ends';
create trigger keep_work before insert or update of employed, idle_since, idle_by_choice on casework.members
  for each row execute function casework.keep_work();
`;
