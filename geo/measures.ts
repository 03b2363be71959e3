/**
 * Measures matched to causes (缺什么补什么): which kinds can answer which cause. Sources: method card 1.4 (causes) and the
 * domain's list of measures for households with and without labour; the table is this project's own and may be wider in
 * a province.
 */
export const CAUSES = {
  ILLNESS: { zh: "因病", en: "Illness" },
  SCHOOLING: { zh: "因学", en: "Schooling" },
  DISABILITY: { zh: "因残", en: "Disability" },
  DISASTER: { zh: "因自然灾害", en: "Natural disaster" },
  ACCIDENT: { zh: "因意外事故", en: "Accident" },
  INDUSTRY_FAILURE: { zh: "因产业项目失败", en: "Failed project or unsold produce" },
  JOB_INSTABILITY: { zh: "因务工就业不稳", en: "Unstable work" },
  LABOUR_SHORTAGE: { zh: "缺劳动力", en: "Lack of labour" },
  HOUSING: { zh: "因安全住房", en: "Unsafe housing" },
  WATER: { zh: "因安全饮水", en: "Unsafe drinking water" },
  EPIDEMIC: { zh: "因疫情", en: "Epidemic" },
  OTHER: { zh: "其他", en: "Other" },
} as const;
export type Cause = keyof typeof CAUSES;

export const MEASURES = {
  TRAINING: { zh: "技能培训", en: "Training" },
  INDUSTRY: { zh: "产业帮扶", en: "Production support" },
  EMPLOYMENT: { zh: "务工就业", en: "A job" },
  PUBLIC_POST: { zh: "公益岗位", en: "Public-welfare post" },
  WORKSHOP: { zh: "帮扶车间", en: "Assistance workshop" },
  SUBSISTENCE_ALLOWANCE: { zh: "低保", en: "Subsistence allowance" },
  EXTREMELY_POOR_SUPPORT: { zh: "特困供养", en: "Extremely-poor support" },
  TEMPORARY_AID: { zh: "临时救助", en: "Temporary aid" },
  MEDICAL_INSURANCE: { zh: "基本医保", en: "Basic medical insurance" },
  SERIOUS_ILLNESS_INSURANCE: { zh: "大病保险", en: "Serious-illness insurance" },
  MEDICAL_ASSISTANCE: { zh: "医疗救助", en: "Medical assistance" },
  HOUSING_REPAIR: { zh: "危房改造", en: "Housing repair" },
  DRINKING_WATER: { zh: "饮水工程", en: "Drinking water works" },
  SCHOOLING_AID: { zh: "教育资助", en: "Schooling aid" },
  SMALL_CREDIT: { zh: "小额信贷", en: "Small credit" },
  OTHER: { zh: "其他措施", en: "Another measure" },
} as const;
export type Measure = keyof typeof MEASURES;

const WORK: readonly Measure[] = ["TRAINING", "EMPLOYMENT", "PUBLIC_POST", "WORKSHOP", "INDUSTRY"];
const MEDICAL: readonly Measure[] = ["MEDICAL_INSURANCE", "SERIOUS_ILLNESS_INSURANCE", "MEDICAL_ASSISTANCE"];
const RELIEF: readonly Measure[] = ["SUBSISTENCE_ALLOWANCE", "EXTREMELY_POOR_SUPPORT", "TEMPORARY_AID"];

/** Kinds that can answer a cause, the most usual first. Only a cause without a name of its own takes any. */
export const ANSWERS: Readonly<Record<Cause, readonly Measure[]>> = {
  ILLNESS: [...MEDICAL, ...RELIEF],
  SCHOOLING: ["SCHOOLING_AID", "TEMPORARY_AID"],
  DISABILITY: [...RELIEF, "MEDICAL_ASSISTANCE", "PUBLIC_POST", "WORKSHOP"],
  DISASTER: ["TEMPORARY_AID", "HOUSING_REPAIR", "DRINKING_WATER", "INDUSTRY", "EMPLOYMENT", "SMALL_CREDIT"],
  ACCIDENT: ["TEMPORARY_AID", "SUBSISTENCE_ALLOWANCE", ...MEDICAL],
  INDUSTRY_FAILURE: ["INDUSTRY", "SMALL_CREDIT", "TRAINING", "EMPLOYMENT", "PUBLIC_POST", "WORKSHOP"],
  JOB_INSTABILITY: [...WORK, "SMALL_CREDIT"],
  LABOUR_SHORTAGE: [...RELIEF, "PUBLIC_POST", "INDUSTRY"],
  HOUSING: ["HOUSING_REPAIR"],
  WATER: ["DRINKING_WATER"],
  EPIDEMIC: ["TEMPORARY_AID", ...MEDICAL, ...WORK, "SMALL_CREDIT"],
  OTHER: Object.keys(MEASURES) as Measure[],
};

/** Whether a kind of measure can answer every one of the causes. */
export const answersAll = (measure: Measure, causes: readonly Cause[]): boolean =>
  causes.every((cause) => ANSWERS[cause].includes(measure));
