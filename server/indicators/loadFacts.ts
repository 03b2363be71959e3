import type { Knex } from "knex";
import { monthAfter } from "../../geo/quarters.ts";
import { COMPONENTS } from "../../geo/villageRisk.ts";
import { readRolledUp } from "../releases/loadRolledUp.ts";
import { ROLL_UP_SOURCE } from "../releases/source.ts";
import { REGISTER_SOURCE } from "./loadIndustry.ts";
import { VILLAGE_COLUMNS } from "./qualityRules.ts";

/** A village and month as delivered; figures in the order of VILLAGE_COLUMNS, null where not delivered. */
export interface VillageMonth {
  readonly village: string;
  /** First day of the month. */
  readonly month: string;
  /** Milliseconds since 1970. */
  readonly recordedAt: number;
  /** Whether it came in a file, from casework or the registers, whose rows share the second they were stored in. */
  readonly inDelivery: boolean;
  readonly figures: readonly (number | null)[];
}

export interface Fact extends VillageMonth {
  readonly revision: number;
}

type FactRow = [string, string, number, number, boolean, ...(number | null)[]];

/** Sources of rows that the platform itself stores, many in one second. */
const ADDED_UP = [ROLL_UP_SOURCE, REGISTER_SOURCE];

/** Rows per fetch: memory stays flat however many villages there are. */
const ROWS_AT_ONCE = 10_000;

const figureColumns = VILLAGE_COLUMNS.join(", ");
const sourceColumns = COMPONENTS.map(({ key }) => `${key.toLowerCase()}_source`).join(", ");

/**
 * The village facts of some months, county by county in the order of the codes; of a village, by month and revision.
 * One walk along the primary key: a statement per county would plan and open every yearly partition 2,891 times.
 * While one part is worked on, the database is at the next.
 */
export async function* countiesWithFacts(
  transaction: Knex.Transaction,
  months: readonly string[],
): AsyncGenerator<{ county: string; facts: Fact[] }> {
  const { rows: deliveries } = await transaction.raw<{ rows: { id: number; isAddedUp: boolean }[] }>(
    `select id, key = any(?) as "isAddedUp" from atlas.data_sources where key = any(?) or sha256 is not null`,
    [ADDED_UP, ADDED_UP],
  );
  const idsOf = (addedUp: boolean) =>
    deliveries.flatMap(({ id, isAddedUp }) => (isAddedUp === addedUp ? [id] : []));
  await transaction.raw(
    /* sql */ `
    declare facts no scroll cursor for
    select village_code, period, revision, extract(epoch from recorded_at)::float8 * 1000,
           -- Casework and the registers add to what was delivered before; a file brings every figure of its rows.
           coalesce(?::smallint[] && array[${sourceColumns}], false)
             or coalesce(array_remove(array[${sourceColumns}], null) <@ nullif(?::smallint[], '{}')
                         and num_nonnulls(${sourceColumns}) > 0, false), ${figureColumns}
    from atlas.village_facts where period = any(?::date[])
    order by village_code, period, revision`,
    [idsOf(true), idsOf(false), [...months]],
  );
  const fetchNext = () => {
    const fetching: Promise<{ rows: FactRow[] }> = Promise.resolve(
      transaction.raw(`fetch ${ROWS_AT_ONCE} from facts`).options({ rowMode: "array" }),
    );
    // Whoever waits for it is told; nobody does once the walk has failed elsewhere.
    fetching.catch(() => {});
    return fetching;
  };
  let county = "";
  let facts: Fact[] = [];
  for (let fetching: ReturnType<typeof fetchNext> | null = fetchNext(); fetching; ) {
    const { rows }: { rows: FactRow[] } = await fetching;
    fetching = rows.length < ROWS_AT_ONCE ? null : fetchNext();
    for (const [village, month, revision, recordedAt, inDelivery, ...figures] of rows) {
      if (!village.startsWith(county) || county === "") {
        if (facts.length > 0) yield { county, facts };
        county = village.slice(0, 6);
        facts = [];
      }
      facts.push({ village, month, revision, recordedAt, inDelivery, figures });
    }
  }
  if (facts.length > 0) yield { county, facts };
  await transaction.raw("close facts");
}

/** Of each village and month the highest revision. */
export function latest(facts: readonly Fact[]): Fact[] {
  return facts.filter((fact, index) => {
    const next = facts[index + 1];
    return next?.village !== fact.village || next.month !== fact.month;
  });
}

export interface Village {
  readonly code: string;
  readonly households: number;
  /** Null where nobody knows where it lies. */
  readonly lon: number | null;
  readonly lat: number | null;
}

export interface CountyOfVillages {
  readonly county: string;
  readonly households: number;
  readonly villages: number;
}

