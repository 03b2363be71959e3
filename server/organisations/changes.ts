import { randomBytes, randomUUID } from "node:crypto";
import { knownRegions } from "../access/changesOfRegions.ts";
import { hashPassword } from "../access/passwords.ts";
import { asOwner } from "../asOwner.ts";
import type { Context, Sql } from "../context.ts";
import { conflict, notFound, type Refused, refuse } from "../refusals.ts";
import { stop } from "../refusing.ts";
import { isUuid } from "../uuid.ts";
import { selectOrganisation } from "./queries.ts";
import type { GrantInput, Organisation } from "./type.ts";

/** @returns what is wrong with a grant; null for nothing */
function wrongGrant(context: Context, name: string, grant: GrantInput): Refused | null {
  if (name.trim().length < 2 || name.length > 100)
    return refuse(context, "INVALID", "名称须为 2 至 100 字。", "A name has 2 to 100 characters.");
  if (grant.scopes.length === 0)
    return refuse(context, "INVALID", "请至少给出一项用途。", "Give at least one use.");
  if (grant.pointsPerMinute < 1_000 || grant.pointsPerMinute > 10_000_000)
    return refuse(
      context,
      "INVALID",
      `每分钟代价 ${grant.pointsPerMinute} 须在 1000 与 10000000 之间。`,
      `${grant.pointsPerMinute} points per minute: between 1,000 and 10,000,000.`,
    );
  if (grant.mostKeys < 1 || grant.mostKeys > 50)
    return refuse(
      context,
      "INVALID",
      `密钥数 ${grant.mostKeys} 须在 1 与 50 之间。`,
      `${grant.mostKeys} keys: between 1 and 50.`,
    );
  return null;
}

const valuesOf = (grant: GrantInput, regions: string[]) => ({
  scopes: [...new Set(grant.scopes)],
  regions,
  points: grant.pointsPerMinute,
  mostKeys: grant.mostKeys,
});

const present = async (sql: Sql, id: string): Promise<Organisation> =>
  (await selectOrganisation(sql, id)) ?? stop(new Error("an organisation that was just written is gone"));

/** The present version where somebody changed it since it was read; stops there, and where it is gone. */
async function lock(context: Context, sql: Sql, id: string, rowVersion: number): Promise<Organisation> {
  if (!isUuid(id)) stop(notFound(context));
  await sql("select from access.organisations where id = :id::uuid for update", { id });
  const found = (await selectOrganisation(sql, id)) ?? stop(notFound(context));
  if (found.isDisabled) stop(notFound(context));
  if (found.rowVersion !== rowVersion) stop(conflict(context, found.rowVersion));
  return found;
}

/** A partner organisation, with an application that its keys act as. The same id again changes nothing. */
export async function createOrganisation(
  context: Context,
  { id, name, grant }: { id: string; name: string; grant: GrantInput },
): Promise<Organisation | Refused> {
  if (!isUuid(id))
    return refuse(context, "INVALID", "id 须为 UUID。", "The id must be a UUID that you make.");
  const wrong = wrongGrant(context, name, grant);
  if (wrong) return wrong;
  const regions = await knownRegions(context, grant.regions);
  // Nobody knows this password, and nobody signs in as it.
  const passwordHash = await hashPassword(randomBytes(24).toString("base64url"));
  return asOwner(context, async ({ sql, record }) => {
    const known = await selectOrganisation(sql, id);
    if (known) return known;
    const application = randomUUID();
    await sql(
      /* sql */ `
      with application as (
        insert into access.people (id, login, name, role, password_hash, created_by)
        values (:application::uuid, 'org-' || left(:id::text, 8) || '-' || left(:application::text, 4), left(:name, 60), 'PARTNER', :passwordHash, :viewer::uuid)
        returning id),
      posted as (insert into access.person_regions (person_id, region_code) select id, unnest(:regions::text[]) from application)
      insert into access.organisations (id, name, scopes, regions, points_per_minute, most_keys, application_id, created_by)
      select :id::uuid, :name, :scopes::text[], :regions::text[], :points::int, :mostKeys::int, id, :viewer::uuid from application`,
      {
        id,
        name: name.trim(),
        application,
        passwordHash,
        viewer: context.viewer?.personId ?? null,
        ...valuesOf(grant, regions),
      },
    );
    await record({
      action: "organisation.create",
      kind: "Organisation",
      id,
      detail: { scopes: grant.scopes, regions, pointsPerMinute: grant.pointsPerMinute },
    });
    return present(sql, id);
  });
}

