// Trouble of projects and enclaves counted where the households live, and the rules of money that is slow or idle.
import { newRuleKind } from "./guarded.ts";

/** What an entry adds to a year: a reversal takes away what it reverses. */
const booked = (kind: string) => /* sql */ `
  coalesce(sum(case when entry.kind = '${kind}' then entry.amount_fen when former.kind = '${kind}' then -entry.amount_fen end), 0)`;

const trouble = /* sql */ `
create function atlas.troubled_households(month date) returns table (
  village_code text, thing_kind text, thing_code text, state text, households integer)
language sql stable as $$
  with state as (
    -- As of the end of the month, so that a quarter computed again tells what it told.
    select distinct on (step.project_code) step.project_code, step.to_status
    from atlas.project_status_changes step
    where coalesce(step.day, '-infinity') < month + interval '1 month'
    order by step.project_code, step.project_version desc),
  dividend as (
    select entry.enclave_code, entry.year, ${booked("PROMISE")} as promised, ${booked("PAYMENT")} as paid
    from atlas.enclave_entries entry left join atlas.enclave_entries former on former.id = entry.reverses
    where entry.day < month + interval '1 month' and entry.year < extract(year from month)
    group by entry.enclave_code, entry.year),
  enclave as (
    select enclave_code,
           case when (array_agg(paid order by year desc))[1] = 0 then 'FAILED'
                when bool_or(paid < promised) then 'AT_RISK' end as state
    from dividend where promised > 0 group by enclave_code)
  -- A household tied to a project in several ways counts once.
  select link.village_code, 'PROJECT', link.project_code, state.to_status, max(link.households)
  from state join atlas.project_links link on link.project_code = state.project_code
  where state.to_status in ('AT_RISK', 'STOPPED', 'FAILED')
  group by link.village_code, link.project_code, state.to_status
  union all
  select investor.village_code, 'ENCLAVE', investor.enclave_code, enclave.state, investor.households
  from enclave join atlas.enclave_investors investor on investor.enclave_code = enclave.enclave_code
  where enclave.state is not null
$$;
comment on function atlas.troubled_households(date) is 'Households tied to projects and enclaves in trouble at the end of a month, at the villages where they live: of an enclave the investing ones, never its host. AT_RISK, STOPPED or FAILED; of an enclave as geo/enclaveTrouble.ts says.';
`;

