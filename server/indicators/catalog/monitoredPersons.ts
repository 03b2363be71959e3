import { dispatchSum, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const monitoredPersons: IndicatorDefinition = {
  key: "MONITORED_PERSONS",
  zh: "监测对象人数",
  en: "Persons monitored",
  family: "DISPATCH",
  unit: "PERSONS",
  direction: "NEITHER",
  formula: { zh: "三类对象人数之和", en: "Members of the households of the three classes" },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchSum("unstable_persons", "marginal_persons", "sudden_persons"),
};
