// Relocation settlements in depth and public emergencies on the map. Open facts only: whoever changes them does so
// through functions that ask for post and region themselves and append the audit event in the same breath.
const SERVICE_ITEMS = [
  "SCHOOL",
  "CLINIC",
  "COMMUNITY_CENTRE",
  "DRINKING_WATER",
  "POWER",
  "TRANSPORT",
  "WASTE",
  "SHOPS",
];
const INTEGRATION_ITEMS = [
  "RESIDENTS_COMMITTEE",
  "PARTY_BRANCH",
  "GRID_MANAGEMENT",
  "RESIDENCE_REGISTRATION",
  "PROPERTY_TITLE",
  "SCHOOL_PLACES",
  "INSURANCE_TRANSFER",
  "JOB_STATION",
  "PROPERTY_MANAGEMENT",
  "CULTURE",
  "LAND_RIGHTS_AT_ORIGIN",
  "CARE",
];
const KINDS = ["SCHOOL", "CLINIC", "MARKET", "WORKSHOP"];
const listed = (values: readonly string[]) => values.map((value) => `'${value}'`).join(", ");

const sizes = /* sql */ `
-- Added to whatever kinds of rules there are by now.
do $$
declare
  known text := (select pg_get_constraintdef(oid) from pg_constraint
                 where conname = 'rule_books_rule_check' and conrelid = 'atlas.rule_books'::regclass);
begin
  alter table atlas.rule_books drop constraint rule_books_rule_check;
  execute 'alter table atlas.rule_books add constraint rule_books_rule_check '
    || replace(known, 'ARRAY[', 'ARRAY[''SETTLEMENT_SIZE''::text, ');
end $$;
insert into atlas.rule_books (rule, valid_from, content, source, grade) values
  ('SETTLEMENT_SIZE', '2016-01-01', '{"SMALL": 0, "MEDIUM": 800, "LARGE": 3000, "EXTRA_LARGE": 10000}',
   'common usage 常用分界，没有查到公开文件的规定', 'PROJECT');

create function atlas.settlement_size_rules(on_day date) returns jsonb language sql stable as $$
  with rule as (
    select distinct on (province_code) coalesce(province_code, '') as province, content
    from atlas.rule_books where rule = 'SETTLEMENT_SIZE' and valid_from <= on_day
    order by province_code, valid_from desc, recorded_at desc, id desc)
  select jsonb_object_agg(rule.province, country.content || rule.content)
  from rule cross join (select coalesce((select content from rule where province = ''), '{}') as content) country
$$;
comment on function atlas.settlement_size_rules(date) is 'Residents from which each size class holds on a day, by province code; "" for the country. A row of a province says only what differs.';
create function atlas.settlement_size(residents integer, county text, rules jsonb) returns text language plpgsql immutable parallel safe as $$
declare
  here jsonb := coalesce(rules -> left(county, 2), rules -> '');
begin
  return case
    when residents >= (here ->> 'EXTRA_LARGE')::integer then 'EXTRA_LARGE'
    when residents >= (here ->> 'LARGE')::integer then 'LARGE'
    when residents >= (here ->> 'MEDIUM')::integer then 'MEDIUM' else 'SMALL' end;
end $$;
comment on function atlas.settlement_size(integer, text, jsonb) is 'Size class of a settlement under the rules of settlement_size_rules';
`;

