import { describe, expect, it } from "vitest";
import { type AberrationMethod, earlyAberrations } from "../geo/earlyAberration.ts";
import { expectNear, number, numberOrNull, readRows, text } from "./statisticsFixtures.ts";

describe("early aberration reporting", () => {
  const series = new Map<string, number[]>();
  for (const row of readRows("ears_monthly/counts.csv")) {
    const counts = series.get(text(row, "region")) ?? [];
    series.set(text(row, "region"), counts);
    counts[number(row, "t") - 1] = number(row, "count");
  }
  const rows = readRows("ears_monthly/expected_ears.csv");

  it("equals the reference bounds and alarms of C1, C2 and C3, for nine regions and all months", () => {
    expect(series.size).toBe(9);
    expect(rows.length).toBe(729);
    let alarms = 0;
    for (const [region, counts] of series) {
      expect(counts.length).toBe(36);
      for (const method of ["C1", "C2", "C3"] as const) {
        const found = earlyAberrations(counts, method);
        const wanted = rows.filter((row) => text(row, "region") === region && text(row, "method") === method);
        const first = number(wanted[0], "t") - 1;
        expect(found.slice(0, first)).toEqual(Array(first).fill(null));
        wanted.forEach((row, place) => {
          const what = `${method} of ${region} in month ${text(row, "t")}`;
          const tested = found[first + place];
          expectNear(tested ? tested.bound : null, numberOrNull(row, "upperbound"), what);
          expect(tested ? Number(tested.alarm) : null, what).toBe(numberOrNull(row, "alarm"));
          alarms += tested?.alarm ? 1 : 0;
        });
      }
    }
    expect(alarms).toBe(rows.filter((row) => text(row, "alarm") === "1").length);
    expect(alarms).toBeGreaterThan(20);
  });

  it("does not take silence for zero: no answer where a needed month was not reported", () => {
    const counts = [...Array(7).fill(2), null, ...Array(12).fill(3), 40];
    const nulls = (method: AberrationMethod) =>
      earlyAberrations(counts, method).flatMap((tested, month) => (tested === null ? [month] : []));
    expect(nulls("C1")).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    // Month 9 looks back past the gap at the seven months before the silence.
    expect(nulls("C2")).toEqual([...nulls("C1").filter((month) => month !== 9), 15, 16]);
    expect(earlyAberrations(counts, "C2").at(-1)).toEqual({ bound: 3, alarm: true });
    expect(earlyAberrations(counts, "C2", { leastDeviation: 20 }).at(-1)?.alarm).toBe(false);
  });

  it("refuses settings and counts that cannot be", () => {
    expect(() => earlyAberrations([1], "C1", { baseline: 1 })).toThrow("a baseline of 1");
    expect(() => earlyAberrations([1], "C1", { falseAlarm: 0.5 })).toThrow("0.5");
    expect(() => earlyAberrations([1], "C1", { leastDeviation: -1 })).toThrow("-1");
    expect(() => earlyAberrations([1, -2], "C1")).toThrow("month 1 is -2");
  });
});
