import { guarded, oneOf, place } from "./guarded.ts";

// Village teams, one household opened outside the scope, and what both ask of the list of people.
export const up = /* sql */ `
-- Every request of a demonstration person asks whether a real village exists: without an index that read all villages.
create index villages_is_demo on atlas.villages (is_demo);

create function access.covers(person uuid, village text) returns boolean language sql stable security definer
set search_path = pg_catalog, access as $$
  select access.viewer() is not null and exists (
    select from access.people colleague join access.person_regions post on post.person_id = colleague.id
    where colleague.id = person and colleague.disabled_at is null and (
      post.region_code = 'CN' or starts_with(village, post.region_code)
      or exists (select from atlas.area_members member where member.area_code = post.region_code
                 and member.county_code = left(village, 6) and member.member_to is null)))
$$;
comment on function access.covers(uuid, text) is 'Whether a colleague is at work and posted to where a village lies';
revoke all on function access.covers(uuid, text) from public;
grant execute on function access.covers(uuid, text) to atlas_casework;

create function access.colleagues_at(village text) returns table (id uuid, name text, role text) language sql stable
security definer set search_path = pg_catalog, access as $$
  select person.id, person.name, person.role from access.people person
  where person.role in ('VILLAGE_WORKER', 'TOWNSHIP', 'COUNTY') and access.covers(access.viewer(), village)
    and access.covers(person.id, village)
  order by array_position(array['VILLAGE_WORKER', 'TOWNSHIP', 'COUNTY'], person.role), person.name, person.id limit 200
$$;
comment on function access.colleagues_at(text) is 'Who is posted to where a village lies, for a viewer who is too: work is given to them';
revoke all on function access.colleagues_at(text) from public;
grant execute on function access.colleagues_at(text) to atlas_casework;

-- A command that a person runs works under that person's post and regions, by a token that never leaves its process.
alter table access.tokens drop constraint tokens_kind_check;
alter table access.tokens add constraint tokens_kind_check check (kind in ('SESSION', 'API_KEY', 'COMMAND'));
comment on column access.tokens.kind is 'SESSION of the web app, API_KEY of a program, COMMAND of a command line while it runs';

-- Village teams -------------------------------------------------------------------------------------------------------
create table casework.village_team (
  id uuid primary key,
  ${place},
  person_id uuid not null references access.people,
  post text not null ${oneOf("post", ["FIRST_SECRETARY", "MEMBER"])},
  unit text not null check (length(unit) between 2 and 60),
  since date not null,
  until date check (until >= since),
  handed_to uuid references access.people,
  handed_on date,
  accepted_on date,
  recalled_reason text check (length(recalled_reason) between 1 and 500),
  row_version integer not null default 1,
  check ((handed_to is null) = (handed_on is null)),
  check (handed_to is distinct from person_id),
  check (accepted_on is null or (handed_to is not null and until is not null)),
  check (recalled_reason is null or (until is not null and accepted_on is null))
);
create unique index village_team_secretary on casework.village_team (village_code) where until is null and post = 'FIRST_SECRETARY';
create unique index village_team_person on casework.village_team (village_code, person_id) where until is null;
create index village_team_of on casework.village_team (person_id) where until is null;
${guarded(
  "village_team",
  "Resident village teams 驻村工作队: who is posted to a village, from when to when, and why somebody was recalled",
  {
    id: "Identity",
    person_id: "Who",
    post: "First secretary 第一书记, one a village, or member",
    unit: "Unit that sends the person 派出单位",
    since: "First day",
    until: "Last day",
    handed_to: "Who is asked to take over",
    handed_on: "Day of asking",
    accepted_on: "Day of accepting; until then the former one answers",
    recalled_reason: "Why the person was recalled 召回",
    row_version: "Counts changes",
  },
  { realm: "WORK" },
)}

-- Break-glass ---------------------------------------------------------------------------------------------------------
create table casework.broken_glass (
  id uuid primary key,
  ${place},
  number text not null check (number ~ '^[0-9]{12}-[0-9]{4}$'),
  household_id uuid references casework.households,
  person_id uuid not null references access.people,
  token_sha256 bytea not null,
  reason text not null check (length(reason) between 4 and 500),
  broken_at timestamptz not null default now(),
  ends_at timestamptz not null,
  ended_at timestamptz,
  acknowledged_by uuid references access.people,
  acknowledged_at timestamptz,
  row_version integer not null default 1,
  check (village_code = left(number, 12)),
  check (ends_at > broken_at and ends_at <= broken_at + interval '3 hours'),
  check (ended_at >= broken_at),
  check ((acknowledged_by is null) = (acknowledged_at is null)),
  check (acknowledged_by <> person_id)
);
create index broken_glass_person on casework.broken_glass (person_id, broken_at);
create index broken_glass_household on casework.broken_glass (household_id);
${guarded(
  "broken_glass",
  "One household opened outside the scope 紧急查阅, for a reason and at most three hours; the county it belongs to acknowledges it",
  {
    id: "Identity",
    number: "Number of the household as it was typed; it need not exist",
    household_id: "The household of that number; null for none",
    person_id: "Who broke the glass, read from the token",
    token_sha256: "Hash of the token it is bound to",
    reason: "Why, written down before anything is shown",
    broken_at: "Database clock",
    ends_at: "When it ends by itself",
    ended_at: "When it was ended early",
    acknowledged_by: "Who of the county took note; never who broke it",
    acknowledged_at: "When",
    row_version: "Counts changes",
  },
  { grants: "select, update (ended_at, acknowledged_by, acknowledged_at, row_version)" },
)}
create policy own on casework.broken_glass to atlas_casework
  using (person_id = (select access.viewer())) with check (person_id = (select access.viewer()));
create policy seen_by_auditor on casework.broken_glass for select to atlas_casework
  using ((select access.viewer_role()) = 'AUDITOR');

create function casework.break_glass(glass uuid, typed text, why text, minutes integer) returns void
language plpgsql security definer set search_path = pg_catalog, casework, access as $$
begin
  if access.viewer_role() is null or access.viewer_role() not in ('VILLAGE_WORKER', 'TOWNSHIP') then
    raise exception 'this post breaks no glass' using errcode = '42501';
  end if;
  insert into broken_glass (id, village_code, number, household_id, person_id, token_sha256, reason, ends_at)
  values (glass, left(typed, 12), typed, (select household.id from households household where household.number = typed),
          access.viewer(), sha256(convert_to(current_setting('atlas.token', true), 'UTF8')), why,
          now() + make_interval(mins => minutes));
end $$;
comment on function casework.break_glass(uuid, text, text, integer) is 'Breaks the glass of one household by its number: the same is written whether or not there is one';
revoke all on function casework.break_glass(uuid, text, text, integer) from public;
grant execute on function casework.break_glass(uuid, text, text, integer) to atlas_casework;

-- Only a transaction that names its glass sees through it, so that no list is ever wider than the scope.
create function casework.under_glass() returns uuid language plpgsql stable security definer set search_path = pg_catalog, casework, access as $$
begin
  if coalesce(current_setting('atlas.glass', true), '') = '' then
    return null;
  end if;
  return (
    select household_id from broken_glass
    where id::text = current_setting('atlas.glass', true) and person_id = access.viewer()
      and token_sha256 = sha256(convert_to(current_setting('atlas.token', true), 'UTF8'))
      and ended_at is null and ends_at > now()
  );
end $$;
comment on function casework.under_glass() is 'The household that this transaction may read although it lies outside the scope; null for none';
create function casework.members_under_glass() returns uuid[] language plpgsql stable security definer set search_path = pg_catalog, casework as $$
begin
  return (select coalesce(array_agg(id), '{}') from members where household_id = casework.under_glass());
end $$;
comment on function casework.members_under_glass() is 'Its members';
revoke all on function casework.under_glass(), casework.members_under_glass() from public;
grant execute on function casework.under_glass(), casework.members_under_glass() to atlas_casework;

create policy under_glass on casework.households for select to atlas_casework using (id = (select casework.under_glass()));
create policy under_glass on casework.members for select to atlas_casework using (household_id = (select casework.under_glass()));
create policy under_glass on casework.identities for select to atlas_casework
  using (member_id = any ((select casework.members_under_glass())::uuid[]));
create policy under_glass on casework.guarantee_issues for select to atlas_casework
  using (household_id = (select casework.under_glass()));
`;
