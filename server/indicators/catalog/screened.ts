import { dispatchRatio, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const screened: IndicatorDefinition = {
  key: "SCREENED",
  zh: "部门大数据预警占比",
  en: "Share of clues from department data",
  family: "DISPATCH",
  unit: "SHARE",
  direction: "NEITHER",
  formula: { zh: "部门预警线索 ÷ 线索", en: "Clues by department data / clues" },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchRatio("clues_screened", "clues"),
};
