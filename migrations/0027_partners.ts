import { oneOf } from "./guarded.ts";

// What partner programs need: a feed of every change of the open atlas, word of changed cases for who is signed in,
// organisations that look after their own keys, what each key uses, and webhooks.

/** Things of the open atlas by table, with the columns of them that leave it: a change of any other is none. */
const WATCHED = [
  {
    table: "regions",
    kind: "REGION",
    feature: "feature_id",
    columns: ["name", "name_en", "kind", "parent_code", "is_demo"],
    places: ["outline", "point"],
  },
  {
    table: "villages",
    kind: "VILLAGE",
    feature: "code::bigint",
    columns: ["name", "name_en", "township_code", "population", "poor_village", "is_demo"],
    places: ["outline", "point"],
  },
  {
    table: "settlements",
    kind: "SETTLEMENT",
    feature: "feature_id",
    columns: [
      "name",
      "name_en",
      "county_code",
      "residents",
      "households",
      "zero_employment_households",
      "opened_on",
      "is_demo",
    ],
    places: ["point"],
  },
  {
    table: "industry_projects",
    kind: "PROJECT",
    feature: "feature_id",
    columns: [
      "name",
      "name_en",
      "kind",
      "status",
      "status_since",
      "county_code",
      "investment_fen",
      "is_demo",
    ],
    places: ["point"],
  },
  {
    table: "enclaves",
    kind: "ENCLAVE",
    feature: "feature_id",
    columns: ["name", "name_en", "host_code", "operator", "sector", "started_on", "is_demo"],
    places: ["point"],
  },
  {
    table: "constraint_zones",
    kind: "CONSTRAINT",
    feature: "feature_id",
    columns: ["name", "name_en", "kind", "is_demo"],
    places: ["outline"],
  },
  {
    table: "emergency_events",
    kind: "EVENT",
    feature: "feature_id",
    columns: ["name", "name_en", "kind", "grade", "started_on", "ended_on", "is_demo"],
    places: ["footprint"],
  },
] as const;

const KINDS = [...WATCHED.map(({ kind }) => kind), "PUBLICATION", "WARNING"];

/** One row for all things of a statement: an import of 50,000 villages writes one. */
const note = (kind: string, what: string, rows: string) => /* sql */ `
    insert into atlas.open_changes (kind, what, codes, feature_ids)
    select '${kind}', '${what}', array_agg(code order by code), array_agg(feature order by code)
    from (${rows}) changed having count(*) > 0;`;

const columnsOf = (columns: readonly string[], places: readonly string[], row: string) =>
  `(${[...columns.map((column) => `${row}.${column}`), ...places.map((place) => `${row}.${place}::bytea`)].join(", ")})`;

const triggers = (table: string, run: string, events: readonly ("insert" | "update" | "delete")[]) =>
  events
    .map((event) => {
      const tables = [
        event === "delete" ? "" : "new table as new_rows",
        event === "insert" ? "" : "old table as old_rows",
      ];
      return `create trigger note_${run}_${event} after ${event} on atlas.${table}
  referencing ${tables.join(" ")} for each statement execute function atlas.note_${run}();`;
    })
    .join("\n");

const watch = ({ table, kind, feature, columns, places }: (typeof WATCHED)[number]) => /* sql */ `
create function atlas.note_${table}() returns trigger language plpgsql security definer set search_path = pg_catalog, atlas as $$
begin
  if tg_op = 'INSERT' then ${note(kind, "CREATED", `select code, ${feature} as feature from new_rows`)}
  elsif tg_op = 'DELETE' then ${note(kind, "DELETED", `select code, ${feature} as feature from old_rows`)}
  else ${note(kind, "DELETED", `select code, ${feature} as feature from old_rows where code not in (select code from new_rows)`)}
    ${note(kind, "CREATED", `select code, ${feature} as feature from new_rows where code not in (select code from old_rows)`)}
    ${note(
      kind,
      "UPDATED",
      `select fresh.code, fresh.${feature} as feature from new_rows fresh join old_rows former on former.code = fresh.code
       where ${columnsOf(columns, places, "fresh")} is distinct from ${columnsOf(columns, places, "former")}`,
    )}
  end if;
  return null;
end $$;
comment on function atlas.note_${table}() is 'Notes for the feed of changes what a statement did to ${table}';
${triggers(table, table, ["insert", "update", "delete"])}
-- What is there already comes first in the feed.
${note(kind, "CREATED", `select code, ${feature} as feature from atlas.${table}`)}`;

