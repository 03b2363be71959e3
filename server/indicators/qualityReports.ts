import type { QualityThresholds } from "../../geo/qualityRules.ts";
import { monthAfter } from "../../geo/quarters.ts";
import type { CountyInputs, DispatchColumn } from "./countyInputs.ts";
import { type Finding, finding, violationFinding } from "./qualityFindings.ts";
import { type ValidationRule, violation } from "./qualityRules.ts";
import type { PublishedIndex } from "./regionIndices.ts";

const DAY = 86_400_000;

/**
 * Days a report came after it was due; 0 in time, null where none came.
 * @param reportedOn first ten characters are the day.
 */
export function daysLate(quarter: string, reportedOn: string | null, dueDay: number): number | null {
  if (reportedOn === null) return null;
  const due = Date.parse(`${monthAfter(quarter, 3)}T00:00:00Z`) + (dueDay - 1) * DAY;
  return Math.max(0, Math.round((Date.parse(`${reportedOn.slice(0, 10)}T00:00:00Z`) - due) / DAY));
}

/**
 * What is found in the quarterly report of a county. No report is a finding of its own and never one of zero.
 * @param isDue whether the quarter is over, and reports of it are asked for at all.
 */
export function findInReport(
  input: CountyInputs,
  quarter: string,
  isDue: boolean,
  index: PublishedIndex | undefined,
  thresholds: QualityThresholds,
  validations: readonly ValidationRule[],
): Finding[] {
  const { county, dispatch, reportedOn } = input;
  if (dispatch === null) return isDue ? [finding("NO_REPORT", county, quarter, {})] : [];
  const findings: Finding[] = [];
  const late = daysLate(quarter, reportedOn, thresholds.reportDueDay);
  if (late !== null && late > 0)
    findings.push(
      finding("LATE_REPORT", county, quarter, { observed: late, expected: 0, details: { reportedOn } }),
    );
  if (index) {
    const { silence } = index.index;
    if (silence.improbableZeroNew)
      findings.push(
        finding("NO_NEW", county, quarter, {
          observed: 0,
          expected: index.facts.expectedNew,
          probability: silence.zeroNewProbability,
        }),
      );
    if (silence.implausibleZeroChange)
      findings.push(
        finding("ZERO_CHANGE", county, quarter, {
          observed: 0,
          expected: index.facts.expectedChanges,
          probability: silence.zeroChangeProbability,
        }),
      );
  }
  for (const rule of validations) {
    if (rule.of !== "COUNTY") continue;
    // Rules are read against the closed list of these columns.
    const broken = violation(rule, (column) => dispatch[column as DispatchColumn]);
    if (broken) findings.push(violationFinding(rule, county, "", quarter, broken));
  }
  return findings;
}
