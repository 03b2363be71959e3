import { dispatchSum, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const clues: IndicatorDefinition = {
  key: "CLUES",
  zh: "线索数",
  en: "Clues",
  family: "DISPATCH",
  unit: "CLUES",
  direction: "NEITHER",
  formula: { zh: "本季收到的线索", en: "Clues that came in during the quarter" },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchSum("clues"),
};
