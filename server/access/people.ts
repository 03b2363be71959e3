import { randomBytes, randomUUID } from "node:crypto";
import type { Context } from "../context.ts";
import { actor, invalid, knownRegions, placesOf } from "./changesOfRegions.ts";
import { hashPassword } from "./passwords.ts";
import { NEEDS_SECOND_FACTOR, type RoleName } from "./rules.ts";
import { enrolmentUri, newSecret } from "./secondFactor.ts";
import type { ApiKey, Person } from "./type.ts";
import { tokenHash } from "./viewer.ts";

const columns = /* sql */ `
  person.id, person.login, person.name, person.role, person.is_demo as "isDemo", person.disabled_at is not null as "isDisabled",
  person.locked_until > now() as "isLocked", person.second_factor_sealed is not null as "hasSecondFactor",
  array(select region_code from access.person_regions where person_id = person.id order by 1) as regions,
  ${placesOf("select region_code from access.person_regions where person_id = person.id")} as places,
  (select count(*) from access.tokens where person_id = person.id and kind = 'API_KEY' and revoked_at is null and expires_at > now())::int as "liveKeys",
  coalesce((select jsonb_agg(jsonb_build_object('label', left(label, -22), 'start', right(label, 21), 'pointsPerMinute', points_per_minute,
      'createdAt', created_at, 'usedAt', case when used_at > created_at then used_at end, 'expiresAt', expires_at) order by created_at)
    from access.tokens where person_id = person.id and kind = 'API_KEY' and revoked_at is null and expires_at > now()), '[]') as keys`;

/** A key as JSON holds it: instants are texts there. */
type KeyRow = Omit<ApiKey, "createdAt" | "usedAt" | "expiresAt"> &
  Record<"createdAt" | "expiresAt", string> & { usedAt: string | null };

export async function selectPeople({ owner }: Context): Promise<Person[]> {
  const rows = await owner<Omit<Person, "keys"> & { keys: KeyRow[] }>(
    `select ${columns} from access.people person order by login limit 500`,
  );
  return rows.map((person) => ({
    ...person,
    isLocked: person.isLocked ?? false,
    keys: person.keys.map(toKey),
  }));
}

const toKey = (key: KeyRow): ApiKey => ({
  ...key,
  createdAt: new Date(key.createdAt),
  usedAt: key.usedAt === null ? null : new Date(key.usedAt),
  expiresAt: new Date(key.expiresAt),
});

/** Creates a person with a password and, where the post needs it, a second factor, both told once. */
export async function createPerson(
  context: Context,
  given: { login: string; name: string; role: RoleName; regions: string[] },
) {
  const { role, name } = given;
  const login = given.login.normalize("NFKC").trim().toLowerCase();
  if (!/^[a-z0-9][a-z0-9._-]{2,63}$/.test(login))
    throw invalid(
      `登录名 ${login.slice(0, 70)} 无效：3 至 64 个小写字母、数字、点、横线。`,
      `The login ${login.slice(0, 70)} is not valid: 3 to 64 small letters, digits, dots, hyphens.`,
    );
  if (name.trim() === "" || name.length > 60)
    throw invalid("姓名须为 1 至 60 个字符。", "A name has 1 to 60 characters.");
  const regions = await knownRegions(context, given.regions);
  const id = randomUUID();
  const password = randomBytes(12).toString("base64url");
  const secret = NEEDS_SECOND_FACTOR.includes(role) ? newSecret() : null;
  const passwordHash = await hashPassword(password);
  const [person] = await context.owner<Person>(
    /* sql */ `
    with created as (
      insert into access.people (id, login, name, role, password_hash, second_factor_sealed, created_by)
      values (:id, :login, :name, :role, :passwordHash, :secret, :viewer)
      on conflict (login) do nothing returning *),
    posted as (insert into access.person_regions (person_id, region_code) select id, unnest(:regions::text[]) from created),
    noted as (
      insert into audit.events (channel, person_id, role, action, entity_kind, entity_id, detail)
      select :channel, :viewer, 'SECURITY_ADMIN', 'person.create', 'Person', id::text,
             jsonb_build_object('role', role, 'regions', :regions::text[]) from created)
    select id, login, name, role, false as "isDemo", false as "isDisabled", false as "isLocked",
      second_factor_sealed is not null as "hasSecondFactor", :regions::text[] as regions,
      ${placesOf("select unnest(:regions::text[])")} as places, 0 as "liveKeys", '[]'::jsonb as keys from created`,
    {
      id,
      login,
      name: name.trim(),
      role,
      passwordHash,
      regions,
      secret: secret && context.keys.seal(secret, { column: "access.people.second_factor", row: id }),
      ...actor(context),
    },
  );
  if (!person) throw invalid(`登录名 ${login} 已有人使用。`, `The login ${login} is taken.`);
  return { person, password, secondFactorUri: secret && enrolmentUri(secret, login) };
}