const settlements = /* sql */ `
create table atlas.settlement_items (
  settlement_code text collate "C" not null references atlas.settlements on delete cascade,
  item text not null check (item in (${listed([...SERVICE_ITEMS, ...INTEGRATION_ITEMS])})),
  kind text not null generated always as (case when item in (${listed(SERVICE_ITEMS)}) then 'SERVICE' else 'INTEGRATION' end) stored,
  state text not null check (state in ('DONE', 'OPEN', 'NOT_NEEDED')),
  since date not null,
  due_on date check (due_on >= since),
  note text not null default '' check (length(note) <= 300),
  row_version integer not null default 1,
  primary key (settlement_code, item),
  check (due_on is null or state = 'OPEN')
);
comment on table atlas.settlement_items is 'Checklist of a settlement 后续扶持清单: services and community integration 社区融入, item by item';
comment on column atlas.settlement_items.settlement_code is 'Settlement';
comment on column atlas.settlement_items.item is 'Item of the list';
comment on column atlas.settlement_items.kind is 'SERVICE 公共服务 or INTEGRATION 社区融入';
comment on column atlas.settlement_items.state is 'DONE, OPEN or NOT_NEEDED';
comment on column atlas.settlement_items.since is 'First day of the state';
comment on column atlas.settlement_items.due_on is 'Day an open item is to be done by';
comment on column atlas.settlement_items.note is 'Note, nothing of a person';
comment on column atlas.settlement_items.row_version is 'Grows with every change of the row';

create function atlas.count_settlement_items() returns trigger language plpgsql as $$
begin
  update atlas.settlements settlement set
    integration_items_open = coalesce(counted.open, settlement.integration_items_open),
    integration_items_total = coalesce(counted.total, settlement.integration_items_total),
    has_school = coalesce(counted.school, settlement.has_school), has_clinic = coalesce(counted.clinic, settlement.has_clinic),
    has_community_centre = coalesce(counted.centre, settlement.has_community_centre), row_version = settlement.row_version + 1
  from (
    select item.settlement_code as code,
           -- Null while the list holds no item of integration: what was delivered stays.
           (sum((item.state = 'OPEN')::integer) filter (where item.kind = 'INTEGRATION'))::integer as open,
           (sum((item.state <> 'NOT_NEEDED')::integer) filter (where item.kind = 'INTEGRATION'))::integer as total,
           bool_or(item.state = 'DONE') filter (where item.item = 'SCHOOL') as school,
           bool_or(item.state = 'DONE') filter (where item.item = 'CLINIC') as clinic,
           bool_or(item.state = 'DONE') filter (where item.item = 'COMMUNITY_CENTRE') as centre
    from atlas.settlement_items item
    where item.settlement_code in (select settlement_code from changed) group by item.settlement_code) counted
  where settlement.code = counted.code
    and (settlement.integration_items_open, settlement.integration_items_total, settlement.has_school, settlement.has_clinic, settlement.has_community_centre)
      is distinct from (coalesce(counted.open, settlement.integration_items_open), coalesce(counted.total, settlement.integration_items_total),
                        coalesce(counted.school, settlement.has_school),
                        coalesce(counted.clinic, settlement.has_clinic), coalesce(counted.centre, settlement.has_community_centre));
  return null;
end $$;
comment on function atlas.count_settlement_items() is 'Keeps the counts of a settlement those of its checklist';
create trigger count_items after insert on atlas.settlement_items
  referencing new table as changed for each statement execute function atlas.count_settlement_items();
create trigger count_items_again after update on atlas.settlement_items
  referencing new table as changed for each statement execute function atlas.count_settlement_items();

create function atlas.check_settlement() returns trigger language plpgsql as $$
declare
  asked text;
  moved bigint;
  counted record;
  settlement record;
begin
  if tg_table_name = 'settlements' then asked := new.code;
  elsif tg_op = 'DELETE' then asked := old.settlement_code;
  else asked := new.settlement_code; end if;
  select code, households, integration_items_open as open, integration_items_total as total into settlement
  from atlas.settlements where code = asked;
  if not found then return null; end if;
  select sum(households) into moved from atlas.settlement_origins where settlement_code = asked;
  if moved is not null and moved <> settlement.households then
    raise exception 'households moved to settlement % add up to %, not to its %', asked, moved, settlement.households using errcode = '23514';
  end if;
  select count(*) filter (where state = 'OPEN') as open, count(*) filter (where state <> 'NOT_NEEDED') as total, count(*) as items
  into counted from atlas.settlement_items where settlement_code = asked and kind = 'INTEGRATION';
  if counted.items > 0 and (counted.open, counted.total) <> (settlement.open::bigint, settlement.total::bigint) then
    raise exception 'settlement % says % of % integration items are open, its checklist % of %',
      asked, settlement.open, settlement.total, counted.open, counted.total using errcode = '23514';
  end if;
  return null;
end $$;
comment on function atlas.check_settlement() is 'When the transaction commits, the households moved add up to the households of the settlement, and its counts are those of its checklist';
create constraint trigger settlement_adds_up after insert or update of households, integration_items_open, integration_items_total on atlas.settlements
  deferrable initially deferred for each row execute function atlas.check_settlement();
create constraint trigger origins_add_up after insert or update or delete on atlas.settlement_origins
  deferrable initially deferred for each row execute function atlas.check_settlement();

create table atlas.settlement_surveys (
  settlement_code text collate "C" not null references atlas.settlements on delete cascade,
  quarter date not null check (extract(day from quarter) = 1 and extract(month from quarter) in (1, 4, 7, 10)),
  revision smallint not null default 1 check (revision > 0),
  surveyed_on date not null check (surveyed_on >= quarter),
  dwellings integer not null check (dwellings > 0),
  occupied integer not null check (occupied between 0 and dwellings),
  vacant_since date check (vacant_since <= surveyed_on),
  returned_households integer not null check (returned_households >= 0),
  source_id smallint references atlas.data_sources,
  is_demo boolean not null default false,
  recorded_at timestamptz not null default now(),
  primary key (settlement_code, quarter, revision),
  check (vacant_since is null or occupied < dwellings)
);
create trigger keep_history before update on atlas.settlement_surveys for each row execute function atlas.refuse_change();
comment on table atlas.settlement_surveys is 'Quarterly surveys of occupancy 入住与空置, insert-only: a correction is a new revision';
comment on column atlas.settlement_surveys.settlement_code is 'Settlement';
comment on column atlas.settlement_surveys.quarter is 'First day of the quarter';
comment on column atlas.settlement_surveys.revision is 'The highest counts';
comment on column atlas.settlement_surveys.surveyed_on is 'Day of the survey';
comment on column atlas.settlement_surveys.dwellings is 'Dwellings of the settlement';
comment on column atlas.settlement_surveys.occupied is 'Of those, lived in';
comment on column atlas.settlement_surveys.vacant_since is 'First day on which the dwelling that is empty longest stood empty; null where none is or nobody knows';
comment on column atlas.settlement_surveys.returned_households is 'Households that live in their old home again 返迁';
comment on column atlas.settlement_surveys.source_id is 'Delivery it came from';
comment on column atlas.settlement_surveys.is_demo is 'True for demonstration data';
comment on column atlas.settlement_surveys.recorded_at is 'When it was recorded, database clock';

create table atlas.settlement_projects (
  settlement_code text collate "C" not null references atlas.settlements on delete cascade,
  project_code text collate "C" not null references atlas.industry_projects on delete cascade,
  households integer not null check (households > 0),
  jobs integer not null check (jobs >= 0),
  primary key (settlement_code, project_code)
);
create index settlement_projects_project on atlas.settlement_projects (project_code);
comment on table atlas.settlement_projects is 'Follow-up industry 后续产业 of a settlement';
comment on column atlas.settlement_projects.settlement_code is 'Settlement';
comment on column atlas.settlement_projects.project_code is 'Industry project';
comment on column atlas.settlement_projects.households is 'Households of the settlement it is tied to';
comment on column atlas.settlement_projects.jobs is 'Jobs held by residents';

create table atlas.settlement_flows (
  id integer generated always as identity primary key,
  settlement_code text collate "C" not null references atlas.settlements on delete cascade,
  origin_code text collate "C" not null,
  origin_kind text not null check (origin_kind in ('TOWNSHIP', 'VILLAGE')),
  households integer not null,
  people integer not null,
  line geometry(LineString, 3857) not null,
  unique (settlement_code, origin_code)
);
create index settlement_flows_line on atlas.settlement_flows using gist (line);
comment on table atlas.settlement_flows is 'Read model: lines from where the residents lived to the settlement, once by township and once by village';
comment on column atlas.settlement_flows.id is 'Number of this line in vector tiles';
comment on column atlas.settlement_flows.settlement_code is 'Settlement';
comment on column atlas.settlement_flows.origin_code is 'Township or village of origin';
comment on column atlas.settlement_flows.origin_kind is 'TOWNSHIP for far views, VILLAGE close up';
comment on column atlas.settlement_flows.households is 'Households moved';
comment on column atlas.settlement_flows.people is 'Persons moved';
comment on column atlas.settlement_flows.line is 'From the middle of the villages to the settlement, bent so that lines do not cover each other';
`;

