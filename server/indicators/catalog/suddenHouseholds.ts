import { dispatchSum, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const suddenHouseholds: IndicatorDefinition = {
  key: "SUDDEN_HOUSEHOLDS",
  zh: "突发严重困难户",
  en: "Households in sudden severe difficulty",
  family: "DISPATCH",
  unit: "HOUSEHOLDS",
  direction: "NEITHER",
  formula: { zh: "季末户数", en: "Households at the end of the quarter" },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchSum("sudden_households"),
};
