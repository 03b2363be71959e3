// The seven components of the village score (VUL … GUARANTEE) are three columns each: numerator, denominator
// and source. One wide row per village and month is a seventh of the rows a long table would have.
// The sources are no foreign keys: seven look-ups a row made loading 120,000 rows take 15.4 s instead of 1.2 s,
// and whoever writes facts has just read the ids from data_sources.
const components = ["vul", "margin", "flow", "shock", "jobs", "industry", "guarantee"] as const;

const componentColumns = components
  .map(
    (key) => `  ${key}_numerator real check (${key}_numerator >= 0),
  ${key}_denominator integer check (${key}_denominator >= 0),
  ${key}_source smallint,
  check ((${key}_numerator is null) = (${key}_denominator is null)),`,
  )
  .join("\n");

const componentComments = components
  .map(
    (
      key,
    ) => `comment on column atlas.village_facts.${key}_numerator is 'Numerator of component ${key.toUpperCase()}; null where nobody delivered it';
comment on column atlas.village_facts.${key}_denominator is 'Denominator of component ${key.toUpperCase()}';
comment on column atlas.village_facts.${key}_source is 'Delivery the component came from';`,
  )
  .join("\n");

const years = Array.from({ length: 16 }, (_, index) => 2020 + index);
const yearlyPartitions = (table: string) =>
  years
    .map(
      (year) =>
        `create table atlas.${table}_${year} partition of atlas.${table} for values from ('${year}-01-01') to ('${year + 1}-01-01');
comment on table atlas.${table}_${year} is 'Rows of ${year}';`,
    )
    .join("\n");