const services = /* sql */ `
create table atlas.service_points (
  code text collate "C" primary key,
  kind text not null check (kind in (${listed(KINDS)})),
  name text not null,
  name_en text,
  county_code text collate "C" not null references atlas.regions,
  point geometry(Point, 4326) not null check (atlas.is_mappable(point)),
  source_id smallint references atlas.data_sources,
  is_demo boolean not null default false
);
create index service_points_county on atlas.service_points (county_code, code);
comment on table atlas.service_points is 'Places people need to reach: schools, clinics, markets, workshops';
comment on column atlas.service_points.code is 'Code of the place';
comment on column atlas.service_points.kind is 'SCHOOL 学校, CLINIC 卫生院室, MARKET 集市, WORKSHOP 帮扶车间';
comment on column atlas.service_points.name is 'Name in Chinese';
comment on column atlas.service_points.name_en is 'Name in English';
comment on column atlas.service_points.county_code is 'County it stands in';
comment on column atlas.service_points.point is 'Where it stands';
comment on column atlas.service_points.source_id is 'Delivery the row came from';
comment on column atlas.service_points.is_demo is 'True for demonstration data';

create table atlas.services (
  code text collate "C" primary key,
  kind text not null check (kind in (${listed(KINDS)})),
  name text not null,
  name_en text,
  point geometry(Point, 4326) not null
);
${KINDS.map((kind) => `create index services_${kind.toLowerCase()} on atlas.services using gist ((point::geography)) where kind = '${kind}';`).join("\n")}
comment on table atlas.services is 'Read model: service points, and the workshops among the industry projects that are at work';
comment on column atlas.services.code is 'Code of the service point or project';
comment on column atlas.services.kind is 'Kind of service';
comment on column atlas.services.name is 'Name in Chinese';
comment on column atlas.services.name_en is 'Name in English';
comment on column atlas.services.point is 'Where it stands';

create table atlas.nearest_services (
  place_kind text not null check (place_kind in ('VILLAGE', 'SETTLEMENT')),
  place_code text collate "C" not null,
  kind text not null,
  service_code text collate "C" not null,
  distance_m double precision not null,
  primary key (place_kind, place_code, kind)
);
comment on table atlas.nearest_services is 'Read model: the nearest service of each kind, in a straight line, to every village and settlement';
comment on column atlas.nearest_services.place_kind is 'VILLAGE or SETTLEMENT';
comment on column atlas.nearest_services.place_code is 'Which one';
comment on column atlas.nearest_services.kind is 'Kind of service';
comment on column atlas.nearest_services.service_code is 'The nearest of that kind';
comment on column atlas.nearest_services.distance_m is 'Great-circle distance, metres';
`;

