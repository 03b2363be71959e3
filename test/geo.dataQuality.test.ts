import fc from "fast-check";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, it } from "vitest";
import {
  binomialAtLeast,
  bulkEdits,
  copyForward,
  deliveryShares,
  digitHeaping,
  type MonthPair,
  outliersByModifiedZ,
  outliersByRange,
  outliersByZ,
  type RowEdit,
} from "../geo/dataQuality.ts";

const steady = [21, 19, 20, 22, 18, 20, 21, 19, 20, 22, 18, 20];
const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });

describe("outliers", () => {
  it("are found where one was planted, by each of the three rules", () => {
    const planted = [...steady, 200, null];
    for (const found of [
      outliersByZ(planted),
      outliersByModifiedZ(planted),
      outliersByRange(planted, { least: 0, most: 100 }),
    ]) {
      expect(found.map(({ index, value }) => ({ index, value }))).toEqual([{ index: 12, value: 200 }]);
      expect(found[0]?.score).toBeGreaterThan(0);
    }
    expect(outliersByRange([-3, 5], { least: 0, most: 100 })).toEqual([{ index: 0, value: -3, score: -3 }]);
  });

  it("are not seen in a steady series, nor in one without spread", () => {
    expect(outliersByZ(steady)).toEqual([]);
    expect(outliersByModifiedZ(steady)).toEqual([]);
    expect(outliersByZ([7, 7, 7, 7])).toEqual([]);
    expect(outliersByModifiedZ([7, 7, 7, 7])).toEqual([]);
  });

  it("hide from the z-score in a short series, but not from the modified one", () => {
    const short = [20, 21, 19, 20, 5000];
    expect(outliersByZ(short)).toEqual([]);
    expect(outliersByModifiedZ(short)).toHaveLength(1);
  });

  it("have the published score: 0.6745 (x − median) / MAD", () => {
    // Median 6, MAD 2.
    expect(outliersByModifiedZ([2, 4, 6, 8, 30])[0]?.score).toBeCloseTo((0.6745 * 24) / 2, 12);
    // More than half equal: MAD 0, mean absolute deviation 10 / 5.
    expect(outliersByModifiedZ([1, 1, 1, 1, 11])[0]?.score).toBeCloseTo(
      10 / (2 * Math.sqrt(Math.PI / 2)),
      12,
    );
  });

  it("do not depend on the unit of measure", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -500, max: 500 })),
        fc.constantFrom(2, 8, 1024),
        (values, unit) => {
          const scaled = values.map((value) => value * unit);
          for (const rule of [outliersByZ, outliersByModifiedZ])
            expect(rule(scaled).map(({ index }) => index)).toEqual(rule(values).map(({ index }) => index));
        },
      ),
    );
  });

  it("stay within the bounds of the range rule exactly when the value does", () => {
    fc.assert(
      fc.property(fc.array(finite), finite, finite, (values, a, b) => {
        const [least, most] = [Math.min(a, b), Math.max(a, b)];
        expect(outliersByRange(values, { least, most }).map(({ value }) => value)).toEqual(
          values.filter((value) => value < least || value > most),
        );
      }),
    );
    expect(() => outliersByRange([], { least: 1, most: 0 })).toThrow(RangeError);
  });
});

describe("digit heaping", () => {
  it("is seen where figures were rounded to 0 and 5, and not where digits are uniform", () => {
    const random = xoroshiro128plus(7);
    const honest = Array.from({ length: 400 }, () => uniformInt(random, 100, 9_999));
    const rounded = honest.map((value, index) => (index % 3 === 0 ? Math.round(value / 5) * 5 : value));
    expect(digitHeaping(honest).pValue).toBeGreaterThan(0.05);
    const found = digitHeaping(rounded);
    expect(found.pValue).toBeLessThan(1e-6);
    expect(found.roundShare).toBeGreaterThan(0.4);
  });

  it("has the chi-square and p computed by hand, and leaves small and broken numbers out", () => {
    const even = Array.from({ length: 100 }, (_, index) => 100 + index);
    expect(digitHeaping(even)).toMatchObject({ tested: 100, chiSquare: 0, pValue: 1, roundShare: 0.2 });
    const fives = Array.from({ length: 50 }, () => 15);
    expect(digitHeaping(fives).chiSquare).toBeCloseTo(450, 9);
    expect(digitHeaping([3, 9, 12.5, Number.NaN])).toMatchObject({
      tested: 0,
      pValue: null,
      chiSquare: null,
    });
    expect(digitHeaping(fives.slice(1)).pValue).toBeNull();
    // One digit 14 times, another 6 times of 100: chi-square 3.2. With 9 degrees of freedom p is
    // erfc(√(x/2)) + √(2/π) e^(−x/2) (x^½ + x^1½/3 + x^2½/15 + x^3½/105).
    const uneven = even.map((value, index) => (index % 10 === 3 && index < 40 ? value + 1 : value));
    expect(digitHeaping(uneven).chiSquare).toBeCloseTo(3.2, 9);
    expect(digitHeaping(uneven).pValue).toBeCloseTo(0.955_834_725_600_261, 12);
  });
});

