import { type IndicatorDefinition, ratio, SOURCES } from "./definition.ts";

export const orangeOrRed: IndicatorDefinition = {
  key: "ORANGE_OR_RED",
  zh: "橙色及以上村的户数占比",
  en: "Share of households in villages at orange or red",
  family: "VILLAGE_RISK",
  unit: "SHARE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "橙色、红色村的户数 ÷ 有分村的户数",
    en: "Households in orange and red villages / households in villages with a score",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "village-1",
  goalposts: null,
  of: ({ facts }) => facts && ratio(facts.orangeOrRed),
};
