import type { DemoCounty } from "./county.ts";
import { PLANTED } from "./planted.ts";
import { Random } from "./random.ts";

export const INCOME_SHARES_SINCE = 2023;

/** Share of rural income by product, for what the county's projects grow; together they stay below 1. */
export function incomeShares({ plan, projects }: DemoCounty): { commodity: string; share: number }[] {
  const isOrangeCounty = plan.code.startsWith(PLANTED.price.prefecture);
  const grown = new Set(projects.flatMap(({ commodity }) => (commodity === null ? [] : [commodity])));
  if (isOrangeCounty) grown.add(PLANTED.price.commodity);
  return [...grown].sort().map((commodity) => {
    const random = new Random(plan.code, commodity, "income");
    const isOrange = isOrangeCounty && commodity === PLANTED.price.commodity;
    // Beside so much fruit there is less room for anything else.
    const share = isOrange ? random.between(0.25, 0.4) : random.between(0.02, isOrangeCounty ? 0.12 : 0.25);
    return { commodity, share: Math.round(share * 1_000) / 1_000 };
  });
}
