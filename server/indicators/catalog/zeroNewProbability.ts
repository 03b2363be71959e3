import { type IndicatorDefinition, SOURCES } from "./definition.ts";

export const zeroNewProbability: IndicatorDefinition = {
  key: "ZERO_NEW_PROBABILITY",
  zh: "零新增的概率",
  en: "Probability of nobody new",
  family: "SILENCE",
  unit: "PROBABILITY",
  direction: "LOWER_IS_WORSE",
  formula: {
    zh: "期望 μ 由自身近八季与同省县收缩得出，p = (k/(k+μ))^k，k = 4",
    en: "Expected μ from its own eight quarters pooled with its peers, p = (k/(k+μ))^k, k = 4",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "region-2",
  goalposts: null,
  of: ({ index }) => index && { value: index.silence.zeroNewProbability },
};
