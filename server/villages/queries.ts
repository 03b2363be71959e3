import { METHOD_VERSION } from "../../geo/villageRisk.ts";
import type { NearInput } from "../bounds.ts";
import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Batch, Context } from "../context.ts";
import { countRows } from "../count.ts";
import { InputError } from "../errors.ts";
import type { Polygon } from "../geojson.ts";
import { grouped } from "../grouped.ts";
import { toVillageRisk, type VillageRiskRow } from "../indicators/queries.ts";
import { type Scope, scopeFilter } from "../regions/queries.ts";
import { RegionKind } from "../regions/type.ts";
import { VILLAGES_IN_NEED } from "../siting/queries.ts";
import { reasonInChinese } from "../validity.ts";
import { type Village, type VillageFilter, VillageOrder } from "./type.ts";

/** What the read model holds: enough for a list or a map. */
const cardColumns = /* sql */ `
  'Village:' || card.code as id, card.code, card.name, st_asgeojson(card.point, 6) as center,
  nullif(card.households, 0) as households, card.poor_village as "poorVillage", card.is_demo as "isDemo",
  card.township_code as "townshipCode", card.county_code as "countyCode", card.period as "latestPeriod",
  card.score, card.score_order as "scoreOrder", card.level, card.status, card.coverage,
  card.interval_low as "intervalLow", card.interval_high as "intervalHigh"`;

/** What only a panel asks: read from the village itself, and only when selected. */
const detailColumns = /* sql */ `,
  village.name_en as "nameEn", village.population, village.labour_force as "labourForce",
  village.migrant_workers as "migrantWorkers", village.left_poverty_on as "leftPovertyOn",
  village.per_capita_income_fen as "perCapitaIncome", village.collective_income_fen as "collectiveIncome"`;
/** Of rows that hold the latest published month: with it a statement on facts is planned for one year, not for sixteen. */
const publishedColumn = `, card.period as "publishedPeriod"`;
export const detailJoin = "join atlas.villages village on village.code = card.code";
export const DETAIL_FIELDS = [
  "nameEn",
  "population",
  "labourForce",
  "migrantWorkers",
  "leftPovertyOn",
  "perCapitaIncome",
  "collectiveIncome",
];

/** The read model as it stood in an earlier month. */
const cardsOfMonth = /* sql */ `(
  select base.code, base.name, base.point, base.households, base.poor_village, base.is_demo, base.township_code,
         base.county_code, :period::date as period, risk.score, coalesce(risk.score, -1) as score_order, risk.level,
         risk.status, risk.coverage, risk.interval_low, risk.interval_high
  from atlas.village_cards base
  left join atlas.current_village_risks risk on risk.village_code = base.code and risk.period = :period::date) card`;

const NEAR_POINT = "st_setsrid(st_makepoint(:nearLon, :nearLat), 4326)::geography";
const DISTANCE = `card.point::geography <-> ${NEAR_POINT}`;

const byCode = { sql: "card.code", type: "text", value: (row: Village) => row.code } as const;
export const VILLAGE_ORDERS: Record<VillageOrder, Order<Village>> = {
  CODE: [byCode],
  RISK_DESC: [
    { sql: "card.score_order", descending: true, type: "float8", value: (row) => row.scoreOrder },
    byCode,
  ],
  RISK_ASC: [{ sql: "card.score_order", type: "float8", value: (row) => row.scoreOrder }, byCode],
  HOUSEHOLDS_DESC: [
    { sql: "card.households", descending: true, type: "integer", value: (row) => row.households ?? 0 },
    byCode,
  ],
  DISTANCE: [{ sql: DISTANCE, type: "float8", value: (row) => row.distanceM ?? 0 }, byCode],
};

export interface VillageQuery {
  scope?: Scope;
  bbox?: readonly number[];
  near?: NearInput;
  intersects?: Polygon;
  where?: VillageFilter;
  orderBy: VillageOrder;
  /** First day of the month; without it the latest published one. */
  period?: string;
}

