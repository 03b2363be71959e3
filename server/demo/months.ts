/** Months as whole numbers: year × 12 + month − 1, so that they can be counted and compared. */

/** The last month of every demonstration: fixed, because the data must not depend on the day it is loaded. */
export const LAST_MONTH = monthIndex("2026-09");

/** The simulation always starts here, whatever is asked for, so that fewer months are a part of more months. */
export const SIMULATED_FROM = LAST_MONTH - 35;

/** FLOW adds up four quarters, so the first twelve simulated months only warm up. */
export const MOST_MONTHS = 24;

export function monthIndex(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

/** First day of the month, as the database writes it. */
export function firstDay(index: number): string {
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}-01`;
}

/** Month of the year, 0 = January. */
export function monthOfYear(index: number): number {
  return index % 12;
}

/** The day some days after a day, or before it. */
export function dayAfter(day: string, days: number): string {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  return new Date(Date.UTC(year, month - 1, date + days)).toISOString().slice(0, 10);
}

/** First months of the quarters that lie wholly within the last `months` months, oldest first. */
export function wholeQuarters(months: number): number[] {
  const all = Array.from({ length: months }, (_, index) => LAST_MONTH - months + 1 + index);
  return all.filter((month) => month % 3 === 0 && month + 2 <= LAST_MONTH);
}
