import { type IndicatorDefinition, SOURCES, workRatio } from "./definition.ts";

export const recognitionAccuracy: IndicatorDefinition = {
  key: "RECOGNITION_ACCURACY",
  zh: "识别准确率",
  en: "Accuracy of recognition",
  family: "ASSESSMENT",
  unit: "SHARE",
  direction: "LOWER_IS_WORSE",
  formula: {
    zh: "识别准确户数 ÷ 核查的在册户数",
    en: "Households rightly recognised / households checked that are on the register",
  },
  source: SOURCES.THIRD_PARTY_SURVEY,
  methodVersion: "assessment-1",
  goalposts: null,
  of: workRatio("accuracy"),
};
