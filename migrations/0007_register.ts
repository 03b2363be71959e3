import { guarded, oneOf, place } from "./guarded.ts";

// Casework: the households behind the figures. No geometry here, only village codes, and row-level security on every
// table. What identifies a person stands apart from what is known of the household, encrypted value by value.
export const up = /* sql */ `
create schema casework;
comment on schema casework is 'Casework 防返贫办案: households, leads, cases, measures, ledger. Without coordinates; row-level security on every table.';
grant usage on schema casework to atlas_casework;

-- Register ------------------------------------------------------------------------------------------------------------
create table casework.households (
  id uuid primary key,
  ${place},
  number text not null unique check (number ~ '^[0-9]{12}-[0-9]{4}$'),
  formerly_poor boolean not null,
  category text ${oneOf("category", ["UNSTABLE_LIFTED_OUT", "MARGINAL", "SUDDEN_SEVERE_DIFFICULTY"])},
  grade text ${oneOf("grade", ["RED", "BLUE", "YELLOW"])},
  status text not null default 'ORDINARY' ${oneOf("status", ["ORDINARY", "WATCHED", "ELIMINATED"])},
  lacks_funds boolean not null default false,
  lacks_skills boolean not null default false,
  is_demo boolean not null default false,
  row_version integer not null default 1,
  changed_at timestamptz not null default now(),
  check (left(number, 12) = village_code),
  check (category is distinct from 'UNSTABLE_LIFTED_OUT' or formerly_poor),
  check (category is distinct from 'MARGINAL' or not formerly_poor),
  check ((status = 'ORDINARY') = (category is null)),
  unique (id, village_code)
);
create index households_status on casework.households (status, village_code);
${guarded(
  "households",
  "Rural resident households 农户: all are watched, not only those once registered poor",
  {
    id: "Identity, made by whoever records it first",
    number: "Village code and a running number",
    formerly_poor: "Lifted out of poverty 脱贫户",
    category:
      "Category of a monitored household 监测对象类别; the first needs a former poor household, the second forbids it",
    grade: "Grade 红卡蓝卡黄卡, set at recognition and reviewed at every visit",
    status:
      "ORDINARY; WATCHED recognised and helped; ELIMINATED risk eliminated, watched but no longer helped",
    lacks_funds: "Short of money to produce with",
    lacks_skills: "Short of skill",
    is_demo: "Invented 模拟数据",
    row_version: "Counts changes; a change names the one it saw",
    changed_at: "Database clock",
  },
)}

create table casework.members (
  id uuid primary key,
  household_id uuid not null,
  ${place},
  relation text not null ${oneOf("relation", ["HEAD", "SPOUSE", "CHILD", "PARENT", "GRANDCHILD", "OTHER"])},
  sex text not null ${oneOf("sex", ["F", "M"])},
  born_on date not null,
  labour text not null ${oneOf("labour", ["ABLE", "WEAK", "NONE"])},
  employed boolean not null default false,
  works_away boolean not null default false,
  at_school boolean not null default false,
  disability_grade smallint check (disability_grade between 1 and 4),
  left_on date,
  row_version integer not null default 1,
  changed_at timestamptz not null default now(),
  foreign key (household_id, village_code) references casework.households (id, village_code) on update cascade,
  unique (id, village_code)
);
create index members_household on casework.members (household_id);
${guarded("members", "Members of households 家庭成员, without what identifies them", {
  id: "Identity",
  household_id: "Household",
  relation: "Relation to the head",
  sex: "F or M",
  born_on: "Day of birth: shown as a year only; under 18 is marked a minor",
  labour: "Ability to work 劳动能力",
  employed: "In work now",
  works_away: "Works outside the county 外出务工",
  at_school: "At school",
  disability_grade: "Grade of disability 1 to 4; sensitive",
  left_on: "Day the person left the household; null for a member",
  row_version: "Counts changes",
  changed_at: "Database clock",
})}

create table casework.identities (
  member_id uuid primary key,
  ${place},
  name_sealed bytea not null,
  id_number_sealed bytea not null,
  id_number_blind bytea not null unique check (length(id_number_blind) = 32),
  phone_sealed bytea,
  bank_account_sealed bytea,
  health_sealed bytea,
  changed_at timestamptz not null default now(),
  foreign key (member_id, village_code) references casework.members (id, village_code) on update cascade
);
${guarded("identities", "What identifies a person, apart from everything else and encrypted value by value", {
  member_id: "Member",
  name_sealed: "Name, AES-256-GCM bound to table, column and row",
  id_number_sealed: "Identity number 身份证号, encrypted",
  id_number_blind: "HMAC of the number: finds equal ones and duplicates without reading any",
  phone_sealed: "Telephone, encrypted",
  bank_account_sealed: "Bank account, encrypted",
  health_sealed: "Illness, encrypted",
  changed_at: "Database clock",
})}
create function casework.is_registered(blind bytea) returns boolean language sql stable security definer set search_path = pg_catalog, casework as $$
  select exists (select from casework.identities where id_number_blind = blind)
$$;
comment on function casework.is_registered(bytea) is 'Whether anybody anywhere carries this number: yes or no, never where';
revoke all on function casework.is_registered(bytea) from public;
grant execute on function casework.is_registered(bytea) to atlas_casework;

create function casework.reveals_today() returns bigint language sql stable security definer set search_path = pg_catalog, audit, access as $$
  select count(*) from audit.events
  where person_id = access.viewer() and action in ('member.reveal', 'lead.reveal')
    and at >= date_trunc('day', now() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai'
$$;
comment on function casework.reveals_today() is 'Clear values the viewer has looked at today, Asia/Shanghai';
revoke all on function casework.reveals_today() from public;
grant execute on function casework.reveals_today() to atlas_casework;

create table casework.account_entries (
  id uuid primary key,
  household_id uuid not null,
  member_id uuid references casework.members,
  ${place},
  kind text not null ${oneOf("kind", ["WAGE", "BUSINESS", "BUSINESS_COST", "PROPERTY", "TRANSFER", "MEDICAL", "EDUCATION", "HOUSING", "WATER", "DISASTER", "ACCIDENT", "CARE"])},
  day date not null,
  amount_fen bigint not null check (amount_fen >= 0),
  reimbursed_fen bigint not null default 0 check (reimbursed_fen >= 0),
  realised boolean not null default true,
  one_off boolean not null default false,
  reverses uuid unique references casework.account_entries,
  recorded_by uuid references access.people,
  recorded_at timestamptz not null default now(),
  check (reimbursed_fen = 0 or kind in ('MEDICAL', 'EDUCATION', 'HOUSING', 'WATER', 'DISASTER', 'ACCIDENT', 'CARE')),
  foreign key (household_id, village_code) references casework.households (id, village_code) on update cascade
);
create index account_entries_household on casework.account_entries (household_id, day);
${guarded(
  "account_entries",
  "Household account 算账: what came in and what had to be spent. Insert only; a mistake is taken back by an entry that reverses it.",
  {
    id: "Identity",
    household_id: "Household",
    member_id: "Member it belongs to; null for the whole household",
    kind: "Income, cost of business, or rigid spending",
    day: "Day of the money",
    amount_fen: "Amount in fen, never negative; of rigid spending before reimbursement",
    reimbursed_fen: "Reimbursed, in fen",
    realised: "False for income only expected and produce not yet sold: it never counts",
    one_off: "Came once and will not come again",
    reverses: "Entry it takes back",
    recorded_by: "Who",
    recorded_at: "Database clock",
  },
  { grants: "select, insert" },
)}

create table casework.consents (
  id uuid primary key,
  household_id uuid not null,
  ${place},
  scope text[] not null check (scope <@ array['COMPARISON', 'SHARING', 'PUBLICATION'] and cardinality(scope) > 0),
  form_version text not null,
  form_sha256 bytea,
  witness text,
  given_on date not null,
  withdrawn_on date check (withdrawn_on >= given_on),
  recorded_by uuid references access.people,
  recorded_at timestamptz not null default now(),
  row_version integer not null default 1,
  foreign key (household_id, village_code) references casework.households (id, village_code) on update cascade
);
create index consents_household on casework.consents (household_id);
${guarded("consents", "Consent and authorisation 承诺授权: without it no department data may be compared", {
  id: "Identity",
  household_id: "Household",
  scope: "What it allows",
  form_version: "Version of the form that was signed",
  form_sha256: "SHA-256 of the signed form",
  witness: "Post of the witness, no name",
  given_on: "Day it was given",
  withdrawn_on: "Day it was withdrawn",
  recorded_by: "Who recorded it",
  recorded_at: "Database clock",
  row_version: "Counts changes",
})}

create table casework.guarantee_issues (
  id uuid primary key,
  household_id uuid not null,
  ${place},
  kind text not null ${oneOf("kind", ["EDUCATION", "MEDICAL", "HOUSING", "WATER"])},
  opened_on date not null,
  closed_on date check (closed_on >= opened_on),
  recorded_at timestamptz not null default now(),
  row_version integer not null default 1,
  foreign key (household_id, village_code) references casework.households (id, village_code) on update cascade
);
create index guarantee_issues_household on casework.guarantee_issues (household_id);
${guarded("guarantee_issues", "Open matters of the three guarantees and drinking water 三保障与饮水安全", {
  id: "Identity",
  household_id: "Household",
  kind: "Which guarantee",
  opened_on: "Day it was found",
  closed_on: "Day it was solved",
  recorded_at: "Database clock",
  row_version: "Counts changes",
})}

`;
