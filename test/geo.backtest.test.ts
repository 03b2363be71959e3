import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backtest, type RegionQuarter } from "../geo/backtest.ts";
import { quarterAfter } from "../geo/quarters.ts";
import type { WarningLevel } from "../geo/villageRisk.ts";

const N = "NONE" as const;
const Y = "YELLOW" as const;
const O = "ORANGE" as const;

/** Quarters from 2025Q1 on; rates in households per 1,000. */
const regionOf = (
  region: string,
  levels: (WarningLevel | null)[],
  rates: (number | null)[],
): RegionQuarter[] =>
  levels.map((level, index) => {
    const rate = rates[index] ?? null;
    return {
      region,
      quarter: quarterAfter("2025-01-01", index),
      level,
      rate: rate === null ? null : rate / 1_000,
    };
  });

// Six quarters, the last two held out: levels of quarters 4 and 5 warn of quarters 5 and 6.
const history = [
  // Warned from quarter 3 on; quarter 5 is and quarter 6 are above the threshold: hits with lead 2 and 3.
  ...regionOf("A", [N, N, Y, O, Y, N], [1, 2, 3, 4, 9, 5]),
  // Not warned; quarter 5 is more than twice the mean of 1, 1, 1, 1: missed. Quarter 6 = 2 · 1.5 is not MORE than twice.
  ...regionOf("B", [N, N, N, N, N, N], [1, 1, 1, 1, 3, 3]),
  // Warned in quarter 5 only; quarter 6 is above the threshold: a hit with lead 1. Quarter 5 was not reported.
  ...regionOf("C", [N, N, N, N, Y, N], [2, 2, 2, 10, null, 8]),
  // No level in quarter 4, so quarter 5 is not judged; quarter 6 of 0 is no event.
  ...regionOf("D", [N, N, N, null, N, N], [0, 0, 0, 0, 20, 0]),
];

