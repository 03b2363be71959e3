import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { quarterName } from "../../geo/quarters.ts";
import { inCopyOf } from "./database.ts";
import { type Comparison, median } from "./measure.ts";

const YARDSTICKS = 3;

export interface RecomputeResult {
  readonly sentence: string;
  readonly comparison: Comparison;
}

/**
 * `npm run recompute` of the latest quarter, all figures of all villages and regions, against one statement that reads
 * the same facts and writes as many rows. In a copy of the database, which is dropped.
 */
export async function recomputeWorkload(sourceUrl: string): Promise<RecomputeResult> {
  return inCopyOf(sourceUrl, "recompute", measureRecompute);
}

async function measureRecompute(url: string): Promise<RecomputeResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ quarter: string; villages: number; regions: number }>(/* sql */ `
    select max(quarter)::text as quarter, (select count(*)::int from atlas.villages) as villages,
           (select count(*)::int from atlas.region_indices
            where quarter = (select max(quarter) from atlas.publications)) as regions
    from atlas.publications where is_current`);
  const [{ quarter, villages, regions } = { quarter: "", villages: 0, regions: 0 }] = rows;
  const limits: number[] = [];
  for (let round = 0; round < YARDSTICKS; round += 1) limits.push(await yardstick(client, quarter));
  await client.end();
  const since = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      fileURLToPath(new URL("../../dist/server/commands.js", import.meta.url)),
      "recompute",
      "--period",
      quarterName(quarter),
    ],
    { env: { ...process.env, DATABASE_URL: url }, encoding: "utf8" },
  );
  const took = (performance.now() - since) / 1000;
  if (status !== 0) throw new Error(`recompute ended with ${status}:\n${stdout.slice(0, 2_000)}${stderr}`);
  const limit = median(limits);
  console.log(
    `RECOMPUTE of ${quarterName(quarter)}, ${villages} villages and ${regions} regions: ${took.toFixed(1)} s, one statement over the same facts ${limit.toFixed(1)} s (${(took / limit).toFixed(0)} times as long)`,
  );
  return {
    sentence: "recompute of a quarter, village-months/s / one statement over the same facts",
    comparison: {
      product: { perSecond: (3 * villages) / took, latencies: [took * 1000], bytes: 0 },
      limit: {
        perSecond: (3 * villages) / limit,
        latencies: limits.map((seconds) => seconds * 1000),
        bytes: 0,
      },
      ratio: limit / took,
    },
  };
}

/** Reads the quarter's facts, adds them up by county, and writes a row for every village month and county. */
async function yardstick(client: pg.Client, quarter: string): Promise<number> {
  await client.query("begin");
  const since = performance.now();
  await client.query(
    /* sql */ `
    create temp table yardstick on commit drop as
    select fact.village_code, fact.period, fact.revision, fact.recorded_at,
           fact.vul_numerator / nullif(fact.vul_denominator, 0) as vul,
           fact.flow_numerator / nullif(fact.flow_denominator, 0) as flow,
           sum(fact.vul_numerator) over county as county_vul, sum(fact.flow_numerator) over county as county_flow,
           sum(fact.shock_numerator) over county as county_shock, sum(village.households) over county as households
    from atlas.village_facts fact join atlas.villages village on village.code = fact.village_code
    where fact.period >= '${quarter}'::date and fact.period < '${quarter}'::date + interval '3 months'
    window county as (partition by village.county_code, fact.period)`,
  );
  const seconds = (performance.now() - since) / 1000;
  await client.query("rollback");
  return seconds;
}
