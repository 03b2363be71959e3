/** Figures a county reports for a quarter: column, its SQL type, and what it counts. Null means that nobody delivered it. */
const figures: readonly (readonly [column: string, comment: string])[] = [
  ["unstable_households", "Open households 脱贫不稳定户"],
  ["unstable_persons", "Their members"],
  ["marginal_households", "Open households 边缘易致贫户"],
  ["marginal_persons", "Their members"],
  ["sudden_households", "Open households 突发严重困难户"],
  ["sudden_persons", "Their members"],
  ["newly_recognised", "Households newly recognised in the quarter"],
  ["eliminated", "Households whose risk was eliminated 风险消除 in the quarter"],
  [
    "records_changed",
    "Records inserted, updated or closed in the quarter, counted from the log and not from values",
  ],
  ["clues", "Clues 线索 that came in"],
  ["clues_self_reported", "Of those, by the households themselves 农户自主申报"],
  ["clues_inspected", "Of those, by inspection 基层日常排查"],
  ["clues_screened", "Of those, by department data 部门大数据预警"],
  ["recognition_days", "Days from clue to recognition, added up over the newly recognised households"],
  ["recognised_late", "Newly recognised households that took longer than the rule book allows"],
  ["measure_days", "Days from recognition to the first measure, added up over the households that got one"],
  ["households_with_measures", "Newly recognised households with a measure in place"],
  ["measures_late", "Newly recognised households whose measures came later than the rule book allows"],
  ["measures_matching", "Households whose measures match every one of their causes"],
  ["notices_checked", "Public notices that were checked"],
  ["notices_breached", "Of those, too short or showing what must not be shown"],
  ["ledger_items", "Ledger items 台账 open at the end of the quarter or closed in it"],
  ["ledger_overdue", "Of those, past their date"],
  ["fund_budget_fen", "Money available in the year so far, fen"],
  ["fund_paid_fen", "Of that, paid out, fen"],
  ["workers", "Rural people in work, at home or away, at the end of the quarter"],
  ["returned_idle", "Returned and idle against their will for more than a month"],
  ["labour_force", "Rural people able and of age to work"],
  ["new_by_emergency", "Newly recognised in four quarters, main cause a public emergency"],
  ["new_by_price", "Newly recognised in four quarters, main cause a fall of prices"],
  ["new_by_unemployment", "Newly recognised in four quarters, main cause lost work"],
  ["new_by_industry", "Newly recognised in four quarters, main cause a failed project"],
  ["new_by_resettlement", "Newly recognised in four quarters, main cause trouble after relocation"],
  ["new_by_implementation", "Newly recognised in four quarters, main cause help that did not come"],
  [
    "new_by_other",
    "Newly recognised in four quarters, other causes: illness, schooling, disability, accidents",
  ],
];