/** Another grant: keys that go beyond it do no more than it says from their next request on. */
export async function grantOrganisation(
  context: Context,
  { id, rowVersion, name, grant }: { id: string; rowVersion: number; name: string; grant: GrantInput },
): Promise<Organisation | Refused> {
  const wrong = wrongGrant(context, name, grant);
  if (wrong) return wrong;
  const regions = await knownRegions(context, grant.regions);
  return asOwner(context, async ({ sql, record }) => {
    await lock(context, sql, id, rowVersion);
    await sql(
      /* sql */ `
      update access.organisations set name = :name, scopes = :scopes::text[], regions = :regions::text[],
        points_per_minute = :points::int, most_keys = :mostKeys::int, row_version = row_version + 1 where id = :id::uuid`,
      { id, name: name.trim(), ...valuesOf(grant, regions) },
    );
    await record({
      action: "organisation.grant",
      kind: "Organisation",
      id,
      detail: { scopes: grant.scopes, regions, pointsPerMinute: grant.pointsPerMinute },
    });
    return present(sql, id);
  });
}

/** Ends a partnership: keys stop at once, and webhooks too. */
export const disableOrganisation = (context: Context, id: string, rowVersion: number) =>
  asOwner(context, async ({ sql, record }) => {
    await lock(context, sql, id, rowVersion);
    await sql(
      /* sql */ `
      with ended as (
        update access.organisations set disabled_at = now(), row_version = row_version + 1 where id = :id::uuid returning id),
      revoked as (
        update access.organisation_keys set revoked_at = now(), row_version = row_version + 1
        where organisation_id in (select id from ended) and revoked_at is null returning id)
      update access.tokens set revoked_at = now()
      where organisation_key_id in (select id from revoked) and revoked_at is null`,
      { id },
    );
    await record({ action: "organisation.disable", kind: "Organisation", id });
    return present(sql, id);
  });

/** Puts a person of the post PARTNER into an organisation, and says whether they manage its keys. */
export const appointKeyManager = (
  context: Context,
  {
    personId,
    organisationId,
    managesKeys,
  }: { personId: string; organisationId: string; managesKeys: boolean },
): Promise<Organisation | Refused> =>
  asOwner(context, async ({ sql, record }) => {
    if (!isUuid(personId) || !isUuid(organisationId)) stop(notFound(context));
    const rows = await sql(
      /* sql */ `
      update access.people person set organisation_id = :organisationId::uuid, manages_keys = :managesKeys, row_version = row_version + 1
      where id = :personId::uuid and role = 'PARTNER' and disabled_at is null
        and exists (select from access.organisations where id = :organisationId::uuid and disabled_at is null)
        and not exists (select from access.organisations where application_id = person.id) returning id`,
      { personId, organisationId, managesKeys },
    );
    if (rows.length === 0)
      stop(
        refuse(
          context,
          "NOT_FOUND",
          "没有这个合作单位，或没有这个岗位为“合作方”的在岗人员。",
          "There is no such organisation, or no such person at work with the post PARTNER.",
        ),
      );
    await record({
      action: "organisation.appoint",
      kind: "Person",
      id: personId,
      detail: { organisation: organisationId, managesKeys },
    });
    return present(sql, organisationId);
  });
