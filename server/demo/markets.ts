import { DEMO_COMMODITIES, priceRows } from "./commodities.ts";
import { Random } from "./random.ts";

/** Invented markets in real counties; the counties are real only as places on the map. */
export const DEMO_MARKETS = [
  {
    code: "demo-market-ganzhou",
    name: "赣州农产品批发市场（模拟）",
    nameEn: "Ganzhou produce market (simulated)",
    county: "360702",
  },
  {
    code: "demo-market-jian",
    name: "吉安农产品批发市场（模拟）",
    nameEn: "Ji'an produce market (simulated)",
    county: "360802",
  },
  {
    code: "demo-market-zhuzhou",
    name: "株洲农产品批发市场（模拟）",
    nameEn: "Zhuzhou produce market (simulated)",
    county: "430211",
  },
] as const;

/**
 * Prices by market: each has its lasting margin and a little noise. The plain mean of the three is the farm-gate
 * reference of the month, to the fen: what the first two lie above or below it, the third lies the other way.
 */
export function* marketPriceRows(): Generator<
  [commodity: string, market: string, period: string, fen: number]
> {
  const margins = new Map(
    DEMO_COMMODITIES.map(({ code }) => {
      const random = new Random(code, "market margins");
      return [code, { random, shares: [random.between(-0.06, 0.06), random.between(-0.06, 0.06)] }] as const;
    }),
  );
  for (const [commodity, period, reference] of priceRows()) {
    const margin = margins.get(commodity);
    if (!margin) throw new Error(`${commodity} has no margins`);
    const away = margin.shares.map((share) =>
      Math.round(reference * (share + 0.008 * margin.random.normal())),
    );
    const last = -away.reduce((sum, fen) => sum + fen, 0);
    for (const [index, market] of DEMO_MARKETS.entries())
      yield [commodity, market.code, period, reference + (away[index] ?? last)];
  }
}
