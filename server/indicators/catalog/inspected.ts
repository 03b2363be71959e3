import { dispatchRatio, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const inspected: IndicatorDefinition = {
  key: "INSPECTED",
  zh: "基层日常排查占比",
  en: "Share of clues from inspection",
  family: "DISPATCH",
  unit: "SHARE",
  direction: "NEITHER",
  formula: { zh: "日常排查线索 ÷ 线索", en: "Clues by inspection / clues" },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchRatio("clues_inspected", "clues"),
};
