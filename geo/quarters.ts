/** Quarters of the calendar year, by the first day of each as the tables hold it ("2026-07-01"). */

/** First day of the quarter a day lies in. */
export function quarterOfDay(day: string): string {
  const month = Number(day.slice(5, 7));
  return `${day.slice(0, 4)}-${String(month - ((month - 1) % 3)).padStart(2, "0")}-01`;
}

/** "2026Q3" → "2026-07-01"; null when it is not a quarter. */
export function quarterToDate(name: string): string | null {
  const [, year, quarter] = /^(\d{4})Q([1-4])$/.exec(name) ?? [];
  return year === undefined || year === "0000"
    ? null
    : monthAfter(`${year}-01-01`, 3 * (Number(quarter) - 1));
}

/** "2026-07-01" → "2026Q3". */
export function quarterName(day: string): string {
  return `${day.slice(0, 4)}Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

/** First day of the month so many months later, or earlier. */
export function monthAfter(day: string, months: number): string {
  const index = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  return `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((((index % 12) + 12) % 12) + 1).padStart(2, "0")}-01`;
}

/** First day of the quarter so many quarters later, or earlier. */
export const quarterAfter = (quarter: string, quarters: number): string => monthAfter(quarter, 3 * quarters);

/** Last day of the month of a day. */
export function lastDayOfMonth(day: string): string {
  const next = monthAfter(day, 1);
  return new Date(Date.UTC(Number(next.slice(0, 4)), Number(next.slice(5, 7)) - 1, 0))
    .toISOString()
    .slice(0, 10);
}

/** Quarters from the one to the other, both given by any of their days; negative when `to` lies before. */
export function quartersBetween(from: string, to: string): number {
  const index = (day: string) => Number(day.slice(0, 4)) * 4 + Math.ceil(Number(day.slice(5, 7)) / 3);
  return index(to) - index(from);
}