/** FROM, WHERE and values of a village query; every value is bound. */
export function villageFilter(query: VillageQuery): { from: string; values: Record<string, unknown> } {
  const where: string[] = [];
  const values: Record<string, unknown> = {};
  const add = (clause: string, bound: Record<string, unknown>) => {
    where.push(clause);
    Object.assign(values, bound);
  };
  if (query.period !== undefined) values.period = query.period;
  if (query.scope) {
    const scope = scopeFilter(query.scope, "card.code", "card.county_code");
    add(scope.where, scope.values);
  }
  if (query.bbox) {
    const [west, south, east, north] = query.bbox;
    add("card.point && st_makeenvelope(:west, :south, :east, :north, 4326)", { west, south, east, north });
  }
  if (query.near) {
    // What st_dwithin does, spelt out: it makes the planner expect one row, which never pays for the index that
    // walks outwards from the point. 5,000 villages within 500 km: 184 ms with it, 51 ms like this.
    const box = `card.point::geography && _st_expand(${NEAR_POINT}, :nearRadius)`;
    const { lon: nearLon, lat: nearLat, radiusM: nearRadius } = query.near;
    add(`${box} and ${DISTANCE} <= :nearRadius`, { nearLon, nearLat, nearRadius });
  }
  if (query.intersects)
    add(outlineClause("st_intersects(shape.outline, geometry)", "intersects"), {
      intersects: JSON.stringify(query.intersects),
    });
  const filter = query.where ?? {};
  if (filter.inside)
    add(outlineClause("st_coveredby(shape.outline, geometry)", "inside"), {
      inside: JSON.stringify(filter.inside),
    });
  if (filter.contains)
    add(outlineClause("st_covers(shape.outline, geometry)", "contains"), {
      contains: JSON.stringify(filter.contains),
    });
  if (filter.levels) add("card.level = any(:levels::text[])", { levels: filter.levels });
  if (filter.status) add("card.status = any(:status::text[])", { status: filter.status });
  if (filter.minScore != null) add("card.score >= :minScore", { minScore: filter.minScore });
  if (filter.maxScore != null) add("card.score <= :maxScore", { maxScore: filter.maxScore });
  if (filter.minHouseholds != null)
    add("card.households >= :minHouseholds", { minHouseholds: filter.minHouseholds });
  if (filter.poorVillage != null)
    add("card.poor_village = :poorVillage", { poorVillage: filter.poorVillage });
  if (filter.isDemo != null) add("card.is_demo = :isDemo", { isDemo: filter.isDemo });
  if (filter.needsEnclave != null)
    add(`card.code ${filter.needsEnclave ? "in" : "not in"} ${VILLAGES_IN_NEED}`, {});
  const source = query.period === undefined ? "atlas.village_cards card" : cardsOfMonth;
  return { from: `from ${source} where ${where.join(" and ") || "true"}`, values };
}

/** Keeps villages whose outline stands in a relation to a given geometry; the subquery lets the outline's own index answer. */
function outlineClause(relation: string, name: string): string {
  const geometry = `st_setsrid(st_geomfromgeojson(:${name}), 4326)`;
  return `card.code in (select shape.code from atlas.villages shape where shape.outline && ${geometry} and ${relation.replace("geometry", geometry)})`;
}

/** A page of villages in one statement; `detail` when a field of DETAIL_FIELDS is selected. */
export async function selectVillages(
  context: Pick<Context, "sql">,
  query: VillageQuery,
  page: Page,
  detail: boolean,
): Promise<Connection<Village>> {
  for (const polygon of [query.intersects, query.where?.inside])
    if (polygon) await refuseInvalid(context, polygon);
  if (query.orderBy === VillageOrder.DISTANCE && !query.near) {
    throw new InputError("BAD_USER_INPUT", "按距离排序须同时给出 near。", "Order DISTANCE needs near.");
  }
  const { from, values } = villageFilter(query);
  const order = VILLAGE_ORDERS[query.orderBy];
  const keys = keyset(order, page);
  const distance = query.near ? `, ${DISTANCE} as "distanceM"` : "";
  const published = query.period === undefined ? publishedColumn : "";
  const select = detail
    ? `select ${cardColumns} ${detailColumns} ${published} ${distance} ${from.replace(" where ", ` ${detailJoin} where `)}`
    : `select ${cardColumns} ${published} ${distance} ${from}`;
  // Before PostgreSQL 17 the index that walks outwards orders by distance alone or not at all: so by distance first,
  // with all who tie for the last place, and then among equals by code.
  const nearest = query.orderBy === VillageOrder.DISTANCE && !page.backward;
  const rows = await context.sql<Village>(
    nearest
      ? `select * from (${select} and ${keys.where} order by ${DISTANCE} fetch first (:pageLimit) rows with ties) nearest
         order by "distanceM", code limit :pageLimit`
      : `${select} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`,
    { ...values, ...keys.values },
  );
  return toConnection(rows, page, order, (mode) => countRows(context.sql, from, values, mode));
}

/** @throws InputError with the reason and the place when a polygon crosses itself. */
async function refuseInvalid({ sql }: Pick<Context, "sql">, polygon: Polygon): Promise<void> {
  const [row] = await sql<{ valid: boolean; reason: string; lon: number; lat: number }>(
    /* sql */ `
    select valid, reason, st_x(location) as lon, st_y(location) as lat from st_isvaliddetail(st_setsrid(st_geomfromgeojson(:polygon), 4326))`,
    { polygon: JSON.stringify(polygon) },
  );
  if (!row || row.valid) return;
  const place = [row.lon, row.lat].map((degrees) => degrees.toFixed(6)).join(", ");
  throw new InputError(
    "GEOMETRY_INVALID",
    `多边形无效：${reasonInChinese(row.reason)}，位置 ${place}。`,
    `The polygon is not valid: ${row.reason} at ${place}.`,
  );
}

