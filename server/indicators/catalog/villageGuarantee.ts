import { deliveredRatio, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const villageGuarantee: IndicatorDefinition = {
  key: "VILLAGE_GUARANTEE",
  zh: "三保障与饮水问题户占比",
  en: "Share of households with an open guarantee",
  family: "VILLAGE_RISK",
  unit: "SHARE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "三保障或饮水安全有未解决问题的户数 ÷ 户数",
    en: "Households with an open guarantee or water issue / households",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "village-1",
  goalposts: { low: 0, high: 0.05 },
  of: ({ pool }) => pool && deliveredRatio(pool.sums[6]),
};
