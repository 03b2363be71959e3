import type { Knex } from "knex";
import type { Count } from "../../geo/empiricalBayes.ts";
import { quarterOfDay } from "../../geo/quarters.ts";
import { RegionPool } from "../../geo/regionRisk.ts";
import { COMPONENTS, scoreVillages, type VillageRisk, type VillageRiskRules } from "../../geo/villageRisk.ts";
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
  "publication_id",
  "facts_revision",
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
  "publication_id",
];

const factColumns = COMPONENTS.flatMap(({ key }) => [
  `fact.${key.toLowerCase()}_numerator`,
  `fact.${key.toLowerCase()}_denominator`,
]).join(", ");

/** village code, month, households, revision, then numerator and denominator of each component. */
type FactRow = [string, string, number, number, ...(number | null)[]];

/** Rows per fetch and per COPY: memory stays flat however many villages there are. */
const ROWS_AT_ONCE = 20_000;

/** What a quarter's scores are computed with, and the number of the publication they belong to. */
export interface QuarterToScore {
  /** First day of the quarter. */
  readonly quarter: string;
  readonly publication: number;
  readonly rulesOf: (province: string) => VillageRiskRules;
}

/** What the index needs of a region's villages at the end of a quarter, besides what is stored. */
export interface ScoredMonths {
  readonly villageMonths: number;
  /** Sums of each region and month; key "360827 2026-09-01". */
  readonly pools: ReadonlyMap<string, RegionPool>;
}

/**
 * Scores every village of some quarters month by month, county by county, and rolls up to townships, counties,
 * prefectures, provinces and areas. Runs in the transaction of whoever publishes.
 */
export async function scoreQuarters(
  transaction: Knex.Transaction,
  quarters: readonly QuarterToScore[],
  onProgress: (sentence: string) => void,
): Promise<ScoredMonths> {
  let villageMonths = 0;
  const byQuarter = new Map(quarters.map((quarter) => [quarter.quarter, quarter]));
  const quarterOf = (period: string) => {
    const quarter = byQuarter.get(quarterOfDay(period));
    if (!quarter) throw new Error(`no publication for ${period}`);
    return quarter;
  };
  const areas = await areasOfCounties(transaction);
  const pools = new Map<string, RegionPool>();
  let villages: Cell[][] = [];
  const store = async () => {
    await copyRows(transaction, "atlas.village_risks", VILLAGE_COLUMNS, villages);
    villageMonths += villages.length;
    villages = [];
  };
  for await (const { county, rows } of countiesWithFacts(transaction, quarters)) {
    const above = [county, county.slice(0, 4), county.slice(0, 2), ...(areas.get(county) ?? [])];
    scoreCounty(rows, above, quarterOf, pools, (row) => villages.push(row));
    if (villages.length < ROWS_AT_ONCE) continue;
    await store();
    onProgress(`scores: ${villageMonths} village-months, up to county ${county}`);
  }
  await store();
  await copyRows(transaction, "atlas.region_risks", REGION_COLUMNS, regionRows(pools, quarterOf));
  return { villageMonths, pools };
}

export async function areasOfCounties(transaction: Knex.Transaction): Promise<Map<string, string[]>> {
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
  quarters: readonly QuarterToScore[],
): AsyncGenerator<{ county: string; rows: FactRow[] }> {
  const days = quarters.map(({ quarter }) => quarter).sort();
  await transaction.raw(
    /* sql */ `
    declare facts no scroll cursor for
    select fact.village_code, fact.period, coalesce(village.households, 0), fact.revision, ${factColumns}
    from atlas.village_facts fact join atlas.villages village on village.code = fact.village_code
    where fact.period >= ?::date and fact.period < ?::date + interval '3 months'
      and date_trunc('quarter', fact.period::timestamp)::date = any(?::date[])
    order by fact.village_code, fact.period, fact.revision`,
    [days[0] ?? null, days.at(-1) ?? null, days],
  );
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
  above: readonly string[],
  quarterOf: (period: string) => QuarterToScore,
  pools: Map<string, RegionPool>,
  add: (row: Cell[]) => void,
): void {
  for (const month of monthsOf(rows)) {
    const counts = month.map(countsOf);
    const [first, period] = month[0] ?? ["", ""];
    const { publication, rulesOf } = quarterOf(period);
    const rules = rulesOf(first.slice(0, 2));
    const risks = scoreVillages(counts, rules);
    const shared = above.map((region) => poolOf(pools, region, period));
    month.forEach(([code, , households, revision], index) => {
      const risk = risks[index];
      if (!risk) throw new Error(`village ${code} was not scored`);
      for (const pool of [poolOf(pools, code.slice(0, 9), period), ...shared])
        pool.add(counts[index] ?? [], households, risk.level);
      add([...villageRow(code, period, risk), rules.methodVersion, publication, revision]);
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
    const numerator = row[4 + 2 * index];
    const denominator = row[5 + 2 * index];
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

function* regionRows(
  pools: ReadonlyMap<string, RegionPool>,
  quarterOf: (period: string) => QuarterToScore,
): Generator<Cell[]> {
  for (const [key, pool] of pools) {
    const [region = "", period = ""] = key.split(" ");
    const { publication, rulesOf } = quarterOf(period);
    const rules = rulesOf(/^\d/.test(region) ? region.slice(0, 2) : "");
    const { status, score, level, coverage, contributions } = pool.result(rules);
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
      rules.methodVersion,
      publication,
    ];
  }
}
