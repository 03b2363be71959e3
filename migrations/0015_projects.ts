import { oneOf } from "./guarded.ts";

const STATUSES = ["PLANNED", "BUILDING", "OPERATING", "AT_RISK", "STOPPED", "FAILED", "CLOSED"];
const OWNERS = ["VILLAGE_COLLECTIVE", "TOWNSHIP", "COUNTY", "COMPANY", "COOPERATIVE"];
const ASSET_KINDS = [
  "BUILDING",
  "GREENHOUSE",
  "EQUIPMENT",
  "COLD_STORE",
  "POWER_STATION",
  "ORCHARD",
  "OTHER",
];

/** Scope as in guarded.ts, asked for in sub-selects so that it is looked up once. */
const inScope = /* sql */ `(
  (place_code >= (select access.low('WORK')) and place_code < (select access.high('WORK')))
  or left(place_code, 6) = any ((select access.counties('WORK'))::text[])
  or place_code = any ((select access.villages('WORK'))::text[]))`;

// Industry projects through their life, what they yield, who owns what they built; and prices by market.
export const up = /* sql */ `
-- Lifecycle -----------------------------------------------------------------------------------------------------------
create function atlas.is_project_step(from_status text, to_status text) returns boolean language sql immutable parallel safe
  return (from_status, to_status) in (
    ('PLANNED', 'BUILDING'), ('PLANNED', 'CLOSED'),
    ('BUILDING', 'OPERATING'), ('BUILDING', 'FAILED'), ('BUILDING', 'CLOSED'),
    ('OPERATING', 'AT_RISK'), ('OPERATING', 'STOPPED'), ('OPERATING', 'FAILED'), ('OPERATING', 'CLOSED'),
    ('AT_RISK', 'OPERATING'), ('AT_RISK', 'STOPPED'), ('AT_RISK', 'FAILED'), ('AT_RISK', 'CLOSED'),
    ('STOPPED', 'OPERATING'), ('STOPPED', 'FAILED'), ('STOPPED', 'CLOSED'));
comment on function atlas.is_project_step(text, text) is 'Declared steps in the life of a project; the same list stands in geo/projectLifecycle.ts';

create table atlas.project_status_changes (
  id uuid primary key,
  project_code text collate "C" not null references atlas.industry_projects on delete cascade,
  place_code text collate "C" not null check (place_code ~ '^[0-9]{12}$'),
  project_version integer not null,
  from_status text ${oneOf("from_status", STATUSES)},
  to_status text not null ${oneOf("to_status", STATUSES)},
  day date,
  reason text check (length(reason) between 2 and 500 and reason !~ '[0-9]{15}|[0-9]{17}[0-9Xx]|1[3-9][0-9]{9}'),
  recorded_by uuid references access.people,
  recorded_at timestamptz not null default now(),
  unique (project_code, project_version),
  check (from_status is null or day is not null),
  check (from_status is null or reason is not null or to_status not in ('AT_RISK', 'STOPPED', 'FAILED', 'CLOSED'))
);
comment on table atlas.project_status_changes is 'Life of industry projects, append-only: no status changes without a row here, whoever writes';
comment on column atlas.project_status_changes.id is 'Identity given by whoever records it, so that sending it again changes nothing twice';
comment on column atlas.project_status_changes.project_code is 'Project';
comment on column atlas.project_status_changes.place_code is 'Village of the project, or its county filled up with zeros: who may record it goes by this';
comment on column atlas.project_status_changes.project_version is 'Version of the project this change made: of two that saw the same version, one is refused';
comment on column atlas.project_status_changes.from_status is 'Status before; null for the first one known';
comment on column atlas.project_status_changes.to_status is 'Status after';
comment on column atlas.project_status_changes.day is 'First day of the status after; null where a first status came without';
comment on column atlas.project_status_changes.reason is 'Why; public, so nothing of a person may stand in it';
comment on column atlas.project_status_changes.recorded_by is 'Who; null for what was loaded. Not readable by the open atlas';
comment on column atlas.project_status_changes.recorded_at is 'Database clock';
create trigger keep_history before update on atlas.project_status_changes for each row execute function atlas.refuse_change();

-- What stands so far is the first row of each history.
insert into atlas.project_status_changes (id, project_code, place_code, project_version, to_status, day, reason)
  select md5('first status ' || code)::uuid, code, coalesce(village_code, rpad(county_code, 12, '0')), row_version, status,
         status_since, case when length(status_reason) between 2 and 500 then status_reason end
  from atlas.industry_projects;

create function atlas.check_project_step() returns trigger language plpgsql security definer set search_path = pg_catalog, atlas as $$
declare
  project atlas.industry_projects;
begin
  if new.from_status is null then
    -- The first row of a project comes from the trigger on projects, while it is inserted.
    if pg_trigger_depth() < 2 then
      raise exception 'the first status of project % is written with the project itself', new.project_code using errcode = '23514';
    end if;
    return new;
  end if;
  select * into project from atlas.industry_projects where code = new.project_code for update;
  if not found then
    raise exception 'there is no project %', new.project_code using errcode = '23503';
  end if;
  if new.place_code <> coalesce(project.village_code, rpad(project.county_code, 12, '0')) then
    raise exception 'project % stands elsewhere than %', new.project_code, new.place_code using errcode = '23514';
  end if;
  if new.project_version <> project.row_version + 1 then
    raise exception 'project % is at version %, not at %', new.project_code, project.row_version, new.project_version - 1
      using errcode = '40001';
  end if;
  if new.from_status <> project.status or not atlas.is_project_step(new.from_status, new.to_status) then
    raise exception 'project % is %: the step from % to % is not declared', new.project_code, project.status, new.from_status,
      new.to_status using errcode = '23514';
  end if;
  -- Demonstration data is loaded with a calendar of its own; what people record is not.
  if new.day < project.status_since
     or ((new.recorded_by is not null or not project.is_demo) and new.day > (now() at time zone 'Asia/Shanghai')::date) then
    raise exception 'project %: % lies in the future or before the change of %', new.project_code, new.day, project.status_since
      using errcode = '23514';
  end if;
  return new;
end $$;
comment on function atlas.check_project_step() is 'Refuses what the life of a project does not allow: an undeclared step, a day in the future or before the last change, an old version';
create trigger check_step before insert on atlas.project_status_changes for each row execute function atlas.check_project_step();

-- All rows of a statement at once: a load writes thousands.
create function atlas.apply_project_steps() returns trigger language plpgsql security definer set search_path = pg_catalog, public, atlas as $$
begin
  if not exists (select from added where from_status is not null) then
    return null;
  end if;
  update atlas.industry_projects project
    set status = added.to_status, status_since = added.day, status_reason = added.reason, row_version = added.project_version
    from added where added.project_code = project.code and added.from_status is not null;
  insert into atlas.data_changes (layer, west, south, east, north)
    select 'projects', min(st_x(project.point)), min(st_y(project.point)), max(st_x(project.point)), max(st_y(project.point))
    from added join atlas.industry_projects project on project.code = added.project_code where added.from_status is not null;
  return null;
end $$;
comment on function atlas.apply_project_steps() is 'Brings the projects to the status their history has come to, and tells the tiles';
create trigger apply_steps after insert on atlas.project_status_changes
  referencing new table as added for each statement execute function atlas.apply_project_steps();

create function atlas.begin_project_history() returns trigger language plpgsql security definer set search_path = pg_catalog, atlas as $$
begin
  insert into atlas.project_status_changes (id, project_code, place_code, project_version, to_status, day, reason)
    select md5('first status ' || code)::uuid, code, coalesce(village_code, rpad(county_code, 12, '0')), row_version, status,
           status_since, case when length(status_reason) between 2 and 500 then status_reason end
    from added;
  return null;
end $$;
comment on function atlas.begin_project_history() is 'The status a project enters the register with is the first row of its history';
create trigger begin_history after insert on atlas.industry_projects
  referencing new table as added for each statement execute function atlas.begin_project_history();

create function atlas.require_project_history() returns trigger language plpgsql security definer set search_path = pg_catalog, atlas as $$
begin
  if not exists (
    select from atlas.project_status_changes change
    where change.project_code = new.code and change.project_version = new.row_version and change.from_status = old.status
      and change.to_status = new.status and change.day = new.status_since and change.reason is not distinct from new.status_reason
  ) then
    raise exception 'the status of project % changes only with a row of atlas.project_status_changes', new.code using errcode = '23514';
  end if;
  return new;
end $$;
comment on function atlas.require_project_history() is 'Refuses a status, its day or its reason that no row of the history stands for';
create trigger require_history before update of status, status_since, status_reason on atlas.industry_projects
  for each row when (old.status is distinct from new.status or old.status_since is distinct from new.status_since
                     or old.status_reason is distinct from new.status_reason)
  execute function atlas.require_project_history();

-- Who may record a change: a post in whose region the project stands. Everybody may read it, but for who recorded it.
alter table atlas.project_status_changes enable row level security;
create policy open_to_read on atlas.project_status_changes for select to atlas_open, atlas_casework using (true);
create policy recorded_in_scope on atlas.project_status_changes for insert to atlas_casework
  with check (recorded_by = (select access.viewer()) and from_status is not null
              and (select access.viewer_role()) in ('TOWNSHIP', 'COUNTY') and ${inScope});
revoke select on atlas.project_status_changes from atlas_open;
grant select (id, project_code, place_code, project_version, from_status, to_status, day, reason, recorded_at)
  on atlas.project_status_changes to atlas_open;
grant insert on atlas.project_status_changes to atlas_casework;
create constraint trigger leaves_an_event after insert on atlas.project_status_changes
  deferrable initially deferred for each row when (new.recorded_by is not null) execute function audit.require_event();

-- Seasons -------------------------------------------------------------------------------------------------------------
create table atlas.project_seasons (
  project_code text collate "C" not null references atlas.industry_projects on delete cascade,
  year smallint not null check (year between 2000 and 2100),
  season smallint not null check (season between 1 and 4),
  commodity_code text collate "C" references atlas.commodities,
  output_quantity numeric(16, 2) check (output_quantity >= 0),
  output_unit text,
  revenue_fen bigint check (revenue_fen >= 0),
  cost_fen bigint check (cost_fen >= 0),
  harvested_on date,
  source_id smallint references atlas.data_sources,
  primary key (project_code, year, season),
  check ((output_quantity is null) = (output_unit is null))
);
comment on table atlas.project_seasons is 'Output and revenue of a project by season; what was not delivered is null, never 0';
comment on column atlas.project_seasons.project_code is 'Project';
comment on column atlas.project_seasons.year is 'Year of the season';
comment on column atlas.project_seasons.season is '1 spring, 2 summer, 3 autumn, 4 winter: the quarter in which it was harvested or settled';
comment on column atlas.project_seasons.commodity_code is 'Product; null where the project has none whose price is followed';
comment on column atlas.project_seasons.output_quantity is 'Quantity produced or served';
comment on column atlas.project_seasons.output_unit is 'Unit of the quantity';
comment on column atlas.project_seasons.revenue_fen is 'Revenue, fen';
comment on column atlas.project_seasons.cost_fen is 'Running costs by the books of the operator, fen: what the break-even rule of the price scenario needs';
comment on column atlas.project_seasons.harvested_on is 'Day the harvest or the settlement ended';
comment on column atlas.project_seasons.source_id is 'Delivery the row came from';

-- Assets --------------------------------------------------------------------------------------------------------------
create table atlas.assets (
  code text collate "C" primary key,
  name text not null,
  name_en text,
  kind text not null ${oneOf("kind", ASSET_KINDS)},
  project_code text collate "C" references atlas.industry_projects on delete cascade,
  enclave_code text collate "C" references atlas.enclaves on delete cascade,
  value_fen bigint check (value_fen >= 0),
  owner_kind text not null ${oneOf("owner_kind", OWNERS)},
  owner_name text not null,
  owner_code text collate "C" check (owner_code ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$'),
  operator_name text,
  custodian_name text,
  certificate_number text,
  registered_on date,
  source_id smallint references atlas.data_sources,
  is_demo boolean not null default false,
  row_version integer not null default 1,
  check (num_nonnulls(project_code, enclave_code) = 1)
);
create index assets_project on atlas.assets (project_code) where project_code is not null;
create index assets_enclave on atlas.assets (enclave_code) where enclave_code is not null;
create index assets_without_custodian on atlas.assets (code) where custodian_name is null;
create index assets_without_certificate on atlas.assets (code) where certificate_number is null;
comment on table atlas.assets is 'Register of assets formed with assistance money 资产确权: who owns, runs and keeps each; bodies only, never a person';
comment on column atlas.assets.code is 'Code of the asset';
comment on column atlas.assets.name is 'Name in Chinese';
comment on column atlas.assets.name_en is 'Name in English';
comment on column atlas.assets.kind is 'BUILDING 厂房, GREENHOUSE 大棚, EQUIPMENT 设备, COLD_STORE 冷库, POWER_STATION 电站, ORCHARD 果园茶园, OTHER 其他';
comment on column atlas.assets.project_code is 'Industry project that holds it; exactly one of project and enclave';
comment on column atlas.assets.enclave_code is 'Enclave investment that holds it';
comment on column atlas.assets.value_fen is 'Value at registration, fen; null where it was not assessed';
comment on column atlas.assets.owner_kind is 'VILLAGE_COLLECTIVE 村集体, TOWNSHIP 乡镇, COUNTY 县级, COMPANY 企业, COOPERATIVE 合作社';
comment on column atlas.assets.owner_name is 'Owner 所有权人, a body';
comment on column atlas.assets.owner_code is 'Village, township or county of the owner';
comment on column atlas.assets.operator_name is 'Who runs it 经营主体, a body; null where nobody does';
comment on column atlas.assets.custodian_name is 'Who keeps it 管护责任单位, a body or post; null where nobody was named';
comment on column atlas.assets.certificate_number is 'Number of the certificate of title 权属证书; null where there is none yet';
comment on column atlas.assets.registered_on is 'Day it was registered 确权登记';
comment on column atlas.assets.source_id is 'Delivery the row came from';
comment on column atlas.assets.is_demo is 'True for demonstration data';
comment on column atlas.assets.row_version is 'Grows with every change of the row';

-- Prices by market ----------------------------------------------------------------------------------------------------
create table atlas.markets (
  code text collate "C" primary key,
  name text not null,
  name_en text not null,
  county_code text collate "C" references atlas.regions,
  point geometry(Point, 4326) check (atlas.is_mappable(point)),
  is_demo boolean not null default false
);
comment on table atlas.markets is 'Markets where prices of farm produce are taken';
comment on column atlas.markets.code is 'Code of the market';
comment on column atlas.markets.name is 'Name in Chinese';
comment on column atlas.markets.name_en is 'Name in English';
comment on column atlas.markets.county_code is 'County it stands in';
comment on column atlas.markets.point is 'Where it stands';
comment on column atlas.markets.is_demo is 'True for demonstration data';

create table atlas.market_prices (
  commodity_code text collate "C" not null references atlas.commodities,
  market_code text collate "C" not null references atlas.markets,
  period date not null check (extract(day from period) = 1),
  revision smallint not null default 0 check (revision >= 0),
  price_fen integer not null check (price_fen > 0),
  source_id smallint references atlas.data_sources,
  recorded_at timestamptz not null default now(),
  primary key (commodity_code, market_code, period, revision)
);
comment on table atlas.market_prices is 'Price of a product on a market by month. Insert only; a correction is a new revision. The index reads atlas.commodity_prices, the farm-gate reference';
comment on column atlas.market_prices.commodity_code is 'Product';
comment on column atlas.market_prices.market_code is 'Market';
comment on column atlas.market_prices.period is 'First day of the month';
comment on column atlas.market_prices.revision is 'The highest counts';
comment on column atlas.market_prices.price_fen is 'Mean price of the month per unit of the product, fen';
comment on column atlas.market_prices.source_id is 'Delivery the row came from';
comment on column atlas.market_prices.recorded_at is 'Database clock';
create trigger keep_history before update on atlas.market_prices for each row execute function atlas.refuse_change();
create view atlas.current_market_prices as
  select distinct on (commodity_code, market_code, period) commodity_code, market_code, period, price_fen
  from atlas.market_prices order by commodity_code, market_code, period, revision desc;
comment on view atlas.current_market_prices is 'The revision that counts of each price';

create index industry_projects_commodity on atlas.industry_projects (commodity_code) where commodity_code is not null;
`;
