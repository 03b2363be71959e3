import { deliveredRatio, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const villageFlow: IndicatorDefinition = {
  key: "VILLAGE_FLOW",
  zh: "近四季度新识别占比",
  en: "Share newly recognised in four quarters",
  family: "VILLAGE_RISK",
  unit: "SHARE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "近四个季度新识别户数 ÷ 户数",
    en: "Households newly recognised in four quarters / households",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "village-1",
  goalposts: { low: 0, high: 0.03 },
  of: ({ pool }) => pool && deliveredRatio(pool.sums[2]),
};
