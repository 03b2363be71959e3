import { monthAfter } from "../../geo/quarters.ts";

/** First day of the month so many months away. */
export const addMonths = (day: string, months: number): string => monthAfter(`${day.slice(0, 7)}-01`, months);

/** Ten in the morning of a day in China, and so many hours later. */
export const morningOf = (day: string, hours = 0): string =>
  `${day}T${String(10 + hours).padStart(2, "0")}:00:00+08:00`;
