import { type IndicatorDefinition, SOURCES } from "./definition.ts";

export const villageScore: IndicatorDefinition = {
  key: "VILLAGE_RISK",
  zh: "村级风险分（区域合并）",
  en: "Village risk score, pooled",
  family: "VILLAGE_RISK",
  unit: "SCORE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "七项占比先合并分子分母，再按目标值换算为 0–100 并加权",
    en: "Seven shares from added-up numerators and denominators, scaled between goalposts and weighted",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "village-1",
  goalposts: null,
  of: ({ pool, villageScore: { score } }) => pool && { value: score },
};
