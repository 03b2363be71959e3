import { deliveredRatio, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const villageShock: IndicatorDefinition = {
  key: "VILLAGE_SHOCK",
  zh: "突发冲击户占比",
  en: "Share of households in a shock",
  family: "VILLAGE_RISK",
  unit: "SHARE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "有未了结的大病、灾害或事故的户数 ÷ 户数",
    en: "Households with an open major illness, disaster or accident / households",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "village-1",
  goalposts: { low: 0, high: 0.1 },
  of: ({ pool }) => pool && deliveredRatio(pool.sums[3]),
};
