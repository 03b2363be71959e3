import { type IndicatorDefinition, ratio, SOURCES } from "./definition.ts";

export const hotspots: IndicatorDefinition = {
  key: "HOTSPOTS",
  zh: "热点村的户数占比",
  en: "Share of households in hot-spot villages",
  family: "VILLAGE_RISK",
  unit: "SHARE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "Gi* 经 BH 校正后 p ≤ 0.05 的热点村户数 ÷ 有分村的户数",
    en: "Households in villages that are Gi* hot spots at p ≤ 0.05 after Benjamini–Hochberg / households in villages with a score",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "village-1",
  goalposts: { low: 0, high: 0.3 },
  of: ({ facts }) => facts && ratio(facts.hotspots),
};
