import { dispatchRatio, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const fundPaid: IndicatorDefinition = {
  key: "FUND_PAID",
  zh: "资金支付占比",
  en: "Share of funds paid",
  family: "DISPATCH",
  unit: "SHARE",
  sumsIn: "FEN",
  direction: "LOWER_IS_WORSE",
  formula: {
    zh: "本年累计支付 ÷ 本年累计可用",
    en: "Paid in the year so far / available in the year so far",
  },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchRatio("fund_paid_fen", "fund_budget_fen"),
};
