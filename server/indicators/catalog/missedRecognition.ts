import { type IndicatorDefinition, SOURCES, workRatio } from "./definition.ts";

export const missedRecognition: IndicatorDefinition = {
  key: "MISSED_RECOGNITION",
  zh: "漏评率",
  en: "Missed recognition",
  family: "ASSESSMENT",
  unit: "SHARE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "应识别未识别户数 ÷ 核查的未识别户数",
    en: "Households that should have been recognised / households checked that were not",
  },
  source: SOURCES.THIRD_PARTY_SURVEY,
  methodVersion: "assessment-1",
  goalposts: null,
  of: workRatio("missedRecognition"),
};
