import { dispatchSum, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const unstableHouseholds: IndicatorDefinition = {
  key: "UNSTABLE_HOUSEHOLDS",
  zh: "脱贫不稳定户",
  en: "Households unstably out of poverty",
  family: "DISPATCH",
  unit: "HOUSEHOLDS",
  direction: "NEITHER",
  formula: { zh: "季末户数", en: "Households at the end of the quarter" },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchSum("unstable_households"),
};
