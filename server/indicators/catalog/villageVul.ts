import { deliveredRatio, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const villageVul: IndicatorDefinition = {
  key: "VILLAGE_VUL",
  zh: "未消除风险户占比",
  en: "Share of households with open risk",
  family: "VILLAGE_RISK",
  unit: "SHARE",
  direction: "HIGHER_IS_WORSE",
  formula: { zh: "有未消除风险的户数 ÷ 户数", en: "Households with open risk / households" },
  source: SOURCES.OWN_METHOD,
  methodVersion: "village-1",
  goalposts: { low: 0, high: 0.1 },
  of: ({ pool }) => pool && deliveredRatio(pool.sums[0]),
};