describe("how well published levels would have warned", () => {
  it("gives the figures of an example computed by hand", () => {
    // Earlier rates in order: 0 0 0 0 1 1 1 1 1 2 2 2 2 3 4 10; place 0.9 · 15 = 13.5, between 3 and 4.
    const result = backtest(history, { level: "YELLOW", holdout: 2 });
    expect(result).toEqual({
      heldOut: ["2026-01-01", "2026-04-01"],
      threshold: expect.closeTo(0.0035, 12),
      // A5 A6 B5 B6 C6 D6.
      regionQuarters: 6,
      // A5 (9) A6 (5) B5 (3 > 2 · 1) C6 (8).
      events: 4,
      // A4 A5 C5.
      warnings: 3,
      // A5 with lead 2, A6 with lead 3, C6 with lead 1.
      hits: 3,
      precision: 1,
      recall: 0.75,
      falseAlarmsPer100: 0,
      leadQuarters: 2,
      // Wilson of 3 of 3 and of 3 of 4; Garwood of none is 0 to 3.689, over 6 region-quarters.
      precision95: [expect.closeTo(0.4385, 4), 1],
      recall95: [expect.closeTo(0.3006, 4), expect.closeTo(0.9544, 4)],
      falseAlarms95: [0, expect.closeTo(61.481, 3)],
      baseRate: expect.closeTo(4 / 6, 12),
      // An event now warns of the next quarter: A4 (4 > 3.5) of A5, A5 of A6, B5 (3 > 2 · 1) of B6, D5 (20) of D6; C5 was
      // not reported. B6 and D6 are no events.
      naive: expect.objectContaining({ warnings: 4, hits: 2, precision: 0.5, recall: 0.5 }),
    });
    // A stricter level: only A4 is ORANGE, and warns of A5.
    expect(backtest(history, { level: "ORANGE", holdout: 2 })).toMatchObject({
      warnings: 1,
      hits: 1,
      recall: 0.25,
      leadQuarters: 1,
    });
  });

  it("counts warnings that nothing followed", () => {
    const calm = [...history, ...regionOf("E", [N, N, N, Y, Y, N], [2, 2, 2, 2, 2, 2])];
    const result = backtest(calm, { level: "YELLOW", holdout: 2 });
    expect(result).toMatchObject({ regionQuarters: 8, warnings: 5, hits: 3, precision: 0.6 });
    expect(result.falseAlarmsPer100).toBeCloseTo(25, 12);
  });

  it("shows what a rule adds to knowing the last quarter: nothing where all persists, everything where it foresees", () => {
    // Ten regions, eight quarters: half are always high, half always low, and levels say which: as good as the naive rule.
    const lasting = Array.from({ length: 10 }, (_, place) =>
      regionOf(
        `L${place}`,
        Array.from({ length: 8 }, () => (place < 5 ? Y : N)),
        Array.from({ length: 8 }, () => (place < 5 ? 20 : 1)),
      ),
    ).flat();
    const same = backtest(lasting, { level: "YELLOW", holdout: 3 });
    expect(same).toMatchObject({
      precision: 1,
      recall: 1,
      baseRate: 0.5,
      naive: { precision: 1, recall: 1 },
    });
    // A driver a quarter ahead of each rise: the level foresees it, the last quarter does not.
    const foreseen = Array.from({ length: 10 }, (_, place) =>
      regionOf(
        `F${place}`,
        [0, 1, 2, 3, 4, 5, 6, 7].map((quarter) => ((quarter + 1 + place) % 4 === 0 ? Y : N)),
        [0, 1, 2, 3, 4, 5, 6, 7].map((quarter) => ((quarter + place) % 4 === 0 ? 30 : 1)),
      ),
    ).flat();
    const ahead = backtest(foreseen, { level: "YELLOW", holdout: 3 });
    expect(ahead).toMatchObject({
      precision: 1,
      recall: 1,
      leadQuarters: 1,
      naive: { hits: 0, precision: 0, recall: 0 },
    });
    // A level that is drawn by lot does no better than warning everywhere.
    let state = 7;
    const byLot = foreseen.map((each) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return { ...each, level: state / 2_147_483_648 < 0.5 ? Y : N };
    });
    const lot = backtest(byLot, { level: "YELLOW", holdout: 4 });
    expect(lot.precision95?.[0] ?? 1).toBeLessThan(lot.baseRate ?? 0);
    expect(lot.precision95?.[1] ?? 0).toBeGreaterThan(lot.baseRate ?? 1);
  });

  it("takes nothing of the held-out quarters into the threshold", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 8, maxLength: 8 }), (rates) => {
        let place = 0;
        const changed = history.map((each) =>
          each.quarter < "2026-01-01" ? each : { ...each, rate: (rates[place++] ?? 0) / 1_000 },
        );
        expect(backtest(changed, { level: "YELLOW", holdout: 2 }).threshold).toBe(
          backtest(history, { level: "YELLOW", holdout: 2 }).threshold,
        );
      }),
    );
  });

  it("says null where there is nothing to divide by", () => {
    const quiet = regionOf("Q", [N, N, N, N, N, N], [0, 0, 0, 0, 0, 0]);
    expect(backtest(quiet, { level: "YELLOW", holdout: 2 })).toMatchObject({
      regionQuarters: 2,
      events: 0,
      precision: null,
      recall: null,
      falseAlarmsPer100: 0,
      leadQuarters: null,
    });
    expect(backtest([], { level: "YELLOW", holdout: 2 })).toMatchObject({
      threshold: null,
      regionQuarters: 0,
      falseAlarmsPer100: null,
    });
  });

  it("refuses what it cannot judge", () => {
    expect(() => backtest(history, { level: "YELLOW", holdout: 0 })).toThrow(/Hold-out of 0/);
    expect(() => backtest([...history, ...history.slice(0, 1)], { level: "YELLOW", holdout: 1 })).toThrow(
      /A 2025-01-01 is given twice/,
    );
  });
});
