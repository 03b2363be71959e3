import { dispatchSum, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const suddenPersons: IndicatorDefinition = {
  key: "SUDDEN_PERSONS",
  zh: "突发严重困难户人数",
  en: "Persons in households in sudden severe difficulty",
  family: "DISPATCH",
  unit: "PERSONS",
  direction: "NEITHER",
  formula: {
    zh: "季末在册的突发严重困难户家庭人口",
    en: "Members of households in sudden severe difficulty at the end of the quarter",
  },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchSum("sudden_persons"),
};
