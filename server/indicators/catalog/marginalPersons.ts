import { dispatchSum, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const marginalPersons: IndicatorDefinition = {
  key: "MARGINAL_PERSONS",
  zh: "边缘易致贫户人数",
  en: "Persons in marginal households",
  family: "DISPATCH",
  unit: "PERSONS",
  direction: "NEITHER",
  formula: {
    zh: "季末在册的边缘易致贫户家庭人口",
    en: "Members of marginal households at the end of the quarter",
  },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchSum("marginal_persons"),
};
