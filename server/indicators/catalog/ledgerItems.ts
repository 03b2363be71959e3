import { dispatchSum, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const ledgerItems: IndicatorDefinition = {
  key: "LEDGER_ITEMS",
  zh: "台账事项",
  en: "Ledger items",
  family: "DISPATCH",
  unit: "ITEMS",
  direction: "NEITHER",
  formula: { zh: "季末未办结与本季办结的事项", en: "Open at the end of the quarter or closed in it" },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchSum("ledger_items"),
};
