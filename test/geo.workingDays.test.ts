import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, dayInShanghai, daysBetween, isDay, weekday } from "../geo/days.ts";
import {
  addWorkingDays,
  isWorkingDay,
  knowsYear,
  type WorkingCalendar,
  workingDaysBetween,
} from "../geo/workingDays.ts";

const published = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve("chinese-days/dist/chinese-days.json"), "utf8"),
) as { holidays: Record<string, string>; workdays: Record<string, string> };
const calendar: WorkingCalendar = {
  holidays: new Set(Object.keys(published.holidays)),
  workdays: new Set(Object.keys(published.workdays)),
};
const none: WorkingCalendar = { holidays: new Set(), workdays: new Set() };

/**
 * The package's functions mix local and universal time and are wrong west of Greenwich, so they answer in a process of
 * their own, in China. Its list of days, which the calendar is made of, is text and has no zone.
 */
const publishedAnswers = <T>(expression: string): T =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [
        "-e",
        `const { isWorkday, findWorkday } = require("chinese-days"); console.log(JSON.stringify(${expression}))`,
      ],
      { cwd: new URL("..", import.meta.url), env: { ...process.env, TZ: "Asia/Shanghai" }, encoding: "utf8" },
    ),
  );
const daysOf = (from: string, to: string) =>
  Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => addDays(from, index));
const someDay = fc.integer({ min: 0, max: 700 }).map((offset) => addDays("2025-01-01", offset));

describe("working days", () => {
  it("agree with the published calendar on every day of 2025 and 2026", () => {
    const days = daysOf("2025-01-01", "2026-12-31");
    expect(days.length).toBe(730);
    const worked = publishedAnswers<string[]>(`${JSON.stringify(days)}.filter((day) => isWorkday(day))`);
    expect(days.filter((day) => isWorkingDay(day, calendar))).toEqual(worked);
    expect(worked.length).toBe(496);
  });

  it("count over Spring Festival 2025 and 2026 with their make-up days as the published calendar does", () => {
    for (const [from, to] of [
      ["2025-01-15", "2025-02-20"],
      ["2026-02-01", "2026-03-15"],
    ] as const) {
      const days = daysOf(from, to);
      expect(days.filter((day) => calendar.workdays.has(day)).length).toBe(2);
      const counts = [0, 1, 3, 5, 10, 15];
      const expected = publishedAnswers<string[][]>(
        `${JSON.stringify(days)}.map((day) => ${JSON.stringify(counts)}.map((n) => findWorkday(n, day)))`,
      );
      expect(days.map((day) => counts.map((n) => addWorkingDays(day, n, calendar)))).toEqual(expected);
    }
  });

  it("takes the five days of a comparison begun before Spring Festival 2026 past it", () => {
    // Off 15–23 February; the Saturdays 14 and 28 February are worked.
    expect(addWorkingDays("2026-02-12", 5, calendar)).toBe("2026-02-26");
    expect(addWorkingDays("2026-02-13", 1, calendar)).toBe("2026-02-14");
    expect(addWorkingDays("2026-02-14", 1, calendar)).toBe("2026-02-24");
    expect(addWorkingDays("2026-02-26", -5, calendar)).toBe("2026-02-12");
    expect(workingDaysBetween("2026-02-12", "2026-02-26", calendar)).toBe(5);
    expect(addWorkingDays("2026-02-12", 5, none)).toBe("2026-02-19");
  });

  it("counts back what it counted on, for every day and number", () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: -40, max: 40 }), (day, n) => {
        const due = addWorkingDays(day, n, calendar);
        expect(isWorkingDay(due, calendar)).toBe(true);
        if (n !== 0) expect(workingDaysBetween(day, due, calendar)).toBe(n);
      }),
    );
  });

  it("adds up over a day between", () => {
    fc.assert(
      fc.property(someDay, someDay, someDay, (...days) => {
        const [a, b, c] = days.sort() as [string, string, string];
        expect(workingDaysBetween(a, b, calendar) + workingDaysBetween(b, c, calendar)).toBe(
          workingDaysBetween(a, c, calendar),
        );
      }),
    );
  });

  it("knows of which years it has the notice", () => {
    expect([2025, 2026, 2031].map((year) => knowsYear(calendar, year))).toEqual([true, true, false]);
  });

  it("says when no day is ever worked", () => {
    const idle: WorkingCalendar = {
      holidays: new Set(daysOf("2026-01-01", "2027-12-31")),
      workdays: new Set(),
    };
    expect(() => addWorkingDays("2026-03-01", 1, idle)).toThrow(/no working day within a year of 2026-03-01/);
    expect(() => addWorkingDays("2026-03-01", 1.5, calendar)).toThrow(/1.5 working days/);
    expect(() => addWorkingDays("2026-02-30", 1, calendar)).toThrow(/"2026-02-30" is not a day/);
  });
});

describe("days", () => {
  it("are those of China whatever zone the machine is set to", () => {
    expect(dayInShanghai(new Date("2026-02-16T15:59:59.999Z"))).toBe("2026-02-16");
    expect(dayInShanghai(new Date("2026-02-16T16:00:00Z"))).toBe("2026-02-17");
    expect(dayInShanghai(new Date("2026-12-31T16:00:00Z"))).toBe("2027-01-01");
    expect(() => dayInShanghai(new Date("never"))).toThrow(/invalid/);
    const named = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short" });
    const instants = fc.date({
      min: new Date("1992-01-01"),
      max: new Date("2099-12-31"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, (instant) => {
        expect(dayInShanghai(instant)).toBe(named.format(instant));
      }),
    );
  });

  it("exist or do not", () => {
    expect(
      ["2024-02-29", "2025-02-29", "2026-13-01", "2026-1-1", "0026-01-01", "2026-01-01T00"].map(isDay),
    ).toEqual([true, false, false, false, false, false]);
    expect(addDays("2024-02-28", 2)).toBe("2024-03-01");
    expect(daysBetween("2024-03-01", "2024-02-28")).toBe(-2);
    expect(weekday("2026-02-14")).toBe(6);
    expect(() => addDays("2024-02-28", 0.5)).toThrow(/0.5 days/);
  });
});
