import { dispatchRatio, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const recognitionDays: IndicatorDefinition = {
  key: "RECOGNITION_DAYS",
  zh: "线索到识别的平均天数",
  en: "Mean days from clue to recognition",
  family: "DISPATCH",
  unit: "DAYS",
  direction: "HIGHER_IS_WORSE",
  formula: { zh: "天数合计 ÷ 新识别户数", en: "Days added up / newly recognised households" },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchRatio("recognition_days", "newly_recognised"),
};
