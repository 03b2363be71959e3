import { type IndicatorDefinition, SOURCES } from "./definition.ts";

export const largeScaleRelapse: IndicatorDefinition = {
  key: "LARGE_SCALE_RELAPSE",
  zh: "规模性返贫指数",
  en: "Large-scale relapse index",
  family: "REGION_INDEX",
  unit: "SCORE",
  direction: "HIGHER_IS_WORSE",
  formula: { zh: "八项分指数的加权和，0–100", en: "Weighted sum of eight sub-indices, 0 to 100" },
  source: SOURCES.OWN_METHOD,
  methodVersion: "region-2",
  goalposts: null,
  of: ({ index }) => index && { value: index.score },
};
