import { CAUSES, guarded, oneOf, place } from "./guarded.ts";

// Department screening: lists of other departments, compared with the register by the blind index and only where a
// consent is live. Replies to repeated requests stand here too: the offline form sends its batch until it is answered.
export const up = /* sql */ `
create table casework.departments (
  key text primary key,
  name_zh text not null,
  name_en text not null
);
comment on table casework.departments is 'Departments that send lists 行业部门';
comment on column casework.departments.key is 'Key';
comment on column casework.departments.name_zh is 'Name in Chinese';
comment on column casework.departments.name_en is 'Name in English';

create table casework.screening_rules (
  id integer generated always as identity primary key,
  key text not null check (key ~ '^[A-Z][A-Z_]+$'),
  version smallint not null,
  department_key text not null references casework.departments,
  item text not null check (item ~ '^[a-z][a-zA-Z]+$'),
  item_zh text not null,
  item_en text not null,
  unit text not null ${oneOf("unit", ["FEN", "DAYS", "GRADE", "YES"])},
  comparison text not null ${oneOf("comparison", ["AT_LEAST", "AT_MOST", "IS_TRUE"])},
  threshold bigint,
  cause text not null ${oneOf("cause", CAUSES)},
  province_code text collate "C" references atlas.regions,
  valid_from date not null,
  answer_working_days smallint not null default 5 check (answer_working_days > 0),
  source text not null check (source <> ''),
  grade text not null check (grade in ('OFFICIAL', 'SECONDARY', 'PROJECT')),
  recorded_at timestamptz not null default now(),
  unique nulls not distinct (key, version, province_code),
  check ((comparison = 'IS_TRUE') = (threshold is null))
);
comment on table casework.screening_rules is 'Rules of screening 预警规则: dated, versioned, insert only';
comment on column casework.screening_rules.id is 'Number, kept by every alert';
comment on column casework.screening_rules.key is 'Rule';
comment on column casework.screening_rules.version is 'Version of it';
comment on column casework.screening_rules.department_key is 'Department whose list it reads';
comment on column casework.screening_rules.item is 'Data item of the list';
comment on column casework.screening_rules.item_zh is 'Item in Chinese';
comment on column casework.screening_rules.item_en is 'Item in English';
comment on column casework.screening_rules.unit is 'Unit of the item';
comment on column casework.screening_rules.comparison is 'When a row is a hit';
comment on column casework.screening_rules.threshold is 'Against what, in the unit of the item';
comment on column casework.screening_rules.cause is 'Risk a hit points at';
comment on column casework.screening_rules.province_code is 'Province it holds for; null for the country';
comment on column casework.screening_rules.valid_from is 'First day it holds';
comment on column casework.screening_rules.answer_working_days is 'Working days to answer an alert';
comment on column casework.screening_rules.source is 'Where the threshold comes from';
comment on column casework.screening_rules.grade is 'How well founded it is: OFFICIAL text, SECONDARY source, or default of this PROJECT';
comment on column casework.screening_rules.recorded_at is 'Database clock';
create trigger keep_history before update on casework.screening_rules for each row execute function atlas.refuse_change();
grant select on casework.departments, casework.screening_rules to atlas_casework;

create table casework.screening_batches (
  id uuid primary key,
  ${place},
  department_key text not null references casework.departments,
  content_sha256 bytea not null,
  data_day date not null,
  rows_total integer not null check (rows_total >= 0),
  rows_matched integer not null default 0,
  rows_without_consent integer not null default 0,
  alerts_new integer not null default 0,
  loaded_by uuid references access.people,
  loaded_at timestamptz not null default now(),
  unique (department_key, content_sha256, village_code)
);
${guarded(
  "screening_batches",
  "Lists as they were loaded. The same list twice is one batch; of its rows nothing is kept but the hits.",
  {
    id: "Identity",
    village_code: "Region it was loaded for, its code filled up with zeros",
    department_key: "Department",
    content_sha256: "Of the rows in order, whatever the file was called",
    data_day: "Day the list describes",
    rows_total: "Rows",
    rows_matched: "Rows whose number belongs to a member with a live consent",
    rows_without_consent: "Rows of members without one: not compared 未获授权不比对",
    alerts_new: "Alerts it opened",
    loaded_by: "Who",
    loaded_at: "Database clock",
  },
)}

create table casework.alerts (
  id uuid primary key,
  batch_id uuid not null references casework.screening_batches,
  rule_id integer not null references casework.screening_rules,
  household_id uuid not null,
  member_id uuid not null references casework.members,
  ${place},
  value bigint,
  matched_sha256 bytea not null,
  lead_id uuid references casework.leads,
  opened_at timestamptz not null default now(),
  due_on date not null,
  answer text ${oneOf("answer", ["RECOGNISE", "DISMISS"])},
  reason text,
  answered_by uuid references access.people,
  answered_at timestamptz,
  row_version integer not null default 1,
  unique (rule_id, member_id, matched_sha256),
  foreign key (household_id, village_code) references casework.households (id, village_code) on update cascade,
  check ((answer is null) = (answered_at is null)),
  check (answer is distinct from 'DISMISS' or reason is not null)
);
create index alerts_open on casework.alerts (due_on) where answer is null;
create index alerts_household on casework.alerts (household_id);
${guarded("alerts", "Hits that somebody must verify in the field and answer 预警核查", {
  id: "Identity",
  batch_id: "List it came from",
  rule_id: "Rule and version",
  household_id: "Household",
  member_id: "Member",
  value: "Value that hit",
  matched_sha256: "Hash of the matched values: the same fact is one alert",
  lead_id: "Lead it opened",
  opened_at: "Database clock",
  due_on: "Day the answer is due",
  answer: "RECOGNISE opens the case, DISMISS needs a reason",
  reason: "Reason",
  answered_by: "Who answered",
  answered_at: "When",
  row_version: "Counts changes",
})}

create table casework.contradictions (
  id uuid primary key,
  batch_id uuid not null references casework.screening_batches,
  household_id uuid not null,
  member_id uuid not null references casework.members,
  ${place},
  item text not null,
  registered text not null,
  reported text not null,
  found_at timestamptz not null default now(),
  settled_at timestamptz,
  settled_by uuid references access.people,
  settlement text ${oneOf("settlement", ["REGISTER_CORRECTED", "LIST_WRONG"])},
  unique (member_id, item, reported),
  foreign key (household_id, village_code) references casework.households (id, village_code) on update cascade
);
${guarded("contradictions", "Where a list and the register say different things", {
  id: "Identity",
  batch_id: "List",
  household_id: "Household",
  member_id: "Member",
  item: "Item",
  registered: "What the register says",
  reported: "What the list says",
  found_at: "Database clock",
  settled_at: "When it was settled",
  settled_by: "By whom",
  settlement: "Which was wrong",
})}

-- Repeated requests ---------------------------------------------------------------------------------------------------
create table casework.replies (
  person_id uuid not null references access.people,
  key text not null check (length(key) between 8 and 200),
  body_sha256 bytea not null,
  reply jsonb not null,
  at timestamptz not null default now(),
  primary key (person_id, key)
);
comment on table casework.replies is 'Answers already given: the same request again gets the same answer and changes nothing';
comment on column casework.replies.person_id is 'Who asked';
comment on column casework.replies.key is 'Idempotency key of the request';
comment on column casework.replies.body_sha256 is 'Hash of the request: another body under the same key is refused';
comment on column casework.replies.reply is 'Ids and codes that were answered';
comment on column casework.replies.at is 'Database clock';
alter table casework.replies enable row level security;
alter table casework.replies force row level security;
create policy own_replies on casework.replies to atlas_casework
  using (person_id = (select access.viewer())) with check (person_id = (select access.viewer()));
create policy owner_loads on casework.replies to current_user using (true) with check (true);
grant select, insert on casework.replies to atlas_casework;
`;
