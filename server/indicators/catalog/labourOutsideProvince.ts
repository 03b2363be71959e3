import { type IndicatorDefinition, SOURCES, workRatio } from "./definition.ts";

export const labourOutsideProvince: IndicatorDefinition = {
  key: "LABOUR_EXPORT_OUTSIDE_PROVINCE",
  zh: "省外务工占比",
  en: "Labour export outside the province",
  family: "WORKFORCE",
  unit: "SHARE",
  direction: "NEITHER",
  formula: {
    zh: "省外务工人数 ÷ 务工人数（县内、省内、省外）",
    en: "Workers outside the province / all who work away (county, province, elsewhere)",
  },
  source: SOURCES.WORKFORCE,
  methodVersion: "workforce-1",
  goalposts: null,
  of: workRatio("outsideExport"),
};
