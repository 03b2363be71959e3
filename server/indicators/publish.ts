import type { Knex } from "knex";
import type { Count } from "../../geo/empiricalBayes.ts";
import { RegionPool } from "../../geo/regionRisk.ts";
import { COMPONENTS, METHOD_VERSION, scoreVillages, type VillageRisk } from "../../geo/villageRisk.ts";
import { copyRows } from "../copy.ts";

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
    const counties = await countiesWithFacts(transaction);
    const above = new Map<string, RegionPool>();
    for (const [index, county] of counties.entries()) {
      villageMonths += await publishCounty(transaction, county, above);
      if (counties.length > 50 && index % 100 === 99)
        onProgress(`scores: ${index + 1} of ${counties.length} counties`);
    }
    await copyRows(transaction, "atlas.region_risks", REGION_COLUMNS, regionRows(above));
  });
  await knex.raw("analyze atlas.village_risks, atlas.region_risks");
  return { villageMonths };
}

interface CountyRow {
  code: string;
  areas: string[];
}

async function countiesWithFacts(transaction: Knex.Transaction): Promise<CountyRow[]> {
  const { rows } = await transaction.raw<{ rows: CountyRow[] }>(/* sql */ `
    select county.code, array(
      select member.area_code::text from atlas.area_members member
      where member.county_code = county.code and member.member_to is null) as areas
    from atlas.regions county
    where county.kind = 'COUNTY' and exists (select from atlas.villages where county_code = county.code)
    order by county.code`);
  return rows;
}

async function publishCounty(
  transaction: Knex.Transaction,
  county: CountyRow,
  above: Map<string, RegionPool>,
): Promise<number> {
  const { rows } = (await transaction
    .raw(
      /* sql */ `
      select distinct on (fact.period, village.code) village.code, fact.period::text, coalesce(village.households, 0), ${factColumns}
      from atlas.villages village
      join atlas.village_facts fact on fact.village_code = village.code
      where village.county_code = ?
      order by fact.period, village.code, fact.revision desc`,
      [county.code],
    )
    .options({ rowMode: "array" })) as { rows: FactRow[] };
  const inside = new Map<string, RegionPool>();
  const villageRows = [...monthsOf(rows)].flatMap((month) => {
    const counts = month.map(countsOf);
    const risks = scoreVillages(counts);
    return month.map((row, index) => {
      const risk = risks[index];
      if (!risk) throw new Error(`village ${row[0]} was not scored`);
      const [code, period, households] = row;
      const pools = [
        ...[code.slice(0, 9), county.code].map((region) => poolOf(inside, region, period)),
        ...[county.code.slice(0, 4), county.code.slice(0, 2), ...county.areas].map((region) =>
          poolOf(above, region, period),
        ),
      ];
      for (const pool of pools) pool.add(counts[index] ?? [], households, risk.level);
      return villageRow(code, period, risk);
    });
  });
  await copyRows(transaction, "atlas.village_risks", VILLAGE_COLUMNS, villageRows);
  await copyRows(transaction, "atlas.region_risks", REGION_COLUMNS, regionRows(inside));
  return villageRows.length;
}

function* monthsOf(rows: FactRow[]): Generator<FactRow[]> {
  let from = 0;
  for (let index = 1; index <= rows.length; index += 1) {
    if (index < rows.length && rows[index]?.[1] === rows[from]?.[1]) continue;
    yield rows.slice(from, index);
    from = index;
  }
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

function villageRow(code: string, period: string, risk: VillageRisk) {
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

function* regionRows(pools: Map<string, RegionPool>) {
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
