import { type IndicatorDefinition, SOURCES } from "./definition.ts";

export const localCap: IndicatorDefinition = {
  key: "LOCAL_CAP",
  zh: "县级医疗兜底线",
  en: "Local cap on own medical costs",
  family: "MEDICAL_PARITY",
  unit: "FEN",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "年自付超过此数由县政府负担；没有兜底线或未报为空，不能相加，只有县有",
    en: "Own costs of a year above it are paid by the county; missing where there is none or nobody said; it cannot be added up, so only counties have it",
  },
  source: SOURCES.MEDICAL_INSURANCE,
  methodVersion: "parity-1",
  goalposts: null,
  of: ({ work }) => (work?.policy ? { value: work.policy.localCapFen } : null),
};
