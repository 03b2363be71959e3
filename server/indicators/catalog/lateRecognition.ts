import { dispatchRatio, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const lateRecognition: IndicatorDefinition = {
  key: "LATE_RECOGNITION",
  zh: "识别超期占比",
  en: "Share recognised late",
  family: "DISPATCH",
  unit: "SHARE",
  direction: "HIGHER_IS_WORSE",
  formula: { zh: "超期识别户数 ÷ 新识别户数", en: "Recognised late / newly recognised" },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchRatio("recognised_late", "newly_recognised"),
};
