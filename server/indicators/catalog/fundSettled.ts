import { type IndicatorDefinition, SOURCES, workRatio } from "./definition.ts";

export const fundSettled: IndicatorDefinition = {
  key: "FUND_SETTLED",
  zh: "资金报账率",
  en: "Share of disbursed funds settled",
  family: "FUNDS",
  unit: "SHARE",
  sumsIn: "FEN",
  direction: "LOWER_IS_WORSE",
  formula: {
    zh: "本预算年度累计报账 ÷ 累计支出，截至季末",
    en: "Settled of the budget year so far / disbursed, at the end of the quarter",
  },
  source: SOURCES.FUND_LEDGER,
  methodVersion: "funds-1",
  goalposts: null,
  of: workRatio("fundSettled"),
};
