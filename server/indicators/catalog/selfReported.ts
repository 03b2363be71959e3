import { dispatchRatio, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const selfReported: IndicatorDefinition = {
  key: "SELF_REPORTED",
  zh: "农户自主申报占比",
  en: "Share of clues reported by households",
  family: "DISPATCH",
  unit: "SHARE",
  direction: "NEITHER",
  formula: { zh: "自主申报线索 ÷ 线索", en: "Clues by the households themselves / clues" },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchRatio("clues_self_reported", "clues"),
};
