import { decisionDue, stepDue } from "../../geo/procedureClocks.ts";
import type { CaseState, ProcedureRules } from "../../geo/procedureFacts.ts";
import { calendar } from "../workingDays.ts";

const CLOCKED: Partial<Record<CaseState, keyof ProcedureRules>> = {
  LEAD: "verificationWorkingDays",
  CONSENT: "verificationWorkingDays",
  VERIFICATION: "verificationWorkingDays",
  COMPARISON: "comparisonWorkingDays",
  VILLAGE_REVIEW: "totalDays",
  NOTICE: "noticeDays",
  TOWNSHIP_CHECK: "totalDays",
  COUNTY_DECISION: "totalDays",
  ANNOUNCEMENT: "totalDays",
  ASSISTED: "measuresDays",
  ELIMINATION_NOTICE: "noticeDays",
};

/** The rule by which a state is due; null for a state without a clock. */
export const dueRuleOf = (state: CaseState): keyof ProcedureRules | null => CLOCKED[state] ?? null;

/** The day a state is due: by its own clock, else, on the way to the decision, by that of the whole procedure. */
export function dueOf(
  state: CaseState,
  { since, openedOn }: { since: string; openedOn: string },
  rules: ProcedureRules,
): string | null {
  return dueRuleOf(state) === "totalDays"
    ? decisionDue(openedOn, rules)
    : stepDue(state, since, rules, calendar);
}

/** What each rule is, for whoever asks why. */
export const RULE_WORDS: Readonly<Record<keyof ProcedureRules, { zh: string; en: string }>> = {
  validFrom: { zh: "规则生效日", en: "First day the rules hold" },
  noticeDays: { zh: "公示天数", en: "Full days a notice stands" },
  verificationWorkingDays: { zh: "入户核查工作日", en: "Working days for the field verification" },
  comparisonWorkingDays: { zh: "信息比对工作日", en: "Working days for the comparison" },
  totalDays: { zh: "从线索到认定的天数", en: "Days from the lead to the decision" },
  measuresDays: { zh: "从认定到首项措施的天数", en: "Days from recognition to the first measure" },
  visitIntervalMonths: { zh: "走访间隔月数", en: "Months between visits" },
  stableMonths: { zh: "收入须稳定的月数", en: "Months the income must be stable" },
  consentFrom: { zh: "此日起建立的对象须授权", en: "Cases opened from this day on need consent" },
};
