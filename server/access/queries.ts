import { randomBytes } from "node:crypto";
import type { Pool } from "pg";
import type { Sql } from "../context.ts";
import { toStatement } from "../statement.ts";
import { permissionsOf, type RoleName } from "./rules.ts";
import { tokenHash, type Viewer } from "./viewer.ts";

/**
 * Everybody knows the passwords of demonstration people: the first real village locks them out. Asked with every request
 * of such a person, and answered from the index on is_demo.
 */
export const ONLY_DEMONSTRATION = /* sql */ `(exists (select from atlas.villages where is_demo)
  and not exists (select from atlas.villages where not is_demo))`;

const run = async <Row>(pool: Pool, text: string, values: Record<string, unknown>): Promise<Row[]> => {
  const statement = toStatement(text);
  const { rows } = await pool.query(
    statement.text,
    statement.names.map((name) => values[name]),
  );
  return rows as Row[];
};

/** SQL of starts of codes that lie in some regions: an area is its counties, the country everything. */
const startsOf = (regions: string) => /* sql */ `array(
  select case code when 'CN' then '' else code end from unnest(${regions}) code
  union select member.county_code from atlas.area_members member
  where member.area_code = any (${regions}) and member.member_to is null)`;

/**
 * The person behind a token, and its use noted once a minute; null for a token that holds no longer.
 * @param isUse false where somebody only keeps listening: a browser that was left open must not stay signed in by that
 */
export async function findViewer(pool: Pool, token: string, isUse = true): Promise<Viewer | null> {
  const [row] = await run<Omit<Viewer, "permissions"> & { isStale: boolean }>(
    pool,
    /* sql */ `
    select person.id as "personId", person.login, person.name, person.role, person.is_demo as "isDemo",
           token.kind as channel, token.expires_at as "expiresAt",
           token.used_at < now() - interval '1 minute' as "isStale",
           array(select region_code from access.person_regions where person_id = person.id order by region_code) as regions,
           coalesce(key.organisation_id, person.organisation_id) as "organisationId", person.manages_keys as "managesKeys",
           case when token.kind = 'API_KEY' then coalesce(key.id, token.id) end as "keyId",
           coalesce(least(key.points_per_minute, organisation.points_per_minute), token.points_per_minute) as "pointsPerMinute",
           case when key.id is not null then jsonb_build_object(
             'scopes', array(select unnest(key.scopes) intersect select unnest(organisation.scopes)),
             'places', jsonb_build_array(${startsOf("key.regions")}, ${startsOf("organisation.regions")}),
             'pointsPerMinute', organisation.points_per_minute) end as "keyLimits"
    from access.tokens token join access.people person on person.id = token.person_id
    left join access.organisation_keys key on key.id = token.organisation_key_id
    left join access.organisations organisation on organisation.id = key.organisation_id
    where token.sha256 = :sha256 and token.revoked_at is null and token.expires_at > now() and person.disabled_at is null
      and (token.kind = 'API_KEY' or token.used_at > now() - interval '30 minutes')
      and key.revoked_at is null and organisation.disabled_at is null
      and (not person.is_demo or ${ONLY_DEMONSTRATION})`,
    { sha256: tokenHash(token) },
  );
  if (!row) return null;
  const { isStale, ...viewer } = row;
  if (isStale && isUse)
    await run(pool, "update access.tokens set used_at = now() where sha256 = :sha256", {
      sha256: tokenHash(token),
    });
  return { ...viewer, permissions: permissionsOf(viewer.role) };
}

export interface Credentials {
  readonly id: string;
  readonly login: string;
  readonly role: RoleName;
  readonly passwordHash: string;
  readonly secondFactor: Buffer | null;
  readonly lastStep: number | null;
  readonly lockedSeconds: number;
}

/** What a sign-in is compared with; a disabled person and a demonstration person without demonstration data are unknown. */
export async function findCredentials(pool: Pool, login: string): Promise<Credentials | null> {
  const [row] = await run<Credentials>(
    pool,
    /* sql */ `
    select id, login, role, password_hash as "passwordHash", second_factor_sealed as "secondFactor",
           second_factor_last_step as "lastStep",
           greatest(0, ceil(extract(epoch from locked_until - now())))::int as "lockedSeconds"
    from access.people
    where login = :login and disabled_at is null and (not is_demo or ${ONLY_DEMONSTRATION})`,
    { login },
  );
  return row ?? null;
}

/** Ten wrong passwords in a row lock for a quarter of an hour; each further one again. */
export const noteFailure = (pool: Pool, id: string) =>
  run(
    pool,
    /* sql */ `
    update access.people set failed_attempts = failed_attempts + 1,
      locked_until = case when failed_attempts + 1 >= 10 then now() + interval '15 minutes' else locked_until end
    where id = :id`,
    { id },
  );

/** Makes a session and returns its token; false when the code of this time step was used before. */
export async function openSession(pool: Pool, id: string, step: number | null): Promise<string | null> {
  const token = randomBytes(32).toString("base64url");
  const rows = await run(
    pool,
    /* sql */ `
    with person as (
      update access.people set failed_attempts = 0, locked_until = null,
        second_factor_last_step = coalesce(:step::bigint, second_factor_last_step)
      where id = :id and (:step::bigint is null or second_factor_last_step is null or second_factor_last_step < :step::bigint)
      returning id, role),
    session as (
      insert into access.tokens (sha256, person_id, kind, expires_at)
      select :sha256, id, 'SESSION', now() + interval '12 hours' from person returning person_id)
    insert into audit.events (channel, person_id, role, action, entity_kind, entity_id)
    select 'SESSION', person.id, person.role, 'session.open', 'Person', person.id::text from person join session on true
    returning id`,
    { id, step, sha256: tokenHash(token) },
  );
  return rows.length === 1 ? token : null;
}

/** A token for a command that a person of this login runs, good for an hour; null for nobody at work. */
export async function openCommand(pool: Pool, login: string): Promise<string | null> {
  const token = randomBytes(32).toString("base64url");
  const rows = await run(
    pool,
    /* sql */ `
    insert into access.tokens (sha256, person_id, kind, label, expires_at)
    select :sha256, id, 'COMMAND', 'npm run', now() + interval '1 hour' from access.people
    where login = :login and disabled_at is null returning person_id`,
    { sha256: tokenHash(token), login },
  );
  return rows.length === 1 ? token : null;
}

export const endCommand = (pool: Pool, token: string) =>
  run(pool, "delete from access.tokens where sha256 = :sha256 and kind = 'COMMAND'", {
    sha256: tokenHash(token),
  });

export const closeSession = (pool: Pool, token: string) =>
  run(
    pool,
    /* sql */ `
    with closed as (
      update access.tokens set revoked_at = now() where sha256 = :sha256 and kind = 'SESSION' and revoked_at is null
      returning person_id)
    insert into audit.events (channel, person_id, role, action, entity_kind, entity_id)
    select 'SESSION', person.id, person.role, 'session.close', 'Person', person.id::text
    from closed join access.people person on person.id = closed.person_id`,
    { sha256: tokenHash(token) },
  );

/** Demonstration people, to be offered at the sign-in of an atlas that holds demonstration data and nothing else. */
export const demoPeople = (sql: Sql) =>
  sql<{ login: string; name: string; role: RoleName; regions: string[] }>(/* sql */ `
    select login, name, role, array(select region_code from access.person_regions where person_id = person.id order by 1) as regions
    from access.people person
    where is_demo and disabled_at is null and ${ONLY_DEMONSTRATION}
      and not exists (select from access.organisations where application_id = person.id)
    order by login`);
