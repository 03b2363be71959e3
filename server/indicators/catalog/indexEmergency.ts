import { type IndicatorDefinition, SOURCES } from "./definition.ts";

export const indexEmergency: IndicatorDefinition = {
  key: "INDEX_EMERGENCY",
  zh: "重大突发公共事件",
  en: "Major public emergencies",
  family: "REGION_INDEX",
  unit: "SCORE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "归一(Σ 等级·0.5^(季数/2)·受影响户占比; 0–0.20)",
    en: "norm(Σ severity·0.5^(quarters/2)·affected share; 0–.20)",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "region-2",
  goalposts: null,
  of: ({ index }) =>
    index && { value: index.imputed.includes("EMERGENCY") ? null : index.subIndices.EMERGENCY },
};
