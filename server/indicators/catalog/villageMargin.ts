import { deliveredRatio, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const villageMargin: IndicatorDefinition = {
  key: "VILLAGE_MARGIN",
  zh: "收入临近监测线户占比",
  en: "Share of households near the monitoring line",
  family: "VILLAGE_RISK",
  unit: "SHARE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "扣除刚性支出后人均低于 1.5 倍监测线的户数 ÷ 有收支账的户数",
    en: "Households whose after-rigid income per head is below 1.5 times the line / households with an account",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "village-1",
  goalposts: { low: 0.02, high: 0.3 },
  of: ({ pool }) => pool && deliveredRatio(pool.sums[1]),
};
