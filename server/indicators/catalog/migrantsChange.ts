import { type IndicatorDefinition, ratio, SOURCES } from "./definition.ts";

export const migrantsChange: IndicatorDefinition = {
  key: "MIGRANTS_CHANGE",
  zh: "外出务工人数同比变化",
  en: "Change of migrant workers in a year",
  family: "DISPATCH",
  unit: "SHARE",
  direction: "LOWER_IS_WORSE",
  formula: {
    zh: "（本季末外出务工人数 − 上年同季）÷ 上年同季；两年都报的县才计入",
    en: "(Migrant workers at the end of the quarter − a year before) / a year before, over the counties that reported both",
  },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: ({ facts }) => {
    if (facts === null) return null;
    const its = facts.migrants;
    return ratio(its && { numerator: its.now - its.yearBefore, denominator: its.yearBefore });
  },
};
