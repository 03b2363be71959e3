import { dispatchRatio, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const measureDays: IndicatorDefinition = {
  key: "MEASURE_DAYS",
  zh: "识别到落实措施的平均天数",
  en: "Mean days from recognition to measures",
  family: "DISPATCH",
  unit: "DAYS",
  direction: "HIGHER_IS_WORSE",
  formula: { zh: "天数合计 ÷ 已有措施户数", en: "Days added up / households with measures" },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchRatio("measure_days", "households_with_measures"),
};