const CARD = ["households", "period", "score", "level", "status", "coverage"];

const PUBLISHED_QUARTER = (row: string) => `to_char(${row}.quarter, 'YYYY"Q"Q')`;

const feed = /* sql */ `
create sequence atlas.open_change_positions;
create table atlas.open_changes (
  id bigint generated always as identity primary key,
  position bigint unique,
  kind text not null ${oneOf("kind", KINDS)},
  what text not null ${oneOf("what", ["CREATED", "UPDATED", "DELETED"])},
  period text check (period ~ '^[0-9]{4}Q[1-4]$'),
  codes text[] collate "C" not null check (cardinality(codes) > 0),
  feature_ids bigint[] not null check (cardinality(feature_ids) = cardinality(codes)),
  changed_at timestamptz not null default clock_timestamp(),
  check ((kind in ('PUBLICATION', 'WARNING')) = (period is not null))
);
create index open_changes_unplaced on atlas.open_changes (id) where position is null;
comment on table atlas.open_changes is 'Every change of what leaves the open atlas, in the order of commits: one row for all things of a kind that a statement changed';
comment on column atlas.open_changes.id is 'Order of writing, which is not the order of commits';
comment on column atlas.open_changes.position is 'Place in the feed, given while the transaction commits; null only inside of the transaction';
comment on column atlas.open_changes.kind is 'Kind of thing';
comment on column atlas.open_changes.what is 'CREATED, UPDATED or DELETED';
comment on column atlas.open_changes.period is 'Quarter, of publications and warnings';
comment on column atlas.open_changes.codes is 'Codes of the things: of a publication its quarter, of a warning its region';
comment on column atlas.open_changes.feature_ids is 'Their numbers in the collections, in the same order; of a publication its version';
comment on column atlas.open_changes.changed_at is 'When the statement ran, database clock';

-- A number taken while writing would be skipped by who reads between two commits. This one is taken at the very end, under
-- a lock that is held until the commit can be seen: whoever sees a position sees every one before it. A horizon of
-- transaction numbers would do as well, but a restored backup starts those anew, and two transactions may commit in
-- another order than they began.
create function atlas.place_change() returns trigger language plpgsql security definer set search_path = pg_catalog, atlas as $$
declare
  place bigint;
begin
  perform pg_advisory_xact_lock(360827027);
  place := nextval('atlas.open_change_positions');
  update atlas.open_changes set position = place where id = new.id;
  perform pg_notify('atlas_open_changes', place::text);
  return null;
end $$;
comment on function atlas.place_change() is 'Gives a change its place in the order of commits and tells every server, when the transaction commits';
create constraint trigger place_change after insert on atlas.open_changes
  deferrable initially deferred for each row execute function atlas.place_change();
${WATCHED.map(watch).join("\n")}

-- A village leaves the atlas with the figures of its card. One that was made in the same transaction is new already.
create function atlas.note_village_cards() returns trigger language plpgsql security definer set search_path = pg_catalog, atlas as $$
begin
  if tg_op = 'INSERT' then ${note(
    "VILLAGE",
    "UPDATED",
    `select code, code::bigint as feature from new_rows
     where code not in (select unnest(codes) from atlas.open_changes where position is null and kind = 'VILLAGE' and what = 'CREATED')`,
  )}
  else ${note(
    "VILLAGE",
    "UPDATED",
    `select fresh.code, fresh.code::bigint as feature from new_rows fresh join old_rows former on former.code = fresh.code
     where ${columnsOf(CARD, [], "fresh")} is distinct from ${columnsOf(CARD, [], "former")}`,
  )}
  end if;
  return null;
end $$;
comment on function atlas.note_village_cards() is 'Notes for the feed of changes which villages have other figures';
${triggers("village_cards", "village_cards", ["insert", "update"])}

-- A warning is told when the level of a region is another than before: in the version of the quarter that stood until
-- now, else in the quarter before.
create function atlas.note_publications() returns trigger language plpgsql security definer set search_path = pg_catalog, atlas as $$
declare
  fresh record;
  former integer;
begin
  if tg_op = 'DELETE' then
    insert into atlas.open_changes (kind, what, period, codes, feature_ids)
    select 'PUBLICATION', 'DELETED', ${PUBLISHED_QUARTER("gone")}, array[${PUBLISHED_QUARTER("gone")}], array[gone.version::bigint]
    from old_rows gone where gone.is_current order by gone.quarter;
    return null;
  end if;
  for fresh in
    select now.id, now.quarter, now.version from new_rows now join old_rows before on before.id = now.id
    where now.is_current and not before.is_current order by now.quarter
  loop
    former := (select max(id) from atlas.publications
               where quarter = fresh.quarter and version < fresh.version and content_sha256 <> '');
    insert into atlas.open_changes (kind, what, period, codes, feature_ids)
    values ('PUBLICATION', case when former is null then 'CREATED' else 'UPDATED' end,
            ${PUBLISHED_QUARTER("fresh")}, array[${PUBLISHED_QUARTER("fresh")}], array[fresh.version::bigint]);
    insert into atlas.open_changes (kind, what, period, codes, feature_ids)
    select 'WARNING', what, ${PUBLISHED_QUARTER("fresh")}, array_agg(code order by code), array_agg(feature order by code)
    from (
      select level.code, region.feature_id::bigint as feature,
             case when level.former = 'NONE' then 'CREATED' when level.present = 'NONE' then 'DELETED' else 'UPDATED' end as what
      from (
        select coalesce(now.region_code, before.region_code) as code, coalesce(now.level, 'NONE') as present,
               coalesce(case when former is null then now.previous_level else before.level end, 'NONE') as former
        from (select region_code, level, previous_level from atlas.region_indices where publication_id = fresh.id) now
        full join (select region_code, level from atlas.region_indices where publication_id = former) before
          on before.region_code = now.region_code) level
      join atlas.regions region on region.code = level.code
      where level.present <> level.former) changed
    group by what order by what;
  end loop;
  return null;
end $$;
comment on function atlas.note_publications() is 'Notes for the feed of changes what is published, and whose warning level that changes';
create trigger note_publications_update after update on atlas.publications
  referencing new table as new_rows old table as old_rows for each statement execute function atlas.note_publications();
create trigger note_publications_delete after delete on atlas.publications
  referencing old table as old_rows for each statement execute function atlas.note_publications();
insert into atlas.open_changes (kind, what, period, codes, feature_ids)
select 'PUBLICATION', 'CREATED', ${PUBLISHED_QUARTER("old")}, array[${PUBLISHED_QUARTER("old")}], array[old.version::bigint]
from atlas.publications old where old.is_current order by old.quarter;
insert into atlas.open_changes (kind, what, period, codes, feature_ids)
select 'WARNING', 'CREATED', ${PUBLISHED_QUARTER("index")}, array_agg(region.code order by region.code), array_agg(region.feature_id::bigint order by region.code)
from atlas.region_indices index
join atlas.publications publication on publication.id = index.publication_id and publication.is_current
join atlas.regions region on region.code = index.region_code
where index.level <> 'NONE' group by index.quarter order by index.quarter;
`;

