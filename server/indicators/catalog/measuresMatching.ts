import { dispatchRatio, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const measuresMatching: IndicatorDefinition = {
  key: "MEASURES_MATCHING",
  zh: "措施与致因相符占比",
  en: "Share whose measures match every cause",
  family: "DISPATCH",
  unit: "SHARE",
  direction: "LOWER_IS_WORSE",
  formula: {
    zh: "措施与全部致因相符的户数 ÷ 本季新识别且已有措施的户数",
    en: "Households whose measures match every cause / newly recognised households with a measure in place",
  },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-2",
  goalposts: null,
  of: dispatchRatio("measures_matching", "households_with_measures"),
};