const events = /* sql */ `
alter table atlas.emergency_events
  add column feature_id integer generated always as identity unique,
  add column footprint geometry(MultiPolygon, 4326) check (atlas.is_mappable(footprint) and st_npoints(footprint) <= 10000),
  add column shape geometry(MultiPolygon, 3857),
  add column label geometry(Point, 4326),
  add column effect_basis text not null default 'DECLARED' check (effect_basis in ('DECLARED', 'GEOMETRY')),
  add column row_version integer not null default 1,
  add check (effect_basis = 'DECLARED' or footprint is not null);
create index emergency_events_footprint on atlas.emergency_events using gist (footprint);
create index emergency_events_shape on atlas.emergency_events using gist (shape);
comment on column atlas.emergency_events.feature_id is 'Number of this event in vector tiles';
comment on column atlas.emergency_events.footprint is 'Where it struck; null where nobody drew it';
comment on column atlas.emergency_events.shape is 'The footprint in Web Mercator metres, for tiles';
comment on column atlas.emergency_events.label is 'Point inside the footprint, for its sign';
comment on column atlas.emergency_events.effect_basis is 'DECLARED: households by county as the emergency office reported them. GEOMETRY: the sums of the villages under the footprint.';
comment on column atlas.emergency_events.row_version is 'Grows with every change of the row';

create function atlas.draw_event() returns trigger language plpgsql as $$
begin
  new.shape := st_transform(new.footprint, 3857);
  new.label := st_pointonsurface(new.footprint);
  return new;
end $$;
comment on function atlas.draw_event() is 'Keeps what tiles read in step with the footprint';
create trigger draw before insert or update of footprint on atlas.emergency_events for each row execute function atlas.draw_event();

create table atlas.event_footprints (
  event_code text collate "C" not null references atlas.emergency_events on delete cascade,
  revision smallint not null check (revision > 0),
  given text not null,
  reason text not null default '',
  recorded_at timestamptz not null default now(),
  primary key (event_code, revision)
);
create trigger keep_history before update on atlas.event_footprints for each row execute function atlas.refuse_change();
comment on table atlas.event_footprints is 'Footprints of events as they were given, each correction beside the one before';
comment on column atlas.event_footprints.event_code is 'Event';
comment on column atlas.event_footprints.revision is 'The highest holds';
comment on column atlas.event_footprints.given is 'GeoJSON as it came in';
comment on column atlas.event_footprints.reason is 'Why it was corrected; empty for the first';
comment on column atlas.event_footprints.recorded_at is 'Database clock';

create table atlas.event_villages (
  event_code text collate "C" not null references atlas.emergency_events on delete cascade,
  village_code text collate "C" not null,
  county_code text collate "C" not null,
  share numeric(7, 6) not null check (share between 0 and 1),
  point_inside boolean not null,
  households integer check (households >= 0),
  affected_households integer check (affected_households between 0 and households),
  primary key (event_code, village_code)
);
create index event_villages_village on atlas.event_villages (village_code);
comment on table atlas.event_villages is 'Villages under the footprint of an event, found by geometry when it was written. No foreign key to the village: history survives mergers.';
comment on column atlas.event_villages.event_code is 'Event';
comment on column atlas.event_villages.village_code is 'Village';
comment on column atlas.event_villages.county_code is 'Its county';
comment on column atlas.event_villages.share is 'Share of its area inside, to six digits; of a village without outline 1 or 0, by its point';
comment on column atlas.event_villages.point_inside is 'Whether its representative point lies inside';
comment on column atlas.event_villages.households is 'Its households at that time; null where unknown';
comment on column atlas.event_villages.affected_households is 'Households times share, halves up';

-- A function with a body of its own keeps the footprint one value, prepared once for all villages.
create function atlas.villages_touched(footprint geometry) returns table (
  village_code text, county_code text, households integer, population integer, share numeric, point_inside boolean)
language plpgsql stable as $$
begin
  return query
  select touched.code, touched.county, touched.homes, touched.people, touched.part, touched.inside
  from (
    select village.code::text as code, village.county_code::text as county, village.households as homes, village.population as people,
           case when st_covers(footprint, village.outline) then 1::numeric
                else round((st_area(st_intersection(village.outline, footprint)) / st_area(village.outline))::numeric, 6) end as part,
           coalesce(st_intersects(footprint, village.point), false) as inside
    from atlas.villages village
    where village.outline && footprint and st_intersects(footprint, village.outline)
    union all
    select village.code::text, village.county_code::text, village.households, village.population, 1::numeric, true
    from atlas.villages village
    where village.outline is null and village.point && footprint and st_intersects(footprint, village.point)) touched
  where touched.part > 0 or touched.inside;
end $$;
comment on function atlas.villages_touched(geometry) is 'Villages under a footprint: share of their area inside, and whether their point is. The one rule for events and for what-if questions.';

create function atlas.place_event(event text) returns void language plpgsql as $$
begin
  delete from atlas.event_villages where event_code = event;
  insert into atlas.event_villages (event_code, village_code, county_code, share, point_inside, households, affected_households)
  select event, touched.village_code, touched.county_code, touched.share, touched.point_inside, touched.households,
         floor(touched.households * touched.share + 0.5)::integer
  from atlas.emergency_events stored cross join lateral atlas.villages_touched(stored.footprint) touched
  where stored.code = event and stored.footprint is not null;
  if exists (select from atlas.emergency_events where code = event and effect_basis = 'GEOMETRY') then
    delete from atlas.emergency_effects where event_code = event;
    insert into atlas.emergency_effects (event_code, county_code, affected_households)
    select event, county_code, coalesce(sum(affected_households), 0)
    from atlas.event_villages where event_code = event group by county_code;
  end if;
end $$;
comment on function atlas.place_event(text) is 'Finds the villages under the footprint of an event again, and from them the households by county where those are not declared';

create function atlas.check_event_effect() returns trigger language plpgsql as $$
declare
  told bigint;
begin
  if not exists (select from atlas.emergency_events where code = new.event_code and effect_basis = 'GEOMETRY') then return null; end if;
  select coalesce(sum(affected_households), 0) into told from atlas.event_villages
  where event_code = new.event_code and county_code = new.county_code;
  if told <> new.affected_households then
    raise exception 'event % affected % households of the villages of %, not %', new.event_code, told, new.county_code, new.affected_households
      using errcode = '23514';
  end if;
  return null;
end $$;
comment on function atlas.check_event_effect() is 'Households of a county under a drawn footprint are the sum of its villages when the transaction commits';
create constraint trigger effect_adds_up after insert or update on atlas.emergency_effects
  deferrable initially deferred for each row execute function atlas.check_event_effect();
`;

