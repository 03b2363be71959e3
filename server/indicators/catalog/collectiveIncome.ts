import { type IndicatorDefinition, SOURCES, workRatio } from "./definition.ts";

export const collectiveIncome: IndicatorDefinition = {
  key: "COLLECTIVE_INCOME",
  zh: "村均集体经济收入",
  en: "Collective-economy income per village",
  family: "WORKFORCE",
  unit: "FEN",
  direction: "LOWER_IS_WORSE",
  formula: {
    zh: "年收入合计（分）÷ 已报村数",
    en: "Income of a year (fen) / villages that reported",
  },
  source: SOURCES.COLLECTIVE_ECONOMY,
  methodVersion: "collective-1",
  goalposts: null,
  of: workRatio("collectiveIncome"),
};
