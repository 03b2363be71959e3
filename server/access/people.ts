import { randomBytes, randomUUID } from "node:crypto";
import type { Context } from "../context.ts";
import { InputError } from "../errors.ts";
import { hashPassword } from "./passwords.ts";
import { NEEDS_SECOND_FACTOR, type RoleName } from "./rules.ts";
import { enrolmentUri, newSecret } from "./secondFactor.ts";
import type { Person } from "./type.ts";
import { tokenHash } from "./viewer.ts";

const columns = /* sql */ `
  person.id, person.login, person.name, person.role, person.is_demo as "isDemo", person.disabled_at is not null as "isDisabled",
  array(select region_code from access.person_regions where person_id = person.id order by 1) as regions,
  (select count(*) from access.tokens where person_id = person.id and kind = 'API_KEY' and revoked_at is null and expires_at > now())::int as "liveKeys"`;

export const selectPeople = ({ owner }: Context): Promise<Person[]> =>
  owner(`select ${columns} from access.people person order by login limit 500`);

const invalid = (zh: string, en: string) => new InputError("BAD_USER_INPUT", zh, en);

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
  const regions = [...new Set(given.regions)];
  const unknown = await unknownRegions(context, regions);
  if (unknown.length > 0 || regions.length === 0)
    throw invalid(
      regions.length === 0 ? "请至少给出一个辖区代码。" : `没有区划 ${unknown.join("、")}。`,
      regions.length === 0 ? "Give at least one region." : `There is no region ${unknown.join(", ")}.`,
    );
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
    select id, login, name, role, false as "isDemo", false as "isDisabled", :regions::text[] as regions, 0 as "liveKeys" from created`,
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

async function unknownRegions({ owner }: Context, codes: string[]): Promise<string[]> {
  const rows = await owner<{ code: string }>(
    /* sql */ `
    select code from unnest(:codes::text[]) as given (code)
    where code <> 'CN' and not exists (select from atlas.regions region where region.code = given.code)
      and not exists (select from atlas.villages village where village.code = given.code)`,
    { codes },
  );
  return rows.map((row) => row.code);
}

const actor = ({ viewer }: Context) => ({
  viewer: viewer?.personId ?? null,
  channel: viewer?.channel ?? "COMMAND",
});

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

export async function withdrawApiKeys(context: Context, personId: string): Promise<number> {
  const rows = await context.owner(
    /* sql */ `
    with revoked as (
      update access.tokens set revoked_at = now()
      where person_id::text = :personId and kind = 'API_KEY' and revoked_at is null returning person_id)
    insert into audit.events (channel, person_id, role, action, entity_kind, entity_id, detail)
    select :channel, :viewer, 'SECURITY_ADMIN', 'key.withdraw', 'Person', :personId, jsonb_build_object('keys', count(*)) from revoked
    having count(*) > 0 returning (detail->>'keys')::int as keys`,
    { personId, ...actor(context) },
  );
  return (rows[0] as { keys: number } | undefined)?.keys ?? 0;
}
