import { type IndicatorDefinition, ratio, SOURCES } from "./definition.ts";

export const fundCarryover: IndicatorDefinition = {
  key: "FUND_CARRYOVER",
  zh: "资金结转占比",
  en: "Share of funds behind an even pace",
  family: "DISPATCH",
  unit: "SHARE",
  sumsIn: "FEN",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "max(0, 按均匀进度应付 − 已付) ÷ 按均匀进度应付；年末即结转",
    en: "max(0, due at an even pace − paid) / due at an even pace; at the end of the year the carry-over",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: ({ facts }) => facts && ratio(facts.fundCarryover),
};
