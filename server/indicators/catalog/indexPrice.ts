import { type IndicatorDefinition, SOURCES } from "./definition.ts";

export const indexPrice: IndicatorDefinition = {
  key: "INDEX_PRICE",
  zh: "农副产品价格持续大幅下跌",
  en: "Lasting fall of farm prices",
  family: "REGION_INDEX",
  unit: "SCORE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "归一(Σ 收入占比·跌幅·min(1, 月数/3); 0–0.15)",
    en: "norm(Σ income share·fall·min(1, months/3); 0–.15)",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "region-2",
  goalposts: null,
  of: ({ index }) => index && { value: index.imputed.includes("PRICE") ? null : index.subIndices.PRICE },
};
