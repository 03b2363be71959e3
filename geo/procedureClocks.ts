/** When a step is due, as a day in Asia/Shanghai. Source: the clocks of method card 1.5, by the rules of the case's day. */
import { addDays } from "./days.ts";
import type { CaseState, ProcedureRules } from "./procedureFacts.ts";
import { addWorkingDays, type WorkingCalendar } from "./workingDays.ts";

/**
 * The last day of the step a case is in, or null for a state without a clock of its own. In ASSISTED it is the day by
 * which the first measure must be in place. A notice may end on its day at the earliest, so its due day is the first.
 * @param since day the state was entered.
 * @throws RangeError when `since` is not a day.
 */
export function stepDue(
  state: CaseState,
  since: string,
  rules: ProcedureRules,
  calendar: WorkingCalendar,
): string | null {
  switch (state) {
    case "LEAD":
    case "CONSENT":
    case "VERIFICATION":
      return addWorkingDays(since, rules.verificationWorkingDays, calendar);
    case "COMPARISON":
      return addWorkingDays(since, rules.comparisonWorkingDays, calendar);
    case "NOTICE":
    case "ELIMINATION_NOTICE":
      return addDays(since, rules.noticeDays);
    case "ASSISTED":
      return addDays(since, rules.measuresDays);
    default:
      return null;
  }
}

/** The last day for the county's decision, counted from the lead in calendar days. */
export const decisionDue = (openedOn: string, rules: ProcedureRules): string =>
  addDays(openedOn, rules.totalDays);
