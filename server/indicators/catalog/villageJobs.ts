import { deliveredRatio, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const villageJobs: IndicatorDefinition = {
  key: "VILLAGE_JOBS",
  zh: "劳动力待业占比",
  en: "Share of idle labour",
  family: "VILLAGE_RISK",
  unit: "SHARE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "非自愿闲置一个月以上的劳动力 ÷ 劳动力",
    en: "Labourers idle for more than a month against their will / labour force",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "village-1",
  goalposts: { low: 0.02, high: 0.25 },
  of: ({ pool }) => pool && deliveredRatio(pool.sums[4]),
};
