import { type IndicatorDefinition, SOURCES } from "./definition.ts";

export const chronicListLength: IndicatorDefinition = {
  key: "CHRONIC_LIST_LENGTH",
  zh: "门诊慢特病病种数",
  en: "Length of the outpatient chronic-disease list",
  family: "MEDICAL_PARITY",
  unit: "ITEMS",
  direction: "LOWER_IS_WORSE",
  formula: {
    zh: "县门诊慢特病目录的病种数；不能相加，只有县有",
    en: "Illnesses on the county’s list; it cannot be added up, so only counties have it",
  },
  source: SOURCES.MEDICAL_INSURANCE,
  methodVersion: "parity-1",
  goalposts: null,
  of: ({ work }) => (work?.policy ? { value: work.policy.chronicListLength } : null),
};
