import { dispatchDifference, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const netChange: IndicatorDefinition = {
  key: "NET_CHANGE",
  zh: "监测户净变化",
  en: "Net change of households monitored",
  family: "DISPATCH",
  unit: "HOUSEHOLDS",
  direction: "NEITHER",
  formula: { zh: "本季新识别 − 本季消除", en: "Newly recognised less eliminated in the quarter" },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchDifference("newly_recognised", "eliminated"),
};
