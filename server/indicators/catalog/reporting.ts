import { type IndicatorDefinition, SOURCES } from "./definition.ts";

export const reporting: IndicatorDefinition = {
  key: "NO_REPORT",
  zh: "未报送",
  en: "No report",
  family: "SILENCE",
  unit: "YES_NO",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "本季没有任何报送为 1，否则为 0；零报告不算未报送",
    en: "1 where no report came in, else 0; a report of zero is a report",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "region-2",
  goalposts: null,
  of: ({ facts }) => facts && { value: facts.reportReceived ? 0 : 1 },
};
