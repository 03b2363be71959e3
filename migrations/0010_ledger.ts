import { guarded, oneOf, place } from "./guarded.ts";

// Problem ledger and inspection campaigns: work on villages, not on households; who coordinates sees it too.
export const up = /* sql */ `
create table casework.ledger_items (
  id uuid primary key,
  number integer generated always as identity unique,
  ${place},
  found_by text not null ${oneOf("found_by", ["INSPECTION", "ALERT", "AUDIT", "PUBLIC_TIP", "QUALITY", "CAMPAIGN"])},
  subject text not null ${oneOf("subject", ["GUARANTEES", "WATER", "RELOCATION", "INDUSTRY", "PUBLIC_POSTS", "FUNDS", "PROCEDURE", "DATA_QUALITY", "OTHER"])},
  description text not null check (length(description) between 4 and 1000 and description !~ '[0-9]{15}|[0-9]{17}[0-9Xx]|1[3-9][0-9]{9}'),
  severity text not null ${oneOf("severity", ["SERIOUS", "ORDINARY", "MINOR"])},
  status text not null default 'OPEN' ${oneOf("status", ["OPEN", "FIXED", "CLOSED", "REOPENED"])},
  owner_id uuid references access.people,
  handed_to uuid references access.people,
  target_on date not null,
  due_on date not null,
  fixed_by uuid references access.people,
  fixed_at timestamptz,
  evidence text,
  verified_by uuid references access.people,
  verified_at timestamptz,
  source_key text unique,
  is_demo boolean not null default false,
  opened_at timestamptz not null default now(),
  row_version integer not null default 1,
  check (due_on <= target_on),
  check (verified_by is null or verified_by <> fixed_by),
  check (status <> 'CLOSED' or (fixed_by is not null and verified_by is not null and evidence is not null))
);
create index ledger_items_open on casework.ledger_items (due_on) where status <> 'CLOSED';
${guarded(
  "ledger_items",
  "Problem ledger 问题台账: closed by somebody other than who fixed it, reopened under its number",
  {
    id: "Identity",
    number: "Number, kept when reopened",
    found_by: "How it was found",
    subject: "What it is about",
    description: "What is wrong, without anything of a person",
    severity: "How bad",
    status: "OPEN, FIXED and waiting for a check, CLOSED 销号, REOPENED",
    owner_id: "Who must put it right",
    handed_to: "Who was asked to take it over; the former owner answers until that is accepted",
    target_on: "Day it must be over",
    due_on: "Day counted back from the target 倒排工期",
    fixed_by: "Who put it right",
    fixed_at: "When",
    evidence: "What shows it",
    verified_by: "Who checked it; never the fixer",
    verified_at: "When",
    source_key: "Alarm it came from: one item each",
    is_demo: "Invented 模拟数据",
    opened_at: "Database clock",
    row_version: "Counts changes",
  },
  { realm: "WORK" },
)}

create table casework.escalations (
  item_id uuid not null references casework.ledger_items,
  step smallint not null check (step between 1 and 3),
  ${place},
  kind text not null generated always as (case step when 1 then 'REMINDER' when 2 then 'NOTICE' else 'INTERVIEW' end) stored,
  at timestamptz not null default now(),
  primary key (item_id, step)
);
${guarded(
  "escalations",
  "Ladder of overdue items 通报约谈: reminder, notice, interview, each once",
  {
    item_id: "Item",
    step: "Step",
    kind: "What it is",
    at: "Database clock",
  },
  { realm: "WORK", grants: "select" },
)}

create table casework.campaigns (
  id uuid primary key,
  ${place},
  region_code text collate "C" not null,
  name text not null check (length(name) between 2 and 100),
  starts_on date not null,
  ends_on date not null check (ends_on >= starts_on),
  opened_by uuid references access.people,
  is_demo boolean not null default false,
  opened_at timestamptz not null default now(),
  row_version integer not null default 1
);
${guarded(
  "campaigns",
  "Inspection campaigns 集中排查: a dated round through every village of a region",
  {
    id: "Identity",
    village_code: "Region, its code filled up with zeros",
    region_code: "Region",
    name: "Name",
    starts_on: "First day",
    ends_on: "Last day",
    opened_by: "Who",
    is_demo: "Invented 模拟数据",
    opened_at: "Database clock",
    row_version: "Counts changes",
  },
  { realm: "WORK" },
)}
create table casework.campaign_villages (
  campaign_id uuid not null references casework.campaigns,
  ${place},
  planned_on date not null,
  checked_on date,
  checked_by uuid references access.people,
  households_checked integer check (households_checked >= 0),
  problems integer check (problems >= 0),
  row_version integer not null default 1,
  primary key (campaign_id, village_code),
  check ((checked_on is null) = (households_checked is null))
);
${guarded(
  "campaign_villages",
  "Progress of a campaign, village by village 挂图作战",
  {
    campaign_id: "Campaign",
    planned_on: "Day planned, counted back from the end",
    checked_on: "Day it was done",
    checked_by: "Who",
    households_checked: "Households checked",
    problems: "Problems found",
    row_version: "Counts changes",
  },
  { realm: "WORK" },
)}

-- Also from inside: a worker of some villages sees the campaign that goes through them.
create policy seen_from_inside on casework.campaigns for select to atlas_casework
  using (exists (select from casework.campaign_villages village where village.campaign_id = campaigns.id));

create table atlas.campaign_progress (
  id integer generated always as identity primary key,
  campaign_id uuid not null,
  village_code text collate "C" not null references atlas.villages on delete cascade,
  county_code text collate "C" generated always as (left(village_code, 6)) stored,
  planned_on date not null,
  checked_on date,
  unique (campaign_id, village_code)
);
create index campaign_progress_village on atlas.campaign_progress (village_code);
create index campaign_progress_county on atlas.campaign_progress (county_code);
comment on table atlas.campaign_progress is 'Open part of a campaign 挂图作战: which village was checked when. No household, no problem, nobody who did it.';
comment on column atlas.campaign_progress.id is 'Number of the feature on the map';
comment on column atlas.campaign_progress.campaign_id is 'Campaign';
comment on column atlas.campaign_progress.village_code is 'Village';
comment on column atlas.campaign_progress.county_code is 'Its county';
comment on column atlas.campaign_progress.planned_on is 'Day planned';
comment on column atlas.campaign_progress.checked_on is 'Day it was done; null while it was not';

create function casework.publish_campaign(campaign uuid, villages text[]) returns void
language sql security definer set search_path = pg_catalog, casework as $$
  insert into atlas.campaign_progress (campaign_id, village_code, planned_on, checked_on)
  select village.campaign_id, village.village_code, village.planned_on, village.checked_on
  from casework.campaign_villages village join atlas.villages known on known.code = village.village_code
  where village.campaign_id = campaign and village.village_code = any (villages)
  on conflict (campaign_id, village_code) do update set planned_on = excluded.planned_on, checked_on = excluded.checked_on;
  insert into atlas.data_changes (layer, west, south, east, north)
  select 'campaigns', coalesce(min(bbox[1]), -180), coalesce(min(bbox[2]), -90), coalesce(max(bbox[3]), 180), coalesce(max(bbox[4]), 90)
  from atlas.regions where code in (select left(village, 6) from unnest(villages) as village);
$$;
comment on function casework.publish_campaign(uuid, text[]) is 'Copies the days of some villages of a campaign to the open atlas, and tells the tiles: the box is that of their counties, whose sums change too';
revoke all on function casework.publish_campaign(uuid, text[]) from public;
grant execute on function casework.publish_campaign(uuid, text[]) to atlas_casework;
`;