export async function disablePerson(context: Context, id: string): Promise<boolean> {
  const rows = await context.owner(
    /* sql */ `
    with disabled as (
      update access.people set disabled_at = now(), row_version = row_version + 1
      where id::text = :id and disabled_at is null and id <> :viewer returning id),
    revoked as (
      update access.tokens set revoked_at = now() where person_id in (select id from disabled) and revoked_at is null)
    insert into audit.events (channel, person_id, role, action, entity_kind, entity_id)
    select :channel, :viewer, 'SECURITY_ADMIN', 'person.disable', 'Person', id::text from disabled returning id`,
    { id, ...actor(context) },
  );
  return rows.length > 0;
}

/** Lets somebody try again who was refused after too many wrong passwords. */
export async function unlockPerson(context: Context, id: string): Promise<boolean> {
  const rows = await context.owner(
    /* sql */ `
    with unlocked as (
      update access.people set locked_until = null, failed_attempts = 0, row_version = row_version + 1
      where id::text = :id and locked_until > now() returning id)
    insert into audit.events (channel, person_id, role, action, entity_kind, entity_id)
    select :channel, :viewer, 'SECURITY_ADMIN', 'person.unlock', 'Person', id::text from unlocked returning id`,
    { id, ...actor(context) },
  );
  return rows.length > 0;
}

/**
 * A new password and, where the post needs it, a new second factor, for who lost them; all that was signed in before
 * ends. Nobody does it for themselves: who holds a session of the administrator must not come by more.
 */
export async function resetPerson(context: Context, id: string) {
  const { keys, owner } = context;
  const [found] = await owner<{ id: string; login: string; role: RoleName; isDemo: boolean; isOwn: boolean }>(
    /* sql */ `
    select id, login, role, is_demo as "isDemo", id = :viewer as "isOwn"
    from access.people where id::text = :id and disabled_at is null`,
    { id, ...actor(context) },
  );
  if (!found) throw invalid("没有这个在岗人员。", "There is no such person at work.");
  if (found.isDemo)
    throw invalid(
      `${found.login} 是演示人员，密码与动态码人人可见，不能重置。`,
      `${found.login} is a demonstration person, whose password and code everybody sees; it is not reset.`,
    );
  if (found.isOwn)
    throw invalid(
      "不能重置自己的密码与动态码，请由另一名安全管理员办理。",
      "Nobody resets their own password and second factor; ask another security administrator.",
    );
  const password = randomBytes(12).toString("base64url");
  const secret = NEEDS_SECOND_FACTOR.includes(found.role) ? newSecret() : null;
  const values = {
    id,
    passwordHash: await hashPassword(password),
    secret: secret && keys.seal(secret, { column: "access.people.second_factor", row: found.id }),
    ...actor(context),
  };
  await owner(
    /* sql */ `
    with changed as (
      update access.people set password_hash = :passwordHash, second_factor_sealed = :secret, second_factor_last_step = null,
             failed_attempts = 0, locked_until = null, row_version = row_version + 1
      where id::text = :id and disabled_at is null and not is_demo returning id),
    revoked as (
      update access.tokens set revoked_at = now() where person_id in (select id from changed) and revoked_at is null)
    insert into audit.events (channel, person_id, role, action, entity_kind, entity_id)
    select :channel, :viewer, 'SECURITY_ADMIN', 'person.reset', 'Person', id::text from changed`,
    values,
  );
  const person = (await selectPeople(context)).find((each) => each.id === found.id);
  if (!person) throw invalid("没有这个在岗人员。", "There is no such person at work.");
  return { person, password, secondFactorUri: secret && enrolmentUri(secret, found.login) };
}

