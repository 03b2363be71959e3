/**
 * Due dates in working days of the mainland: Monday to Friday, without public holidays, with the make-up days (调休) on
 * which a weekend is worked. Source: the yearly notice of the State Council's General Office (国务院办公厅节假日安排),
 * which comes as data because it cannot be computed.
 */
import { addDays, daysBetween, weekday } from "./days.ts";

export interface WorkingCalendar {
  /** Days off by the notice, "YYYY-MM-DD"; a weekend need not be listed. */
  readonly holidays: ReadonlySet<string>;
  /** Weekend days worked in exchange; they win over a holiday of the same day. */
  readonly workdays: ReadonlySet<string>;
}

export function isWorkingDay(day: string, calendar: WorkingCalendar): boolean {
  const number = weekday(day);
  if (calendar.workdays.has(day)) return true;
  return number !== 0 && number !== 6 && !calendar.holidays.has(day);
}

/**
 * Whether the notice for a year is in the calendar. A due date in a year without one knows weekends only, and has to be
 * computed again when the notice comes (usually in November for the next year).
 */
export const knowsYear = (calendar: WorkingCalendar, year: number): boolean =>
  calendar.holidays.has(`${year}-10-01`);

/**
 * The n-th working day after a day, the day itself not counted; before it when n is negative. 0 gives the day itself, or
 * the next working day when nobody works on it.
 * @throws RangeError when `day` is not a day, n not whole, or the calendar has no working day within a year.
 */
export function addWorkingDays(day: string, n: number, calendar: WorkingCalendar): string {
  if (!Number.isSafeInteger(n))
    throw new RangeError(`addWorkingDays: ${n} working days; give a whole number, negative for earlier.`);
  if (n === 0) return isWorkingDay(day, calendar) ? day : nextWorkingDay(day, 1, calendar);
  let reached = day;
  for (let left = Math.abs(n); left > 0; left--) reached = nextWorkingDay(reached, Math.sign(n), calendar);
  return reached;
}

/**
 * Working days after `from` up to and with `to`; the negative count of those from `to` on before `from` when `to` lies
 * before. So `workingDaysBetween(day, addWorkingDays(day, n))` is n for every n but 0.
 * @throws RangeError when one of them is not a day.
 */
export function workingDaysBetween(from: string, to: string, calendar: WorkingCalendar): number {
  const days = daysBetween(from, to);
  const step = Math.sign(days);
  let count = 0;
  for (let offset = step; Math.abs(offset) <= Math.abs(days) && step !== 0; offset += step)
    if (isWorkingDay(addDays(from, offset), calendar)) count += step;
  return count;
}

function nextWorkingDay(day: string, step: number, calendar: WorkingCalendar): string {
  for (let offset = 1; offset <= 366; offset++) {
    const found = addDays(day, step * offset);
    if (isWorkingDay(found, calendar)) return found;
  }
  throw new RangeError(
    `addWorkingDays: no working day within a year of ${day}; check the holidays of the calendar.`,
  );
}
