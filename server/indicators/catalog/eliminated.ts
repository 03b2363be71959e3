import { dispatchSum, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const eliminated: IndicatorDefinition = {
  key: "ELIMINATED",
  zh: "风险消除户数",
  en: "Households whose risk was eliminated",
  family: "DISPATCH",
  unit: "HOUSEHOLDS",
  direction: "NEITHER",
  formula: { zh: "本季风险消除户数", en: "Risk eliminated in the quarter" },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchSum("eliminated"),
};
