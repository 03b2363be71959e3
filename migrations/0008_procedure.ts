import { CAUSES, guarded, oneOf, place } from "./guarded.ts";

// Leads, cases and what is done: the procedure is a table of declared steps, and the database refuses any other.
export const up = /* sql */ `
alter table atlas.rule_books drop constraint rule_books_rule_check;
alter table atlas.rule_books add constraint rule_books_rule_check
  check (rule in ('MONITORING_LINE', 'VILLAGE_RISK', 'REGION_INDEX', 'DATA_QUALITY', 'PROCEDURE'));

-- Leads and cases -----------------------------------------------------------------------------------------------------
create table casework.leads (
  id uuid primary key,
  ${place},
  channel text not null ${oneOf("channel", ["SELF_REPORT", "INSPECTION", "SCREENING"])},
  household_id uuid,
  cause text not null ${oneOf("cause", CAUSES)},
  told_sealed bytea,
  receipt_sha256 bytea unique,
  received_by uuid references access.people,
  received_at timestamptz not null default now(),
  status text not null default 'RECEIVED' ${oneOf("status", ["RECEIVED", "IN_CASE", "DISMISSED"])},
  dismissed_reason text,
  row_version integer not null default 1,
  check ((status = 'DISMISSED') = (dismissed_reason is not null)),
  foreign key (household_id, village_code) references casework.households (id, village_code) on update cascade
);
create index leads_household on casework.leads (household_id);
create index leads_received on casework.leads (received_at);
${guarded("leads", "Leads 线索 by three channels, kept for ever", {
  id: "Identity",
  channel:
    "Discovery channel 发现渠道: household self-report, worker inspection, department screening; never changes",
  household_id: "Household, once it is known",
  cause: "Risk named first",
  told_sealed: "Name, telephone and words of a self-report, encrypted",
  receipt_sha256: "Hash of the receipt code with which a reporter sees the status",
  received_by: "Who received it; null for the public door",
  received_at: "Database clock",
  status: "RECEIVED, IN_CASE or DISMISSED",
  dismissed_reason: "Why it was dismissed",
  row_version: "Counts changes",
})}
create policy public_reports on casework.leads for insert to atlas_casework
  with check (channel = 'SELF_REPORT' and household_id is null and received_by is null and (select access.viewer()) is null);
create function casework.keep_channel() returns trigger language plpgsql as $$
begin
  if new.channel <> old.channel or new.received_at <> old.received_at then
    raise exception 'the channel of a lead is kept for ever' using errcode = '23001';
  end if;
  return new;
end $$;
comment on function casework.keep_channel() is 'Where a lead came from never changes';
create trigger keep_channel before update on casework.leads for each row execute function casework.keep_channel();
create table casework.procedure_steps (
  from_state text not null,
  action text not null,
  to_state text not null,
  roles text[] not null,
  effects text[] not null default '{}' check (effects <@ array['SUBMITS', 'DECIDES', 'RECOGNISES', 'ELIMINATES', 'AFTER_NOTICE', 'CLOSES', 'REOPENS']),
  primary key (from_state, action)
);
comment on table casework.procedure_steps is 'Every declared step of the procedure 认定程序; the database refuses any other';
comment on column casework.procedure_steps.from_state is 'State before';
comment on column casework.procedure_steps.action is 'What is done';
comment on column casework.procedure_steps.to_state is 'State after';
comment on column casework.procedure_steps.roles is 'Posts that may do it';
comment on column casework.procedure_steps.effects is 'What else it means: SUBMITS for decision, DECIDES (never by who submitted), RECOGNISES, ELIMINATES, only AFTER_NOTICE has hung long enough, CLOSES, REOPENS';
grant select on casework.procedure_steps to atlas_casework;

create table casework.cases (
  id uuid primary key,
  household_id uuid not null,
  lead_id uuid references casework.leads,
  ${place},
  state text not null default 'LEAD',
  state_since timestamptz not null default now(),
  opened_by uuid references access.people default access.viewer(),
  submitted_by uuid references access.people,
  owner_id uuid references access.people,
  category text ${oneOf("category", ["UNSTABLE_LIFTED_OUT", "MARGINAL", "SUDDEN_SEVERE_DIFFICULTY"])},
  grade text ${oneOf("grade", ["RED", "BLUE", "YELLOW"])},
  opened_on date not null default (now() at time zone 'Asia/Shanghai')::date,
  recognised_on date,
  eliminated_on date,
  due_on date,
  closed_on date,
  legacy boolean not null default false,
  is_demo boolean not null default false,
  row_version integer not null default 1,
  foreign key (household_id, village_code) references casework.households (id, village_code) on update cascade,
  unique (id, village_code)
);
create unique index cases_one_open on casework.cases (household_id) where closed_on is null;
create index cases_state on casework.cases (state, village_code);
create index cases_lead on casework.cases (lead_id);
${guarded(
  "cases",
  "Cases 认定与帮扶: one open case per household, moved by its steps only",
  {
    id: "Identity",
    household_id: "Household",
    lead_id: "Lead it came from; null for objects recognised before leads were kept",
    state: "State of the procedure",
    state_since: "Since when",
    opened_by: "Who opened it, read from the token; cannot decide it",
    submitted_by: "Who submitted it last; nobody who submitted decides the same round",
    category: "Category proposed, given to the household at recognition",
    grade: "Grade proposed, given to the household at recognition",
    owner_id: "Who is responsible now",
    opened_on: "Day it was opened; the rules of that day hold",
    recognised_on: "Day of the county decision",
    eliminated_on: "Day the risk was recorded as eliminated",
    due_on: "Day the present step is due, Asia/Shanghai working days",
    closed_on: "Day it was closed",
    legacy: "Recognised before the rules of 2021: the new steps are not demanded again",
    is_demo: "Invented 模拟数据",
    row_version: "Counts changes",
  },
  { grants: "select, insert (id, household_id, lead_id, village_code, owner_id, due_on, is_demo)" },
)}
create function casework.lead_status(receipt bytea) returns table (status text, state text, changed_on date)
language sql stable security definer set search_path = pg_catalog, casework as $$
  select lead.status, matter.state, coalesce(matter.state_since, lead.received_at)::date
  from casework.leads lead left join casework.cases matter on matter.lead_id = lead.id
  where lead.receipt_sha256 = receipt
$$;

comment on function casework.lead_status(bytea) is 'What a receipt code shows: the status, and nothing of the person';
revoke all on function casework.lead_status(bytea) from public;
grant execute on function casework.lead_status(bytea) to atlas_casework;

create table casework.notices (
  id uuid primary key,
  case_id uuid not null,
  ${place},
  kind text not null ${oneOf("kind", ["RECOGNITION", "ELIMINATION"])},
  body text not null check (body !~ '[0-9]{15}|[0-9]{17}[0-9Xx]|1[3-9][0-9]{9}|[0-9]{16,19}'),
  days smallint not null check (days > 0),
  posted_at timestamptz not null default now(),
  take_down_at timestamptz not null,
  taken_down_at timestamptz,
  objections smallint not null default 0,
  posted_by uuid references access.people,
  check (take_down_at >= posted_at + make_interval(days => days)),
  foreign key (case_id, village_code) references casework.cases (id, village_code) on update cascade
);
create index notices_case on casework.notices (case_id, kind, posted_at);
${guarded(
  "notices",
  "Public notices 公示 as they were rendered: no identity number, telephone, bank account or illness can stand in one",
  {
    id: "Identity",
    case_id: "Case",
    kind: "Of recognition or of risk elimination",
    body: "Text as posted",
    days: "Days it must hang, by the rules of the case",
    posted_at: "Database clock",
    take_down_at: "When it may be taken down",
    taken_down_at: "When it was",
    objections: "Objections raised while it hung",
    posted_by: "Who posted it",
  },
)}

create table casework.case_steps (
  id uuid primary key,
  case_id uuid not null,
  ${place},
  action text not null,
  from_state text not null,
  to_state text not null,
  by_person uuid references access.people,
  at timestamptz not null default now(),
  reason text check (length(reason) <= 500),
  evidence jsonb not null default '{}' check (jsonb_typeof(evidence) = 'object'),
  foreign key (case_id, village_code) references casework.cases (id, village_code) on update cascade
);
create index case_steps_case on casework.case_steps (case_id, at);
${guarded(
  "case_steps",
  "Every step of every case 全程记录: who, when, from, to and why. Inserting one is the only way to move a case.",
  {
    id: "Identity",
    case_id: "Case",
    action: "What was done",
    from_state: "State before",
    to_state: "State after",
    by_person: "Who; null for steps of former systems",
    at: "Database clock",
    reason: "Why, where a reason is asked for",
    evidence: "What it rests on: ids of visits, notices, attachments and figures",
  },
  { grants: "select, insert" },
)}
create trigger keep_history before update on casework.case_steps for each row
  when (old.village_code = new.village_code) execute function atlas.refuse_change();

create function casework.submitters(matter uuid) returns uuid[] language sql stable set search_path = pg_catalog, casework as $$
  with steps as (
    select taken.at, taken.by_person, declared.effects
    from case_steps taken join procedure_steps declared using (from_state, action) where taken.case_id = matter),
  round as (select max(at) as since from steps where effects && array['DECIDES', 'REOPENS'])
  select coalesce(array_agg(distinct person), '{}') from (
    select opened_by from cases, round where id = matter and since is null
    union all
    select by_person from steps, round where 'SUBMITS' = any (effects) and (since is null or at >= since)) submitter (person)
  where person is not null
$$;
comment on function casework.submitters(uuid) is 'Who opened, verified, checked or proposed a case since it was decided or reopened last: none of them decides it';
revoke all on function casework.submitters(uuid) from public;
grant execute on function casework.submitters(uuid) to atlas_casework;

create function casework.take_step() returns trigger language plpgsql security definer set search_path = pg_catalog, casework as $$
declare
  matter casework.cases;
  step casework.procedure_steps;
begin
  select * into matter from casework.cases where id = new.case_id for update;
  select * into step from casework.procedure_steps where from_state = new.from_state and action = new.action;
  if matter.state is distinct from new.from_state then
    raise exception 'the case is in %, not in %', matter.state, new.from_state using errcode = '40001';
  end if;
  if step.to_state is distinct from new.to_state then
    raise exception 'no step % leads from % to %', new.action, new.from_state, new.to_state using errcode = '23514';
  end if;
  if 'DECIDES' = any (step.effects) and new.by_person = any (casework.submitters(new.case_id)) then
    raise exception 'who submitted a case cannot decide it' using errcode = '23514';
  end if;
  if 'AFTER_NOTICE' = any (step.effects) and not matter.legacy and not exists (
    select from casework.notices notice where notice.case_id = new.case_id
      and notice.posted_at >= matter.state_since and notice.objections = 0
      and notice.posted_at + make_interval(days => notice.days) <= new.at) then
    raise exception 'the notice has not hung long enough' using errcode = '23514';
  end if;
  update casework.cases set
    state = new.to_state, state_since = new.at, row_version = row_version + 1,
    submitted_by = case when 'SUBMITS' = any (step.effects) then new.by_person else submitted_by end,
    recognised_on = case when 'RECOGNISES' = any (step.effects) then (new.at at time zone 'Asia/Shanghai')::date else recognised_on end,
    eliminated_on = case when 'ELIMINATES' = any (step.effects) then (new.at at time zone 'Asia/Shanghai')::date
                         when 'REOPENS' = any (step.effects) then null else eliminated_on end,
    closed_on = case when 'CLOSES' = any (step.effects) then (new.at at time zone 'Asia/Shanghai')::date
                     when 'REOPENS' = any (step.effects) then null else closed_on end
  where id = new.case_id;
  update casework.households set
    status = case when 'RECOGNISES' = any (step.effects) or new.to_state = 'ASSISTED' then 'WATCHED'
                  when 'ELIMINATES' = any (step.effects) then 'ELIMINATED' else 'ORDINARY' end,
    category = case when new.to_state <> 'CLOSED' then coalesce(matter.category, category) end,
    grade = case when new.to_state <> 'CLOSED' then coalesce(matter.grade, grade) end,
    row_version = row_version + 1, changed_at = now()
  where id = matter.household_id and coalesce(matter.category, category) is not null
    and (step.effects && array['RECOGNISES', 'ELIMINATES']
         or (new.from_state = 'ELIMINATED' and new.to_state = 'ASSISTED') or new.to_state = 'CLOSED');
  return new;
end $$;
comment on function casework.take_step() is 'Moves a case by a declared step and refuses every other, whoever writes';
create trigger take_step before insert on casework.case_steps for each row execute function casework.take_step();
-- Only the due day, the owner and what is proposed may be set apart from a step.
grant update (due_on, owner_id, category, grade, row_version) on casework.cases to atlas_casework;

create table casework.case_risks (
  id uuid primary key,
  case_id uuid not null,
  household_id uuid not null,
  ${place},
  cause text not null ${oneOf("cause", CAUSES)},
  disaster_kind text ${oneOf("disaster_kind", ["FLOOD", "GEOLOGICAL", "DROUGHT", "BIOLOGICAL", "METEOROLOGICAL", "EARTHQUAKE", "OTHER"])},
  is_main boolean not null default false,
  opened_on date not null default (now() at time zone 'Asia/Shanghai')::date,
  closed_on date check (closed_on >= opened_on),
  row_version integer not null default 1,
  check ((cause = 'DISASTER') = (disaster_kind is not null)),
  foreign key (case_id, village_code) references casework.cases (id, village_code) on update cascade,
  unique (id, village_code)
);
create unique index case_risks_main on casework.case_risks (case_id) where is_main and closed_on is null;
create unique index case_risks_open on casework.case_risks (case_id, cause) where closed_on is null;
create index case_risks_household on casework.case_risks (household_id);
${guarded("case_risks", "Risk causes 风险类型 of a case: one main cause, any number of others", {
  id: "Identity",
  case_id: "Case",
  household_id: "Household",
  cause: "Cause",
  disaster_kind: "Kind of disaster, demanded with DISASTER",
  is_main: "The main cause",
  opened_on: "Day it was found",
  closed_on: "Day it was gone",
  row_version: "Counts changes",
})}

create table casework.assessments (
  id uuid primary key,
  household_id uuid not null,
  case_id uuid references casework.cases,
  ${place},
  assessed_on date not null,
  persons smallint not null check (persons > 0),
  line_fen bigint not null check (line_fen > 0),
  net_fen bigint not null,
  rigid_fen bigint not null check (rigid_fen >= 0),
  stable_net_fen bigint not null,
  candidate text not null ${oneOf("candidate", ["UNSTABLE_OUT_OF_POVERTY", "MARGINAL", "SUDDEN_SEVERE_DIFFICULTY", "WATCH", "NONE"])},
  grade text ${oneOf("grade", ["RED", "BLUE", "YELLOW"])},
  detail jsonb not null,
  assessed_by uuid references access.people,
  recorded_at timestamptz not null default now(),
  foreign key (household_id, village_code) references casework.households (id, village_code) on update cascade
);
create index assessments_household on casework.assessments (household_id, assessed_on);
${guarded(
  "assessments",
  "Household accounts as computed on a day: a candidate opens a case, it never decides one",
  {
    id: "Identity",
    household_id: "Household",
    case_id: "Case it was made for",
    assessed_on: "Day; the window is the twelve months before its month",
    persons: "Members counted",
    line_fen: "Monitoring line of the province and day, fen per person and year",
    net_fen: "Net income of the window, fen",
    rigid_fen: "Rigid spending of the window after reimbursement, fen",
    stable_net_fen: "Net income without what came only once, fen",
    candidate: "Class by the figures",
    grade: "Grade by the figures",
    detail: "Every figure of the account",
    assessed_by: "Who asked for it",
    recorded_at: "Database clock",
  },
  { grants: "select, insert" },
)}

create table casework.attachments (
  id uuid primary key,
  case_id uuid not null,
  ${place},
  kind text not null ${oneOf("kind", ["CONSENT_FORM", "VISIT_PHOTO", "REVIEW_MINUTES", "NOTICE_PHOTO", "EVIDENCE"])},
  media_type text not null ${oneOf("media_type", ["image/jpeg", "image/png", "application/pdf"])},
  sha256 bytea not null,
  byte_length integer not null check (byte_length between 1 and 5242880),
  content_sealed bytea not null,
  added_by uuid references access.people,
  added_at timestamptz not null default now(),
  unique (case_id, sha256),
  foreign key (case_id, village_code) references casework.cases (id, village_code) on update cascade
);
${guarded(
  "attachments",
  "Evidence files, encrypted; the type is what the bytes say, not the name",
  {
    id: "Identity",
    case_id: "Case",
    kind: "What it shows",
    media_type: "Type by its first bytes",
    sha256: "Of the file",
    byte_length: "Bytes",
    content_sealed: "The file, encrypted",
    added_by: "Who",
    added_at: "Database clock",
  },
  { grants: "select, insert" },
)}

create table casework.tasks (
  id uuid primary key,
  kind text not null ${oneOf("kind", ["VISIT", "VERIFY_ALERT", "FOLLOW_UP"])},
  ${place},
  lead_id uuid references casework.leads,
  case_id uuid references casework.cases,
  household_id uuid,
  owner_id uuid references access.people,
  due_on date not null,
  done_at timestamptz,
  result text ${oneOf("result", ["CONFIRMED", "NOT_CONFIRMED", "DONE"])},
  note_sealed bytea,
  row_version integer not null default 1,
  created_at timestamptz not null default now(),
  check ((done_at is null) = (result is null))
);
create index tasks_owner on casework.tasks (owner_id, due_on) where done_at is null;
create index tasks_open on casework.tasks (due_on) where done_at is null;
${guarded("tasks", "What somebody must do by a day: visits, alerts to verify, follow-ups", {
  id: "Identity",
  kind: "What to do",
  lead_id: "Lead it follows from",
  case_id: "Case it belongs to",
  household_id: "Household to visit, where known",
  owner_id: "Who; null while nobody is assigned to the village",
  due_on: "Day it is due, Asia/Shanghai working days",
  done_at: "When it was done",
  result: "What came of it",
  note_sealed: "Words of the visitor, encrypted",
  row_version: "Counts changes",
  created_at: "Database clock",
})}

create function casework.visit_lead(task uuid, lead uuid, due date) returns void language sql security definer set search_path = pg_catalog, casework, access as $$
  insert into tasks (id, kind, village_code, lead_id, household_id, owner_id, due_on)
  select task, 'VISIT', told.village_code, told.id, told.household_id, access.worker_of(told.village_code), due
  from leads told where told.id = lead and not exists (select from tasks where lead_id = lead and kind = 'VISIT')
$$;
comment on function casework.visit_lead(uuid, uuid, date) is 'Makes the one visit of a lead for whoever is posted to its village; the public door may do no more than this';
revoke all on function casework.visit_lead(uuid, uuid, date) from public;
grant execute on function casework.visit_lead(uuid, uuid, date) to atlas_casework;

create table casework.measures (
  id uuid primary key,
  case_id uuid not null,
  household_id uuid not null,
  ${place},
  kind text not null ${oneOf("kind", ["TRAINING", "INDUSTRY", "EMPLOYMENT", "PUBLIC_POST", "WORKSHOP", "SUBSISTENCE_ALLOWANCE", "EXTREMELY_POOR_SUPPORT", "TEMPORARY_AID", "MEDICAL_INSURANCE", "SERIOUS_ILLNESS_INSURANCE", "MEDICAL_ASSISTANCE", "HOUSING_REPAIR", "DRINKING_WATER", "SCHOOLING_AID", "SMALL_CREDIT", "OTHER"])},
  fund_source text ${oneOf("fund_source", ["CENTRAL", "PROVINCIAL", "MUNICIPAL", "COUNTY", "SOCIAL", "NONE"])},
  cost_fen bigint not null default 0 check (cost_fen >= 0),
  owner_id uuid references access.people,
  started_on date not null,
  ended_on date check (ended_on >= started_on),
  effect text ${oneOf("effect", ["EFFECTIVE", "PARTLY", "NONE"])},
  effect_checked_on date,
  row_version integer not null default 1,
  recorded_at timestamptz not null default now(),
  check ((effect is null) = (effect_checked_on is null)),
  unique (id, village_code),
  foreign key (case_id, village_code) references casework.cases (id, village_code) on update cascade
);
create index measures_case on casework.measures (case_id);
create index measures_household on casework.measures (household_id);
${guarded("measures", "Measures 帮扶措施 matched to the cause", {
  id: "Identity",
  case_id: "Case",
  household_id: "Household",
  kind: "Measure",
  fund_source: "Where the money comes from",
  cost_fen: "Cost in fen",
  owner_id: "Who answers for it",
  started_on: "First day",
  ended_on: "Last day",
  effect: "Effect, once checked",
  effect_checked_on: "Day it was checked",
  row_version: "Counts changes",
  recorded_at: "Database clock",
})}

create table casework.measure_risks (
  measure_id uuid not null,
  risk_id uuid not null,
  ${place},
  primary key (measure_id, risk_id),
  foreign key (measure_id, village_code) references casework.measures (id, village_code) on update cascade,
  foreign key (risk_id, village_code) references casework.case_risks (id, village_code) on update cascade
);
create index measure_risks_risk on casework.measure_risks (risk_id);
${guarded(
  "measure_risks",
  "Which risk a measure answers: at least one each",
  { measure_id: "Measure", risk_id: "Risk" },
  { grants: "select, insert" },
)}

create table casework.helpers (
  id uuid primary key,
  household_id uuid not null,
  ${place},
  person_id uuid not null references access.people,
  since date not null,
  until date check (until >= since),
  handed_to uuid references access.people,
  handed_on date,
  accepted_on date,
  recalled_reason text,
  row_version integer not null default 1,
  foreign key (household_id, village_code) references casework.households (id, village_code) on update cascade,
  check ((handed_to is null) = (handed_on is null))
);
create unique index helpers_current on casework.helpers (household_id) where until is null;
${guarded("helpers", "Named helpers of households 帮扶责任人; a transfer holds once it is accepted", {
  id: "Identity",
  household_id: "Household",
  person_id: "Helper",
  since: "First day",
  until: "Last day",
  handed_to: "Who is asked to take over",
  handed_on: "Day of asking",
  accepted_on: "Day of accepting; until then the former one answers",
  recalled_reason: "Why a helper was recalled 召回",
  row_version: "Counts changes",
})}
`;
