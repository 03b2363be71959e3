import { dispatchRatio, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const lateMeasures: IndicatorDefinition = {
  key: "LATE_MEASURES",
  zh: "措施超期占比",
  en: "Share with late measures",
  family: "DISPATCH",
  unit: "SHARE",
  direction: "HIGHER_IS_WORSE",
  formula: { zh: "措施超期户数 ÷ 新识别户数", en: "Measures late / newly recognised" },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchRatio("measures_late", "newly_recognised"),
};