export const up = /* sql */ `
create table atlas.villages (
  code text collate "C" primary key check (code ~ '^[0-9]{12}$'),
  name text not null check (name <> ''),
  name_en text,
  pinyin text not null default '',
  initials text not null default '',
  township_code text collate "C" not null references atlas.regions,
  county_code text collate "C" generated always as (left(code, 6)) stored,
  households integer check (households >= 0),
  population integer check (population >= 0),
  labour_force integer check (labour_force >= 0),
  migrant_workers integer check (migrant_workers >= 0),
  poor_village boolean,
  left_poverty_on date,
  per_capita_income_fen bigint check (per_capita_income_fen >= 0),
  collective_income_fen bigint check (collective_income_fen >= 0),
  point geometry(Point, 4326) check (atlas.is_mappable(point)),
  outline geometry(MultiPolygon, 4326) check (atlas.is_mappable(outline)),
  outline_json text generated always as (st_asgeojson(st_forcepolygonccw(outline), 6, 0)) stored,
  datum text not null default 'EPSG:4326',
  source_id smallint references atlas.data_sources,
  is_demo boolean not null default false,
  row_version integer not null default 1,
  changed_at timestamptz not null default now(),
  check (township_code = left(code, 9)),
  check (outline is null or st_intersects(outline, point)),
  check (is_demo = (substr(code, 10, 1) = '9'))
);
create index villages_township on atlas.villages (township_code, code);
create index villages_county on atlas.villages (county_code, code);
create index villages_outline on atlas.villages using gist (outline);
comment on table atlas.villages is 'Administrative villages 行政村, the unit of the map';
comment on column atlas.villages.code is 'Statistical division code, 12 digits; 900–999 at the end is demonstration data and nothing else';
comment on column atlas.villages.name is 'Name in Chinese';
comment on column atlas.villages.name_en is 'Name in English, where one is agreed';
comment on column atlas.villages.pinyin is 'Pinyin of the name without tones or spaces, for search';
comment on column atlas.villages.initials is 'Pinyin initials of the name, for search';
comment on column atlas.villages.township_code is 'Township, the first nine digits';
comment on column atlas.villages.county_code is 'County, the first six digits: a village belongs where its code says, not where its point falls';
comment on column atlas.villages.households is 'Resident households';
comment on column atlas.villages.population is 'Resident persons';
comment on column atlas.villages.labour_force is 'Persons able and of age to work';
comment on column atlas.villages.migrant_workers is 'Persons working away 外出务工';
comment on column atlas.villages.poor_village is 'Was a registered poor village 出列村';
comment on column atlas.villages.left_poverty_on is 'Day it left that register';
comment on column atlas.villages.per_capita_income_fen is 'Per-capita disposable income of the last year, fen';
comment on column atlas.villages.collective_income_fen is 'Collective-economy income 村集体经济收入 of the last year, fen';
comment on column atlas.villages.point is 'Representative point, inside the outline';
comment on column atlas.villages.outline is 'Boundary, longitude and latitude';
comment on column atlas.villages.outline_json is 'Boundary as GeoJSON, 6 decimals, handed through as text';
comment on column atlas.villages.datum is 'Datum the source used';
comment on column atlas.villages.source_id is 'Delivery the row came from';
comment on column atlas.villages.is_demo is 'True for demonstration data';
comment on column atlas.villages.row_version is 'Grows with every change of the row';
comment on column atlas.villages.changed_at is 'When the row last changed, database clock';

create table atlas.village_facts (
  village_code text collate "C" not null,
  period date not null check (extract(day from period) = 1),
  revision smallint not null default 1,
${componentColumns}
  recorded_at timestamptz not null default now(),
  primary key (village_code, period, revision)
) partition by range (period);
create index village_facts_period on atlas.village_facts using brin (period);
comment on table atlas.village_facts is 'What was delivered for a village and month: numerator, denominator and source of each component. Insert only; a correction is a new revision.';
comment on column atlas.village_facts.village_code is 'Village; no foreign key, so that history survives mergers';
comment on column atlas.village_facts.period is 'First day of the month';
comment on column atlas.village_facts.revision is 'The highest counts';
comment on column atlas.village_facts.recorded_at is 'When it was recorded, database clock';
${componentComments}
${yearlyPartitions("village_facts")}

create function atlas.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is insert-only: add a new revision instead', tg_table_name using errcode = '23001';
end $$;
comment on function atlas.refuse_change() is 'Keeps history: observations are never overwritten';
create trigger keep_history before update on atlas.village_facts
  for each row execute function atlas.refuse_change();

create table atlas.village_risks (
  village_code text collate "C" not null,
  period date not null,
  status text not null check (status in ('OK', 'PARTIAL', 'INSUFFICIENT')),
  score double precision check (score between 0 and 100),
  level text check (level in ('NONE', 'BLUE', 'YELLOW', 'ORANGE', 'RED')),
  interval_low double precision,
  interval_high double precision,
  coverage double precision not null check (coverage between 0 and 1),
  contributions double precision[],
  imputed smallint not null default 0,
  method_version text not null,
  computed_at timestamptz not null default now(),
  primary key (period, village_code),
  check ((status = 'INSUFFICIENT') = (score is null)),
  check ((score is null) = (level is null))
) partition by range (period);
create index village_risks_village on atlas.village_risks (village_code, period);
comment on table atlas.village_risks is 'Published village score 村级风险分 per month, computed by geo/villageRisk.ts from village_facts';
comment on column atlas.village_risks.village_code is 'Village';
comment on column atlas.village_risks.period is 'First day of the month';
comment on column atlas.village_risks.status is 'OK, PARTIAL (some components imputed) or INSUFFICIENT (no score)';
comment on column atlas.village_risks.score is '0 to 100';
comment on column atlas.village_risks.level is 'Warning level by fixed thresholds';
comment on column atlas.village_risks.interval_low is 'Lower end of the 90 % interval';
comment on column atlas.village_risks.interval_high is 'Upper end of the 90 % interval';
comment on column atlas.village_risks.coverage is 'Share of the weight that was observed and not imputed';
comment on column atlas.village_risks.contributions is 'Seven parts in the order of the components; they add up to the score; null where the whole county lacks the component';
comment on column atlas.village_risks.imputed is 'Bit n is set when component n was taken from the county';
comment on column atlas.village_risks.method_version is 'Method card';
comment on column atlas.village_risks.computed_at is 'When it was computed, database clock';
${yearlyPartitions("village_risks")}

create table atlas.region_risks (
  region_code text collate "C" not null references atlas.regions on delete cascade,
  period date not null,
  status text not null check (status in ('OK', 'PARTIAL', 'INSUFFICIENT')),
  score double precision check (score between 0 and 100),
  level text check (level in ('NONE', 'BLUE', 'YELLOW', 'ORANGE', 'RED')),
  coverage double precision not null,
  contributions double precision[],
  villages integer not null,
  households integer not null,
  villages_by_level integer[] not null,
  households_by_level integer[] not null,
  method_version text not null,
  computed_at timestamptz not null default now(),
  primary key (period, region_code)
);
create index region_risks_region on atlas.region_risks (region_code, period);
comment on table atlas.region_risks is 'The village score of whole regions: numerators and denominators are added up first, ratios are never averaged';
comment on column atlas.region_risks.region_code is 'Region';
comment on column atlas.region_risks.period is 'First day of the month';
comment on column atlas.region_risks.status is 'OK, PARTIAL or INSUFFICIENT';
comment on column atlas.region_risks.score is '0 to 100';
comment on column atlas.region_risks.level is 'Warning level by fixed thresholds';
comment on column atlas.region_risks.coverage is 'Weighted share of households whose villages delivered';
comment on column atlas.region_risks.contributions is 'Seven parts that add up to the score';
comment on column atlas.region_risks.villages is 'Villages in the region';
comment on column atlas.region_risks.households is 'Their households';
comment on column atlas.region_risks.villages_by_level is 'Villages by level: NONE, BLUE, YELLOW, ORANGE, RED, without a score';
comment on column atlas.region_risks.households_by_level is 'Their households, same order';
comment on column atlas.region_risks.method_version is 'Method card';
comment on column atlas.region_risks.computed_at is 'When it was computed, database clock';

create table atlas.village_cards (
  code text collate "C" primary key,
  name text not null,
  county_code text collate "C" not null,
  township_code text collate "C" not null,
  households integer not null,
  period date,
  score double precision,
  score_order double precision generated always as (coalesce(score, -1)) stored,
  level text,
  status text,
  coverage double precision,
  interval_low double precision,
  interval_high double precision,
  poor_village boolean,
  is_demo boolean not null,
  point geometry(Point, 4326),
  shape geometry(MultiPolygon, 3857),
  shape_far geometry(MultiPolygon, 3857)
);
create index village_cards_point on atlas.village_cards using gist (point);
create index village_cards_distance on atlas.village_cards using gist ((point::geography));
create index village_cards_shape on atlas.village_cards using gist (shape);
create index village_cards_score on atlas.village_cards (score_order desc, code);
create index village_cards_county_score on atlas.village_cards (county_code, score_order desc, code);
create index village_cards_township_score on atlas.village_cards (township_code, score_order desc, code);
comment on table atlas.village_cards is 'Read model: what maps and lists ask of a village, the latest published month folded in, stored in spatial order';
comment on column atlas.village_cards.code is 'Village';
comment on column atlas.village_cards.name is 'Name in Chinese';
comment on column atlas.village_cards.county_code is 'County';
comment on column atlas.village_cards.township_code is 'Township';
comment on column atlas.village_cards.households is 'Households, 0 where unknown';
comment on column atlas.village_cards.period is 'The latest published month';
comment on column atlas.village_cards.score is 'Score of that month';
comment on column atlas.village_cards.score_order is 'Score for ordering: villages without one come last';
comment on column atlas.village_cards.level is 'Level of that month';
comment on column atlas.village_cards.status is 'Status of that month';
comment on column atlas.village_cards.coverage is 'Coverage of that month';
comment on column atlas.village_cards.interval_low is 'Lower end of the 90 % interval';
comment on column atlas.village_cards.interval_high is 'Upper end of the 90 % interval';
comment on column atlas.village_cards.poor_village is 'Was a registered poor village';
comment on column atlas.village_cards.is_demo is 'True for demonstration data';
comment on column atlas.village_cards.point is 'Representative point';
comment on column atlas.village_cards.shape is 'Outline in Web Mercator metres, for zoom 11 and above';
comment on column atlas.village_cards.shape_far is 'Outline for zoom 9 and 10, simplified with its neighbours';

create table atlas.village_cells (
  level smallint not null,
  period date not null,
  cell_x integer not null,
  cell_y integer not null,
  villages integer not null,
  households integer not null,
  scored_households integer not null,
  weighted_score double precision not null,
  villages_by_level integer[] not null,
  is_demo boolean not null,
  primary key (level, period, cell_x, cell_y)
);
comment on table atlas.village_cells is 'Read model: exact totals of villages in the cells of the Web Mercator grid, for zooms where a village is under two pixels';
comment on column atlas.village_cells.level is 'Grid level: the world is 2^level cells wide';
comment on column atlas.village_cells.period is 'First day of the month';
comment on column atlas.village_cells.cell_x is 'Column from the west';
comment on column atlas.village_cells.cell_y is 'Row from the north';
comment on column atlas.village_cells.villages is 'Villages whose point lies in the cell';
comment on column atlas.village_cells.households is 'Their households';
comment on column atlas.village_cells.scored_households is 'Households of those with a score';
comment on column atlas.village_cells.weighted_score is 'Sum of score times households';
comment on column atlas.village_cells.villages_by_level is 'Villages by level: NONE, BLUE, YELLOW, ORANGE, RED, without a score';
comment on column atlas.village_cells.is_demo is 'True when the cell holds demonstration data';
`;
