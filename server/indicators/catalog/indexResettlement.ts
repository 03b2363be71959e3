import { type IndicatorDefinition, SOURCES } from "./definition.ts";

export const indexResettlement: IndicatorDefinition = {
  key: "INDEX_RESETTLEMENT",
  zh: "大中型安置区",
  en: "Medium and large settlements",
  family: "REGION_INDEX",
  unit: "SCORE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "归一(0.7·零就业户占比 + 0.3·未办结融入事项占比，按规模加权; 0.02–0.20)",
    en: "norm(0.7·zero-employment share + 0.3·open integration items, weighted by class; .02–.20)",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "region-2",
  goalposts: null,
  of: ({ index }) =>
    index && { value: index.imputed.includes("RESETTLEMENT") ? null : index.subIndices.RESETTLEMENT },
};
