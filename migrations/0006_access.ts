// Who may see what. A scope is looked up from a hashed token by functions the application cannot rewrite; a plain
// setting could be overwritten by any statement that runs as the application.
const roles = [
  "VILLAGE_WORKER",
  "TOWNSHIP",
  "COUNTY",
  "PROVINCE",
  "NATIONAL",
  "PLANNER",
  "PARTNER",
  "AUDITOR",
  "SYSTEM_ADMIN",
  "SECURITY_ADMIN",
];

/** Roles belong to the cluster, not to the database: another database may have made them, even at this moment. */
const createRole = (name: string) => /* sql */ `
do $$
begin
  if not exists (select from pg_roles where rolname = '${name}') then
    create role ${name} nologin;
  end if;
exception when duplicate_object or unique_violation then null;
end $$;
do $$
begin
  if not pg_has_role(current_user, '${name}', 'member') then
    execute format('grant ${name} to %I', current_user);
  end if;
exception when unique_violation or internal_error then null;
end $$;`;

export const up = /* sql */ `
${createRole("atlas_open")}
${createRole("atlas_casework")}

-- People --------------------------------------------------------------------------------------------------------------
create schema access;
comment on schema access is 'Sign-in 访问控制: people, their posts and regions, tokens. Read by its functions only.';

create table access.people (
  id uuid primary key default gen_random_uuid(),
  login text collate "C" not null unique check (login ~ '^[a-z0-9][a-z0-9._-]{2,63}$'),
  name text not null check (name <> ''),
  role text not null check (role in (${roles.map((role) => `'${role}'`).join(", ")})),
  password_hash text not null check (password_hash like '$argon2id$%'),
  second_factor_sealed bytea,
  second_factor_last_step bigint,
  failed_attempts smallint not null default 0,
  locked_until timestamptz,
  disabled_at timestamptz,
  is_demo boolean not null default false,
  created_by uuid references access.people,
  created_at timestamptz not null default now(),
  row_version integer not null default 1
);
comment on table access.people is 'People who sign in, and partner applications. One post each: the three administrators can never be one person.';
comment on column access.people.id is 'Identity in every audit event';
comment on column access.people.login is 'Name to sign in with';
comment on column access.people.name is 'Name shown to colleagues';
comment on column access.people.role is 'Post';
comment on column access.people.password_hash is 'argon2id with its parameters';
comment on column access.people.second_factor_sealed is 'Secret of the second factor (RFC 6238), encrypted; null until enrolled';
comment on column access.people.second_factor_last_step is 'Last time step used: a code counts once';
comment on column access.people.failed_attempts is 'Wrong passwords in a row';
comment on column access.people.locked_until is 'Refused until then';
comment on column access.people.disabled_at is 'Set when the person left the post; every token stops at once';
comment on column access.people.is_demo is 'Demonstration person; refused where there is no demonstration data';
comment on column access.people.created_by is 'Security administrator who created it; null for the first one and demonstration people';
comment on column access.people.created_at is 'Database clock';
comment on column access.people.row_version is 'Counts changes';

create table access.person_regions (
  person_id uuid not null references access.people on delete cascade,
  region_code text collate "C" not null check (region_code ~ '^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}|CN|[a-z][a-z-]*)$'),
  primary key (person_id, region_code)
);
comment on table access.person_regions is 'Where a person is posted: a village, township, county, prefecture, province, contiguous area, or CN for the country';
comment on column access.person_regions.person_id is 'Person';
comment on column access.person_regions.region_code is 'Code of the division or area; CN for the whole country';

create table access.tokens (
  sha256 bytea primary key check (length(sha256) = 32),
  person_id uuid not null references access.people on delete cascade,
  kind text not null check (kind in ('SESSION', 'API_KEY')),
  label text not null default '',
  points_per_minute integer not null default 60000 check (points_per_minute > 0),
  created_at timestamptz not null default now(),
  used_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  check (kind = 'SESSION' or expires_at <= created_at + interval '366 days'),
  check (kind = 'API_KEY' or expires_at <= created_at + interval '12 hours')
);
create index tokens_person on access.tokens (person_id, kind);
comment on table access.tokens is 'Sessions and keys, by the hash of the secret: whoever reads this table can sign in with nothing in it';
comment on column access.tokens.sha256 is 'SHA-256 of the token';
comment on column access.tokens.person_id is 'Whose it is';
comment on column access.tokens.kind is 'SESSION of the web app, API_KEY of a program';
comment on column access.tokens.label is 'What a key is for, and the public start of it';
comment on column access.tokens.points_per_minute is 'Query cost it may spend per minute';
comment on column access.tokens.created_at is 'Database clock';
comment on column access.tokens.used_at is 'Last use, exact to a minute; an idle session ends after 30 minutes';
comment on column access.tokens.expires_at is 'Ends then whatever happens';
comment on column access.tokens.revoked_at is 'Signed out or withdrawn';

-- Who asks ------------------------------------------------------------------------------------------------------------
-- In plpgsql, which keeps its plans for the session: SQL functions are planned anew at every call, and these are called
-- for every table of every statement of casework.
create function access.viewer() returns uuid language plpgsql stable security definer set search_path = pg_catalog, access as $$
begin
  return (
    select person.id
    from access.tokens token join access.people person on person.id = token.person_id
    where token.sha256 = sha256(convert_to(current_setting('atlas.token', true), 'UTF8'))
      and token.revoked_at is null and token.expires_at > now() and person.disabled_at is null
      and (token.kind = 'API_KEY' or token.used_at > now() - interval '30 minutes')
  );
end $$;
comment on function access.viewer() is 'The person whose token this transaction carries; null for nobody';

create function access.viewer_role() returns text language plpgsql stable security definer set search_path = pg_catalog, access as $$
begin
  return (
    select role from access.people where id = access.viewer()
  );
end $$;
comment on function access.viewer_role() is 'Post of the viewer';

-- Households: the post that works with them. Work: ledgers and campaigns, which hold no household, also who coordinates.
create function access.may_enter(realm text) returns boolean language plpgsql stable security definer set search_path = pg_catalog, access as $$
begin
  return (
    select coalesce(access.viewer_role() = any (case realm
      when 'HOUSEHOLDS' then array['VILLAGE_WORKER', 'TOWNSHIP', 'COUNTY']
      when 'WORK' then array['VILLAGE_WORKER', 'TOWNSHIP', 'COUNTY', 'PROVINCE', 'NATIONAL'] end), false)
  );
end $$;
comment on function access.may_enter(text) is 'Whether the viewer''s post has any business in HOUSEHOLDS or WORK';

create function access.only_region(realm text) returns text language plpgsql stable security definer set search_path = pg_catalog, access as $$
begin
  return (
    select case when access.may_enter(realm) and count(*) = 1 and min(region_code) ~ '^([0-9]+|CN)$' then min(region_code) end
    from access.person_regions where person_id = access.viewer()
  );
end $$;
comment on function access.only_region(text) is 'The viewer''s region when it is a single division';

create function access.low(realm text) returns text language plpgsql stable security definer set search_path = pg_catalog, access as $$
begin
  return (
    select case region when 'CN' then '' else region end from access.only_region(realm) region
  );
end $$;
comment on function access.low(text) is 'First village code in the scope of a viewer with a single division; null otherwise';

create function access.high(realm text) returns text language plpgsql stable security definer set search_path = pg_catalog, access as $$
begin
  return (
    select case region when 'CN' then ':' else left(region, -1) || chr(ascii(right(region, 1)) + 1) end
    from access.only_region(realm) region
  );
end $$;
comment on function access.high(text) is 'First village code after that scope';

create function access.counties(realm text) returns text[] language plpgsql stable security definer set search_path = pg_catalog, access as $$
begin
  return (
    -- A branch for each kind of region, so that each goes by an index: this is asked for once per table of every statement.
    with scope as (
      select region_code as code from access.person_regions
      where person_id = (select access.viewer()) and (select access.may_enter(realm) and access.only_region(realm) is null))
    select coalesce(array_agg(distinct code), '{}') from (
      select county.code from scope join atlas.regions county on county.kind = 'COUNTY'
        and county.code >= scope.code and county.code < scope.code || ':'
      where scope.code ~ '^[0-9]{2,6}$'
      union all
      select county.code from atlas.regions county where county.kind = 'COUNTY' and exists (select from scope where code = 'CN')
      union all
      select member.county_code from scope join atlas.area_members member on member.area_code = scope.code and member.member_to is null
    ) county
  );
end $$;
comment on function access.counties(text) is 'Counties in the scope of a viewer with several regions or a contiguous area';

create function access.villages(realm text) returns text[] language plpgsql stable security definer set search_path = pg_catalog, access as $$
begin
  return (
    select coalesce(array_agg(distinct village.code), '{}')
    from access.person_regions scope
    join atlas.villages village on length(scope.region_code) in (9, 12) and scope.region_code ~ '^[0-9]'
      and village.code >= scope.region_code and village.code < scope.region_code || ':'
    where scope.person_id = (select access.viewer()) and (select access.may_enter(realm) and access.only_region(realm) is null)
  );
end $$;
comment on function access.villages(text) is 'Villages in the scope of a viewer with several villages or townships';

create function access.names(ids uuid[]) returns table (id uuid, name text, role text) language sql stable security definer set search_path = pg_catalog, access as $$
  select id, name, role from access.people where id = any (ids) and access.viewer() is not null
$$;
comment on function access.names(uuid[]) is 'Names and posts of colleagues, for who is signed in';

create function access.worker_of(village text) returns uuid language sql stable security definer set search_path = pg_catalog, access as $$
  select person.id from access.people person join access.person_regions post on post.person_id = person.id
  where person.role in ('VILLAGE_WORKER', 'TOWNSHIP') and person.disabled_at is null
    and post.region_code in (village, left(village, 9))
  order by length(post.region_code) desc, person.role desc, person.login limit 1
$$;
comment on function access.worker_of(text) is 'Who is posted to a village, else to its township; null for nobody: work is assigned to them';

-- Audit ---------------------------------------------------------------------------------------------------------------
create schema audit;
comment on schema audit is 'Who did or saw what 审计: appended in the transaction of the deed, chained and signed afterwards';

create table audit.events (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  transaction_id xid8 not null default pg_current_xact_id(),
  channel text not null check (channel in ('SESSION', 'API_KEY', 'PUBLIC', 'COMMAND')),
  person_id uuid references access.people,
  role text,
  action text not null check (action ~ '^[a-z][a-zA-Z]*\\.[a-z][a-zA-Z]*$'),
  entity_kind text not null,
  entity_id text not null,
  region_code text collate "C",
  purpose text,
  detail jsonb not null default '{}' check (jsonb_typeof(detail) = 'object')
);
create index events_entity on audit.events (entity_kind, entity_id, id);
create index events_person on audit.events (person_id, id);
create index events_transaction on audit.events (transaction_id);
comment on table audit.events is 'One event for each write and each sensitive read. Never changed, never deleted; holds codes and ids, no name, number or illness.';
comment on column audit.events.id is 'Order of appending';
comment on column audit.events.at is 'Database clock at the deed';
comment on column audit.events.transaction_id is 'Transaction of the deed';
comment on column audit.events.channel is 'How the person came: web session, key, public door without sign-in, or command line';
comment on column audit.events.person_id is 'Who; null for the public and for commands';
comment on column audit.events.role is 'Post at that moment';
comment on column audit.events.action is 'What was done, thing.verb';
comment on column audit.events.entity_kind is 'Kind of thing';
comment on column audit.events.entity_id is 'Which one';
comment on column audit.events.region_code is 'Where';
comment on column audit.events.purpose is 'Reason given for a sensitive read or a step back';
comment on column audit.events.detail is 'From and to of what changed, codes and numbers only';

create function audit.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit rows are never changed or deleted' using errcode = '23001';
end $$;
comment on function audit.refuse_change() is 'Keeps the audit append-only';
create trigger keep_history before update or delete on audit.events for each row execute function audit.refuse_change();
create trigger keep_all before truncate on audit.events for each statement execute function audit.refuse_change();

create function audit.record(action text, entity_kind text, entity_id text, region_code text, purpose text, detail jsonb)
returns void language sql security definer set search_path = pg_catalog, audit, access as $$
  insert into audit.events (channel, person_id, role, action, entity_kind, entity_id, region_code, purpose, detail)
  values (
    coalesce((select token.kind from access.tokens token
              where token.sha256 = sha256(convert_to(current_setting('atlas.token', true), 'UTF8')) and access.viewer() is not null),
             'PUBLIC'),
    access.viewer(), access.viewer_role(), $1, $2, $3, $4, $5, $6)
$$;
comment on function audit.record(text, text, text, text, text, jsonb) is 'Appends one event; who did it is read from the token, never given';

create function audit.require_event() returns trigger language plpgsql security definer set search_path = pg_catalog, audit as $$
begin
  if not exists (select from audit.events where transaction_id = pg_current_xact_id()) then
    raise exception 'a change of % without an audit event', tg_table_name using errcode = '23514';
  end if;
  return null;
end $$;
comment on function audit.require_event() is 'Refuses to commit a change of casework that appended no event';

create table audit.seals (
  id integer generated always as identity primary key,
  event_count integer not null check (event_count > 0),
  digest bytea not null,
  previous_digest bytea not null,
  signature bytea not null,
  key_id text not null,
  sealed_at timestamptz not null default clock_timestamp()
);
comment on table audit.seals is 'Chain over the events: each seal signs its events and the seal before';
comment on column audit.seals.id is 'Place in the chain';
comment on column audit.seals.event_count is 'Events it covers';
comment on column audit.seals.digest is 'SHA-256 over the previous digest and its events';
comment on column audit.seals.previous_digest is 'Digest of the seal before; 32 zero bytes for the first';
comment on column audit.seals.signature is 'Ed25519 over the digest';
comment on column audit.seals.key_id is 'Key it was signed with';
comment on column audit.seals.sealed_at is 'Database clock';

create table audit.sealed_events (
  event_id bigint primary key references audit.events,
  seal_id integer not null references audit.seals
);
create index sealed_events_seal on audit.sealed_events (seal_id);
comment on table audit.sealed_events is 'Which seal covers which event: events of a transaction that took long are sealed later, so numbers alone do not tell';
comment on column audit.sealed_events.event_id is 'Event';
comment on column audit.sealed_events.seal_id is 'Seal';
create trigger keep_history before update or delete on audit.seals for each row execute function audit.refuse_change();
create trigger keep_history before update or delete on audit.sealed_events for each row execute function audit.refuse_change();

-- Who may use what ----------------------------------------------------------------------------------------------------
-- The open atlas runs as a role that has no path to people, casework or audit.
grant usage on schema atlas to atlas_open, atlas_casework;
grant select on all tables in schema atlas to atlas_open, atlas_casework;
alter default privileges in schema atlas grant select on tables to atlas_open, atlas_casework;
revoke all on schema access, audit from public;
grant usage on schema access, audit to atlas_casework;
revoke all on all functions in schema access, audit from public;
grant execute on function access.viewer(), access.viewer_role(), access.may_enter(text), access.only_region(text),
  access.low(text), access.high(text), access.counties(text), access.villages(text), access.names(uuid[]), access.worker_of(text),
  audit.record(text, text, text, text, text, jsonb) to atlas_casework;
`;
