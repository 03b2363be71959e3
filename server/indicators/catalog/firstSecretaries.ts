import { type IndicatorDefinition, SOURCES, workRatio } from "./definition.ts";

export const firstSecretaries: IndicatorDefinition = {
  key: "FIRST_SECRETARIES",
  zh: "第一书记在岗率",
  en: "Villages with a first secretary in post",
  family: "WORKFORCE",
  unit: "SHARE",
  direction: "LOWER_IS_WORSE",
  formula: {
    zh: "第一书记在岗的村 ÷ 应派驻的村",
    en: "Villages with a first secretary in post / villages that must have one",
  },
  source: SOURCES.WORKFORCE,
  methodVersion: "workforce-1",
  goalposts: null,
  of: workRatio("firstSecretaries"),
};
