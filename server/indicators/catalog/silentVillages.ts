import { type IndicatorDefinition, ratio, SOURCES } from "./definition.ts";

export const silentVillages: IndicatorDefinition = {
  key: "SILENT_VILLAGES",
  zh: "静默村占比",
  en: "Share of silent villages",
  family: "SILENCE",
  unit: "SHARE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "全季一数未动的村 ÷ 能判断的村；没有一项指标逐月报齐的村不计",
    en: "Villages none of whose figures moved in the quarter / villages that delivered enough to tell",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "region-2",
  goalposts: null,
  of: ({ facts }) => facts && ratio(facts.silentVillages),
};