/** A key: `fpk_live_` so that scanners of secrets find one that was published by mistake. */
export async function createApiKey(
  context: Context,
  {
    personId,
    label,
    days,
    pointsPerMinute,
  }: { personId: string; label: string; days: number; pointsPerMinute: number },
) {
  if (days < 1 || days > 365)
    throw invalid(`有效天数 ${days} 须在 1 与 365 之间。`, `${days} days: a key is valid for 1 to 365.`);
  if (pointsPerMinute < 1_000 || pointsPerMinute > 10_000_000)
    throw invalid(
      `每分钟代价 ${pointsPerMinute} 须在 1000 与 10000000 之间。`,
      `${pointsPerMinute} points per minute: between 1,000 and 10,000,000.`,
    );
  const secret = randomBytes(32).toString("base64url");
  const key = `fpk_live_${randomBytes(6).toString("hex")}_${secret}`;
  const [created] = await context.owner<{ expiresAt: Date }>(
    /* sql */ `
    with created as (
      insert into access.tokens (sha256, person_id, kind, label, points_per_minute, expires_at)
      select :sha256, person.id, 'API_KEY', left(:label, 100) || ' ' || left(:key, 21), :pointsPerMinute, now() + make_interval(days => :days)
      from access.people person
      where person.id::text = :personId and person.disabled_at is null
        and (select count(*) from access.tokens where person_id = person.id and kind = 'API_KEY' and revoked_at is null and expires_at > now()) < 2
      returning person_id, expires_at),
    noted as (
      insert into audit.events (channel, person_id, role, action, entity_kind, entity_id, detail)
      select :channel, :viewer, 'SECURITY_ADMIN', 'key.create', 'Person', person_id::text, jsonb_build_object('days', :days::int) from created)
    select expires_at as "expiresAt" from created`,
    { sha256: tokenHash(key), personId, label, key, days, pointsPerMinute, ...actor(context) },
  );
  if (!created)
    throw invalid(
      "没有这个人员，或已有两个有效密钥；请先撤销。",
      "There is no such person, or two keys are valid already; withdraw them first.",
    );
  return { key, expiresAt: created.expiresAt };
}

/** All keys of a person, or the one that begins so: the other goes on while programs change over. */
export async function withdrawApiKeys(
  context: Context,
  personId: string,
  start: string | null,
): Promise<number> {
  const rows = await context.owner(
    /* sql */ `
    with revoked as (
      update access.tokens set revoked_at = now()
      where person_id::text = :personId and kind = 'API_KEY' and revoked_at is null
        and (:start::text is null or right(label, 21) = :start) returning person_id)
    insert into audit.events (channel, person_id, role, action, entity_kind, entity_id, detail)
    select :channel, :viewer, 'SECURITY_ADMIN', 'key.withdraw', 'Person', :personId, jsonb_build_object('keys', count(*)) from revoked
    having count(*) > 0 returning (detail->>'keys')::int as keys`,
    { personId, start, ...actor(context) },
  );
  return (rows[0] as { keys: number } | undefined)?.keys ?? 0;
}
