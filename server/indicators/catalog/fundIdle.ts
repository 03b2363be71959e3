import { type IndicatorDefinition, SOURCES, workRatio } from "./definition.ts";

export const fundIdle: IndicatorDefinition = {
  key: "FUND_IDLE",
  zh: "闲置资金占结余的比例",
  en: "Share of what is left that lies idle",
  family: "FUNDS",
  unit: "SHARE",
  sumsIn: "FEN",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "没有变动的天数超过当省规则（默认 90 天）的结余 ÷ 全部结余，各年度资金合计，截至季末（本项目规则）",
    en: "Balances without a movement for more days than the rule of the province (90 by default) / all balances, of all budget years, at the end of the quarter (a rule of this project)",
  },
  source: SOURCES.FUND_LEDGER,
  methodVersion: "funds-1",
  goalposts: null,
  of: workRatio("fundIdle"),
};
