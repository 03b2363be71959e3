import { type IndicatorDefinition, SOURCES } from "./definition.ts";

export const indexImplementation: IndicatorDefinition = {
  key: "INDEX_IMPLEMENTATION",
  zh: "责任、政策、工作落实",
  en: "Duties, policies and work carried out",
  family: "REGION_INDEX",
  unit: "SCORE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "归一(静默村、识别和措施超期、公示违规、台账逾期、资金结转的加权均值; 0–0.30)",
    en: "norm(weighted mean of silent villages, late recognition and measures, notice breaches, overdue ledger, carry-over; 0–.30)",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "region-2",
  goalposts: null,
  of: ({ index }) =>
    index && { value: index.imputed.includes("IMPLEMENTATION") ? null : index.subIndices.IMPLEMENTATION },
};
