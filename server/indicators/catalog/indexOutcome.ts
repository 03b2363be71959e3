import { type IndicatorDefinition, SOURCES } from "./definition.ts";

export const indexOutcome: IndicatorDefinition = {
  key: "INDEX_OUTCOME",
  zh: "结果：新识别水平与增长",
  en: "Outcome: level and growth of new households",
  family: "REGION_INDEX",
  unit: "SCORE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "0.7·归一(近四季新识别率; 0.002–0.02) + 0.3·归一(与上一年之比; 1–3)",
    en: "0.7·norm(new in four quarters / households; .002–.02) + 0.3·norm(ratio to the year before; 1–3)",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "region-2",
  goalposts: null,
  of: ({ index }) => index && { value: index.imputed.includes("OUTCOME") ? null : index.subIndices.OUTCOME },
};