const cases = /* sql */ `
-- Ids and nothing else: whoever hears of a case reads it again, as who they are.
create function casework.announce_cases() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  perform pg_notify('atlas_case_changes', ids)
  from (select string_agg(id::text, ' ') as ids
        from (select id, (row_number() over (order by id)) / 200 as part from changed) numbered group by part) parts;
  return null;
end $$;
comment on function casework.announce_cases() is 'Tells every server which cases changed, when the transaction commits';
create trigger announce_new after insert on casework.cases
  referencing new table as changed for each statement execute function casework.announce_cases();
create trigger announce_changed after update on casework.cases
  referencing new table as changed for each statement execute function casework.announce_cases();
`;

const SCOPES = ["OPEN_DATA", "CHANGES", "SUBSCRIPTIONS", "WEBHOOKS", "ALLOCATION", "EXPORTS"];
const someScopes = `check (scopes <@ array[${SCOPES.map((scope) => `'${scope}'`).join(", ")}] and cardinality(scopes) > 0)`;
const someRegions = "check (cardinality(regions) between 1 and 50)";
const budget = "check (points_per_minute between 1000 and 10000000)";

const organisations = /* sql */ `
create table access.organisations (
  id uuid primary key,
  name text not null check (length(name) between 2 and 100),
  scopes text[] not null ${someScopes},
  regions text[] collate "C" not null ${someRegions},
  points_per_minute integer not null ${budget},
  most_keys smallint not null check (most_keys between 1 and 50),
  application_id uuid not null unique references access.people,
  disabled_at timestamptz,
  is_demo boolean not null default false,
  created_by uuid references access.people,
  created_at timestamptz not null default now(),
  row_version integer not null default 1
);
comment on table access.organisations is 'Partner organisations 合作单位, each with what the security administrator granted: its keys may do no more';
comment on column access.organisations.id is 'Identity';
comment on column access.organisations.name is 'Name';
comment on column access.organisations.scopes is 'What its keys may be used for';
comment on column access.organisations.regions is 'Regions its keys may ask for; CN for the country';
comment on column access.organisations.points_per_minute is 'Query cost all its keys together may spend per minute';
comment on column access.organisations.most_keys is 'Keys it may have at once; one that is being replaced counts once';
comment on column access.organisations.application_id is 'Who its keys act as, so that they outlast whoever made them; nobody signs in as it';
comment on column access.organisations.disabled_at is 'Set when the partnership ended; its keys stop at once';
comment on column access.organisations.is_demo is 'Invented 模拟数据';
comment on column access.organisations.created_by is 'Security administrator who created it';
comment on column access.organisations.created_at is 'Database clock';
comment on column access.organisations.row_version is 'Counts changes';

alter table access.people
  add column organisation_id uuid references access.organisations,
  add column manages_keys boolean not null default false,
  add check (not manages_keys or organisation_id is not null),
  add check (organisation_id is null or role = 'PARTNER');
create index people_organisation on access.people (organisation_id) where organisation_id is not null;
comment on column access.people.organisation_id is 'Partner organisation the person belongs to; null for everybody else';
comment on column access.people.manages_keys is 'May create, limit, replace and revoke the keys of that organisation';

create table access.organisation_keys (
  id uuid primary key,
  organisation_id uuid not null references access.organisations,
  name text not null check (length(name) between 2 and 100),
  scopes text[] not null ${someScopes},
  regions text[] collate "C" not null ${someRegions},
  points_per_minute integer not null ${budget},
  created_by uuid references access.people,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  row_version integer not null default 1
);
create index organisation_keys_organisation on access.organisation_keys (organisation_id);
comment on table access.organisation_keys is 'Keys of partner organisations: what stays while its secret is replaced';
comment on column access.organisation_keys.id is 'Identity, by which its use is counted';
comment on column access.organisation_keys.organisation_id is 'Whose it is';
comment on column access.organisation_keys.name is 'What it is for';
comment on column access.organisation_keys.scopes is 'What it may be used for, within the grant';
comment on column access.organisation_keys.regions is 'Regions it may ask for, within the grant; CN for all of it';
comment on column access.organisation_keys.points_per_minute is 'Query cost it may spend per minute, shared by its secrets';
comment on column access.organisation_keys.created_by is 'Who created it';
comment on column access.organisation_keys.created_at is 'Database clock';
comment on column access.organisation_keys.revoked_at is 'Set when it was revoked, with all its secrets';
comment on column access.organisation_keys.row_version is 'Counts changes';

alter table access.tokens
  add column id uuid not null default gen_random_uuid(),
  add column organisation_key_id uuid references access.organisation_keys,
  add check (organisation_key_id is null or kind = 'API_KEY');
create index tokens_organisation_key on access.tokens (organisation_key_id) where organisation_key_id is not null;
comment on column access.tokens.id is 'Identity, which is no secret: the use of a personal key is counted by it';
comment on column access.tokens.organisation_key_id is 'Key of an organisation this is a secret of; null for the key of a person';

-- What keys use -------------------------------------------------------------------------------------------------------
create schema partners;
comment on schema partners is 'What partner programs use 合作方: counts of requests, webhooks and their deliveries. Nothing of casework.';
create table partners.key_usage (
  key_id uuid not null,
  day date not null,
  operation text not null check (length(operation) <= 100),
  operation_hash text not null check (operation_hash ~ '^([0-9a-f]{16})?$'),
  requests bigint not null check (requests >= 0),
  answered bigint not null check (answered >= 0),
  refused bigint not null check (refused >= 0),
  limited bigint not null check (limited >= 0),
  failed bigint not null check (failed >= 0),
  cost bigint not null check (cost >= 0),
  primary key (key_id, day, operation, operation_hash),
  check (requests = answered + refused + limited + failed)
);
comment on table partners.key_usage is 'Requests of a key by day and operation: counts only, no variable, no address, nothing of a person';
comment on column partners.key_usage.key_id is 'Key of an organisation, or the token of a person''s key';
comment on column partners.key_usage.day is 'Day in China';
comment on column partners.key_usage.operation is 'Name of the operation, or of the door beside GraphQL; * for all beyond 200 a day';
comment on column partners.key_usage.operation_hash is 'Start of the SHA-256 of the document without its values; empty for a door';
comment on column partners.key_usage.requests is 'Requests';
comment on column partners.key_usage.answered is 'Answered with 2xx or 3xx';
comment on column partners.key_usage.refused is 'Answered with 4xx but 429';
comment on column partners.key_usage.limited is 'Answered with 429, the budget being used up';
comment on column partners.key_usage.failed is 'Answered with 5xx';
comment on column partners.key_usage.cost is 'Points spent';
create table partners.deprecated_use (
  key_id uuid not null,
  day date not null,
  element text not null check (length(element) <= 200),
  requests bigint not null check (requests > 0),
  primary key (key_id, day, element)
);
comment on table partners.deprecated_use is 'Requests of a key that used something the contract calls deprecated';
comment on column partners.deprecated_use.key_id is 'Key, as in key_usage';
comment on column partners.deprecated_use.day is 'Day in China';
comment on column partners.deprecated_use.element is 'Field, argument or enum value of the contract, such as Type.field';
comment on column partners.deprecated_use.requests is 'Requests that used it';
`;

