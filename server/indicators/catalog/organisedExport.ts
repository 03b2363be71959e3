import { type IndicatorDefinition, SOURCES, workRatio } from "./definition.ts";

export const organisedExport: IndicatorDefinition = {
  key: "ORGANISED_EXPORT",
  zh: "务工组织化率",
  en: "Organised labour export",
  family: "WORKFORCE",
  unit: "SHARE",
  direction: "LOWER_IS_WORSE",
  formula: {
    zh: "有组织输出人数 ÷ 务工人数（县内、省内、省外）",
    en: "Workers who went in an organised way / all who work away (county, province, elsewhere)",
  },
  source: SOURCES.WORKFORCE,
  methodVersion: "workforce-1",
  goalposts: null,
  of: workRatio("organisedExport"),
};