describe("copying last month's figures", () => {
  const random = xoroshiro128plus(11);
  const month = (copied: number): MonthPair[] =>
    Array.from({ length: 30 }, (_, index) => {
      const previous = uniformInt(random, 1, 12);
      return { previous, current: index < copied ? previous : uniformInt(random, 1, 12) };
    });

  it("is seen in the one unit that does it", () => {
    const units = [month(0), month(0), month(28), month(0), month(0), month(0)];
    const found = copyForward(units);
    expect(found.map(({ pValue }) => (pValue ?? 1) < 1e-6)).toEqual([
      false,
      false,
      true,
      false,
      false,
      false,
    ]);
    expect(found[2]?.share).toBeGreaterThan(0.9);
    expect(found[2]?.expectedShare).toBeLessThan(0.2);
  });

  it("is not read into zero after zero, nor into gaps", () => {
    const zeros = Array.from({ length: 20 }, () => ({ previous: 0, current: 0 }));
    const gaps = [{ previous: null, current: 3 }];
    const [first, second] = copyForward([[...zeros, ...gaps], month(0)]);
    expect(first).toMatchObject({ compared: 0, identical: 0, share: null, pValue: null });
    expect(second).toMatchObject({ compared: 30, expectedShare: null, pValue: null });
  });

  it("has the exact binomial tail: it falls with successes and complements the other side", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (a, b, probability) => {
          const [successes, trials] = [Math.min(a, b), Math.max(a, b)];
          const tail = binomialAtLeast(successes, trials, probability);
          expect(tail).toBeLessThanOrEqual(binomialAtLeast(successes - 1, trials, probability));
          expect(tail + binomialAtLeast(trials - successes + 1, trials, 1 - probability)).toBeCloseTo(1, 9);
        },
      ),
    );
    expect(binomialAtLeast(2, 3, 0.5)).toBeCloseTo(0.5, 12);
    expect(binomialAtLeast(3, 3, 0)).toBe(0);
    expect(binomialAtLeast(3, 3, 1)).toBe(1);
    expect(() => binomialAtLeast(4, 3, 0.5)).toThrow(RangeError);
  });
});

describe("bulk edits", () => {
  const noon = Date.UTC(2026, 10, 2, 12);
  const edit = (index: number, editedAt: number, editedBy = "Li"): RowEdit => ({
    id: `row ${index}`,
    editedAt,
    editedBy,
  });

  it("are groups of at least so many rows within one second, and nothing less", () => {
    const bulk = Array.from({ length: 20 }, (_, index) =>
      edit(index, noon + index * 40, index < 3 ? "Wang" : "Li"),
    );
    const slow = Array.from({ length: 60 }, (_, index) => edit(100 + index, noon + 60_000 + index * 1000));
    const [found, ...rest] = bulkEdits([...slow, ...bulk]);
    expect(rest).toEqual([]);
    expect(found).toEqual({ second: noon, ids: bulk.map(({ id }) => id), editors: ["Li", "Wang"] });
    expect(bulkEdits(bulk.slice(1))).toEqual([]);
    expect(() => bulkEdits([], 1)).toThrow(RangeError);
  });

  it("never name a row twice, and always name all rows of their second", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9_999 })),
        fc.integer({ min: 2, max: 5 }),
        (times, fewest) => {
          const groups = bulkEdits(
            times.map((time, index) => edit(index, noon + time)),
            fewest,
          );
          const named = groups.flatMap(({ ids }) => ids);
          expect(new Set(named).size).toBe(named.length);
          const crowded = times.filter(
            (time) =>
              times.filter((other) => Math.floor(other / 1000) === Math.floor(time / 1000)).length >= fewest,
          );
          expect(named.length).toBe(crowded.length);
        },
      ),
    );
  });
});

describe("completeness and timeliness", () => {
  it("are shares of the reports expected", () => {
    const reports = [
      { dueAt: 10, receivedAt: 9 },
      { dueAt: 10, receivedAt: 10 },
      { dueAt: 10, receivedAt: 11 },
      { dueAt: 10, receivedAt: null },
    ];
    expect(deliveryShares(reports)).toEqual({ completeness: 0.75, timeliness: 0.5 });
    expect(deliveryShares([])).toEqual({ completeness: null, timeliness: null });
  });
});
