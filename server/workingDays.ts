import published from "chinese-days/dist/chinese-days.json" with { type: "json" };
import { addWorkingDays, type WorkingCalendar } from "../geo/workingDays.ts";

/** The yearly notices of the State Council's General Office on public holidays and make-up days. */
export const calendar: WorkingCalendar = {
  holidays: new Set(Object.keys(published.holidays)),
  workdays: new Set(Object.keys(published.workdays)),
};

/** The n-th working day after a day, "YYYY-MM-DD", by the published calendar. */
export const workingDaysAfter = (day: string, n: number): string => addWorkingDays(day, n, calendar);
