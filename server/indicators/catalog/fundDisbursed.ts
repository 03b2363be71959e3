import { type IndicatorDefinition, SOURCES, workRatio } from "./definition.ts";

export const fundDisbursed: IndicatorDefinition = {
  key: "FUND_DISBURSED",
  zh: "资金支出率",
  en: "Share of funds disbursed",
  family: "FUNDS",
  unit: "SHARE",
  sumsIn: "FEN",
  direction: "LOWER_IS_WORSE",
  formula: {
    zh: "本预算年度累计支出 ÷（累计下达 − 收回），截至季末",
    en: "Disbursed of the budget year so far / (allocated − returned), at the end of the quarter",
  },
  source: SOURCES.FUND_LEDGER,
  methodVersion: "funds-1",
  goalposts: null,
  of: workRatio("fundDisbursed"),
};
