import { firstDay, LAST_MONTH, monthIndex, monthOfYear } from "./months.ts";
import { PLANTED } from "./planted.ts";
import { Random } from "./random.ts";

export interface DemoCommodity {
  code: string;
  name: string;
  nameEn: string;
  unit: string;
  /** Usual farm-gate price of a unit, fen. */
  usualFen: number;
  /** How far the price swings with the seasons. */
  swing: number;
}

/** Followed products. The prices are invented; only their order of size is lifelike. */
export const DEMO_COMMODITIES: readonly DemoCommodity[] = [
  {
    code: PLANTED.price.commodity,
    name: "脐橙",
    nameEn: "Navel orange",
    unit: "kg",
    usualFen: 560,
    swing: 0.12,
  },
  {
    code: "demo-camellia-oil",
    name: "山茶油",
    nameEn: "Camellia oil",
    unit: "kg",
    usualFen: 8_600,
    swing: 0.04,
  },
  { code: "demo-tea", name: "茶叶", nameEn: "Tea", unit: "kg", usualFen: 13_500, swing: 0.15 },
  { code: "demo-pig", name: "生猪", nameEn: "Live pig", unit: "kg", usualFen: 1_560, swing: 0.08 },
  {
    code: "demo-white-lotus",
    name: "白莲",
    nameEn: "White lotus seed",
    unit: "kg",
    usualFen: 6_200,
    swing: 0.1,
  },
  { code: "demo-mushroom", name: "食用菌", nameEn: "Mushroom", unit: "kg", usualFen: 940, swing: 0.1 },
  {
    code: "demo-vegetable",
    name: "设施蔬菜",
    nameEn: "Greenhouse vegetable",
    unit: "kg",
    usualFen: 420,
    swing: 0.18,
  },
  { code: "demo-yellow-peach", name: "黄桃", nameEn: "Yellow peach", unit: "kg", usualFen: 780, swing: 0.12 },
  { code: "demo-rice", name: "稻谷", nameEn: "Paddy rice", unit: "kg", usualFen: 272, swing: 0.03 },
  { code: "demo-bamboo-shoot", name: "竹笋", nameEn: "Bamboo shoot", unit: "kg", usualFen: 520, swing: 0.14 },
];

const PRICED_MONTHS = 48;

/** Four years of monthly prices: three for the base of the comparison and the year that is compared. */
export function* priceRows(): Generator<[string, string, number]> {
  for (const commodity of DEMO_COMMODITIES) {
    const random = new Random(commodity.code, "price");
    const best = random.integer(0, 11);
    let drift = 0;
    for (let month = LAST_MONTH - PRICED_MONTHS + 1; month <= LAST_MONTH; month += 1) {
      drift = 0.85 * drift + 0.022 * random.normal();
      const season = 1 + commodity.swing * Math.cos(((monthOfYear(month) - best) * Math.PI) / 6);
      const price = commodity.usualFen * season * (1 + drift) * (1 - fallOf(commodity.code, month));
      yield [commodity.code, firstDay(month), Math.round(price)];
    }
  }
}

/** The planted fall is deeper than it must be, so that the drift of the other years cannot hide it. */
function fallOf(commodity: string, month: number): number {
  if (commodity !== PLANTED.price.commodity || month < monthIndex(PLANTED.price.from)) return 0;
  return PLANTED.price.fall + 0.09;
}
