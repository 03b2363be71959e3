import { dispatchRatio, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const overdueLedger: IndicatorDefinition = {
  key: "OVERDUE_LEDGER",
  zh: "台账逾期占比",
  en: "Share of ledger items overdue",
  family: "DISPATCH",
  unit: "SHARE",
  direction: "HIGHER_IS_WORSE",
  formula: { zh: "逾期事项 ÷ 台账事项", en: "Overdue / ledger items" },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchRatio("ledger_overdue", "ledger_items"),
};
