import { dispatchSum, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const marginalHouseholds: IndicatorDefinition = {
  key: "MARGINAL_HOUSEHOLDS",
  zh: "边缘易致贫户",
  en: "Households on the margin",
  family: "DISPATCH",
  unit: "HOUSEHOLDS",
  direction: "NEITHER",
  formula: { zh: "季末户数", en: "Households at the end of the quarter" },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchSum("marginal_households"),
};
