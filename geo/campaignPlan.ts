/**
 * Plan of an inspection campaign 集中排查, counted back from its end 倒排工期: so many villages on each working day, the
 * last of them on the last day. Variant: evenly, so that two days differ by one village at most.
 */
import { addDays, daysBetween } from "./days.ts";
import { isWorkingDay, type WorkingCalendar } from "./workingDays.ts";

/**
 * The day of each of `count` villages, in order; every day is a working day from `startsOn` to `endsOn`.
 * @returns as many days as villages, never falling; null when nobody works on any of the days
 * @throws RangeError when one of the days is none, or the count is not a whole number from 0 up
 */
export function planVisits(
  count: number,
  startsOn: string,
  endsOn: string,
  calendar: WorkingCalendar,
): string[] | null {
  if (!(Number.isSafeInteger(count) && count >= 0))
    throw new RangeError(`planVisits: ${count} villages; give a whole number from 0 up.`);
  const days = Array.from({ length: Math.max(0, daysBetween(startsOn, endsOn) + 1) }, (_, offset) =>
    addDays(startsOn, offset),
  ).filter((day) => isWorkingDay(day, calendar));
  if (days.length === 0) return null;
  return Array.from({ length: count }, (_, index) => {
    const fromTheEnd = Math.floor(((count - 1 - index) * days.length) / count);
    return days[days.length - 1 - fromTheEnd] ?? endsOn;
  });
}
