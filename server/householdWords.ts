import { say } from "./describe.ts";
import { enumOf } from "./enumOf.ts";
import type { Language } from "./errors.ts";

/** What stands where somebody was named whose identity was erased. */
export const erasedWord = (language: Language) => (language === "zh" ? "已清除" : "Erased");

const CATEGORIES = {
  UNSTABLE_LIFTED_OUT: say("脱贫不稳定户", "Unstable lifted-out household"),
  MARGINAL: say("边缘易致贫户", "Marginal household likely to fall"),
  SUDDEN_SEVERE_DIFFICULTY: say("突发严重困难户", "Household in sudden severe difficulty"),
};
export type HouseholdCategoryName = keyof typeof CATEGORIES;
export const HouseholdCategory = enumOf(
  "HouseholdCategory",
  say("监测对象类别", "Category of a monitored household"),
  CATEGORIES,
);

const GRADES = {
  RED: say("红卡：无劳动力、无生计", "Red: no labour and no livelihood"),
  BLUE: say("蓝卡：缺劳动力、资金或技术", "Blue: short of labour, money or skill"),
  YELLOW: say("黄卡：较轻", "Yellow: lighter"),
};
export type HouseholdGradeName = keyof typeof GRADES;
export const HouseholdGrade = enumOf("HouseholdGrade", say("分级", "Grade"), GRADES);

const STATUSES = {
  ORDINARY: say("一般农户", "Not monitored"),
  WATCHED: say("监测帮扶中", "Recognised and helped"),
  ELIMINATED: say("风险已消除", "Risk eliminated, watched but not helped"),
};
export type HouseholdStatusName = keyof typeof STATUSES;
export const HouseholdStatus = enumOf("HouseholdStatus", say("状态", "Status"), STATUSES);

const RELATIONS = {
  HEAD: say("户主", "Head"),
  SPOUSE: say("配偶", "Spouse"),
  CHILD: say("子女", "Child"),
  PARENT: say("父母", "Parent"),
  GRANDCHILD: say("孙辈", "Grandchild"),
  OTHER: say("其他", "Other"),
};
export type RelationName = keyof typeof RELATIONS;
export const Relation = enumOf("Relation", say("与户主关系", "Relation to the head"), RELATIONS);

const SEXES = { F: say("女", "Female"), M: say("男", "Male") };
export type SexName = keyof typeof SEXES;
export const Sex = enumOf("Sex", say("性别", "Sex"), SEXES);

const LABOURS = {
  ABLE: say("有劳动能力", "Able to work"),
  WEAK: say("弱劳动能力", "Partly able"),
  NONE: say("无劳动能力", "Not able"),
};
export type LabourName = keyof typeof LABOURS;
export const Labour = enumOf("Labour", say("劳动能力", "Ability to work"), LABOURS);

const KINDS = {
  WAGE: say("工资性收入", "Wages"),
  BUSINESS: say("经营性收入", "Business"),
  BUSINESS_COST: say("生产经营支出", "Cost of business"),
  PROPERTY: say("财产性收入", "Property"),
  TRANSFER: say("转移性收入", "Transfers"),
  MEDICAL: say("医疗", "Medical"),
  EDUCATION: say("教育", "Schooling"),
  HOUSING: say("住房", "Housing"),
  WATER: say("饮水", "Drinking water"),
  DISASTER: say("灾害损失", "Loss by disaster"),
  ACCIDENT: say("意外事故", "Accident"),
  CARE: say("照护", "Care"),
};
export type AccountKindName = keyof typeof KINDS;
export const AccountKind = enumOf("AccountKind", say("收支类别", "Kind of an entry"), KINDS);

const CANDIDATES = {
  UNSTABLE_OUT_OF_POVERTY: say("脱贫不稳定", "Unstable out of poverty"),
  MARGINAL: say("边缘易致贫", "Marginal"),
  SUDDEN_SEVERE_DIFFICULTY: say("突发严重困难", "Sudden severe difficulty"),
  WATCH: say("接近监测线，内部关注", "Near the line: to be looked at"),
  NONE: say("无", "None"),
};
export type CandidateName = keyof typeof CANDIDATES;
export const Candidate = enumOf("Candidate", say("按数字的类别", "Class by the figures"), CANDIDATES);

const SCOPES = {
  COMPARISON: say("与行业部门信息比对", "Comparison with departments"),
  SHARING: say("信息共享", "Sharing"),
  PUBLICATION: say("公示", "Publication"),
};
export type ConsentScopeName = keyof typeof SCOPES;
export const ConsentScope = enumOf("ConsentScope", say("授权范围", "What a consent allows"), SCOPES);

const GUARANTEES = {
  EDUCATION: say("义务教育", "Education"),
  MEDICAL: say("基本医疗", "Medical care"),
  HOUSING: say("住房安全", "Housing safety"),
  WATER: say("饮水安全", "Drinking water"),
};
export type GuaranteeKindName = keyof typeof GUARANTEES;
export const GuaranteeKind = enumOf(
  "GuaranteeKind",
  say("三保障与饮水安全", "The three guarantees and water"),
  GUARANTEES,
);

const PURPOSES = {
  FIELD_VISIT: say("入户核查", "Visit to the household"),
  IDENTITY_CHECK: say("核对身份", "Checking who it is"),
  DUPLICATE_CHECK: say("核对重复登记", "Checking a duplicate"),
  PAYMENT: say("发放补助", "Paying a benefit"),
  CORRECTION: say("更正登记", "Correcting the register"),
};
export type RevealPurposeName = keyof typeof PURPOSES;
export const RevealPurpose = enumOf(
  "RevealPurpose",
  say("查看明文的用途", "What a clear value is looked at for"),
  PURPOSES,
);
