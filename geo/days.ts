/** Calendar days as text, "YYYY-MM-DD", in Asia/Shanghai: they sort as they follow and no time zone can shift them. */

const MILLISECONDS = 86_400_000;

/** Whether a text is a day that exists, in a year of four digits. */
export function isDay(text: string): boolean {
  return /^[1-9]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(text) && dayOf(instantOf(text)) === text;
}

/**
 * So many days later, or earlier.
 * @throws RangeError when `day` is not a day, or `days` not whole.
 */
export function addDays(day: string, days: number): string {
  if (!Number.isSafeInteger(days))
    throw new RangeError(`addDays: ${days} days; give a whole number, negative for earlier.`);
  return dayOf(instantOf(checked(day, "addDays")) + days * MILLISECONDS);
}

/**
 * Days from the one to the other, negative when `to` lies before.
 * @throws RangeError when one of them is not a day.
 */
export function daysBetween(from: string, to: string): number {
  return (instantOf(checked(to, "daysBetween")) - instantOf(checked(from, "daysBetween"))) / MILLISECONDS;
}

/** 0 for Sunday to 6 for Saturday. */
export const weekday = (day: string): number => new Date(instantOf(checked(day, "weekday"))).getUTCDay();

/**
 * The day it is in China at an instant, whatever zone the machine is set to.
 * Variant: UTC+8 throughout, which holds since daylight saving ended in September 1991.
 * @throws RangeError for an invalid date.
 */
export function dayInShanghai(instant: Date): string {
  if (Number.isNaN(instant.getTime()))
    throw new RangeError("dayInShanghai: the date is invalid; give an instant that exists.");
  return dayOf(instant.getTime() + 8 * 3_600_000);
}

const instantOf = (day: string) =>
  Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)));
const dayOf = (instant: number) => new Date(instant).toISOString().slice(0, 10);

function checked(day: string, where: string): string {
  if (!isDay(day)) throw new RangeError(`${where}: "${day}" is not a day; give YYYY-MM-DD, e.g. 2026-04-15.`);
  return day;
}

/**
 * Full months from the one day to a later one; the last day of a shorter month completes one (31 August to 28 February: 6).
 * @throws RangeError when one of them is not a day.
 */
export function fullMonthsBetween(from: string, to: string): number {
  const months =
    (Number(checked(to, "fullMonthsBetween").slice(0, 4)) -
      Number(checked(from, "fullMonthsBetween").slice(0, 4))) *
      12 +
    Number(to.slice(5, 7)) -
    Number(from.slice(5, 7));
  const complete = to.slice(8) >= from.slice(8) || addDays(to, 1).endsWith("-01");
  return complete ? months : months - 1;
}
