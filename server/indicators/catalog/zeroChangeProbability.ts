import { type IndicatorDefinition, SOURCES } from "./definition.ts";

export const zeroChangeProbability: IndicatorDefinition = {
  key: "ZERO_CHANGE_PROBABILITY",
  zh: "零变化的概率",
  en: "Probability of no change",
  family: "SILENCE",
  unit: "PROBABILITY",
  direction: "LOWER_IS_WORSE",
  formula: { zh: "同上，按变动记录数", en: "As above, from records changed" },
  source: SOURCES.OWN_METHOD,
  methodVersion: "region-2",
  goalposts: null,
  of: ({ index }) => index && { value: index.silence.zeroChangeProbability },
};
