import { dispatchRatio, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const idleLabour: IndicatorDefinition = {
  key: "IDLE_LABOUR",
  zh: "返乡待业占比",
  en: "Share of labour returned and idle",
  family: "DISPATCH",
  unit: "SHARE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "返乡待业一个月以上人数 ÷ 劳动力",
    en: "Returned and idle for more than a month / labour force",
  },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: { low: 0.01, high: 0.1 },
  of: dispatchRatio("returned_idle", "labour_force"),
};
