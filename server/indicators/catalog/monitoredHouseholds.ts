import { dispatchSum, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const monitoredHouseholds: IndicatorDefinition = {
  key: "MONITORED_HOUSEHOLDS",
  zh: "监测对象户数",
  en: "Households monitored",
  family: "DISPATCH",
  unit: "HOUSEHOLDS",
  direction: "NEITHER",
  formula: { zh: "三类对象户数之和", en: "Households of the three classes" },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchSum("unstable_households", "marginal_households", "sudden_households"),
};
