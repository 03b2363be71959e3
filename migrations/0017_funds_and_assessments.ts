import { oneOf } from "./guarded.ts";

const POT = "source_key, fiscal_year, county_code and project_code";
const MEASURES = ["SATISFACTION", "MISSED_RECOGNITION", "WRONG_EXIT", "ACCURACY"];
const figures = (columns: readonly (readonly [string, string])[]) => ({
  columns: columns.map(([column]) => `  ${column} bigint check (${column} >= 0),`).join("\n"),
  comments: (table: string) =>
    columns
      .map(([column, comment]) => `comment on column atlas.${table}.${column} is '${comment}';`)
      .join("\n"),
});

/** Columns every delivery of open facts ends with, and what is said of them. */
const delivered = `
  source_id smallint,
  is_demo boolean not null default false,
  recorded_at timestamptz not null default now()`;
const deliveredComments = (table: string) => /* sql */ `
comment on column atlas.${table}.revision is 'The highest counts';
comment on column atlas.${table}.source_id is 'Delivery it came from';
comment on column atlas.${table}.is_demo is 'True for demonstration data';
comment on column atlas.${table}.recorded_at is 'When it was recorded, database clock: a quarter knows what was recorded by its cut-off';
create trigger keep_history before update on atlas.${table} for each row execute function atlas.refuse_change();`;

const workforce = figures([
  ["villages_needing_secretary", "Villages that must have a first secretary 应派驻第一书记的村"],
  ["villages_with_secretary", "Of those, villages where one is in post"],
  ["team_members", "Members of resident teams 驻村工作队 in post"],
  ["exported_within_county", "Workers away from their township, within the county 县内务工"],
  ["exported_within_province", "Workers outside the county, within the province 县外省内务工"],
  ["exported_outside_province", "Workers outside the province 省外务工"],
  ["exported_organised", "Of all three, workers who went in an organised way 有组织输出"],
]);

/** SQL of what a movement adds to its pot: a reversal takes away what it reverses. */
const signed = "case when movement.reverses is null then movement.amount_fen else -movement.amount_fen end";
const running = (kind: string) =>
  `coalesce(sum(${signed}) filter (where movement.kind = '${kind}') over in_order, 0)`;

