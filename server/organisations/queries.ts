import type { Context, Sql } from "../context.ts";
import type { KeySecret, Organisation, OrganisationKey } from "./type.ts";

type SecretRow = Omit<KeySecret, "createdAt" | "usedAt" | "expiresAt"> &
  Record<"createdAt" | "expiresAt", string> & { usedAt: string | null };
type KeyRow = Omit<OrganisationKey, "createdAt" | "secrets"> & { createdAt: string; secrets: SecretRow[] };
type Row = Omit<Organisation, "keys"> & { keys: KeyRow[] };

const keyAsJson = /* sql */ `
  jsonb_build_object('id', key.id, 'name', key.name, 'scopes', key.scopes, 'regions', key.regions,
    'pointsPerMinute', key.points_per_minute, 'createdAt', key.created_at, 'rowVersion', key.row_version,
    'secrets', coalesce((
      select jsonb_agg(jsonb_build_object('start', right(label, 21), 'createdAt', created_at,
               'usedAt', case when used_at > created_at then used_at end, 'expiresAt', expires_at) order by created_at)
      from access.tokens where organisation_key_id = key.id and revoked_at is null and expires_at > now()), '[]'))`;

const columns = /* sql */ `
  organisation.id, organisation.name, organisation.scopes, organisation.regions, organisation.is_demo as "isDemo",
  organisation.points_per_minute as "pointsPerMinute", organisation.most_keys as "mostKeys",
  organisation.disabled_at is not null as "isDisabled", organisation.row_version as "rowVersion",
  coalesce((select jsonb_agg(${keyAsJson} order by key.created_at, key.id) from access.organisation_keys key
            where key.organisation_id = organisation.id and key.revoked_at is null), '[]') as keys,
  coalesce((select jsonb_agg(jsonb_build_object('id', person.id, 'name', person.name) order by person.login)
            from (select * from access.people where organisation_id = organisation.id and manages_keys and disabled_at is null
                  order by login limit 100) person), '[]') as managers`;

const toKey = (row: KeyRow): OrganisationKey => ({
  ...row,
  createdAt: new Date(row.createdAt),
  secrets: row.secrets.map((secret) => ({
    ...secret,
    createdAt: new Date(secret.createdAt),
    usedAt: secret.usedAt === null ? null : new Date(secret.usedAt),
    expiresAt: new Date(secret.expiresAt),
  })),
});
const toOrganisation = (row: Row): Organisation => ({ ...row, keys: row.keys.map(toKey) });

/** Every organisation, for the security administrator. */
export const selectOrganisations = async ({ owner }: Context): Promise<Organisation[]> =>
  (
    await owner<Row>(`select ${columns} from access.organisations organisation order by name, id limit 500`)
  ).map(toOrganisation);

export async function selectOrganisation(sql: Sql, id: string): Promise<Organisation | null> {
  const [row] = await sql<Row>(
    `select ${columns} from access.organisations organisation where id = :id::uuid`,
    {
      id,
    },
  );
  return row ? toOrganisation(row) : null;
}

/** What a key of an organisation is now, and no other change until the transaction ends. */
export async function lockKey(
  sql: Sql,
  { id, organisation }: { id: string; organisation: string },
): Promise<OrganisationKey | null> {
  await sql("select from access.organisations where id = :organisation::uuid for update", { organisation });
  const [row] = await sql<{ key: KeyRow }>(
    /* sql */ `select ${keyAsJson} as key from access.organisation_keys key
    where id = :id::uuid and organisation_id = :organisation::uuid and revoked_at is null for update`,
    { id, organisation },
  );
  return row ? toKey(row.key) : null;
}