/** Villages by code, with everything a panel shows. */
export const villagesByCode: Batch<string, Village | null> = async ({ sql }, codes) => {
  const rows = await sql<Village>(
    `select ${cardColumns} ${detailColumns} ${publishedColumn} from atlas.village_cards card ${detailJoin} where card.code = any(:codes::text[])`,
    { codes: [...codes] },
  );
  const byKey = new Map(rows.map((row) => [row.code, row]));
  return codes.map((code) => byKey.get(code) ?? null);
};

/** Pages of the villages of many regions, one statement for all. */
export const villagesOfRegions: Batch<
  { code: string; kind: string },
  Connection<Village>,
  { page: Page; orderBy: VillageOrder; detail: boolean }
> = async ({ sql }, regions, { page, orderBy, detail }) => {
  if (orderBy === VillageOrder.DISTANCE)
    throw new InputError("BAD_USER_INPUT", "此处不能按距离排序。", "Order DISTANCE is not possible here.");
  const order = VILLAGE_ORDERS[orderBy];
  const keys = keyset(order, page);
  // One branch per level, so that each uses its own index; an area goes by the list of its counties.
  const inRegion = /* sql */ `case region.kind
      when 'TOWNSHIP' then card.township_code = region.code
      when 'COUNTY' then card.county_code = region.code
      else true end
    and (region.kind = 'TOWNSHIP' or card.county_code = any(region.counties))`;
  const lateral = (clause: string) => /* sql */ `
    select ${cardColumns} ${detail ? detailColumns : ""} ${publishedColumn}
    from atlas.village_cards card ${detail ? detailJoin : ""}
    where ${clause} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`;
  const kinds = new Set(regions.map((region) => region.kind));
  const clause =
    kinds.size === 1 && kinds.has(RegionKind.TOWNSHIP)
      ? "card.township_code = region.code"
      : kinds.size === 1 && kinds.has(RegionKind.COUNTY)
        ? "card.county_code = region.code"
        : inRegion;
  const rows = await sql<Village & { regionCode: string }>(
    /* sql */ `
    select region.code as "regionCode", page.*
    from (
      select asked.code, asked.kind, array(
        select county.code from atlas.regions county
        where county.kind = 'COUNTY' and asked.kind in ('PROVINCE', 'PREFECTURE', 'COUNTY')
          and county.code >= asked.code and county.code < asked.code || ':'
        union all
        select member.county_code from atlas.area_members member
        where member.area_code = asked.code and asked.kind = 'AREA' and member.member_to is null) as counties
      from unnest(:codes::text[], :kinds::text[]) as asked (code, kind)
    ) region
    cross join lateral (${lateral(clause)}) page`,
    {
      codes: regions.map((region) => region.code),
      kinds: regions.map((region) => region.kind),
      ...keys.values,
    },
  );
  const byRegion = grouped(rows, (row) => row.regionCode);
  return regions.map((region) =>
    toConnection(byRegion.of(region.code), page, order, (mode) =>
      countRows(
        sql,
        /* sql */ `from atlas.village_cards card where (:kind = 'AREA' and card.county_code in (
              select county_code from atlas.area_members where area_code = :region and member_to is null))
            or (:kind <> 'AREA' and card.code >= :region and card.code < :region || ':')`,
        { kind: region.kind, region: region.code },
        mode,
      ),
    ),
  );
};

/** Risk of a village row: the read model already holds the latest month. */
export function latestRisk(village: Village): VillageRiskRow | null {
  if (village.latestPeriod === null || village.status === null) return null;
  return toVillageRisk({
    villageCode: village.code,
    score: village.score,
    level: village.level,
    status: village.status,
    intervalLow: village.intervalLow,
    intervalHigh: village.intervalHigh,
    coverage: village.coverage ?? 0,
    period: village.latestPeriod,
    methodVersion: METHOD_VERSION,
  });
}

/** Outlines of many villages as GeoJSON text. */
export const villageOutlines: Batch<
  string,
  string | null,
  { precision: number; toleranceM: number }
> = async ({ sql }, codes, { precision, toleranceM }) => {
  const outline =
    toleranceM === 0 && precision === 6
      ? "outline_json"
      : "st_asgeojson(st_forcepolygonccw(st_multi(st_simplifypreservetopology(outline, :degrees::float8))), :precision::int, 0)";
  const rows = await sql<{ code: string; outline: string | null }>(
    `select code, ${outline} as outline from atlas.villages where code = any(:codes::text[])`,
    { codes: [...codes], degrees: toleranceM / 111_320, precision },
  );
  const byKey = new Map(rows.map((row) => [row.code, row.outline]));
  return codes.map((code) => byKey.get(code) ?? null);
};