export const up = /* sql */ `
-- Rules ---------------------------------------------------------------------------------------------------------------
create table atlas.rule_books (
  id integer generated always as identity primary key,
  rule text not null check (rule in ('MONITORING_LINE', 'VILLAGE_RISK', 'REGION_INDEX', 'DATA_QUALITY')),
  province_code text collate "C" references atlas.regions,
  valid_from date not null,
  content jsonb not null check (jsonb_typeof(content) = 'object'),
  source text not null check (source <> ''),
  grade text not null check (grade in ('OFFICIAL', 'SECONDARY', 'PROJECT')),
  recorded_at timestamptz not null default now(),
  unique nulls not distinct (rule, province_code, valid_from, recorded_at)
);
comment on table atlas.rule_books is 'Dated rules: lines, thresholds, goalposts, weights and warning levels by province and year. Insert only: a change is a later row, and what was published keeps the rules it was published with.';
comment on column atlas.rule_books.id is 'Number of the rule';
comment on column atlas.rule_books.rule is 'Which rules';
comment on column atlas.rule_books.province_code is 'Province it holds for; null for the whole country';
comment on column atlas.rule_books.valid_from is 'First day it holds';
comment on column atlas.rule_books.content is 'The rule; of a method card only what differs from the default of this software';
comment on column atlas.rule_books.source is 'Where it is written';
comment on column atlas.rule_books.grade is 'OFFICIAL a government text, SECONDARY a report of one, PROJECT a default of this project that no screen may call official';
comment on column atlas.rule_books.recorded_at is 'When it was recorded, database clock; of two rows for the same day the later counts';
create trigger keep_history before update on atlas.rule_books for each row execute function atlas.refuse_change();

-- Publications --------------------------------------------------------------------------------------------------------
create table atlas.publications (
  id integer generated always as identity primary key,
  quarter date not null check (extract(day from quarter) = 1 and extract(month from quarter) in (1, 4, 7, 10)),
  version integer not null check (version > 0),
  is_current boolean not null,
  method_versions text[] not null,
  rules jsonb not null,
  data_cut_off date not null,
  facts_recorded_until timestamptz not null,
  coverage double precision not null check (coverage between 0 and 1),
  content_sha256 text not null,
  computed_at timestamptz not null default now(),
  unique (quarter, version)
);
create unique index publications_current on atlas.publications (quarter) where is_current;
comment on table atlas.publications is 'One computation of all figures of a quarter. Its rows are never changed; a later version of the same quarter stands beside it.';
comment on column atlas.publications.id is 'Number of the publication';
comment on column atlas.publications.quarter is 'First day of the quarter';
comment on column atlas.publications.version is 'Counts the publications of the quarter';
comment on column atlas.publications.is_current is 'True for the version that maps, API and reports read';
comment on column atlas.publications.method_versions is 'Method cards used';
comment on column atlas.publications.rules is 'Weights, goalposts and thresholds used, by province; key "" for the country';
comment on column atlas.publications.data_cut_off is 'Last day the data covers';
comment on column atlas.publications.facts_recorded_until is 'Facts recorded later were not known to it';
comment on column atlas.publications.coverage is 'Household-weighted share of the village facts that was delivered';
comment on column atlas.publications.content_sha256 is 'Of all its rows and rules: computing the same again publishes nothing new';
comment on column atlas.publications.computed_at is 'When it was computed, database clock';

create function atlas.refuse_rewriting() returns trigger language plpgsql as $$
begin
  -- While it is being computed, in one transaction, its content is still empty.
  if old.content_sha256 <> '' and (to_jsonb(new) - 'is_current') <> (to_jsonb(old) - 'is_current') then
    raise exception 'a publication is never changed: publish a new version' using errcode = '23001';
  end if;
  return new;
end $$;
comment on function atlas.refuse_rewriting() is 'Of a publication only whether it is the current one may change';
create trigger keep_history before update on atlas.publications for each row execute function atlas.refuse_rewriting();

-- The monthly scores belong to a publication now. What was there before can be computed again from the facts.
truncate atlas.village_risks, atlas.region_risks;
alter table atlas.village_risks drop constraint village_risks_pkey;
alter table atlas.village_risks add column publication_id integer not null, add column facts_revision smallint not null;
alter table atlas.village_risks add primary key (period, village_code, publication_id);
comment on column atlas.village_risks.publication_id is 'Publication it belongs to';
comment on column atlas.village_risks.facts_revision is 'Revision of the village facts it was computed from';
alter table atlas.region_risks drop constraint region_risks_pkey;
alter table atlas.region_risks add column publication_id integer not null references atlas.publications on delete cascade;
alter table atlas.region_risks add primary key (period, region_code, publication_id);
comment on column atlas.region_risks.publication_id is 'Publication it belongs to';
create trigger keep_history before update on atlas.village_risks for each row execute function atlas.refuse_change();
create trigger keep_history before update on atlas.region_risks for each row execute function atlas.refuse_change();

create view atlas.current_village_risks as
  select risk.* from atlas.village_risks risk
  join atlas.publications publication on publication.id = risk.publication_id and publication.is_current;
comment on view atlas.current_village_risks is 'Village scores of the current publication of each quarter';
create view atlas.current_region_risks as
  select risk.* from atlas.region_risks risk
  join atlas.publications publication on publication.id = risk.publication_id and publication.is_current;
comment on view atlas.current_region_risks is 'Region scores of the current publication of each quarter';

-- What counties report by quarter -------------------------------------------------------------------------------------
create table atlas.county_quarters (
  county_code text collate "C" not null,
  quarter date not null check (extract(day from quarter) = 1 and extract(month from quarter) in (1, 4, 7, 10)),
  revision smallint not null default 1,
  reported_on date,
${figures.map(([column]) => `  ${column} bigint check (${column} >= 0),`).join("\n")}
  source_id smallint,
  is_demo boolean not null default false,
  recorded_at timestamptz not null default now(),
  primary key (county_code, quarter, revision)
);
create trigger keep_history before update on atlas.county_quarters for each row execute function atlas.refuse_change();
comment on table atlas.county_quarters is 'Quarterly dispatch 按季调度: what a county reported, as sums and counts that can be added up over counties. Insert only; a correction is a new revision.';
comment on column atlas.county_quarters.county_code is 'County; no foreign key, so that history survives mergers';
comment on column atlas.county_quarters.quarter is 'First day of the quarter';
comment on column atlas.county_quarters.revision is 'The highest counts';
comment on column atlas.county_quarters.reported_on is 'Day the report came in; null where none did';
${figures.map(([column, comment]) => `comment on column atlas.county_quarters.${column} is '${comment}';`).join("\n")}
comment on column atlas.county_quarters.source_id is 'Delivery it came from';
comment on column atlas.county_quarters.is_demo is 'True for demonstration data';
comment on column atlas.county_quarters.recorded_at is 'When it was recorded, database clock';

create table atlas.emergency_events (
  code text collate "C" primary key,
  name text not null,
  name_en text not null,
  kind text not null check (kind in ('FLOOD', 'DROUGHT', 'EARTHQUAKE', 'GEOLOGICAL', 'STORM', 'COLD', 'FIRE', 'EPIDEMIC', 'ANIMAL_DISEASE', 'PEST', 'OTHER')),
  grade text not null check (grade in ('I', 'II', 'III', 'IV')),
  started_on date not null,
  ended_on date check (ended_on >= started_on),
  source_id smallint references atlas.data_sources,
  is_demo boolean not null default false
);
comment on table atlas.emergency_events is 'Major public emergencies 重大突发公共事件';
comment on column atlas.emergency_events.code is 'Code of the event';
comment on column atlas.emergency_events.name is 'Name in Chinese';
comment on column atlas.emergency_events.name_en is 'Name in English';
comment on column atlas.emergency_events.kind is 'What happened';
comment on column atlas.emergency_events.grade is 'Legal grade: I 特别重大, II 重大, III 较大, IV 一般';
comment on column atlas.emergency_events.started_on is 'First day';
comment on column atlas.emergency_events.ended_on is 'Last day; null while it lasts';
comment on column atlas.emergency_events.source_id is 'Delivery it came from';
comment on column atlas.emergency_events.is_demo is 'True for demonstration data';

create table atlas.emergency_effects (
  event_code text collate "C" not null references atlas.emergency_events on delete cascade,
  county_code text collate "C" not null references atlas.regions,
  affected_households integer not null check (affected_households >= 0),
  primary key (event_code, county_code)
);
comment on table atlas.emergency_effects is 'Households an emergency affected, by county';
comment on column atlas.emergency_effects.event_code is 'Event';
comment on column atlas.emergency_effects.county_code is 'County';
comment on column atlas.emergency_effects.affected_households is 'Households affected';

create table atlas.county_income_shares (
  county_code text collate "C" not null references atlas.regions,
  commodity_code text collate "C" not null references atlas.commodities,
  year smallint not null,
  share double precision not null check (share between 0 and 1),
  source_id smallint references atlas.data_sources,
  is_demo boolean not null default false,
  primary key (county_code, commodity_code, year)
);
comment on table atlas.county_income_shares is 'Share of rural income that comes from a product';
comment on column atlas.county_income_shares.county_code is 'County';
comment on column atlas.county_income_shares.commodity_code is 'Product';
comment on column atlas.county_income_shares.year is 'From this year on, until a later year says otherwise';
comment on column atlas.county_income_shares.share is '0 to 1';
comment on column atlas.county_income_shares.source_id is 'Delivery it came from';
comment on column atlas.county_income_shares.is_demo is 'True for demonstration data';

-- What is published ---------------------------------------------------------------------------------------------------
create table atlas.region_indices (
  publication_id integer not null references atlas.publications on delete cascade,
  region_code text collate "C" not null references atlas.regions on delete cascade,
  quarter date not null,
  status text not null check (status in ('OK', 'PARTIAL', 'INSUFFICIENT')),
  value double precision check (value between 0 and 100),
  level_from_score text check (level_from_score in ('NONE', 'BLUE', 'YELLOW', 'ORANGE', 'RED')),
  level text check (level in ('NONE', 'BLUE', 'YELLOW', 'ORANGE', 'RED')),
  previous_level text check (previous_level in ('NONE', 'BLUE', 'YELLOW', 'ORANGE', 'RED')),
  coverage double precision not null check (coverage between 0 and 1),
  sub_indices double precision[] not null,
  contributions double precision[] not null,
  imputed text[] not null,
  triggers text[] not null,
  tests jsonb not null,
  silence jsonb not null,
  inputs jsonb not null,
  rank smallint,
  rank_low smallint,
  rank_high smallint,
  ranked smallint not null,
  primary key (publication_id, region_code)
);
create index region_indices_region on atlas.region_indices (region_code, quarter);
create trigger keep_history before update on atlas.region_indices for each row execute function atlas.refuse_change();
comment on table atlas.region_indices is 'Published large-scale relapse index 规模性返贫指数 of counties and contiguous areas, computed by geo/regionIndex.ts';
comment on column atlas.region_indices.publication_id is 'Publication it belongs to';
comment on column atlas.region_indices.region_code is 'Region';
comment on column atlas.region_indices.quarter is 'First day of the quarter';
comment on column atlas.region_indices.status is 'OK, PARTIAL (some sub-indices are the mean of the peers) or INSUFFICIENT (no value)';
comment on column atlas.region_indices.value is '0 to 100';
comment on column atlas.region_indices.level_from_score is 'Level by the value alone';
comment on column atlas.region_indices.level is 'Published level, after raising rules and hysteresis';
comment on column atlas.region_indices.previous_level is 'Published level of the quarter before';
comment on column atlas.region_indices.coverage is 'Share of the weight that was delivered';
comment on column atlas.region_indices.sub_indices is 'Eight sub-indices in the order of the method card, 0 to 100';
comment on column atlas.region_indices.contributions is 'Eight parts that add up to the value';
comment on column atlas.region_indices.imputed is 'Sub-indices where the mean of the peers stands in';
comment on column atlas.region_indices.triggers is 'Rules that raised the level';
comment on column atlas.region_indices.tests is 'The three tests of large-scale relapse, each apart';
comment on column atlas.region_indices.silence is 'The silence test';
comment on column atlas.region_indices.inputs is 'Sums and counts it was computed from, as they were';
comment on column atlas.region_indices.rank is 'Place among its peers, 1 is the highest value';
comment on column atlas.region_indices.rank_low is 'Best place under weights within 25 percent, fifth percentile';
comment on column atlas.region_indices.rank_high is 'Worst place, ninety-fifth percentile';
comment on column atlas.region_indices.ranked is 'Peers that were ranked';

create table atlas.indicator_values (
  publication_id integer not null references atlas.publications on delete cascade,
  indicator text not null,
  region_code text collate "C" not null references atlas.regions on delete cascade,
  period date not null,
  numerator double precision,
  denominator double precision,
  value double precision,
  primary key (publication_id, indicator, region_code)
);
create index indicator_values_region on atlas.indicator_values (region_code, indicator, period);
create trigger keep_history before update on atlas.indicator_values for each row execute function atlas.refuse_change();
comment on table atlas.indicator_values is 'Every published figure of every region: map, API, report and CSV read these rows and nothing else';
comment on column atlas.indicator_values.publication_id is 'Publication it belongs to';
comment on column atlas.indicator_values.indicator is 'Key in the catalogue';
comment on column atlas.indicator_values.region_code is 'Region: township, county, prefecture, province or area';
comment on column atlas.indicator_values.period is 'First day of the quarter';
comment on column atlas.indicator_values.numerator is 'Sum over the region, for ratios';
comment on column atlas.indicator_values.denominator is 'Sum over the region, for ratios';
comment on column atlas.indicator_values.value is 'The figure; null where nobody delivered it';

create table atlas.village_hotspots (
  publication_id integer not null references atlas.publications on delete cascade,
  village_code text collate "C" not null,
  z double precision,
  adjusted_p double precision,
  class text not null check (class in ('HOT_99', 'HOT_95', 'HOT_90', 'NS', 'COLD_90', 'COLD_95', 'COLD_99')),
  primary key (publication_id, village_code)
);
create trigger keep_history before update on atlas.village_hotspots for each row execute function atlas.refuse_change();
comment on table atlas.village_hotspots is 'Getis-Ord Gi* of the village score at the end of the quarter, eight nearest neighbours, false discovery rate controlled within the area or province';
comment on column atlas.village_hotspots.publication_id is 'Publication it belongs to';
comment on column atlas.village_hotspots.village_code is 'Village';
comment on column atlas.village_hotspots.z is 'Standard score';
comment on column atlas.village_hotspots.adjusted_p is 'p after Benjamini-Hochberg';
comment on column atlas.village_hotspots.class is 'Hot or cold at 99, 95 or 90 percent after the correction';

create table atlas.risk_clusters (
  publication_id integer not null references atlas.publications on delete cascade,
  region_code text collate "C" not null references atlas.regions on delete cascade,
  rank smallint not null check (rank > 0),
  p double precision not null check (p between 0 and 1),
  log_likelihood_ratio double precision not null,
  relative_risk double precision not null,
  observed double precision not null,
  expected double precision not null,
  households integer not null,
  village_codes text[] not null,
  center geometry(Point, 4326) not null,
  radius_metres double precision not null,
  outline geometry(MultiPolygon, 3857),
  feature_id integer generated always as identity unique,
  primary key (publication_id, region_code, rank)
);
create index risk_clusters_outline on atlas.risk_clusters using gist (outline);
create trigger keep_history before update on atlas.risk_clusters for each row execute function atlas.refuse_change();
comment on table atlas.risk_clusters is 'Clusters of newly recognised households by Kulldorff''s spatial scan, within a county or contiguous area';
comment on column atlas.risk_clusters.publication_id is 'Publication it belongs to';
comment on column atlas.risk_clusters.region_code is 'Region that was scanned';
comment on column atlas.risk_clusters.rank is '1 is the most likely cluster';
comment on column atlas.risk_clusters.p is 'Monte-Carlo p against the null of one rate everywhere';
comment on column atlas.risk_clusters.log_likelihood_ratio is 'Log likelihood ratio';
comment on column atlas.risk_clusters.relative_risk is 'Rate inside by rate outside';
comment on column atlas.risk_clusters.observed is 'Newly recognised households inside';
comment on column atlas.risk_clusters.expected is 'Expected at the rate of the region';
comment on column atlas.risk_clusters.households is 'Households inside';
comment on column atlas.risk_clusters.village_codes is 'Villages inside';
comment on column atlas.risk_clusters.center is 'Village the window is centred on';
comment on column atlas.risk_clusters.radius_metres is 'Distance to its farthest village';
comment on column atlas.risk_clusters.outline is 'Outline of its villages together, Web Mercator';
comment on column atlas.risk_clusters.feature_id is 'Number of this cluster in vector tiles';

-- Data quality --------------------------------------------------------------------------------------------------------
create table atlas.quality_findings (
  publication_id integer not null references atlas.publications on delete cascade,
  rule text not null,
  region_code text collate "C" not null references atlas.regions on delete cascade,
  village_code text collate "C" not null default '',
  period date not null,
  observed double precision,
  expected double precision,
  probability double precision,
  details jsonb not null default '{}',
  primary key (publication_id, rule, region_code, village_code, period)
);
create index quality_findings_region on atlas.quality_findings (region_code, period);
create trigger keep_history before update on atlas.quality_findings for each row execute function atlas.refuse_change();
comment on table atlas.quality_findings is 'What looks wrong in the data of a quarter: to be asked about, never a judgement';
comment on column atlas.quality_findings.publication_id is 'Publication it belongs to';
comment on column atlas.quality_findings.rule is 'Key of the rule that found it';
comment on column atlas.quality_findings.region_code is 'County';
comment on column atlas.quality_findings.village_code is 'Village, or empty for the whole county';
comment on column atlas.quality_findings.period is 'First day of the month or quarter';
comment on column atlas.quality_findings.observed is 'What was seen';
comment on column atlas.quality_findings.expected is 'What was to be expected';
comment on column atlas.quality_findings.probability is 'How likely what was seen is, where that can be said';
comment on column atlas.quality_findings.details is 'Rows and values it rests on';

create table atlas.quality_scores (
  publication_id integer not null references atlas.publications on delete cascade,
  region_code text collate "C" not null references atlas.regions on delete cascade,
  period date not null,
  completeness double precision check (completeness between 0 and 1),
  timeliness double precision check (timeliness between 0 and 1),
  consistency double precision check (consistency between 0 and 1),
  findings integer not null,
  primary key (publication_id, region_code)
);
create trigger keep_history before update on atlas.quality_scores for each row execute function atlas.refuse_change();
comment on table atlas.quality_scores is 'Completeness, timeliness and consistency of the data of a region and quarter';
comment on column atlas.quality_scores.publication_id is 'Publication it belongs to';
comment on column atlas.quality_scores.region_code is 'Region';
comment on column atlas.quality_scores.period is 'First day of the quarter';
comment on column atlas.quality_scores.completeness is 'Share of the figures asked for that were delivered';
comment on column atlas.quality_scores.timeliness is 'Share of the reports that came in time';
comment on column atlas.quality_scores.consistency is 'Share of the checked rows without a finding';
comment on column atlas.quality_scores.findings is 'Findings';
`;
