import { hadEmergency } from "./emergencies.ts";
import { monthIndex } from "./months.ts";
import { PLANTED } from "./planted.ts";
import type { QuarterFigures } from "./quarters.ts";
import { apportion, Random } from "./random.ts";
import type { CountyTally } from "./tally.ts";

/** Weights of the main causes where nothing particular happened: mostly illness, schooling, disability and accidents. */
const USUAL = {
  emergency: 0.04,
  price: 0.04,
  unemployment: 0.08,
  industry: 0.05,
  resettlement: 0.02,
  implementation: 0.02,
  other: 0.75,
};
type Cause = keyof typeof USUAL;
const CAUSES = Object.keys(USUAL) as Cause[];

/**
 * Households newly recognised in the four quarters that end with `quarter`, by their main cause. Each quarter is
 * divided by what troubled the county then, so the sums follow a trouble as slowly as the households do.
 */
export function causesOf(
  county: string,
  quarter: number,
  tally: CountyTally,
  workLostSince: number | null,
): Pick<QuarterFigures, `new_by_${Cause}`> {
  const sums = {
    emergency: 0,
    price: 0,
    unemployment: 0,
    industry: 0,
    resettlement: 0,
    implementation: 0,
    other: 0,
  };
  for (const each of [quarter - 9, quarter - 6, quarter - 3, quarter]) {
    const parts = apportion(tally.recognisedIn(each), Object.values(weightsIn(county, each, workLostSince)));
    CAUSES.forEach((cause, index) => {
      sums[cause] += parts[index] as number;
    });
  }
  return {
    new_by_emergency: sums.emergency,
    new_by_price: sums.price,
    new_by_unemployment: sums.unemployment,
    new_by_industry: sums.industry,
    new_by_resettlement: sums.resettlement,
    new_by_implementation: sums.implementation,
    new_by_other: sums.other,
  };
}

function weightsIn(county: string, quarter: number, workLostSince: number | null): Record<Cause, number> {
  const random = new Random(county, "main causes");
  const weights = { ...USUAL };
  for (const cause of CAUSES) weights[cause] *= random.between(0.7, 1.3);
  const until = quarter + 2;
  if (county === PLANTED.cluster.county && until >= monthIndex(PLANTED.cluster.from)) weights.emergency += 5;
  else if (hadEmergency(county, until)) weights.emergency += 0.15;
  if (county.startsWith(PLANTED.price.prefecture) && until >= monthIndex(PLANTED.price.from)) {
    weights.price += 2;
    weights.industry += 1.4;
  }
  if (county === PLANTED.troubledSettlement.county) weights.resettlement += 3;
  if (workLostSince !== null && quarter >= workLostSince) weights.unemployment += 0.5;
  return weights;
}
