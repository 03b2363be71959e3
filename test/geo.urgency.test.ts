import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type OpenAlert, URGENCIES, type Urgency, type UrgencyRule, urgencyOf } from "../geo/urgency.ts";
import { workingDaysAfter } from "../server/workingDays.ts";

const RULE: UrgencyRule = {
  dueSoonWorkingDays: 2,
  rulesAtOnce: 2,
  timesThreshold: 2,
  threats: ["DISASTER", "HOUSING", "WATER"],
};
/** A hit of self-paid medical cost just over its threshold, due far ahead, alone in its household. */
const CALM: OpenAlert = {
  unit: "FEN",
  comparison: "AT_LEAST",
  threshold: 1_000_000,
  value: 1_000_000,
  cause: "ILLNESS",
  dueOn: "2026-12-31",
  openRules: 1,
};
const daysOf = (today: string, { dueSoonWorkingDays }: UrgencyRule = RULE) => ({
  today,
  soonUntil: workingDaysAfter(today, dueSoonWorkingDays),
});
const on = (today: string, alert: Partial<OpenAlert>, rule: UrgencyRule = RULE) =>
  urgencyOf({ ...CALM, ...alert }, rule, daysOf(today, rule));

describe("how urgent an alert is", () => {
  // The first of December 2026 is a Tuesday.
  const TODAY = "2026-12-01";

  it.each<[string, Partial<OpenAlert>, Urgency]>([
    ["nothing presses", {}, "GREEN"],
    ["due yesterday", { dueOn: "2026-11-30" }, "ORANGE"],
    ["due yesterday, whatever else", { dueOn: "2026-11-30", cause: "WATER", openRules: 5 }, "ORANGE"],
    ["due today is not over", { dueOn: "2026-12-01" }, "YELLOW"],
    ["due tomorrow", { dueOn: "2026-12-02" }, "YELLOW"],
    ["due in two working days", { dueOn: "2026-12-03" }, "YELLOW"],
    ["due in three working days", { dueOn: "2026-12-04" }, "GREEN"],
    ["a disaster", { cause: "DISASTER" }, "RED"],
    [
      "a dangerous house",
      { cause: "HOUSING", unit: "YES", comparison: "IS_TRUE", threshold: null, value: 1 },
      "RED",
    ],
    ["no safe water", { cause: "WATER", unit: "DAYS", threshold: 7, value: 7 }, "RED"],
    [
      "a cause that is no threat by the rule",
      { cause: "ACCIDENT", unit: "YES", comparison: "IS_TRUE", threshold: null, value: 1 },
      "GREEN",
    ],
    ["a fen less than twice the threshold", { value: 1_999_999 }, "GREEN"],
    ["twice the threshold in money", { value: 2_000_000 }, "RED"],
    [
      "twice the threshold in days",
      { cause: "JOB_INSTABILITY", unit: "DAYS", threshold: 30, value: 60 },
      "RED",
    ],
    ["a day less than that", { cause: "JOB_INSTABILITY", unit: "DAYS", threshold: 30, value: 59 }, "GREEN"],
    ["a grade is no amount", { cause: "DISABILITY", unit: "GRADE", threshold: 1, value: 4 }, "GREEN"],
    ["too little is no multiple", { comparison: "AT_MOST", threshold: 10, value: 100 }, "GREEN"],
    ["a threshold of nothing has no multiple", { threshold: 0, value: 5 }, "GREEN"],
    ["a value that nobody gave", { value: null }, "GREEN"],
    ["two rules at once in the household", { openRules: 2 }, "RED"],
    ["red before yellow", { openRules: 2, dueOn: "2026-12-01" }, "RED"],
    ["yellow beside a cause that is no threat", { cause: "OTHER", dueOn: "2026-12-02" }, "YELLOW"],
  ])("says of %s what the table says", (_, alert, urgency) => {
    expect(on(TODAY, alert)).toBe(urgency);
  });

  it.each<[string, string, string, Urgency]>([
    ["Thursday, due on Monday: two working days", "2026-12-03", "2026-12-07", "YELLOW"],
    ["Thursday, due on Tuesday: three", "2026-12-03", "2026-12-08", "GREEN"],
    ["Friday, due on Tuesday over the weekend", "2026-12-04", "2026-12-08", "YELLOW"],
    ["Friday, due on Wednesday", "2026-12-04", "2026-12-09", "GREEN"],
    ["Saturday, due on Tuesday", "2026-12-05", "2026-12-08", "YELLOW"],
    ["Sunday, due on the Friday before", "2026-12-06", "2026-12-04", "ORANGE"],
    ["Sunday, due on that Sunday", "2026-12-06", "2026-12-06", "YELLOW"],
    // 1 to 7 October are holidays, 10 October is a Saturday that is worked: the 8th and the 9th are the next two.
    ["30 September, due on the 9th of October", "2026-09-30", "2026-10-09", "YELLOW"],
    ["30 September, due on the 10th", "2026-09-30", "2026-10-10", "GREEN"],
    ["8 October, due on the Saturday that is worked", "2026-10-08", "2026-10-10", "YELLOW"],
    ["8 October, due on the Monday after it", "2026-10-08", "2026-10-12", "GREEN"],
  ])("counts working days: %s", (_, today, dueOn, urgency) => {
    expect(on(today, { dueOn })).toBe(urgency);
  });

  it("goes by the numbers of the rule, not by its own", () => {
    expect(on(TODAY, { cause: "WATER" }, { ...RULE, threats: [] })).toBe("GREEN");
    expect(on(TODAY, { cause: "EPIDEMIC" }, { ...RULE, threats: ["EPIDEMIC"] })).toBe("RED");
    expect(on(TODAY, { openRules: 2 }, { ...RULE, rulesAtOnce: 3 })).toBe("GREEN");
    expect(on(TODAY, { value: 2_500_000 }, { ...RULE, timesThreshold: 3 })).toBe("GREEN");
    expect(on(TODAY, { dueOn: "2026-12-02" }, { ...RULE, dueSoonWorkingDays: 1 })).toBe("YELLOW");
    expect(on(TODAY, { dueOn: "2026-12-03" }, { ...RULE, dueSoonWorkingDays: 1 })).toBe("GREEN");
  });

  it("never grows less urgent by waiting, by a larger value or by one more rule", () => {
    const alerts = fc.record({
      cause: fc.constantFrom("ILLNESS", "WATER"),
      threshold: fc.integer({ min: 1, max: 5 }),
      value: fc.integer({ min: 1, max: 12 }),
      dueOn: fc.integer({ min: 1, max: 28 }).map((day) => `2026-12-${String(day).padStart(2, "0")}`),
      openRules: fc.integer({ min: 1, max: 4 }),
    });
    const rank = (today: string, alert: Partial<OpenAlert>) => URGENCIES.indexOf(on(today, alert));
    const day = fc.integer({ min: 1, max: 27 });
    fc.assert(
      fc.property(alerts, day, (alert, of) => {
        const today = (later: number) => `2026-12-${String(of + later).padStart(2, "0")}`;
        const now = rank(today(0), alert);
        expect(rank(today(1), alert)).toBeLessThanOrEqual(now);
        expect(rank(today(0), { ...alert, value: alert.value + 1 })).toBeLessThanOrEqual(now);
        expect(rank(today(0), { ...alert, openRules: alert.openRules + 1 })).toBeLessThanOrEqual(now);
      }),
    );
  });
});