const writing = /* sql */ `
create function access.covers_county(county text) returns boolean language sql stable security definer set search_path = pg_catalog, access as $$
  select exists (
    select from access.person_regions post where post.person_id = access.viewer() and (
      post.region_code = 'CN'
      or post.region_code ~ '^[0-9]{2,6}$' and starts_with(county, post.region_code)
      or exists (select from atlas.area_members member
                 where member.area_code = post.region_code and member.county_code = county and member.member_to is null)))
$$;
comment on function access.covers_county(text) is 'Whether the whole county lies in the region of the viewer';
create function access.works_in_county(county text) returns boolean language sql stable security definer set search_path = pg_catalog, access as $$
  select access.covers_county(county) or exists (
    select from access.person_regions post
    where post.person_id = access.viewer() and post.region_code ~ '^[0-9]{9,12}$' and starts_with(post.region_code, county))
$$;
comment on function access.works_in_county(text) is 'Whether the viewer is posted to the county, or to a part of it';
revoke all on function access.covers_county(text), access.works_in_county(text) from public;
grant execute on function access.covers_county(text), access.works_in_county(text) to atlas_casework;

create function casework.set_settlement_item(settlement text, item text, state text, since date, due_on date, note text, seen integer)
returns integer language plpgsql security definer set search_path = pg_catalog, public as $$
#variable_conflict use_column
declare
  county text;
  before text;
  version integer;
begin
  select place.county_code into county from atlas.settlements place where place.code = $1 for update;
  if county is null or not access.works_in_county(county) or access.viewer_role() <> all (array['TOWNSHIP', 'COUNTY']) then
    raise exception 'not in the region of the viewer' using errcode = '42501';
  end if;
  select own.state, own.row_version into before, version from atlas.settlement_items own
  where own.settlement_code = $1 and own.item = $2;
  if coalesce(version, 0) <> seen then
    raise exception 'item % of % is at version %', item, settlement, coalesce(version, 0) using errcode = '40001';
  end if;
  insert into atlas.settlement_items as own (settlement_code, item, state, since, due_on, note) values ($1, $2, $3, $4, $5, $6)
  on conflict (settlement_code, item) do update set
    state = excluded.state, since = excluded.since, due_on = excluded.due_on, note = excluded.note, row_version = own.row_version + 1;
  insert into atlas.data_changes (layer, west, south, east, north)
  select 'settlements', st_x(point), st_y(point), st_x(point), st_y(point) from atlas.settlements where code = $1;
  perform audit.record('settlement.item', 'Settlement', $1, county, null,
    jsonb_build_object('item', item, 'from', before, 'to', state));
  return seen + 1;
end $$;
comment on function casework.set_settlement_item(text, text, text, date, date, text, integer) is 'Sets an item of the checklist of a settlement in the county of the viewer, with its audit event';

create function casework.touch_event_tiles(event text) returns void language sql security definer set search_path = pg_catalog, public as $$
  insert into atlas.data_changes (layer, west, south, east, north)
  select 'events', st_xmin(footprint), st_ymin(footprint), st_xmax(footprint), st_ymax(footprint)
  from atlas.emergency_events where code = event and footprint is not null
$$;
comment on function casework.touch_event_tiles(text) is 'Tells the tiles under an event that it changed';

create function casework.demand_event_scope(footprint geometry) returns text language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  county text;
begin
  if access.viewer_role() = any (array['COUNTY', 'PROVINCE', 'NATIONAL']) then
    select region.code into county from atlas.regions region
    where region.kind = 'COUNTY' and region.outline && footprint and access.covers_county(region.code)
      and st_intersects(region.outline, footprint) order by region.code limit 1;
  end if;
  if county is null then raise exception 'not in the region of the viewer' using errcode = '42501'; end if;
  return county;
end $$;
comment on function casework.demand_event_scope(geometry) is 'First county of the viewer that a footprint touches; refused where it touches none';

create function casework.record_event(id text, name text, name_en text, kind text, grade text, started_on date, ended_on date, given text, is_demo boolean)
returns void language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  footprint geometry := st_multi(st_setsrid(st_geomfromgeojson(given), 4326));
  county text := casework.demand_event_scope(footprint);
begin
  insert into atlas.emergency_events (code, name, name_en, kind, grade, started_on, ended_on, footprint, effect_basis, is_demo)
  values ($1, $2, $3, $4, $5, $6, $7, footprint, 'GEOMETRY', $9);
  insert into atlas.event_footprints (event_code, revision, given) values ($1, 1, given);
  perform atlas.place_event($1);
  perform casework.touch_event_tiles($1);
  perform audit.record('event.record', 'EmergencyEvent', $1, county, null,
    jsonb_build_object('kind', kind, 'grade', grade, 'startedOn', started_on, 'villages', (select count(*) from atlas.event_villages where event_code = $1)));
end $$;
comment on function casework.record_event(text, text, text, text, text, date, date, text, boolean) is 'Records an event whose footprint touches the region of the viewer, with its villages and audit event';

create function casework.close_event(event text, ended_on date, seen integer) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  footprint geometry;
  county text;
begin
  select stored.footprint into footprint from atlas.emergency_events stored where stored.code = event for update;
  county := casework.demand_event_scope(footprint);
  update atlas.emergency_events stored set ended_on = $2, row_version = row_version + 1 where stored.code = event and stored.row_version = seen;
  if not found then raise exception 'event % has changed', event using errcode = '40001'; end if;
  perform casework.touch_event_tiles(event);
  perform audit.record('event.close', 'EmergencyEvent', event, county, null, jsonb_build_object('endedOn', $2));
end $$;
comment on function casework.close_event(text, date, integer) is 'Says when an event ended, with its audit event';

create function casework.correct_event_footprint(event text, given text, reason text, seen integer) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  before geometry;
  fresh geometry := st_multi(st_setsrid(st_geomfromgeojson(given), 4326));
  county text;
begin
  select stored.footprint into before from atlas.emergency_events stored where stored.code = event for update;
  -- Both the place it leaves and the place it comes to are the viewer's business.
  if before is not null then perform casework.demand_event_scope(before); end if;
  county := casework.demand_event_scope(fresh);
  perform casework.touch_event_tiles(event);
  update atlas.emergency_events stored set footprint = fresh, row_version = row_version + 1 where stored.code = event and stored.row_version = seen;
  if not found then raise exception 'event % has changed', event using errcode = '40001'; end if;
  insert into atlas.event_footprints (event_code, revision, given, reason)
  select event, coalesce(max(revision), 0) + 1, $2, $3 from atlas.event_footprints where event_code = event;
  perform atlas.place_event(event);
  perform casework.touch_event_tiles(event);
  perform audit.record('event.correct', 'EmergencyEvent', event, county, reason, '{}');
end $$;
comment on function casework.correct_event_footprint(text, text, text, integer) is 'Draws an event again, with its villages and audit event; the former footprint is kept';

revoke all on function casework.set_settlement_item(text, text, text, date, date, text, integer), casework.touch_event_tiles(text),
  casework.demand_event_scope(geometry), casework.record_event(text, text, text, text, text, date, date, text, boolean),
  casework.close_event(text, date, integer), casework.correct_event_footprint(text, text, text, integer) from public;
grant execute on function casework.set_settlement_item(text, text, text, date, date, text, integer),
  casework.record_event(text, text, text, text, text, date, date, text, boolean), casework.close_event(text, date, integer),
  casework.correct_event_footprint(text, text, text, integer) to atlas_casework;
revoke all on function atlas.place_event(text) from public;
`;

export const up = sizes + settlements + services + events + writing;
