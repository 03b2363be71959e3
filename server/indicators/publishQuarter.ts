import type { Knex } from "knex";
import type { Sums } from "../../geo/pooledFacts.ts";
import { monthAfter, quarterName } from "../../geo/quarters.ts";
import type { RegionPool } from "../../geo/regionRisk.ts";
import { countyFactsOf } from "./countyFacts.ts";
import { readCountyInputs } from "./countyInputs.ts";
import { alarmMonths, storeValues } from "./indicatorValues.ts";
import type { MonthSums, Places } from "./loadFacts.ts";
import { readWorkFacts } from "./loadWorkFacts.ts";
import { judgeQuality } from "./quality.ts";
import { storeRegionIndices } from "./regionIndices.ts";
import { finishSpatially, type StartedScans } from "./spatialFindings.ts";
import type { QuarterToWalk, Walked } from "./villageWalk.ts";

export interface Quarter extends QuarterToWalk {
  readonly version: number;
  /** Monte-Carlo replicates of the cluster scan. */
  readonly replicates: number;
}

export const yearBefore = (lastMonth: string) => monthAfter(lastMonth, -12);

/** What is the same for all quarters that are published together. */
export interface Known {
  readonly places: Places;
  readonly pools: ReadonlyMap<string, RegionPool>;
  /** By county and month, "360827 2026-09-01". */
  readonly sums: ReadonlyMap<string, MonthSums>;
}

/** Computes and stores what is published of a quarter besides the scores of its villages. */
export async function publishQuarter(
  transaction: Knex.Transaction,
  { quarter, lastMonth, publication, rules, quality }: Quarter,
  { places, pools, sums }: Known,
  walked: Walked,
  scans: StartedScans,
  onProgress: (sentence: string) => void,
): Promise<void> {
  const since = performance.now();
  const inputs = await readCountyInputs(transaction, quarter, lastMonth, places.counties, walked.silent);
  const spatial = await finishSpatially(transaction, publication, scans);
  const poolOf = (region: string): RegionPool | undefined => pools.get(`${region} ${lastMonth}`);
  const counties = countyFactsOf(inputs, quarter, (county) => ({
    pool: poolOf(county),
    flowYearBefore: flowOf(sums.get(`${county} ${yearBefore(lastMonth)}`)),
    hotspots: spatial.hotspots.get(county) ?? null,
  }));
  const indices = await storeRegionIndices(
    transaction,
    publication,
    quarter,
    counties,
    places.areas,
    spatial.clusters,
    rules,
  );
  const shocksOf = (county: string) => {
    const months = alarmMonths(lastMonth).map((month) => sums.get(`${county} ${month}`));
    return months.some((month) => month) ? months.map((month) => month?.shock ?? null) : null;
  };
  await storeValues(transaction, {
    publication,
    quarter,
    poolOf,
    counties,
    inputs,
    places,
    indices,
    work: await readWorkFacts(transaction, quarter, lastMonth),
    shocksOf,
    rules,
  });
  await judgeQuality(transaction, {
    publication,
    quarter,
    lastMonth,
    inputs,
    indices,
    places,
    villages: walked.quality,
    quality,
  });
  const seconds = ((performance.now() - since) / 1000).toFixed(1);
  onProgress(`indices of ${quarterName(quarter)}: ${indices.length} regions (${seconds} s)`);
}

/** Newly recognised in four quarters over the households of the villages that delivered it; null where none did. */
const flowOf = (month: MonthSums | undefined): Sums | null =>
  month?.flowHouseholds ? { numerator: month.flow ?? 0, denominator: month.flowHouseholds } : null;