/** What publishing asks of places, the same for every quarter and therefore read once. */
export interface Places {
  readonly villages: ReadonlyMap<string, Village>;
  /** Counties with households, in the order of their codes. */
  readonly counties: readonly CountyOfVillages[];
  /** In the order of their codes. */
  readonly townships: readonly string[];
  /** Per county, the areas it belongs to. */
  readonly areas: ReadonlyMap<string, readonly string[]>;
  /** Codes that results can be stored under: some provinces have no division between them and their counties. */
  readonly regions: ReadonlySet<string>;
}

export async function readPlaces(transaction: Knex.Transaction): Promise<Places> {
  const all = async <Row>(sql: string): Promise<Row[]> => (await transaction.raw<{ rows: Row[] }>(sql)).rows;
  const villages = await all<Village>(/* sql */ `
    select code, coalesce(households, 0) as households, st_x(point) as lon, st_y(point) as lat
    from atlas.villages order by code`);
  const counties = new Map<string, CountyOfVillages>();
  for (const { code, households } of villages) {
    const county = code.slice(0, 6);
    const sums = counties.get(county) ?? { county, households: 0, villages: 0 };
    counties.set(county, { county, households: sums.households + households, villages: sums.villages + 1 });
  }
  const areas = await all<{ county: string; areas: string[] }>(/* sql */ `
    select county_code as county, array_agg(area_code::text order by area_code) as areas
    from atlas.area_members where member_to is null group by county_code`);
  const regions = await all<{ code: string }>("select code from atlas.regions");
  return {
    villages: new Map(villages.map((village) => [village.code, village])),
    counties: [...counties.values()].filter(({ households }) => households > 0),
    townships: [...new Set(villages.map(({ code }) => code.slice(0, 9)))],
    areas: new Map(areas.map(({ county, areas: its }) => [county, its])),
    regions: new Set(regions.map(({ code }) => code)),
  };
}

/** What the villages of a county and month add up to; null where nobody delivered it. */
export interface MonthSums {
  readonly shock: number | null;
  readonly flow: number | null;
  readonly flowHouseholds: number | null;
}

/** Sums of some months by county and month, "360827 2026-09-01"; the months of all quarters in one statement. */
export async function readMonthSums(
  transaction: Knex.Transaction,
  months: readonly string[],
  publications: readonly number[],
): Promise<Map<string, MonthSums>> {
  const { rows } = await transaction.raw<{ rows: (MonthSums & { county: string; month: string })[] }>(
    /* sql */ `
    -- Corrections are few: looking each row up among them is cheaper than sorting all rows by their revision.
    with corrections as materialized (
      select village_code, period, max(revision) as revision from atlas.village_facts
      where period = any(?::date[]) and revision > 1 group by village_code, period)
    select left(fact.village_code, 6) as county, fact.period as month,
           (sum(fact.shock_numerator) filter (where delivered))::float8 as shock,
           (sum(fact.flow_numerator) filter (where delivered))::float8 as flow,
           (sum(fact.flow_denominator) filter (where delivered))::float8 as "flowHouseholds"
    from atlas.village_facts fact left join corrections using (village_code, period)
    cross join (select (select id from atlas.data_sources where key = ?) as source) released
    cross join lateral (select fact.vul_source is distinct from released.source as delivered) its
    where fact.period = any(?::date[]) and (corrections.revision is null or fact.revision = corrections.revision)
    group by 1, 2`,
    [[...months], ROLL_UP_SOURCE, [...months]],
  );
  const found = new Map(rows.map(({ county, month, ...sums }) => [`${county} ${month}`, sums]));
  // Of villages rolled up from casework what the county released counts, never what is left of them.
  for (const [key, { sums }] of await readRolledUp(transaction, publications)) {
    if (!months.includes(key.slice(7))) continue;
    const [shock, flow] = (["SHOCK", "FLOW"] as const).map(
      (name) => sums.get(key.slice(0, 6))?.[COMPONENTS.findIndex((component) => component.key === name)],
    );
    const delivered = found.get(key);
    found.set(key, {
      shock: plus(delivered?.shock, shock?.numerator),
      flow: plus(delivered?.flow, flow?.numerator),
      flowHouseholds: plus(delivered?.flowHouseholds, flow?.denominator),
    });
  }
  return found;
}

const plus = (delivered: number | null | undefined, released: number | undefined): number | null =>
  released === undefined ? (delivered ?? null) : (delivered ?? 0) + released;

/** Months of a quarter up to the last one with facts. */
export const monthsOf = (quarter: string, lastMonth: string): string[] =>
  [0, 1, 2].map((offset) => monthAfter(quarter, offset)).filter((month) => month <= lastMonth);
