/** What the procedure of recognition and elimination (认定程序、风险消除) is judged by: states, roles, rules and facts. */

/** Every state a case can be in, in the order of the procedure, with what a user reads. */
export const STATES = {
  LEAD: { zh: "线索", en: "Lead received" },
  CONSENT: { zh: "承诺授权", en: "Consent asked for" },
  VERIFICATION: { zh: "入户核查", en: "Field verification" },
  COMPARISON: { zh: "信息比对", en: "Comparison with departments" },
  VILLAGE_REVIEW: { zh: "村级评议", en: "Village review" },
  NOTICE: { zh: "村内公示", en: "Public notice" },
  TOWNSHIP_CHECK: { zh: "乡级审核", en: "Township check" },
  COUNTY_DECISION: { zh: "县级审批", en: "County decision" },
  ANNOUNCEMENT: { zh: "结果公告", en: "Announcement" },
  ASSISTED: { zh: "帮扶中", en: "Recognised, assistance under way" },
  KEPT_WATCHED: { zh: "稳定继续监测", en: "Stable without labour, kept watched" },
  ELIMINATION_REVIEW: { zh: "风险消除评议", en: "Elimination: village review" },
  ELIMINATION_NOTICE: { zh: "风险消除公示", en: "Elimination: public notice" },
  ELIMINATION_CHECK: { zh: "风险消除乡级审核", en: "Elimination: township check" },
  ELIMINATION_DECISION: { zh: "风险消除县级审批", en: "Elimination: county decision" },
  ELIMINATED: { zh: "风险消除", en: "Risk eliminated, watched but not assisted" },
  DISMISSED: { zh: "不予认定", en: "Dismissed" },
  CLOSED: { zh: "终止", en: "Closed: the household is no more or has moved away" },
} as const;
export type CaseState = keyof typeof STATES;

export type ProcedureRole = "VILLAGE_WORKER" | "TOWNSHIP" | "COUNTY";

/** Papers an action leaves in the file. */
export const EVIDENCE = {
  SIGNED_CONSENT: { zh: "承诺授权书", en: "the signed consent" },
  REFUSAL_RECORD: { zh: "拒绝授权记录", en: "the record of the refusal" },
  VISIT_RECORD: { zh: "入户核查记录", en: "the record of the visit" },
  COMPARISON_RESULT: { zh: "比对结果", en: "the result of the comparison" },
  MEETING_MINUTES: { zh: "评议会议记录", en: "the minutes of the review" },
  NOTICE_PHOTOGRAPH: { zh: "公示照片", en: "a photograph of the notice" },
  ANNOUNCEMENT_COPY: { zh: "公告文本", en: "a copy of the announcement" },
} as const;
export type Evidence = keyof typeof EVIDENCE;

/** The rules of one province from a day on. Defaults of the fields are in `DEFAULT_PROCEDURE_RULES`. */
export interface ProcedureRules {
  /** First day the rules hold, "YYYY-MM-DD". */
  readonly validFrom: string;
  /** Full days of 24 hours a notice stands. */
  readonly noticeDays: number;
  readonly verificationWorkingDays: number;
  readonly comparisonWorkingDays: number;
  /** Calendar days from the lead to the county's decision. */
  readonly totalDays: number;
  /** Calendar days from recognition to the first measure. */
  readonly measuresDays: number;
  readonly visitIntervalMonths: number;
  /** Full months the income must have been stable before the risk is eliminated. */
  readonly stableMonths: number;
  /** Cases opened before this day need no consent: new steps are not demanded of old cases. */
  readonly consentFrom: string;
}

/** Values of method card 1.5 and 1.6; verification, comparison and visits are this project's, after one county's. */
export const DEFAULT_PROCEDURE_RULES: ProcedureRules = {
  validFrom: "2021-05-01",
  noticeDays: 5,
  verificationWorkingDays: 3,
  comparisonWorkingDays: 5,
  totalDays: 15,
  measuresDays: 10,
  visitIntervalMonths: 3,
  stableMonths: 6,
  consentFrom: "2021-05-01",
};

/**
 * The rules of a day: the latest that began on it or before. An old case is judged by the rules of the day it was opened.
 * @throws RangeError when the day lies before all of them.
 */
export function rulesOfDay<Rules extends { readonly validFrom: string }>(
  all: readonly Rules[],
  day: string,
): Rules {
  const valid = all.filter((rules) => rules.validFrom <= day);
  const latest = valid.reduce<Rules | undefined>(
    (found, rules) => (found === undefined || rules.validFrom > found.validFrom ? rules : found),
    undefined,
  );
  if (latest === undefined)
    throw new RangeError(`rulesOfDay: no rules held on ${day}; enter the rules of that time.`);
  return latest;
}

/** One assessment of the household's account. */
export interface StabilityAssessment {
  readonly day: string;
  readonly stableNetFen: number;
  readonly persons: number;
  readonly lineFenPerPerson: number;
}

/** Everything an action is judged by, as the database knows it at that moment. */
export interface CaseFacts {
  readonly state: CaseState;
  /** The database's clock. */
  readonly now: Date;
  /** Who acts, in which role, with what in hand. */
  readonly actor: { readonly person: string; readonly role: ProcedureRole };
  readonly reason: string | null;
  readonly evidence: readonly Evidence[];
  /** Day the case was opened, or opened again. */
  readonly openedOn: string;
  /** Day of the county's recognition; null before. */
  readonly recognisedOn: string | null;
  readonly consentGiven: boolean;
  readonly consentWithdrawn: boolean;
  readonly visited: boolean;
  readonly accountAssessed: boolean;
  readonly comparisonDone: boolean;
  readonly categoryChosen: boolean;
  /** Risk causes named at recognition. */
  readonly causes: number;
  readonly noticePostedAt: Date | null;
  readonly openObjections: number;
  /** Persons who opened, verified, checked or proposed it in this round. */
  readonly submitters: readonly string[];
  /** Measures put in place since recognition. */
  readonly measures: number;
  readonly openRisks: number;
  /** Open issues of education, medical care, housing and drinking water (三保障和饮水安全). */
  readonly openGuaranteeIssues: number;
  readonly labourers: number;
  /** Subsistence allowance, extremely-poor support or the like in place. */
  readonly socialSecurityInPlace: boolean;
  readonly assessments: readonly StabilityAssessment[];
}
