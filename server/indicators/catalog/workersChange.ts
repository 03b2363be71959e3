import { type IndicatorDefinition, ratio, SOURCES } from "./definition.ts";

export const workersChange: IndicatorDefinition = {
  key: "WORKERS_CHANGE",
  zh: "务工人数同比变化",
  en: "Change of workers in a year",
  family: "DISPATCH",
  unit: "SHARE",
  direction: "LOWER_IS_WORSE",
  formula: {
    zh: "（本季末务工人数 − 上年同季）÷ 上年同季",
    en: "(Workers at the end of the quarter − a year before) / a year before",
  },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: ({ facts }) => {
    if (facts === null) return null;
    const { workersNow, workersYearBefore } = facts;
    if (workersNow === null || workersYearBefore === null) return { value: null };
    return ratio({ numerator: workersNow - workersYearBefore, denominator: workersYearBefore });
  },
};