export const up = /* sql */ `
-- Funds ---------------------------------------------------------------------------------------------------------------
create table atlas.fund_sources (
  key text collate "C" primary key check (key ~ '^[a-z][a-z-]{1,40}$'),
  name text not null,
  name_en text not null,
  level text not null ${oneOf("level", ["CENTRAL", "PROVINCE", "PREFECTURE", "COUNTY", "EAST_WEST", "SOCIAL", "BANK"])},
  place smallint not null unique
);
comment on table atlas.fund_sources is 'Where money for the work comes from 资金来源';
comment on column atlas.fund_sources.key is 'Key';
comment on column atlas.fund_sources.name is 'Name in Chinese';
comment on column atlas.fund_sources.name_en is 'Name in English';
comment on column atlas.fund_sources.level is 'Who gives it: a level of government, a partner in the east 东西部协作, society, or banks';
comment on column atlas.fund_sources.place is 'Order in which people read them';
insert into atlas.fund_sources (key, name, name_en, level, place) values
  ('central', '中央财政衔接资金', 'Central budget', 'CENTRAL', 1),
  ('province', '省级财政衔接资金', 'Provincial budget', 'PROVINCE', 2),
  ('prefecture', '市级财政衔接资金', 'Prefecture budget', 'PREFECTURE', 3),
  ('county', '县级财政衔接资金', 'County budget', 'COUNTY', 4),
  ('east-west', '东西部协作资金', 'East–west partnership', 'EAST_WEST', 5),
  ('social', '社会帮扶资金', 'Donations', 'SOCIAL', 6),
  ('bank', '金融信贷资金', 'Bank credit', 'BANK', 7);

create table atlas.fund_movements (
  id uuid primary key,
  source_key text collate "C" not null references atlas.fund_sources,
  fiscal_year smallint not null check (fiscal_year between 2000 and 2100),
  county_code text collate "C" not null check (county_code ~ '^[0-9]{6}$'),
  project_code text collate "C" check (project_code <> ''),
  kind text not null ${oneOf("kind", ["ALLOCATED", "DISBURSED", "SETTLED", "RETURNED"])},
  amount_fen bigint not null check (amount_fen > 0 and amount_fen < 1000000000000000),
  day date not null check (day >= '2000-01-01'),
  reverses uuid unique references atlas.fund_movements,
  document text check (length(document) between 2 and 100 and document !~ '[0-9]{15}|[0-9]{17}[0-9Xx]|1[3-9][0-9]{9}'),
  pot text collate "C" not null generated always as
    (source_key || '/' || fiscal_year::text || '/' || county_code || '/' || coalesce(project_code, '')) stored,
  recorded_by uuid references access.people,
  source_id smallint,
  is_demo boolean not null default false,
  recorded_at timestamptz not null default now()
);
create index fund_movements_pot on atlas.fund_movements (pot, day);
create index fund_movements_county on atlas.fund_movements (county_code, fiscal_year, day);
create index fund_movements_project on atlas.fund_movements (project_code) where project_code is not null;
comment on table atlas.fund_movements is 'Funds 资金, append-only: allocated 下达, disbursed 支出, settled 报账 or returned 收回. A mistake is taken back by a movement that reverses it.';
comment on column atlas.fund_movements.id is 'Identity, made by the client: the same movement twice is one';
comment on column atlas.fund_movements.source_key is 'Where the money comes from';
comment on column atlas.fund_movements.fiscal_year is 'Year of the budget; money carried over keeps it';
comment on column atlas.fund_movements.county_code is 'County; no foreign key, so that history survives mergers';
comment on column atlas.fund_movements.project_code is 'Project; null for money of the county not assigned to one';
comment on column atlas.fund_movements.kind is 'ALLOCATED 下达, DISBURSED 支出, SETTLED 报账, RETURNED 收回';
comment on column atlas.fund_movements.amount_fen is 'Always above 0, fen';
comment on column atlas.fund_movements.day is 'Day of the movement';
comment on column atlas.fund_movements.reverses is 'Movement it takes back, once and in full';
comment on column atlas.fund_movements.document is 'Number of the document 文号';
comment on column atlas.fund_movements.pot is 'Pot of money: ${POT} in one text';
comment on column atlas.fund_movements.recorded_by is 'Who recorded it by hand; null for a delivery';
comment on column atlas.fund_movements.source_id is 'Delivery it came from';
comment on column atlas.fund_movements.is_demo is 'True for demonstration data';
comment on column atlas.fund_movements.recorded_at is 'Database clock';
create trigger keep_history before update on atlas.fund_movements for each row execute function atlas.refuse_change();

create function atlas.check_fund_movement() returns trigger language plpgsql as $$
declare
  original atlas.fund_movements;
begin
  -- Two movements of a county one after the other: what the second may take is decided by what the first left.
  perform pg_advisory_xact_lock(360827017, new.county_code::int);
  if new.reverses is not null then
    select * into original from atlas.fund_movements where id = new.reverses;
    if original.id is null or original.reverses is not null
       or (original.source_key, original.fiscal_year, original.county_code, coalesce(original.project_code, ''), original.kind, original.amount_fen)
          is distinct from (new.source_key, new.fiscal_year, new.county_code, coalesce(new.project_code, ''), new.kind, new.amount_fen)
       or new.day < original.day then
      raise exception 'a reversal repeats the movement % it takes back, on the same day or later', new.reverses using errcode = '23514', constraint = 'fund_reversal';
    end if;
  end if;
  if new.project_code is not null and not exists (
    select from atlas.industry_projects project where project.code = new.project_code and project.county_code = new.county_code) then
    raise exception 'county % has no project %', new.county_code, new.project_code using errcode = '23514', constraint = 'fund_project';
  end if;
  return new;
end $$;
comment on function atlas.check_fund_movement() is 'A movement belongs to a project of its own county, and a reversal repeats what it takes back';
create trigger fits before insert on atlas.fund_movements for each row execute function atlas.check_fund_movement();

create function atlas.check_fund_pots() returns trigger language plpgsql as $$
declare
  broken record;
begin
  select * into broken from (
    select movement.pot, movement.day, ${running("ALLOCATED")} as allocated, ${running("DISBURSED")} as disbursed,
           ${running("SETTLED")} as settled, ${running("RETURNED")} as returned
    from atlas.fund_movements movement
    where movement.pot in (select added.pot from added)
    window in_order as (partition by movement.pot order by movement.day)) balance
  where disbursed + returned > allocated or settled > disbursed
  order by pot, day limit 1;
  if broken.pot is not null then
    raise exception 'pot % on %: allocated %, disbursed %, returned %, settled %',
      broken.pot, broken.day, broken.allocated, broken.disbursed, broken.returned, broken.settled
      using errcode = '23514', constraint = 'fund_balance';
  end if;
  return null;
end $$;
comment on function atlas.check_fund_pots() is 'Of a pot never more is disbursed and returned than allocated, and never more settled than disbursed, on any day';
create trigger balances after insert on atlas.fund_movements
  referencing new table as added for each statement execute function atlas.check_fund_pots();

create constraint trigger leaves_an_event after insert on atlas.fund_movements
  deferrable initially deferred for each row when (new.recorded_by is not null) execute function audit.require_event();

-- Open to read; written by the offices that answer for the money, in their region. No spatial query reads it.
alter table atlas.fund_movements enable row level security;
alter table atlas.fund_movements force row level security;
create policy open_to_all on atlas.fund_movements for select to atlas_open, atlas_casework using (true);
create policy recorded_in_scope on atlas.fund_movements for insert to atlas_casework with check (
  recorded_by = (select access.viewer()) and (select access.viewer_role()) in ('COUNTY', 'PROVINCE')
  and (
    (rpad(county_code, 12, '0') >= (select access.low('WORK')) and rpad(county_code, 12, '0') < (select access.high('WORK')))
    or county_code = any ((select access.counties('WORK'))::text[])));
create policy owner_loads on atlas.fund_movements to current_user using (true) with check (true);
grant insert (id, source_key, fiscal_year, county_code, project_code, kind, amount_fen, day, reverses, document, recorded_by, is_demo)
  on atlas.fund_movements to atlas_casework;

-- Assessment results --------------------------------------------------------------------------------------------------
create table atlas.assessments (
  county_code text collate "C" not null check (county_code ~ '^[0-9]{6}$'),
  year smallint not null check (year between 2000 and 2100),
  kind text not null ${oneOf("kind", ["THIRD_PARTY", "CROSS_PROVINCE", "PROVINCIAL"])},
  measure text not null ${oneOf("measure", MEASURES)},
  revision smallint not null default 1,
  numerator integer not null check (numerator >= 0),
  denominator integer not null check (denominator >= numerator),
  surveyed_households integer check (surveyed_households >= 0),${delivered},
  primary key (county_code, year, kind, measure, revision)
);
comment on table atlas.assessments is 'Assessment results 考核评估 of counties by year. Insert only; a correction is a new revision. Larger regions are added up, never delivered.';
comment on column atlas.assessments.county_code is 'County; no foreign key, so that history survives mergers';
comment on column atlas.assessments.year is 'Year assessed';
comment on column atlas.assessments.kind is 'THIRD_PARTY 第三方评估, CROSS_PROVINCE 省际交叉考核, PROVINCIAL 省级考核';
comment on column atlas.assessments.measure is 'SATISFACTION 满意度, MISSED_RECOGNITION 漏评, WRONG_EXIT 错退, ACCURACY 识别准确';
comment on column atlas.assessments.numerator is 'Households satisfied, missed, wrongly removed, or rightly recognised';
comment on column atlas.assessments.denominator is 'Households asked or checked for it';
comment on column atlas.assessments.surveyed_households is 'Households visited in all';
${deliveredComments("assessments")}

-- Medical parity ------------------------------------------------------------------------------------------------------
create table atlas.medical_parity (
  county_code text collate "C" not null check (county_code ~ '^[0-9]{6}$'),
  year smallint not null check (year between 2000 and 2100),
  revision smallint not null default 1,
  chronic_list_length smallint check (chronic_list_length >= 0),
  outpatient_reimbursed_fen bigint check (outpatient_reimbursed_fen >= 0),
  outpatient_cost_fen bigint check (outpatient_cost_fen >= outpatient_reimbursed_fen),
  local_cap_state text not null ${oneOf("local_cap_state", ["CAP", "NONE", "UNKNOWN"])},
  local_cap_fen bigint check (local_cap_fen > 0),
  document text check (length(document) between 2 and 200),${delivered},
  primary key (county_code, year, revision),
  check ((local_cap_state = 'CAP') = (local_cap_fen is not null)),
  check ((outpatient_reimbursed_fen is null) = (outpatient_cost_fen is null))
);
comment on table atlas.medical_parity is 'Medical policy of counties by year 医保政策: where protection is uneven. Insert only.';
comment on column atlas.medical_parity.county_code is 'County; no foreign key, so that history survives mergers';
comment on column atlas.medical_parity.year is 'Year it holds for';
comment on column atlas.medical_parity.chronic_list_length is 'Illnesses on the outpatient chronic-disease list 门诊慢特病病种数';
comment on column atlas.medical_parity.outpatient_reimbursed_fen is 'Reimbursed of outpatient chronic-disease costs in the year, fen';
comment on column atlas.medical_parity.outpatient_cost_fen is 'Those costs within the policy, fen';
comment on column atlas.medical_parity.local_cap_state is 'CAP: there is a local cap 封顶线; NONE: it is known that there is none; UNKNOWN: nobody delivered it';
comment on column atlas.medical_parity.local_cap_fen is 'Out-of-pocket sum above which the county pays 政府兜底线, fen';
comment on column atlas.medical_parity.document is 'Document that says so';
${deliveredComments("medical_parity")}

-- Workforce -----------------------------------------------------------------------------------------------------------
create table atlas.workforce_quarters (
  county_code text collate "C" not null check (county_code ~ '^[0-9]{6}$'),
  quarter date not null check (extract(day from quarter) = 1 and extract(month from quarter) in (1, 4, 7, 10)),
  revision smallint not null default 1,
${workforce.columns}${delivered},
  primary key (county_code, quarter, revision),
  check (villages_with_secretary <= villages_needing_secretary),
  check (exported_organised <= exported_within_county + exported_within_province + exported_outside_province)
);
comment on table atlas.workforce_quarters is 'First secretaries and resident teams 驻村帮扶, and labour export 外出务工, of counties by quarter. Insert only.';
comment on column atlas.workforce_quarters.county_code is 'County; no foreign key, so that history survives mergers';
comment on column atlas.workforce_quarters.quarter is 'First day of the quarter';
${workforce.comments("workforce_quarters")}
${deliveredComments("workforce_quarters")}

-- Collective-economy income -------------------------------------------------------------------------------------------
create table atlas.collective_incomes (
  village_code text collate "C" not null check (village_code ~ '^[0-9]{12}$'),
  year smallint not null check (year between 2000 and 2100),
  revision smallint not null default 1,
  income_fen bigint not null check (income_fen >= 0),${delivered},
  primary key (village_code, year, revision)
);
comment on table atlas.collective_incomes is 'Income of the collective economy of villages by year 村集体经济收入. Insert only.';
comment on column atlas.collective_incomes.village_code is 'Village; no foreign key, so that history survives mergers';
comment on column atlas.collective_incomes.year is 'Year';
comment on column atlas.collective_incomes.income_fen is 'Income of the year, fen';
${deliveredComments("collective_incomes")}
`;
