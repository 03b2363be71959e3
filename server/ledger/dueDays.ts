import { workingDaysAfter } from "../workingDays.ts";
import type { SeverityName } from "./type.ts";

/** Working days kept before the target for checking, and for doing again what was not done well. The project's own default. */
const DAYS_FOR_CHECK: Record<SeverityName, number> = { SERIOUS: 10, ORDINARY: 5, MINOR: 3 };

/** Counted back from the target 倒排工期, but never before the day it is registered. */
export function dueBefore(targetOn: string, severity: SeverityName, today: string): string {
  const due = workingDaysAfter(targetOn, -DAYS_FOR_CHECK[severity]);
  return due < today ? today : due;
}
