import { type IndicatorDefinition, SOURCES, workRatio } from "./definition.ts";

export const satisfaction: IndicatorDefinition = {
  key: "SATISFACTION",
  zh: "群众满意度",
  en: "Satisfaction",
  family: "ASSESSMENT",
  unit: "SHARE",
  direction: "LOWER_IS_WORSE",
  formula: {
    zh: "满意户数 ÷ 受访户数",
    en: "Households satisfied / households asked",
  },
  source: SOURCES.THIRD_PARTY_SURVEY,
  methodVersion: "assessment-1",
  goalposts: null,
  of: workRatio("satisfaction"),
};
