import { dispatchSum, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const newlyRecognised: IndicatorDefinition = {
  key: "NEWLY_RECOGNISED",
  zh: "新识别户数",
  en: "Households newly recognised",
  family: "DISPATCH",
  unit: "HOUSEHOLDS",
  direction: "NEITHER",
  formula: { zh: "本季新识别户数", en: "Newly recognised in the quarter" },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchSum("newly_recognised"),
};
