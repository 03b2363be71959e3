import { dispatchSum, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const recordsChanged: IndicatorDefinition = {
  key: "RECORDS_CHANGED",
  zh: "变动记录数",
  en: "Records changed",
  family: "DISPATCH",
  unit: "RECORDS",
  direction: "NEITHER",
  formula: { zh: "本季新增、更新、办结的记录数", en: "Records inserted, updated or closed in the quarter" },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchSum("records_changed"),
};
