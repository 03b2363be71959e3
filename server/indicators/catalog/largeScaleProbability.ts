import { type IndicatorDefinition, SOURCES } from "./definition.ts";

export const largeScaleProbability: IndicatorDefinition = {
  key: "LARGE_SCALE_PROBABILITY",
  zh: "新识别率高于 1% 的概率",
  en: "Probability that the rate of new households exceeds 1 %",
  family: "REGION_INDEX",
  unit: "PROBABILITY",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "Gamma 后验下 P(近四季新识别率 > 1%)",
    en: "P(rate of four quarters > 1 %) under the Gamma posterior",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "region-2",
  goalposts: null,
  of: ({ index }) => index && { value: index.largeScaleTests.magnitude.probability },
};
