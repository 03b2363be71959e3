import type { NearInput } from "../bounds.ts";
import { TODAY } from "../caseworkSql.ts";
import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Batch, Context } from "../context.ts";
import { countRows } from "../count.ts";
import { grouped } from "../grouped.ts";
import { type Scope, scopeFilter } from "../regions/queries.ts";
import type { Settlement, SettlementFilter, SettlementOrigin } from "./type.ts";

/** Rules of today, read once a statement, and the class of `settlement` under them. */
export const sizeClass = /* sql */ `atlas.settlement_size(settlement.residents, settlement.county_code,
  (select atlas.settlement_size_rules(${TODAY})))`;

const columns = /* sql */ `
  'Settlement:' || settlement.code as id, settlement.code, settlement.name, settlement.name_en as "nameEn",
  st_asgeojson(settlement.point, 6) as site, ${sizeClass} as size, settlement.residents, settlement.households,
  settlement.households_with_labour as "householdsWithLabour", settlement.zero_employment_households as "zeroEmploymentHouseholds",
  settlement.labour_force as "labourForce", settlement.employed,
  settlement.employed / nullif(settlement.labour_force, 0)::float8 as "employmentRate",
  settlement.has_school as "hasSchool", settlement.has_clinic as "hasClinic", settlement.has_community_centre as "hasCommunityCentre",
  settlement.integration_items_open as "integrationItemsOpen", settlement.integration_items_total as "integrationItemsTotal",
  settlement.opened_on as "openedOn", settlement.is_demo as "isDemo", settlement.county_code as "countyCode"`;

const NEAR_POINT = "st_setsrid(st_makepoint(:nearLon, :nearLat), 4326)::geography";
const DISTANCE = `settlement.point::geography <-> ${NEAR_POINT}`;
const byCode = { sql: "settlement.code", type: "text", value: (row: Settlement) => row.code } as const;
const codeOrder: Order<Settlement> = [byCode];
const distanceOrder: Order<Settlement> = [
  { sql: DISTANCE, type: "float8", value: (row) => row.distanceM ?? 0 },
  byCode,
];

export interface SettlementQuery {
  scope?: Scope;
  bbox?: readonly number[];
  near?: NearInput;
  where?: SettlementFilter;
}

/** A page of settlements: nearest first with `near`, else by code. */
export async function selectSettlements(
  { sql }: Context,
  query: SettlementQuery,
  page: Page,
): Promise<Connection<Settlement>> {
  const where: string[] = [];
  const values: Record<string, unknown> = {};
  const add = (clause: string, bound: Record<string, unknown>) => {
    where.push(clause);
    Object.assign(values, bound);
  };
  if (query.scope) {
    const scope = scopeFilter(query.scope, "settlement.county_code", "settlement.county_code");
    add(scope.where, scope.values);
  }
  if (query.bbox) {
    const [west, south, east, north] = query.bbox;
    add("settlement.point && st_makeenvelope(:west, :south, :east, :north, 4326)", {
      west,
      south,
      east,
      north,
    });
  }
  if (query.near) {
    const { lon, lat, radiusM } = query.near;
    add(`st_dwithin(settlement.point::geography, ${NEAR_POINT}, :nearRadius, false)`, {
      nearLon: lon,
      nearLat: lat,
      nearRadius: radiusM,
    });
  }
  const { sizes, hasZeroEmployment, lacksFollowUp, isDemo } = query.where ?? {};
  if (sizes) add(`${sizeClass} = any(:sizes::text[])`, { sizes });
  if (hasZeroEmployment != null)
    add("(settlement.zero_employment_households > 0) = :hasZeroEmployment", { hasZeroEmployment });
  if (lacksFollowUp != null)
    add(
      "exists (select from atlas.settlement_projects own where own.settlement_code = settlement.code) <> :lacksFollowUp",
      { lacksFollowUp },
    );
  if (isDemo != null) add("settlement.is_demo = :isDemo", { isDemo });
  const from = `from atlas.settlements settlement where ${where.join(" and ") || "true"}`;
  const order = query.near ? distanceOrder : codeOrder;
  const keys = keyset(order, page);
  const distance = query.near ? `, ${DISTANCE} as "distanceM"` : "";
  const rows = await sql<Settlement>(
    `select ${columns} ${distance} ${from} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`,
    {
      ...values,
      ...keys.values,
    },
  );
  return toConnection(rows, page, order, (mode) => countRows(sql, from, values, mode));
}

export const settlementsByCode: Batch<string, Settlement | null> = async ({ sql }, codes) => {
  const rows = await sql<Settlement>(
    `select ${columns} from atlas.settlements settlement where settlement.code = any(:codes::text[])`,
    {
      codes: [...codes],
    },
  );
  const byKey = new Map(rows.map((row) => [row.code, row]));
  return codes.map((code) => byKey.get(code) ?? null);
};

/** Settlements around many villages, nearest first, at most 100 each. */
export const settlementsWithin: Batch<string, Settlement[], { metres: number }> = async (
  { sql },
  villageCodes,
  { metres },
) => {
  const rows = await sql<Settlement & { asked: string }>(
    /* sql */ `
    select village.code as asked, near.*
    from atlas.village_cards village
    cross join lateral (
      select ${columns}, settlement.point::geography <-> village.point::geography as "distanceM"
      from atlas.settlements settlement
      where st_dwithin(settlement.point::geography, village.point::geography, :metres, false)
      order by settlement.point::geography <-> village.point::geography, settlement.code limit 100
    ) near
    where village.code = any(:codes::text[])`,
    { codes: [...villageCodes], metres },
  );
  return villageCodes.map(grouped(rows, (row) => row.asked).of);
};

/** Villages of origin of many settlements. */
export const settlementOrigins: Batch<string, SettlementOrigin[]> = async ({ sql }, codes) => {
  const rows = await sql<SettlementOrigin & { code: string }>(
    /* sql */ `
    select settlement_code as code, village_code as "villageCode", households, people
    from atlas.settlement_origins where settlement_code = any(:codes::text[]) order by households desc, village_code`,
    { codes: [...codes] },
  );
  return codes.map(grouped(rows, (row) => row.code).of);
};

export const settlementOutlines: Batch<
  string,
  string | null,
  { precision: number; toleranceM: number }
> = async ({ sql }, codes, { precision, toleranceM }) => {
  const rows = await sql<{ code: string; outline: string | null }>(
    /* sql */ `
    select code, st_asgeojson(st_forcepolygonccw(st_multi(st_simplifypreservetopology(outline, :degrees::float8))), :precision::int, 0) as outline
    from atlas.settlements where code = any(:codes::text[])`,
    { codes: [...codes], degrees: toleranceM / 111_320, precision },
  );
  const byKey = new Map(rows.map((row) => [row.code, row.outline]));
  return codes.map((code) => byKey.get(code) ?? null);
};
