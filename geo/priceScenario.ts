/**
 * What if the price of one product fell: a scenario over published facts, not a forecast. Nothing else moves; the index
 * is computed by the very functions and rules that published it (method card "region-1"), so that no fall at all gives
 * the published figures digit for digit.
 */
import type { CommodityPrice, RegionQuarterFacts } from "./regionFacts.ts";
import { type RegionIndex, regionIndices } from "./regionIndex.ts";
import type { RegionIndexRules } from "./regionRules.ts";
import type { WarningLevel } from "./villageRisk.ts";

export const SCENARIO_MONTHS = 3;

/** A month of the reference series with the mean of the same month in the three years before; null where there is none. */
export interface UsualMonth {
  readonly price: number;
  readonly usual: number | null;
}

/**
 * Months in a row below the usual price, up to the last one; those without a usual price end nothing and count nothing,
 * as in the published index.
 * @param months oldest first.
 */
export function monthsBelowUsual(months: readonly UsualMonth[]): number {
  let count = 0;
  for (const { price, usual } of [...months].reverse()) {
    if (usual === null) continue;
    if (!(price < usual)) break;
    count += 1;
  }
  return count;
}

/** The series after its latest three months fell by a share. */
export const afterFall = (months: readonly UsualMonth[], fall: number): UsualMonth[] =>
  months.map((month, index) =>
    index < months.length - SCENARIO_MONTHS ? month : { ...month, price: month.price * (1 - fall) },
  );

/** The facts of a region with the price of one product fallen; the same facts where it does not live from it. */
export function withFall(
  region: RegionQuarterFacts,
  commodity: string,
  fall: number,
  monthsBelow: number,
): RegionQuarterFacts {
  if (fall === 0 || region.commodities === null) return region;
  const change = (product: CommodityPrice): CommodityPrice =>
    product.name === commodity
      ? {
          ...product,
          priceThreeMonths: product.priceThreeMonths * (1 - fall),
          monthsBelowBaseline: Math.max(product.monthsBelowBaseline, monthsBelow),
        }
      : product;
  return { ...region, commodities: region.commodities.map(change) };
}

export interface ScenarioOfRegion {
  readonly before: RegionIndex;
  readonly after: RegionIndex;
}

/** Index of peers before and after; all of them are computed, for one stands in for what another did not deliver. */
export function priceScenario(
  peers: readonly RegionQuarterFacts[],
  rules: RegionIndexRules,
  { commodity, fall, monthsBelow }: { commodity: string; fall: number; monthsBelow: number },
): ScenarioOfRegion[] {
  const before = regionIndices(peers, rules);
  const after = regionIndices(
    peers.map((region) => withFall(region, commodity, fall, monthsBelow)),
    rules,
  );
  return before.flatMap((index, place) => {
    const its = after[place];
    return its ? [{ before: index, after: its }] : [];
  });
}

const RISING: readonly WarningLevel[] = ["NONE", "BLUE", "YELLOW", "ORANGE", "RED"];

/** Published levels rise at once and fall slowly; a fall of prices only raises, so the graver of the two holds. */
export const graverLevel = (one: WarningLevel, other: WarningLevel): WarningLevel =>
  RISING.indexOf(other) > RISING.indexOf(one) ? other : one;

/** Whether a project falls below break-even, by this project's own rule: revenue of its latest year falls, costs do not. */
export const isBelowBreakEven = (revenueFen: number, costFen: number, fall: number): boolean =>
  revenueFen * (1 - fall) < costFen;