const placing = /* sql */ `
create function atlas.place_constraints(codes text[]) returns void language sql as $$
  delete from atlas.village_constraints where village_code = any(codes);
  delete from atlas.constrained_villages where village_code = any(codes);
  insert into atlas.village_constraints (village_code, kind, share)
  select code, kind, share from (
    select village.code, zone.kind, round(least(1,
        st_area(st_intersection(village.outline, st_union(zone.outline))) / st_area(village.outline))::numeric, 6) as share
    from atlas.villages village join atlas.constraint_zones zone on st_intersects(zone.outline, village.outline)
    -- Invented zones constrain invented villages only.
    where village.code = any(codes) and (village.is_demo or not zone.is_demo)
    group by village.code, zone.kind) shares
  where share > 0 order by code, kind;
  insert into atlas.constrained_villages (village_code, share)
  select known.village_code, case when count(*) = 1 then max(known.share) else (
           select least(1, greatest(max(known.share), round((st_area(st_intersection(village.outline, st_union(zone.outline)))
                    / st_area(village.outline))::numeric, 6)))
           from atlas.villages village join atlas.constraint_zones zone on st_intersects(zone.outline, village.outline)
           where village.code = known.village_code and (village.is_demo or not zone.is_demo) group by village.outline) end
  from atlas.village_constraints known where known.village_code = any(codes)
  group by known.village_code order by known.village_code
$$;
comment on function atlas.place_constraints(text[]) is 'Computes the shares of villages inside constraint zones again, by kind and together';

create function atlas.follow_zones() returns trigger language plpgsql as $$
declare
  codes text[] := '{}';
  left_behind text[] := '{}';
begin
  if tg_op <> 'DELETE' then
    select coalesce(array_agg(distinct village.code::text), '{}') into codes
    from fresh zone join atlas.villages village on st_intersects(zone.outline, village.outline);
  end if;
  if tg_op <> 'INSERT' then
    select coalesce(array_agg(distinct village.code::text), '{}') into left_behind
    from atlas.village_constraints known join atlas.villages village on village.code = known.village_code
    join gone zone on zone.kind = known.kind and st_intersects(zone.outline, village.outline);
  end if;
  perform atlas.place_constraints(codes || left_behind);
  return null;
end $$;
comment on function atlas.follow_zones() is 'Keeps the shares of villages those of the zones there are, whoever writes zones';
create trigger follow_new after insert on atlas.constraint_zones
  referencing new table as fresh for each statement execute function atlas.follow_zones();
create trigger follow_changed after update on atlas.constraint_zones
  referencing old table as gone new table as fresh for each statement execute function atlas.follow_zones();
create trigger follow_gone after delete on atlas.constraint_zones
  referencing old table as gone for each statement execute function atlas.follow_zones();

alter table atlas.emergency_events add column is_placed boolean not null default true;
comment on column atlas.emergency_events.is_placed is 'Whether its villages were found under the footprint it has now; true again when the transaction commits';
create or replace function atlas.draw_event() returns trigger language plpgsql as $$
begin
  new.shape := st_transform(new.footprint, 3857);
  new.label := st_pointonsurface(new.footprint);
  new.is_placed := new.footprint is null;
  return new;
end $$;
create or replace function atlas.place_event(event text) returns void language plpgsql as $$
begin
  delete from atlas.event_villages where event_code = event;
  insert into atlas.event_villages (event_code, village_code, county_code, share, point_inside, households, affected_households)
  select event, touched.village_code, touched.county_code, touched.share, touched.point_inside, touched.households,
         floor(touched.households * touched.share + 0.5)::integer
  from atlas.emergency_events stored cross join lateral atlas.villages_touched(stored.footprint) touched
  where stored.code = event and stored.footprint is not null;
  perform atlas.count_event(event);
  update atlas.emergency_events set is_placed = true where code = event and not is_placed;
end $$;
create function atlas.count_event(event text) returns void language plpgsql as $$
begin
  if exists (select from atlas.emergency_events where code = event and effect_basis = 'GEOMETRY') then
    delete from atlas.emergency_effects where event_code = event;
    insert into atlas.emergency_effects (event_code, county_code, affected_households)
    select event, county_code, coalesce(sum(affected_households), 0)
    from atlas.event_villages where event_code = event group by county_code;
  end if;
end $$;
comment on function atlas.count_event(text) is 'Adds up the households by county of an event that are not declared';
create function atlas.place_event_at_last() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if exists (select from atlas.emergency_events where code = new.code and not is_placed) then
    perform atlas.place_event(new.code);
  end if;
  return null;
end $$;
comment on function atlas.place_event_at_last() is 'Finds the villages of an event whoever wrote it found none for';
create constraint trigger place_at_last after insert or update of footprint on atlas.emergency_events
  deferrable initially deferred for each row execute function atlas.place_event_at_last();

create function atlas.place_villages(codes text[]) returns void language plpgsql as $$
declare
  event record;
begin
  perform atlas.place_constraints(codes);
  for event in
    -- By the indexes of villages: an import brings a hundred thousand of them, and there are some dozen events.
    select stored.code, stored.footprint from atlas.emergency_events stored
    where stored.code in (
      select known.event_code from atlas.event_villages known join unnest(codes) asked (code) on asked.code = known.village_code
      union
      select meeting.code from (
        select drawn.code, village.code as village_code from atlas.emergency_events drawn
        join atlas.villages village on village.outline && drawn.footprint
        union all
        select drawn.code, village.code from atlas.emergency_events drawn
        join atlas.villages village on village.point && drawn.footprint and village.outline is null) meeting
      join unnest(codes) asked (code) on asked.code = meeting.village_code)
      and stored.footprint is not null
    order by stored.code
  loop
    -- Its households at that time stay; a village that was not there then brings those it has now.
    with asked as materialized (select distinct code from unnest(codes) asked (code)),
    former as (
      delete from atlas.event_villages known using asked
      where known.event_code = event.code and known.village_code = asked.code
      returning known.village_code, known.households)
    insert into atlas.event_villages (event_code, village_code, county_code, share, point_inside, households, affected_households)
    select event.code, touched.village_code, touched.county_code, touched.share, touched.point_inside, homes.households,
           floor(homes.households * touched.share + 0.5)::integer
    from atlas.villages_touched(event.footprint) touched
    join asked on asked.code = touched.village_code
    left join former on former.village_code = touched.village_code
    cross join lateral (select case when former.village_code is null then touched.households else former.households end as households) homes
    on conflict (event_code, village_code) do update set
      share = excluded.share, point_inside = excluded.point_inside, households = excluded.households,
      affected_households = excluded.affected_households;
    perform atlas.count_event(event.code);
  end loop;
end $$;
comment on function atlas.place_villages(text[]) is 'Finds villages with another outline or point again under every event, and their shares inside constraint zones';
revoke all on function atlas.place_constraints(text[]), atlas.count_event(text), atlas.place_villages(text[]) from public;
`;

