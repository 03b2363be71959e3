import { type IndicatorDefinition, SOURCES } from "./definition.ts";

export const indexUnemployment: IndicatorDefinition = {
  key: "INDEX_UNEMPLOYMENT",
  zh: "失业明显增多",
  en: "Clearly more unemployment",
  family: "REGION_INDEX",
  unit: "SCORE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "归一(max(务工人数同比降幅, 待业占比); 0.01–0.10)",
    en: "norm(max(fall of workers in a year, idle share); .01–.10)",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "region-2",
  goalposts: null,
  of: ({ index }) =>
    index && { value: index.imputed.includes("UNEMPLOYMENT") ? null : index.subIndices.UNEMPLOYMENT },
};
