import { type IndicatorDefinition, SOURCES } from "./definition.ts";

export const indexSpatial: IndicatorDefinition = {
  key: "INDEX_SPATIAL",
  zh: "空间：集聚程度",
  en: "Spatial: clustering",
  family: "REGION_INDEX",
  unit: "SCORE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "0.5·归一(热点村户数占比; 0–0.30) + 0.5·归一(显著聚集区相对风险; 1–3)",
    en: "0.5·norm(households in hot spots; 0–.30) + 0.5·norm(relative risk of a significant cluster; 1–3)",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "region-2",
  goalposts: null,
  of: ({ index }) => index && { value: index.imputed.includes("SPATIAL") ? null : index.subIndices.SPATIAL },
};