const pace = /* sql */ `
${newRuleKind("FUND_PACE")}
alter table atlas.rule_books add constraint fund_pace_is_whole check (rule <> 'FUND_PACE' or (
  content - array['slowPoints', 'idleDays'] = '{}'
  and (content -> 'slowPoints' is null or (jsonb_typeof(content -> 'slowPoints') = 'number'
       and (content ->> 'slowPoints')::numeric between 0 and 100 and (content ->> 'slowPoints')::numeric % 1 = 0))
  and (content -> 'idleDays' is null or (jsonb_typeof(content -> 'idleDays') = 'number'
       and (content ->> 'idleDays')::numeric between 0 and 3660 and (content ->> 'idleDays')::numeric % 1 = 0))
  and (province_code is not null or content ?& array['slowPoints', 'idleDays'])));
insert into atlas.rule_books (rule, valid_from, content, source, grade) values
  ('FUND_PACE', '2000-01-01', '{"slowPoints": 20, "idleDays": 90}', '本平台默认值，没有查到全国统一的数字', 'PROJECT');

create function atlas.fund_pace_rules(on_day date) returns table (province_code text, slow_points integer, idle_days integer, valid_from date)
language sql stable as $$
  with rule as (
    select distinct on (rule.province_code) coalesce(rule.province_code, '') as province, rule.content, rule.valid_from
    from atlas.rule_books rule where rule.rule = 'FUND_PACE' and rule.valid_from <= on_day
    order by rule.province_code, rule.valid_from desc, rule.recorded_at desc, rule.id desc)
  select rule.province, ((country.content || rule.content) ->> 'slowPoints')::integer,
         ((country.content || rule.content) ->> 'idleDays')::integer, rule.valid_from
  from rule cross join (select content from rule where province = '') country
$$;
comment on function atlas.fund_pace_rules(date) is 'When money is slow and when it is idle on a day: points of a percent behind the calendar, and days without a movement, by province code; "" for the country. A row of a province says only what differs.';
`;

const finding = /* sql */ `
do $$
declare
  known text := (select conname from pg_constraint where conrelid = 'atlas.search_entries'::regclass and contype = 'c'
                 and pg_get_constraintdef(oid) like '%ENCLAVE%');
begin
  execute 'alter table atlas.search_entries drop constraint ' || quote_ident(known);
  alter table atlas.search_entries add constraint search_entries_kind_check
    check (kind in ('REGION', 'VILLAGE', 'SETTLEMENT', 'PROJECT', 'ENCLAVE', 'EVENT'));
end $$;
alter table atlas.emergency_events
  add column pinyin text not null default '' check (pinyin !~ '[^a-z0-9]'),
  add column initials text not null default '' check (initials !~ '[^a-z0-9]');
comment on column atlas.emergency_events.pinyin is 'Pinyin of the name without tones or spaces, for search';
comment on column atlas.emergency_events.initials is 'Pinyin initials of the name, for search';

create function casework.make_event_findable(event text, pinyin text, initials text) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
#variable_conflict use_column
declare
  found atlas.emergency_events;
  entry integer;
begin
  select * into found from atlas.emergency_events where code = $1;
  perform casework.demand_event_scope(found.footprint);
  update atlas.emergency_events stored set pinyin = $2, initials = $3 where stored.code = $1;
  delete from atlas.search_entries where kind = 'EVENT' and code = $1;
  insert into atlas.search_entries (kind, code, weight) values ('EVENT', $1, 6) returning id into entry;
  -- The terms of readModel.ts in server/search, of one thing.
  insert into atlas.search_terms (term, entry_id, start)
  select term, entry, min(start) from (
    select lower(substr(found.name, first)) collate "C" as term, first - 1 as start from generate_series(1, length(found.name)) as first
    union all select unnest(array[lower($1), $2, $3, replace(lower(found.name_en), ' ', '')]), 0) terms
  where term <> '' group by term;
end $$;
comment on function casework.make_event_findable(text, text, text) is 'Lets an event in the region of the viewer be found by what its name is read as';
revoke all on function casework.make_event_findable(text, text, text) from public;
grant execute on function casework.make_event_findable(text, text, text) to atlas_casework;
`;

const surveys = /* sql */ `
create function casework.record_settlement_survey(settlement text, quarter date, surveyed_on date, dwellings integer, occupied integer,
  vacant_since date, returned integer, seen integer, is_demo boolean) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
#variable_conflict use_column
declare
  county text;
  last integer;
begin
  -- Two surveys of a settlement one after the other: the second is told of the first.
  select place.county_code into county from atlas.settlements place where place.code = $1 for update;
  if county is null or not access.works_in_county(county) or access.viewer_role() <> all (array['TOWNSHIP', 'COUNTY']) then
    raise exception 'not in the region of the viewer' using errcode = '42501';
  end if;
  select coalesce(max(own.revision), 0) into last from atlas.settlement_surveys own
  where own.settlement_code = $1 and own.quarter = $2;
  if last <> seen then
    raise exception 'the survey of % in % is at revision %', settlement, quarter, last using errcode = '40001';
  end if;
  insert into atlas.settlement_surveys (settlement_code, quarter, revision, surveyed_on, dwellings, occupied, vacant_since, returned_households, is_demo)
  values ($1, $2, seen + 1, $3, $4, $5, $6, $7, $9);
  perform audit.record('settlement.survey', 'Settlement', $1, county, null,
    jsonb_build_object('quarter', $2, 'revision', seen + 1, 'dwellings', $4, 'occupied', $5, 'returned', $7));
end $$;
comment on function casework.record_settlement_survey(text, date, date, integer, integer, date, integer, integer, boolean) is 'Records a follow-up survey of a settlement in the county of the viewer, with its audit event; a correction is a new revision';
revoke all on function casework.record_settlement_survey(text, date, date, integer, integer, date, integer, integer, boolean) from public;
grant execute on function casework.record_settlement_survey(text, date, date, integer, integer, date, integer, integer, boolean) to atlas_casework;
`;

export const up = trouble + placing + pace + finding + surveys;
