import { randomBytes } from "node:crypto";
import { tokenHash } from "../access/viewer.ts";
import { asOwner } from "../asOwner.ts";
import type { Context, Sql } from "../context.ts";
import { conflict, notFound, type Refused, refuse } from "../refusals.ts";
import { stop } from "../refusing.ts";
import { isUuid } from "../uuid.ts";
import { lockKey, selectOrganisation } from "./queries.ts";
import type { KeyInput, KeyMade, KeyScopeName, Organisation, OrganisationKey } from "./type.ts";

/** The organisation whose keys the viewer manages. A key manages no keys: who finds one must not come by more. */
function ownOrganisation({ viewer, language }: Context): string {
  if (viewer?.organisationId && viewer.managesKeys && viewer.channel === "SESSION")
    return viewer.organisationId;
  return stop(
    refuse(
      { language },
      "FORBIDDEN",
      "您不是合作单位的密钥管理人，或是用密钥登录的；请由密钥管理人登录后办理。",
      "You do not manage the keys of an organisation, or came with a key; somebody who does must sign in.",
    ),
  );
}

/** Stops with a sentence where a key would go beyond what was granted. */
async function refuseBeyond(
  context: Context,
  sql: Sql,
  given: KeyInput,
  { name: organisation, ...granted }: Organisation,
  keyId: string | null,
): Promise<void> {
  const invalid = (zh: string, en: string) => stop(refuse(context, "INVALID", zh, en));
  if (given.name.trim().length < 2 || given.name.length > 100)
    invalid("名称须为 2 至 100 字。", "A name has 2 to 100 characters.");
  if (given.scopes.length === 0) invalid("请至少给出一项用途。", "Give at least one use.");
  if (given.regions.length === 0 || given.regions.length > 50)
    invalid("请给出 1 至 50 个区域代码。", "Give 1 to 50 regions.");
  if (given.pointsPerMinute < 1_000)
    invalid(
      `每分钟代价 ${given.pointsPerMinute} 至少为 1000。`,
      `${given.pointsPerMinute} points per minute: at least 1,000.`,
    );
  const scope = given.scopes.find((each) => !granted.scopes.includes(each));
  if (scope !== undefined)
    invalid(`${organisation}未获准用途 ${scope}。`, `${organisation} was not granted ${scope}.`);
  const outside = await regionsOutside(sql, given.regions, granted.regions);
  if (outside.length > 0)
    invalid(
      `${organisation}未获准区域 ${outside.join("、").slice(0, 200)}，或没有这个区域。`,
      `${organisation} was not granted ${outside.join(", ").slice(0, 200)}, or there is no such region.`,
    );
  const others = granted.keys
    .filter((key) => key.id !== keyId)
    .reduce((sum, key) => sum + key.pointsPerMinute, 0);
  if (others + given.pointsPerMinute > granted.pointsPerMinute)
    invalid(
      `每分钟代价合计 ${others + given.pointsPerMinute} 超过获准的 ${granted.pointsPerMinute}；至多还可给 ${Math.max(0, granted.pointsPerMinute - others)}。`,
      `All keys together would have ${others + given.pointsPerMinute} points per minute, ${granted.pointsPerMinute} were granted; at most ${Math.max(0, granted.pointsPerMinute - others)} are left.`,
    );
}

/** CN means all that was granted; any other region must exist and lie in one that was. */
async function regionsOutside(sql: Sql, given: string[], granted: string[]): Promise<string[]> {
  const rows = await sql<{ code: string }>(
    /* sql */ `
    select given.code from unnest(:given::text[]) given (code)
    where given.code <> 'CN' and (
      not (exists (select from atlas.regions where code = given.code) or exists (select from atlas.villages where code = given.code))
      or not exists (
        select from unnest(:granted::text[]) granted (code)
        where granted.code in ('CN', given.code) or (granted.code ~ '^[0-9]+$' and starts_with(given.code, granted.code))
          or exists (select from atlas.area_members member where member.area_code = granted.code and member.member_to is null
                     and starts_with(given.code, member.county_code))))`,
    { given, granted },
  );
  return rows.map(({ code }) => code);
}

/** A new secret: `fpk_live_` so that scanners of secrets find one that was published by mistake. */
async function insertSecret(sql: Sql, key: { id: string; name: string }, days: number) {
  const secret = `fpk_live_${randomBytes(6).toString("hex")}_${randomBytes(32).toString("base64url")}`;
  const [made] = await sql<{ expiresAt: Date }>(
    /* sql */ `
    insert into access.tokens (sha256, person_id, kind, label, points_per_minute, expires_at, organisation_key_id)
    select :sha256, organisation.application_id, 'API_KEY', left(:name, 100) || ' ' || left(:secret, 21), key.points_per_minute,
           now() + make_interval(days => :days::int), key.id
    from access.organisation_keys key join access.organisations organisation on organisation.id = key.organisation_id
    where key.id = :id::uuid returning expires_at as "expiresAt"`,
    { sha256: tokenHash(secret), secret, days, ...key },
  );
  return { secret, expiresAt: made?.expiresAt ?? new Date(0) };
}

const wrongDays = (context: Context, days: number): Refused | null =>
  days >= 1 && days <= 365
    ? null
    : refuse(
        context,
        "INVALID",
        `有效天数 ${days} 须在 1 与 365 之间。`,
        `${days} days: a secret is valid for 1 to 365.`,
      );

const limitsOf = ({ scopes, regions, pointsPerMinute }: KeyInput) => ({
  scopes: [...new Set<KeyScopeName>(scopes)],
  regions: [...new Set(regions)].sort(),
  pointsPerMinute,
});

