import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Batch, Context, Sql } from "../context.ts";
import { countRows } from "../count.ts";
import { grouped } from "../grouped.ts";
import { type Scope, scopeFilter } from "../regions/queries.ts";
import type { EmergencyEvent, EventEffect, EventKind, EventVillage } from "./type.ts";

const columns = /* sql */ `
  'EmergencyEvent:' || event.code as id, event.code, event.name, event.name_en as "nameEn", event.kind, event.grade,
  event.started_on as "startedOn", event.ended_on as "endedOn", event.effect_basis as "effectBasis",
  case when event.footprint is not null then array[st_xmin(event.footprint), st_ymin(event.footprint),
    st_xmax(event.footprint), st_ymax(event.footprint)] end as bbox,
  (select count(*)::int from atlas.event_villages touched where touched.event_code = event.code) as "villagesTouched",
  (select coalesce(sum(affected_households), 0)::int from atlas.emergency_effects effect
   where effect.event_code = event.code) as "affectedHouseholds",
  event.is_demo as "isDemo", event.row_version as "rowVersion"`;

const newestFirst: Order<EmergencyEvent> = [
  { sql: "event.started_on::text", type: "text", descending: true, value: (row) => row.startedOn },
  { sql: "event.code", type: "text", value: (row) => row.code },
];

export interface EventQuery {
  readonly scope?: Scope;
  readonly bbox?: readonly number[];
  readonly kinds?: readonly EventKind[];
  /** Days between which it lasted for at least one. */
  readonly from?: string;
  readonly to?: string;
}

/** A page of events, the newest first. */
export async function selectEvents(
  { sql }: Context,
  query: EventQuery,
  page: Page,
): Promise<Connection<EmergencyEvent>> {
  const where: string[] = ["true"];
  const values: Record<string, unknown> = {};
  if (query.scope) {
    const county = scopeFilter(query.scope, "effect.county_code", "effect.county_code");
    const village = scopeFilter(query.scope, "touched.village_code", "touched.county_code");
    where.push(`(exists (select from atlas.emergency_effects effect where effect.event_code = event.code and ${county.where})
      or exists (select from atlas.event_villages touched where touched.event_code = event.code and ${village.where}))`);
    Object.assign(values, county.values);
  }
  if (query.bbox) {
    const [west, south, east, north] = query.bbox;
    const box = "st_makeenvelope(:west, :south, :east, :north, 4326)";
    where.push(`event.footprint && ${box} and st_intersects(event.footprint, ${box})`);
    Object.assign(values, { west, south, east, north });
  }
  if (query.kinds) {
    where.push("event.kind = any(:kinds::text[])");
    values.kinds = [...query.kinds];
  }
  if (query.from !== undefined) {
    where.push("(event.ended_on is null or event.ended_on >= :from::date)");
    values.from = query.from;
  }
  if (query.to !== undefined) {
    where.push("event.started_on <= :to::date");
    values.to = query.to;
  }
  const from = `from atlas.emergency_events event where ${where.join(" and ")}`;
  const keys = keyset(newestFirst, page);
  const rows = await sql<EmergencyEvent>(
    `select ${columns} ${from} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`,
    { ...values, ...keys.values },
  );
  return toConnection(rows, page, newestFirst, (mode) => countRows(sql, from, values, mode));
}

const byCodes = (sql: Sql, codes: readonly string[]) =>
  sql<EmergencyEvent>(
    `select ${columns} from atlas.emergency_events event where event.code = any(:codes::text[])`,
    { codes: [...codes] },
  );

export const eventsByCode: Batch<string, EmergencyEvent | null> = async ({ sql }, codes) => {
  const byKey = new Map((await byCodes(sql, codes)).map((row) => [row.code, row]));
  return codes.map((code) => byKey.get(code) ?? null);
};

/** One event, read on the connection of whoever changes it. */
export const findEvent = async (sql: Sql, code: string): Promise<EmergencyEvent | null> =>
  (await byCodes(sql, [code]))[0] ?? null;

export const eventFootprints: Batch<
  string,
  string | null,
  { precision: number; toleranceM: number }
> = async ({ sql }, codes, { precision, toleranceM }) => {
  const shape =
    toleranceM === 0
      ? "event.footprint"
      : "st_multi(st_simplifypreservetopology(event.footprint, :degrees::float8))";
  const rows = await sql<{ code: string; footprint: string | null }>(
    `select event.code, st_asgeojson(st_forcepolygonccw(${shape}), :precision::int, 0) as footprint
     from atlas.emergency_events event where event.code = any(:codes::text[])`,
    { codes: [...codes], degrees: toleranceM / 111_320, precision },
  );
  const byKey = new Map(rows.map((row) => [row.code, row.footprint]));
  return codes.map((code) => byKey.get(code) ?? null);
};

/** Households by county of many events, the most first. */
export const eventEffects: Batch<string, EventEffect[]> = async ({ sql }, codes) => {
  const rows = await sql<EventEffect & { code: string }>(
    /* sql */ `
    select event_code as code, county_code as "countyCode", affected_households as "affectedHouseholds"
    from atlas.emergency_effects where event_code = any(:codes::text[])
    order by affected_households desc, county_code`,
    { codes: [...codes] },
  );
  return codes.map(grouped(rows, (row) => row.code).of);
};

const mostAffected: Order<EventVillage> = [
  {
    sql: "coalesce(touched.affected_households, -1)",
    type: "integer",
    descending: true,
    value: (row) => row.order,
  },
  { sql: "touched.village_code", type: "text", value: (row) => row.villageCode },
];

/** Pages of the villages of many events, the most affected first: one statement for all. */
export const eventVillages: Batch<string, Connection<EventVillage>, Page> = async ({ sql }, codes, page) => {
  const keys = keyset(mostAffected, page);
  const rows = await sql<EventVillage & { code: string }>(
    /* sql */ `
    select asked.code, page.* from unnest(:codes::text[]) as asked (code)
    cross join lateral (
      select touched.village_code as "villageCode", touched.share::float8 as share, touched.point_inside as "pointInside",
             touched.households, touched.affected_households as "affectedHouseholds",
             coalesce(touched.affected_households, -1) as "order"
      from atlas.event_villages touched
      where touched.event_code = asked.code and ${keys.where} order by ${keys.orderBy} limit :pageLimit) page`,
    { codes: [...codes], ...keys.values },
  );
  const byEvent = grouped(rows, (row) => row.code);
  return codes.map((code) =>
    toConnection(byEvent.of(code), page, mostAffected, (mode) =>
      countRows(sql, "from atlas.event_villages touched where touched.event_code = :code", { code }, mode),
    ),
  );
};
