/**
 * How urgent an open alert of screening is 预警紧急程度: said by rule, never typed by anybody. Source: this project's own
 * rule and not official; the texts on dynamic monitoring demand that an alert be verified in time and that urgent ones go
 * first, without a number for the whole country. Variant: the first level that holds, in the order of URGENCIES.
 */
import type { ScreeningTest, ScreeningUnit } from "./screening.ts";

/** Most urgent first. */
export const URGENCIES = ["ORANGE", "RED", "YELLOW", "GREEN"] as const;
export type Urgency = (typeof URGENCIES)[number];

/** A dated rule of a province, else of the country: URGENCY in atlas.rule_books. */
export interface UrgencyRule {
  /** Working days ahead of today within which an alert is due soon. */
  readonly dueSoonWorkingDays: number;
  /** Rules with open hits in one household, from which on each of its hits is urgent. */
  readonly rulesAtOnce: number;
  /** Times its threshold from which on a hit is urgent; of amounts and days that are too much, never too little. */
  readonly timesThreshold: number;
  /** Causes that threaten life or home; a single hit of one is urgent. */
  readonly threats: readonly string[];
}

export interface OpenAlert extends ScreeningTest {
  readonly unit: ScreeningUnit;
  readonly cause: string;
  /** In the unit of the item; null where the list gave none. */
  readonly value: number | null;
  /** Day the answer is due, "YYYY-MM-DD". */
  readonly dueOn: string;
  /** Rules with open hits in the household, this one among them; versions of a rule are one. */
  readonly openRules: number;
}

/** Whether a hit is as many times its threshold as the rule says. A threshold of 0 has no multiple. */
export function isFarOver(
  { unit, comparison, threshold, value }: Omit<OpenAlert, "cause" | "dueOn" | "openRules">,
  timesThreshold: number,
): boolean {
  if (comparison !== "AT_LEAST" || (unit !== "FEN" && unit !== "DAYS")) return false;
  return threshold !== null && threshold > 0 && value !== null && value >= threshold * timesThreshold;
}

/**
 * Orange when its day is over, whatever else; red for a threat, a multiple of the threshold or several rules at once;
 * yellow when it is due soon; else green.
 * @param soonUntil the day that is `dueSoonWorkingDays` working days after today, by the published calendar
 */
export function urgencyOf(
  alert: OpenAlert,
  rule: UrgencyRule,
  { today, soonUntil }: { readonly today: string; readonly soonUntil: string },
): Urgency {
  if (alert.dueOn < today) return "ORANGE";
  if (
    rule.threats.includes(alert.cause) ||
    isFarOver(alert, rule.timesThreshold) ||
    alert.openRules >= rule.rulesAtOnce
  )
    return "RED";
  return alert.dueOn <= soonUntil ? "YELLOW" : "GREEN";
}
