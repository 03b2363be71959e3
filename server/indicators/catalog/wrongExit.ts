import { type IndicatorDefinition, SOURCES, workRatio } from "./definition.ts";

export const wrongExit: IndicatorDefinition = {
  key: "WRONG_EXIT",
  zh: "错退率",
  en: "Wrong exits",
  family: "ASSESSMENT",
  unit: "SHARE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "错误退出户数 ÷ 核查的退出户数",
    en: "Households removed wrongly / households checked that were removed",
  },
  source: SOURCES.THIRD_PARTY_SURVEY,
  methodVersion: "assessment-1",
  goalposts: null,
  of: workRatio("wrongExit"),
};
