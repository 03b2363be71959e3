import { type IndicatorDefinition, SOURCES } from "./definition.ts";

export const indexIndustry: IndicatorDefinition = {
  key: "INDEX_INDUSTRY",
  zh: "产业项目失败",
  en: "Failed industry projects",
  family: "REGION_INDEX",
  unit: "SCORE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "归一(停产失败计 1、有风险计 0.5 的户数占比，飞地按受益村计; 0–0.10)",
    en: "norm(households tied to failed (1) or at-risk (.5) projects, enclaves at the beneficiary; 0–.10)",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "region-2",
  goalposts: null,
  of: ({ index }) =>
    index && { value: index.imputed.includes("INDUSTRY") ? null : index.subIndices.INDUSTRY },
};
