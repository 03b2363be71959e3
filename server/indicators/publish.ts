import type { Knex } from "knex";
import type { Count } from "../../geo/empiricalBayes.ts";
import { RegionPool } from "../../geo/regionRisk.ts";
import { COMPONENTS, METHOD_VERSION, scoreVillages, type VillageRisk } from "../../geo/villageRisk.ts";
import { type Cell, copyRows } from "../copy.ts";

const VILLAGE_COLUMNS = [
  "village_code",
  "period",
  "status",
  "score",
  "level",
  "interval_low",
  "interval_high",
  "coverage",
  "contributions",
  "imputed",
  "method_version",
];
const REGION_COLUMNS = [
  "region_code",
  "period",
  "status",
  "score",
  "level",
  "coverage",
  "contributions",
  "villages",
  "households",
  "villages_by_level",
  "households_by_level",
  "method_version",
];

const factColumns = COMPONENTS.flatMap(({ key }) => [
  `fact.${key.toLowerCase()}_numerator`,
  `fact.${key.toLowerCase()}_denominator`,
]).join(", ");

/** village code, month, households, then numerator and denominator of each component. */
type FactRow = [string, string, number, ...(number | null)[]];

/** Rows per fetch and per COPY: memory stays flat however many villages there are. */
const ROWS_AT_ONCE = 20_000;

/**
 * Scores every village month by month, county by county, and rolls up to townships, counties, prefectures,
 * provinces and areas. One transaction: readers see the old figures or the new ones. Safe to repeat.
 */
export async function publishRisks(
  knex: Knex,
  onProgress: (sentence: string) => void = () => {},
): Promise<{ villageMonths: number }> {
  let villageMonths = 0;
  await knex.transaction(async (transaction) => {
    await transaction.raw("delete from atlas.village_risks");
    await transaction.raw("delete from atlas.region_risks");
    const areas = await areasOfCounties(transaction);
    const above = new Map<string, RegionPool>();
    let villages: Cell[][] = [];
    let regions: Cell[][] = [];
    const store = async () => {
      await copyRows(transaction, "atlas.village_risks", VILLAGE_COLUMNS, villages);
      await copyRows(transaction, "atlas.region_risks", REGION_COLUMNS, regions);
      villageMonths += villages.length;
      villages = [];
      regions = [];
    };
    for await (const { county, rows } of countiesWithFacts(transaction)) {
      const inside = new Map<string, RegionPool>();
      scoreCounty(rows, [county.slice(0, 4), county.slice(0, 2), ...(areas.get(county) ?? [])], {
        inside,
        above,
        add: (row) => villages.push(row),
      });
      regions.push(...regionRows(inside));
      if (villages.length < ROWS_AT_ONCE) continue;
      await store();
      onProgress(`scores: ${villageMonths} village-months, up to county ${county}`);
    }
    regions.push(...regionRows(above));
    await store();
  });
  await knex.raw("analyze atlas.village_risks, atlas.region_risks");
  return { villageMonths };
}

async function areasOfCounties(transaction: Knex.Transaction): Promise<Map<string, string[]>> {
  const { rows } = await transaction.raw<{ rows: { county: string; areas: string[] }[] }>(/* sql */ `
    select county_code as county, array_agg(area_code::text order by area_code) as areas
    from atlas.area_members where member_to is null group by county_code`);
  return new Map(rows.map(({ county, areas }) => [county, areas]));
}

/**
 * The facts of one county after the other, the highest revision of each month. One walk along the primary key:
 * a statement per county would plan and open every yearly partition 2,891 times.
 */
async function* countiesWithFacts(
  transaction: Knex.Transaction,
): AsyncGenerator<{ county: string; rows: FactRow[] }> {
  await transaction.raw(/* sql */ `
    declare facts no scroll cursor for
    select fact.village_code, fact.period, coalesce(village.households, 0), ${factColumns}
    from atlas.village_facts fact join atlas.villages village on village.code = fact.village_code
    order by fact.village_code, fact.period, fact.revision`);
  let county = "";
  let rows: FactRow[] = [];
  for (;;) {
    const fetched = (await transaction
      .raw(`fetch ${ROWS_AT_ONCE} from facts`)
      .options({ rowMode: "array" })) as { rows: FactRow[] };
    for (const row of fetched.rows) {
      const its = row[0].slice(0, 6);
      if (its !== county) {
        if (rows.length > 0) yield { county, rows };
        county = its;
        rows = [];
      }
      const last = rows.at(-1);
      if (last && last[0] === row[0] && last[1] === row[1]) rows[rows.length - 1] = row;
      else rows.push(row);
    }
    if (fetched.rows.length < ROWS_AT_ONCE) break;
  }
  if (rows.length > 0) yield { county, rows };
  await transaction.raw("close facts");
}

/** Scores the villages of a county month by month and adds them to the sums of every region they are in. */
function scoreCounty(
  rows: readonly FactRow[],
  regionsAbove: readonly string[],
  to: { inside: Map<string, RegionPool>; above: Map<string, RegionPool>; add: (row: Cell[]) => void },
): void {
  for (const month of monthsOf(rows)) {
    const counts = month.map(countsOf);
    const risks = scoreVillages(counts);
    const [first, period] = month[0] ?? ["", ""];
    const shared = [
      poolOf(to.inside, first.slice(0, 6), period),
      ...regionsAbove.map((region) => poolOf(to.above, region, period)),
    ];
    month.forEach(([code, , households], index) => {
      const risk = risks[index];
      if (!risk) throw new Error(`village ${code} was not scored`);
      for (const pool of [poolOf(to.inside, code.slice(0, 9), period), ...shared])
        pool.add(counts[index] ?? [], households, risk.level);
      to.add(villageRow(code, period, risk));
    });
  }
}

/** Rows by month, villages in the order of their codes. */
function monthsOf(rows: readonly FactRow[]): Iterable<FactRow[]> {
  const months = new Map<string, FactRow[]>();
  for (const row of rows) {
    const month = months.get(row[1]);
    if (month) month.push(row);
    else months.set(row[1], [row]);
  }
  return months.values();
}

function countsOf(row: FactRow): (Count | null)[] {
  return COMPONENTS.map((_, index) => {
    const numerator = row[3 + 2 * index];
    const denominator = row[4 + 2 * index];
    return typeof numerator === "number" && typeof denominator === "number"
      ? { numerator, denominator }
      : null;
  });
}

function villageRow(code: string, period: string, risk: VillageRisk): Cell[] {
  const imputed = risk.rates.reduce((bits, rate, index) => (rate?.imputed ? bits | (1 << index) : bits), 0);
  const [low = null, high = null] = risk.interval90 ?? [];
  return [
    code,
    period,
    risk.status,
    risk.score,
    risk.level,
    low,
    high,
    risk.coverage,
    risk.contributions,
    imputed,
    METHOD_VERSION,
  ];
}

function poolOf(pools: Map<string, RegionPool>, region: string, period: string): RegionPool {
  const key = `${region} ${period}`;
  const pool = pools.get(key);
  if (pool) return pool;
  const created = new RegionPool();
  pools.set(key, created);
  return created;
}

function* regionRows(pools: Map<string, RegionPool>): Generator<Cell[]> {
  for (const [key, pool] of pools) {
    const [region = "", period = ""] = key.split(" ");
    const { status, score, level, coverage, contributions } = pool.result();
    yield [
      region,
      period,
      status,
      score,
      level,
      coverage,
      contributions,
      pool.villages,
      pool.households,
      pool.villagesByLevel,
      pool.householdsByLevel,
      METHOD_VERSION,
    ];
  }
}
