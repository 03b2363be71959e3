// What of casework may be known outside it: counts of closed months, small ones hidden, in two tiers. The exact counts
// are stored nowhere; a hidden cell holds no number, so that nobody who reads this table can find one.
const COMPONENTS = ["VUL", "MARGIN", "FLOW", "SHOCK", "JOBS", "GUARANTEE"];
const listed = (values: readonly string[]) => values.map((value) => `'${value}'`).join(", ");

export const up = /* sql */ `
create table atlas.releases (
  id integer generated always as identity primary key,
  county_code text collate "C" not null check (county_code ~ '^[0-9]{6}$'),
  period date not null check (extract(day from period) = 1),
  revision smallint not null check (revision > 0),
  method_version text not null,
  data_cut_off date not null check (data_cut_off >= period),
  is_demo boolean not null default false,
  released_by text not null check (released_by <> ''),
  released_at timestamptz not null default now(),
  unique (county_code, period, revision)
);
create trigger keep_history before update on atlas.releases for each row execute function atlas.refuse_change();
create constraint trigger leaves_an_event after insert on atlas.releases
  deferrable initially deferred for each row execute function audit.require_event();
comment on table atlas.releases is 'Releases 发布: the casework of a county and closed month, rolled up. Never changed; a correction is a new revision beside it.';
comment on column atlas.releases.id is 'Number of the release';
comment on column atlas.releases.county_code is 'County; no foreign key, so that history survives mergers';
comment on column atlas.releases.period is 'First day of the month';
comment on column atlas.releases.revision is 'The highest counts';
comment on column atlas.releases.method_version is 'Method card';
comment on column atlas.releases.data_cut_off is 'Last day the counts are of';
comment on column atlas.releases.is_demo is 'From demonstration households 模拟数据';
comment on column atlas.releases.released_by is 'Who asked for it: the command; who ran it is in the audit';
comment on column atlas.releases.released_at is 'Database clock';

create table atlas.released_cells (
  release_id integer not null references atlas.releases on delete cascade,
  tier text not null check (tier in ('PLANNER', 'PUBLIC')),
  place_code text collate "C" not null,
  place_kind text not null check (place_kind in ('VILLAGE', 'TOWNSHIP', 'COUNTY')),
  component text not null check (component in (${listed(COMPONENTS)})),
  state text not null check (state in ('SHOWN', 'SUPPRESSED')),
  numerator integer,
  denominator integer,
  primary key (release_id, tier, place_code, component),
  check (length(place_code) = case place_kind when 'VILLAGE' then 12 when 'TOWNSHIP' then 9 else 6 end),
  check ((state = 'SHOWN') = (numerator is not null) and (numerator is null) = (denominator is null)),
  check (numerator between 0 and denominator)
);
create index released_cells_place on atlas.released_cells (place_code, release_id);
create trigger keep_history before update on atlas.released_cells for each row execute function atlas.refuse_change();
comment on table atlas.released_cells is 'Counts of a release by place and component, once for planners (none under 5) and once for partners and the public (none under 10)';
comment on column atlas.released_cells.release_id is 'Release';
comment on column atlas.released_cells.tier is 'Whom it is for: PLANNER or PUBLIC; what PUBLIC shows, PLANNER shows too';
comment on column atlas.released_cells.place_code is 'Village, township or county';
comment on column atlas.released_cells.place_kind is 'Which of them';
comment on column atlas.released_cells.component is 'Component of the village score';
comment on column atlas.released_cells.state is 'SHOWN, or SUPPRESSED 小数保护: too small, or kept back so that a small one cannot be worked out; which of the two is not told';
comment on column atlas.released_cells.numerator is 'Households, or persons for JOBS; null when suppressed';
comment on column atlas.released_cells.denominator is 'Out of so many; null when suppressed';

-- Who sees which tier is decided by the token of the transaction, never by what is asked for.
create function access.released_tier() returns text language plpgsql stable security definer set search_path = pg_catalog, access as $$
begin
  return case when access.viewer_role() in ('PLANNER', 'COUNTY', 'PROVINCE', 'NATIONAL') then 'PLANNER' else 'PUBLIC' end;
end $$;
comment on function access.released_tier() is 'Tier of released counts the viewer may see: PLANNER for who plans or coordinates, PUBLIC for everybody else';
revoke all on function access.released_tier() from public;
grant execute on function access.released_tier() to atlas_casework;

alter table atlas.released_cells enable row level security;
alter table atlas.released_cells force row level security;
create policy open_to_all on atlas.released_cells for select to atlas_open using (tier = 'PUBLIC');
create policy by_post on atlas.released_cells for select to atlas_casework using (tier = (select access.released_tier()));
create policy owner_releases on atlas.released_cells to current_user using (true) with check (true);
`;