export async function createKey(
  context: Context,
  id: string,
  given: KeyInput,
  days: number,
): Promise<KeyMade | Refused> {
  const wrong = wrongDays(context, days);
  if (wrong) return wrong;
  return asOwner(context, async ({ sql, record }) => {
    const organisationId = ownOrganisation(context);
    if (!isUuid(id))
      stop(refuse(context, "INVALID", "id 须为 UUID。", "The id must be a UUID that you make."));
    await lockKey(sql, { id, organisation: organisationId });
    const organisation = (await selectOrganisation(sql, organisationId)) ?? stop(notFound(context));
    if (organisation.isDisabled) stop(notFound(context));
    const [known] = await sql("select from access.organisation_keys where id = :id::uuid", { id });
    if (known)
      stop(
        refuse(
          context,
          "ALREADY_DONE",
          "这把密钥已经建立，密文只显示一次；没有收到时请更换密文。",
          "This key was made already and its secret is shown once; replace the secret where it did not arrive.",
        ),
      );
    if (organisation.keys.length >= organisation.mostKeys)
      stop(
        refuse(
          context,
          "LIMIT_REACHED",
          `至多 ${organisation.mostKeys} 把密钥；请先撤销不用的。`,
          `At most ${organisation.mostKeys} keys; revoke one that is not used.`,
        ),
      );
    await refuseBeyond(context, sql, given, organisation, null);
    const limits = limitsOf(given);
    await sql(
      /* sql */ `
      insert into access.organisation_keys (id, organisation_id, name, scopes, regions, points_per_minute, created_by)
      values (:id::uuid, :organisationId::uuid, :name, :scopes::text[], :regions::text[], :pointsPerMinute::int, :viewer::uuid)`,
      { id, organisationId, name: given.name.trim(), viewer: context.viewer?.personId, ...limits },
    );
    const made = await insertSecret(sql, { id, name: given.name.trim() }, days);
    await record({
      action: "key.create",
      kind: "Key",
      id,
      detail: { organisation: organisationId, days, ...limits },
    });
    return { ...made, key: await readBack(sql, id, organisationId) };
  });
}

/** The key as its manager read it; stops where it is another's, gone or changed since. */
async function locked(context: Context, sql: Sql, id: string, rowVersion: number) {
  const organisation = ownOrganisation(context);
  const key = (isUuid(id) && (await lockKey(sql, { id, organisation }))) || stop(notFound(context));
  if (key.rowVersion !== rowVersion) stop(conflict(context, key.rowVersion));
  return { key, organisation };
}

const readBack = async (sql: Sql, id: string, organisation: string): Promise<OrganisationKey> =>
  (await lockKey(sql, { id, organisation })) ?? stop(new Error("a key that was just written is gone"));

/** Another name or other limits, for all its secrets at once. */
export const changeKey = (context: Context, id: string, rowVersion: number, given: KeyInput) =>
  asOwner(context, async ({ sql, record }): Promise<OrganisationKey> => {
    const { key, organisation } = await locked(context, sql, id, rowVersion);
    const granted = (await selectOrganisation(sql, organisation)) ?? stop(notFound(context));
    await refuseBeyond(context, sql, given, granted, key.id);
    const limits = limitsOf(given);
    await sql(
      /* sql */ `
      update access.organisation_keys set name = :name, scopes = :scopes::text[], regions = :regions::text[],
        points_per_minute = :pointsPerMinute::int, row_version = row_version + 1 where id = :id::uuid`,
      { id, name: given.name.trim(), ...limits },
    );
    await record({ action: "key.change", kind: "Key", id, detail: { organisation, ...limits } });
    return readBack(sql, id, organisation);
  });

/** A second secret beside the first, so that programs change over without a gap. */
export async function rotateKey(
  context: Context,
  id: string,
  rowVersion: number,
  days: number,
): Promise<KeyMade | Refused> {
  const wrong = wrongDays(context, days);
  if (wrong) return wrong;
  return asOwner(context, async ({ sql, record }) => {
    const { key, organisation } = await locked(context, sql, id, rowVersion);
    if (key.secrets.length >= 2)
      stop(
        refuse(
          context,
          "LIMIT_REACHED",
          "已有两个有效的密文；请先撤销旧的。",
          "Two secrets are valid already; revoke the old one first.",
        ),
      );
    await sql("update access.organisation_keys set row_version = row_version + 1 where id = :id::uuid", {
      id,
    });
    const made = await insertSecret(sql, key, days);
    await record({ action: "key.rotate", kind: "Key", id, detail: { organisation, days } });
    return { ...made, key: await readBack(sql, id, organisation) };
  });
}

/** One secret of a key, or the key with all of them. */
export const revokeKey = (context: Context, id: string, rowVersion: number, start: string | null) =>
  asOwner(context, async ({ sql, record }): Promise<OrganisationKey> => {
    const { key, organisation } = await locked(context, sql, id, rowVersion);
    if (start !== null && !key.secrets.some((secret) => secret.start === start)) stop(notFound(context));
    await sql(
      /* sql */ `
      with gone as (
        update access.tokens set revoked_at = now()
        where organisation_key_id = :id::uuid and revoked_at is null and (:start::text is null or right(label, 21) = :start))
      update access.organisation_keys set row_version = row_version + 1,
        revoked_at = case when :start::text is null then now() end where id = :id::uuid`,
      { id, start },
    );
    await record({ action: "key.revoke", kind: "Key", id, detail: { organisation, whole: start === null } });
    const secrets = start === null ? [] : key.secrets.filter((secret) => secret.start !== start);
    return { ...key, secrets, rowVersion: key.rowVersion + 1 };
  });
