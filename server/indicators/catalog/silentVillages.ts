import { type IndicatorDefinition, ratio, SOURCES } from "./definition.ts";

export const silentVillages: IndicatorDefinition = {
  key: "SILENT_VILLAGES",
  zh: "静默村占比",
  en: "Share of silent villages",
  family: "SILENCE",
  unit: "SHARE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "全季所有指标一数未动的村 ÷ 村数",
    en: "Villages none of whose figures moved in the quarter / villages",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "region-1",
  goalposts: null,
  of: ({ facts }) => facts && ratio(facts.silentVillages),
};