const webhooks = /* sql */ `
create table partners.webhooks (
  id uuid primary key,
  organisation_id uuid not null references access.organisations,
  url text not null check (url ~ '^https?://' and length(url) <= 500),
  kinds text[] not null check (kinds <@ array[${KINDS.map((kind) => `'${kind}'`).join(", ")}] and cardinality(kinds) > 0),
  secret_sealed bytea not null,
  position bigint not null,
  failing_since timestamptz,
  disabled_at timestamptz,
  deleted_at timestamptz,
  created_by uuid references access.people,
  created_at timestamptz not null default now(),
  row_version integer not null default 1
);
create index webhooks_organisation on partners.webhooks (organisation_id) where deleted_at is null;
comment on table partners.webhooks is 'Where partner programs want to hear of changes of the open data';
comment on column partners.webhooks.id is 'Identity';
comment on column partners.webhooks.organisation_id is 'Whose it is';
comment on column partners.webhooks.url is 'Address it is told at, over HTTPS';
comment on column partners.webhooks.kinds is 'Kinds of change it is told';
comment on column partners.webhooks.secret_sealed is 'Secret that signs what is sent, encrypted';
comment on column partners.webhooks.position is 'Position of the feed up to which deliveries were made';
comment on column partners.webhooks.failing_since is 'First failure since the last delivery that arrived; null while it answers';
comment on column partners.webhooks.disabled_at is 'Set after failing for a day: nothing is sent until somebody switches it on again';
comment on column partners.webhooks.deleted_at is 'Set when it was deleted';
comment on column partners.webhooks.created_by is 'Who registered it';
comment on column partners.webhooks.created_at is 'Database clock';
comment on column partners.webhooks.row_version is 'Counts changes by people';

create table partners.webhook_deliveries (
  id bigint generated always as identity primary key,
  event_id uuid not null unique default gen_random_uuid(),
  webhook_id uuid not null references partners.webhooks,
  position bigint not null,
  kind text not null ${oneOf("kind", KINDS)},
  code text collate "C",
  payload jsonb not null,
  state text not null default 'PENDING' ${oneOf("state", ["PENDING", "DELIVERED", "FAILED"])},
  attempts smallint not null default 0,
  retry_from timestamptz not null default now(),
  next_attempt_at timestamptz not null default now(),
  claimed_until timestamptz,
  last_status smallint,
  last_error text check (length(last_error) <= 200),
  created_at timestamptz not null default now(),
  delivered_at timestamptz,
  check ((state = 'DELIVERED') = (delivered_at is not null))
);
create index webhook_deliveries_due on partners.webhook_deliveries (next_attempt_at, id) where state = 'PENDING';
create index webhook_deliveries_before on partners.webhook_deliveries (webhook_id, kind, id) where state = 'PENDING';
create index webhook_deliveries_webhook on partners.webhook_deliveries (webhook_id, id);
comment on table partners.webhook_deliveries is 'What is sent to webhooks, once each: open data only';
comment on column partners.webhook_deliveries.id is 'Order of sending';
comment on column partners.webhook_deliveries.event_id is 'The same in every attempt, by which a receiver knows what it has already';
comment on column partners.webhook_deliveries.webhook_id is 'Where it goes';
comment on column partners.webhook_deliveries.position is 'Position in the feed of changes';
comment on column partners.webhook_deliveries.kind is 'Kind of changed thing';
comment on column partners.webhook_deliveries.code is 'Which thing; null for many of a kind at once';
comment on column partners.webhook_deliveries.payload is 'What is sent';
comment on column partners.webhook_deliveries.state is 'PENDING, DELIVERED, or FAILED after a day';
comment on column partners.webhook_deliveries.attempts is 'How often it was tried';
comment on column partners.webhook_deliveries.retry_from is 'A day after this nobody tries any more';
comment on column partners.webhook_deliveries.next_attempt_at is 'Not before';
comment on column partners.webhook_deliveries.claimed_until is 'A process tries it now, and is given up after this';
comment on column partners.webhook_deliveries.last_status is 'HTTP status of the last attempt; null where none came';
comment on column partners.webhook_deliveries.last_error is 'What went wrong last, in a few words';
comment on column partners.webhook_deliveries.created_at is 'Database clock';
comment on column partners.webhook_deliveries.delivered_at is 'When it was answered with 2xx';
`;

/** What is noted so far gets its place now: a table with triggers still to run cannot be altered by a later migration. */
export const up = /* sql */ `${feed}${cases}${organisations}${webhooks}
set constraints atlas.place_change immediate;
set constraints atlas.place_change deferred;
`;
