import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Batch, Context } from "../context.ts";
import { countRows } from "../count.ts";
import { grouped } from "../grouped.ts";
import { type Scope, scopeFilter } from "../regions/queries.ts";
import type { Asset, AssetFilter } from "./type.ts";

const columns = /* sql */ `
  asset.code, asset.name, asset.name_en as "nameEn", asset.kind, asset.value_fen as value, asset.owner_kind as "ownerKind",
  asset.owner_name as owner, asset.operator_name as operator, asset.custodian_name as custodian,
  asset.certificate_number as certificate, asset.registered_on as "registeredOn", asset.is_demo as "isDemo",
  asset.owner_code as "ownerCode", asset.project_code as "projectCode", asset.enclave_code as "enclaveCode"`;

/** Where an asset stands: with its project, or with the host of its enclave. */
const standing = /* sql */ `
  from atlas.assets asset
  left join atlas.industry_projects project on project.code = asset.project_code
  left join atlas.enclaves enclave on enclave.code = asset.enclave_code`;
const COUNTY = "coalesce(project.county_code, enclave.host_code)";

const order: Order<Asset> = [{ sql: "asset.code", type: "text", value: (row) => row.code }];

/** A page of assets, by code. An asset is within a region where it stands or where its owner is. */
export async function selectAssets(
  { sql }: Context,
  scope: Scope | undefined,
  filter: AssetFilter,
  page: Page,
): Promise<Connection<Asset>> {
  const where: string[] = [];
  const values: Record<string, unknown> = {};
  if (scope) {
    const standsIn = scopeFilter(scope, COUNTY, COUNTY);
    const ownedIn = scopeFilter(scope, "asset.owner_code", "left(asset.owner_code, 6)");
    where.push(`(${standsIn.where} or ${ownedIn.where})`);
    Object.assign(values, standsIn.values);
  }
  const isMissing = (column: string, asked: boolean | undefined) => {
    if (asked != null) where.push(`(${column} is null) = ${asked ? "true" : "false"}`);
  };
  isMissing("asset.custodian_name", filter.withoutCustodian);
  isMissing("asset.certificate_number", filter.withoutCertificate);
  if (filter.kinds) {
    where.push("asset.kind = any(:kinds::text[])");
    values.kinds = filter.kinds;
  }
  if (filter.ownerKinds) {
    where.push("asset.owner_kind = any(:ownerKinds::text[])");
    values.ownerKinds = filter.ownerKinds;
  }
  const from = `${standing} where ${where.join(" and ") || "true"}`;
  const keys = keyset(order, page);
  const rows = await sql<Asset>(
    `select ${columns} ${from} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`,
    { ...values, ...keys.values },
  );
  return toConnection(rows, page, order, (mode) => countRows(sql, from, values, mode));
}

const assetsOf =
  (column: "project_code" | "enclave_code"): Batch<string, Asset[]> =>
  async ({ sql }, codes) => {
    const rows = await sql<Asset & { holder: string }>(
      /* sql */ `
      select asset.${column} as holder, ${columns} from atlas.assets asset
      where asset.${column} = any(:codes::text[]) order by asset.code`,
      { codes: [...codes] },
    );
    return codes.map(grouped(rows, (row) => row.holder).of);
  };

/** Assets of many projects. */
export const assetsOfProjects = assetsOf("project_code");
/** Assets of many enclaves. */
export const assetsOfEnclaves = assetsOf("enclave_code");
