import { type IndicatorDefinition, ratio, SOURCES } from "./definition.ts";

export const untoldVillages: IndicatorDefinition = {
  key: "VILLAGES_WITHOUT_REPORT",
  zh: "未报村占比",
  en: "Share of villages without a report",
  family: "SILENCE",
  unit: "SHARE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "没有一项指标全季逐月报齐、也看不出变动的村 ÷ 村数；既不算静默，也不算有变动",
    en: "Villages that delivered no figure in every month and show no movement / villages: they are neither silent nor moving",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "region-2",
  goalposts: null,
  of: ({ facts }) =>
    facts &&
    ratio({
      numerator: facts.villages - (facts.silentVillages?.denominator ?? 0),
      denominator: facts.villages,
    }),
};
