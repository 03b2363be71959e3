export const up = /* sql */ `
create table atlas.settlements (
  code text collate "C" primary key,
  feature_id integer generated always as identity unique,
  name text not null,
  name_en text,
  pinyin text not null default '',
  initials text not null default '',
  county_code text collate "C" not null references atlas.regions,
  residents integer not null check (residents >= 0),
  households integer not null check (households >= 0),
  households_with_labour integer not null check (households_with_labour between 0 and households),
  zero_employment_households integer not null check (zero_employment_households between 0 and households_with_labour),
  labour_force integer not null check (labour_force >= 0),
  employed integer not null check (employed between 0 and labour_force),
  has_school boolean not null,
  has_clinic boolean not null,
  has_community_centre boolean not null,
  integration_items_open integer not null check (integration_items_open >= 0),
  integration_items_total integer not null check (integration_items_total >= integration_items_open),
  opened_on date,
  point geometry(Point, 4326) not null check (atlas.is_mappable(point)),
  outline geometry(MultiPolygon, 4326) check (atlas.is_mappable(outline)),
  source_id smallint references atlas.data_sources,
  is_demo boolean not null default false,
  row_version integer not null default 1
);
create index settlements_county on atlas.settlements (county_code, code);
create index settlements_point on atlas.settlements using gist (point);
create index settlements_distance on atlas.settlements using gist ((point::geography));
comment on table atlas.settlements is 'Relocation settlements 易地扶贫搬迁集中安置区';
comment on column atlas.settlements.code is 'Code of the settlement';
comment on column atlas.settlements.feature_id is 'Number of this settlement in vector tiles';
comment on column atlas.settlements.name is 'Name in Chinese';
comment on column atlas.settlements.name_en is 'Name in English';
comment on column atlas.settlements.pinyin is 'Pinyin of the name, for search';
comment on column atlas.settlements.initials is 'Pinyin initials of the name, for search';
comment on column atlas.settlements.county_code is 'County it stands in';
comment on column atlas.settlements.residents is 'Persons living there; decides the size class';
comment on column atlas.settlements.households is 'Households living there';
comment on column atlas.settlements.households_with_labour is 'Households with at least one person able to work';
comment on column atlas.settlements.zero_employment_households is 'Of those, households in which nobody works 零就业家庭';
comment on column atlas.settlements.labour_force is 'Persons able and of age to work';
comment on column atlas.settlements.employed is 'Of those, persons in work';
comment on column atlas.settlements.has_school is 'A school within reach of the residents';
comment on column atlas.settlements.has_clinic is 'A clinic on the site';
comment on column atlas.settlements.has_community_centre is 'A community service centre on the site';
comment on column atlas.settlements.integration_items_open is 'Community-integration items 社区融入 still open';
comment on column atlas.settlements.integration_items_total is 'Community-integration items in the checklist';
comment on column atlas.settlements.opened_on is 'Day the first households moved in';
comment on column atlas.settlements.point is 'Where it stands';
comment on column atlas.settlements.outline is 'Boundary, where surveyed';
comment on column atlas.settlements.source_id is 'Delivery the row came from';
comment on column atlas.settlements.is_demo is 'True for demonstration data';
comment on column atlas.settlements.row_version is 'Grows with every change of the row';

create table atlas.settlement_origins (
  settlement_code text collate "C" not null references atlas.settlements on delete cascade,
  village_code text collate "C" not null references atlas.villages on delete cascade,
  households integer not null check (households > 0),
  people integer not null check (people >= households),
  primary key (settlement_code, village_code)
);
create index settlement_origins_village on atlas.settlement_origins (village_code);
comment on table atlas.settlement_origins is 'Villages the residents came from';
comment on column atlas.settlement_origins.settlement_code is 'Settlement';
comment on column atlas.settlement_origins.village_code is 'Village of origin';
comment on column atlas.settlement_origins.households is 'Households moved';
comment on column atlas.settlement_origins.people is 'Persons moved';

create table atlas.commodities (
  code text collate "C" primary key,
  name text not null,
  name_en text not null,
  unit text not null,
  is_demo boolean not null default false
);
comment on table atlas.commodities is 'Farm produce whose price is followed 农副产品';
comment on column atlas.commodities.code is 'Code of the product';
comment on column atlas.commodities.name is 'Name in Chinese';
comment on column atlas.commodities.name_en is 'Name in English';
comment on column atlas.commodities.unit is 'Unit the price is for';
comment on column atlas.commodities.is_demo is 'True for demonstration data';

create table atlas.commodity_prices (
  commodity_code text collate "C" not null references atlas.commodities,
  period date not null check (extract(day from period) = 1),
  price_fen integer not null check (price_fen >= 0),
  primary key (commodity_code, period)
);
comment on table atlas.commodity_prices is 'Farm-gate price by month';
comment on column atlas.commodity_prices.commodity_code is 'Product';
comment on column atlas.commodity_prices.period is 'First day of the month';
comment on column atlas.commodity_prices.price_fen is 'Price per unit, fen';

create table atlas.industry_projects (
  code text collate "C" primary key,
  feature_id integer generated always as identity unique,
  name text not null,
  name_en text,
  pinyin text not null default '',
  initials text not null default '',
  kind text not null check (kind in ('FARM', 'WORKSHOP', 'PROCESSING', 'TOURISM', 'ECOMMERCE', 'PHOTOVOLTAIC')),
  status text not null check (status in ('PLANNED', 'BUILDING', 'OPERATING', 'AT_RISK', 'STOPPED', 'FAILED', 'CLOSED')),
  status_since date,
  status_reason text,
  commodity_code text collate "C" references atlas.commodities,
  county_code text collate "C" not null references atlas.regions,
  village_code text collate "C" references atlas.villages on delete set null,
  investment_fen bigint not null check (investment_fen >= 0),
  point geometry(Point, 4326) not null check (atlas.is_mappable(point)),
  source_id smallint references atlas.data_sources,
  is_demo boolean not null default false,
  row_version integer not null default 1,
  check (status not in ('STOPPED', 'FAILED', 'CLOSED') or (status_since is not null and status_reason is not null))
);
create index industry_projects_county on atlas.industry_projects (county_code, code);
create index industry_projects_village on atlas.industry_projects (village_code);
create index industry_projects_point on atlas.industry_projects using gist (point);
create index industry_projects_distance on atlas.industry_projects using gist ((point::geography));
comment on table atlas.industry_projects is 'Industry projects 产业项目';
comment on column atlas.industry_projects.code is 'Code of the project';
comment on column atlas.industry_projects.feature_id is 'Number of this project in vector tiles';
comment on column atlas.industry_projects.name is 'Name in Chinese';
comment on column atlas.industry_projects.name_en is 'Name in English';
comment on column atlas.industry_projects.pinyin is 'Pinyin of the name, for search';
comment on column atlas.industry_projects.initials is 'Pinyin initials of the name, for search';
comment on column atlas.industry_projects.kind is 'FARM 种养基地, WORKSHOP 帮扶车间, PROCESSING 加工厂, TOURISM 乡村旅游, ECOMMERCE 电商, PHOTOVOLTAIC 光伏电站';
comment on column atlas.industry_projects.status is 'Where it stands in its life; a stopped, failed or closed project says since when and why';
comment on column atlas.industry_projects.status_since is 'First day of the status';
comment on column atlas.industry_projects.status_reason is 'Why';
comment on column atlas.industry_projects.commodity_code is 'Main product';
comment on column atlas.industry_projects.county_code is 'County it stands in';
comment on column atlas.industry_projects.village_code is 'Village it stands in';
comment on column atlas.industry_projects.investment_fen is 'Money put in, fen';
comment on column atlas.industry_projects.point is 'Where it stands';
comment on column atlas.industry_projects.source_id is 'Delivery the row came from';
comment on column atlas.industry_projects.is_demo is 'True for demonstration data';
comment on column atlas.industry_projects.row_version is 'Grows with every change of the row';

create table atlas.project_links (
  project_code text collate "C" not null references atlas.industry_projects on delete cascade,
  village_code text collate "C" not null references atlas.villages on delete cascade,
  mechanism text not null check (mechanism in ('EMPLOYMENT', 'DIVIDEND', 'CONTRACT_FARMING', 'LAND_RENT', 'ENTRUSTED_FARMING', 'SHARE_COOPERATION')),
  households integer not null check (households > 0),
  primary key (project_code, village_code, mechanism)
);
create index project_links_village on atlas.project_links (village_code);
comment on table atlas.project_links is 'Households a project is tied to, counted by village and benefit-linking mechanism 利益联结';
comment on column atlas.project_links.project_code is 'Project';
comment on column atlas.project_links.village_code is 'Village of the households';
comment on column atlas.project_links.mechanism is 'How they benefit';
comment on column atlas.project_links.households is 'Households linked that way';

create table atlas.enclaves (
  code text collate "C" primary key,
  feature_id integer generated always as identity unique,
  name text not null,
  name_en text,
  pinyin text not null default '',
  initials text not null default '',
  host_code text collate "C" not null references atlas.regions,
  operator text,
  sector text,
  started_on date,
  point geometry(Point, 4326) not null check (atlas.is_mappable(point)),
  source_id smallint references atlas.data_sources,
  is_demo boolean not null default false,
  row_version integer not null default 1
);
create index enclaves_host on atlas.enclaves (host_code, code);
create index enclaves_point on atlas.enclaves using gist (point);
comment on table atlas.enclaves is 'Enclave investments 飞地投资: money of villages with poor conditions, put to work elsewhere, paid back as dividends';
comment on column atlas.enclaves.code is 'Code of the enclave';
comment on column atlas.enclaves.feature_id is 'Number of this enclave in vector tiles';
comment on column atlas.enclaves.name is 'Name in Chinese';
comment on column atlas.enclaves.name_en is 'Name in English';
comment on column atlas.enclaves.pinyin is 'Pinyin of the name, for search';
comment on column atlas.enclaves.initials is 'Pinyin initials of the name, for search';
comment on column atlas.enclaves.host_code is 'County that hosts it';
comment on column atlas.enclaves.operator is 'Business that runs it';
comment on column atlas.enclaves.sector is 'Line of business';
comment on column atlas.enclaves.started_on is 'Day the money was paid in';
comment on column atlas.enclaves.point is 'Host site';
comment on column atlas.enclaves.source_id is 'Delivery the row came from';
comment on column atlas.enclaves.is_demo is 'True for demonstration data';
comment on column atlas.enclaves.row_version is 'Grows with every change of the row';

create table atlas.enclave_investors (
  enclave_code text collate "C" not null references atlas.enclaves on delete cascade,
  village_code text collate "C" not null references atlas.villages on delete cascade,
  amount_fen bigint not null check (amount_fen > 0),
  share numeric(12, 10) not null check (share > 0 and share <= 1),
  households integer not null check (households > 0),
  primary key (enclave_code, village_code)
);
create index enclave_investors_village on atlas.enclave_investors (village_code);
comment on table atlas.enclave_investors is 'Origin villages of an enclave, their money and share';
comment on column atlas.enclave_investors.enclave_code is 'Enclave';
comment on column atlas.enclave_investors.village_code is 'Origin village';
comment on column atlas.enclave_investors.amount_fen is 'Principal, fen';
comment on column atlas.enclave_investors.share is 'Share of the enclave; the shares of an enclave add up to exactly 1';
comment on column atlas.enclave_investors.households is 'Households that receive the dividends';

create function atlas.check_enclave_shares() returns trigger language plpgsql as $$
declare
  code_changed text := coalesce(new.enclave_code, old.enclave_code);
  total numeric;
begin
  select sum(share) into total from atlas.enclave_investors where enclave_code = code_changed;
  if total is not null and total <> 1 then
    raise exception 'shares of enclave % add up to %, not to 1', code_changed, total using errcode = '23514';
  end if;
  return null;
end $$;
comment on function atlas.check_enclave_shares() is 'Shares of an enclave add up to 1 when the transaction commits';
create constraint trigger enclave_shares after insert or update or delete on atlas.enclave_investors
  deferrable initially deferred for each row execute function atlas.check_enclave_shares();

create table atlas.enclave_flows (
  id integer generated always as identity primary key,
  enclave_code text collate "C" not null references atlas.enclaves on delete cascade,
  origin_code text collate "C" not null references atlas.regions,
  amount_fen bigint not null,
  gap_fen bigint not null,
  line geometry(LineString, 3857) not null,
  unique (enclave_code, origin_code)
);
create index enclave_flows_line on atlas.enclave_flows using gist (line);
comment on table atlas.enclave_flows is 'Read model: one line per enclave and origin county, in the direction of the money';
comment on column atlas.enclave_flows.id is 'Number of this line in vector tiles';
comment on column atlas.enclave_flows.enclave_code is 'Enclave';
comment on column atlas.enclave_flows.origin_code is 'County of the investing villages';
comment on column atlas.enclave_flows.amount_fen is 'Their principal, fen';
comment on column atlas.enclave_flows.gap_fen is 'Their part of the dividends promised but not paid, fen';
comment on column atlas.enclave_flows.line is 'From the middle of the villages to the host site, bent so that flows do not cover each other';

create table atlas.dividends (
  enclave_code text collate "C" not null references atlas.enclaves on delete cascade,
  year smallint not null check (year between 2000 and 2100),
  promised_fen bigint not null check (promised_fen >= 0),
  paid_fen bigint not null check (paid_fen >= 0),
  primary key (enclave_code, year)
);
comment on table atlas.dividends is 'Dividends of an enclave by year';
comment on column atlas.dividends.enclave_code is 'Enclave';
comment on column atlas.dividends.year is 'Year the dividend is for';
comment on column atlas.dividends.promised_fen is 'By contract, fen';
comment on column atlas.dividends.paid_fen is 'Received, fen';

create table atlas.constraint_zones (
  code text collate "C" primary key,
  feature_id integer generated always as identity unique,
  kind text not null check (kind in ('FARMLAND', 'WATER_SOURCE', 'ECOLOGY')),
  name text not null,
  name_en text,
  outline geometry(MultiPolygon, 4326) not null check (atlas.is_mappable(outline)),
  shape geometry(MultiPolygon, 3857) generated always as (st_transform(outline, 3857)) stored,
  source_id smallint references atlas.data_sources,
  is_demo boolean not null default false
);
create index constraint_zones_outline on atlas.constraint_zones using gist (outline);
create index constraint_zones_shape on atlas.constraint_zones using gist (shape);
comment on table atlas.constraint_zones is 'Constraint zones 限制区, where a village cannot develop an industry project at home';
comment on column atlas.constraint_zones.code is 'Code of the zone';
comment on column atlas.constraint_zones.feature_id is 'Number of this zone in vector tiles';
comment on column atlas.constraint_zones.kind is 'FARMLAND 永久基本农田, WATER_SOURCE 水源地保护区, ECOLOGY 生态保护区';
comment on column atlas.constraint_zones.name is 'Name in Chinese';
comment on column atlas.constraint_zones.name_en is 'Name in English';
comment on column atlas.constraint_zones.outline is 'Boundary, longitude and latitude';
comment on column atlas.constraint_zones.shape is 'Boundary in Web Mercator metres';
comment on column atlas.constraint_zones.source_id is 'Delivery the row came from';
comment on column atlas.constraint_zones.is_demo is 'True for demonstration data';

create table atlas.village_constraints (
  village_code text collate "C" not null references atlas.villages on delete cascade,
  kind text not null,
  share double precision not null check (share > 0 and share <= 1),
  primary key (village_code, kind)
);
comment on table atlas.village_constraints is 'Share of a village''s land inside constraint zones, computed from the outlines';
comment on column atlas.village_constraints.village_code is 'Village';
comment on column atlas.village_constraints.kind is 'Kind of zone';
comment on column atlas.village_constraints.share is 'Share of the area, 0 to 1';
`;
