import { dispatchSum, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const unstablePersons: IndicatorDefinition = {
  key: "UNSTABLE_PERSONS",
  zh: "脱贫不稳定户人数",
  en: "Persons in households lifted out and unstable",
  family: "DISPATCH",
  unit: "PERSONS",
  direction: "NEITHER",
  formula: {
    zh: "季末在册的脱贫不稳定户家庭人口",
    en: "Members of households lifted out and unstable at the end of the quarter",
  },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchSum("unstable_persons"),
};
