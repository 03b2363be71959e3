import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { marshallPrior } from "../geo/empiricalBayes.ts";
import {
  clopperPearson,
  gammaTail,
  garwood,
  jeffreys,
  negativeBinomialUpperTail,
  negativeBinomialZero,
  poissonLowerTail,
  poissonMidUpper,
  poissonUpperTail,
  poissonZero,
  wilson,
} from "../geo/intervals.ts";
import {
  betaQuantile,
  gammaQuantile,
  lowerBeta,
  lowerGamma,
  normalTwoSided,
  normalUpperQuantile,
  upperGamma,
} from "../geo/specialFunctions.ts";
import { expectNear, expectRelative, number, readJson, readRows } from "./statisticsFixtures.ts";

describe("intervals around small counts", () => {
  it("equal the reference bounds at 95 %, for every count", () => {
    const rows = readRows("small_counts/expected_intervals_95.csv");
    expect(rows.length).toBe(10);
    for (const row of rows) {
      const [x, n] = [number(row, "x"), number(row, "n")];
      const variants = {
        wilson: wilson(x, n),
        cp: clopperPearson(x, n),
        jeffreys: jeffreys(x, n),
        garwood: garwood(x),
      };
      for (const [name, [lower, upper]] of Object.entries(variants)) {
        expectRelative(lower, number(row, `${name}_lo`), `${name} lower bound of ${x} of ${n}`);
        expectRelative(upper, number(row, `${name}_hi`), `${name} upper bound of ${x} of ${n}`);
      }
    }
  });

  it("equal the reference probabilities of counts, also where they are 1e-22", () => {
    const rows = readRows("small_counts/expected_count_tests.csv");
    expect(rows.length).toBe(10);
    for (const row of rows) {
      const [observed, expected] = [number(row, "observed"), number(row, "expected")];
      const found = {
        p_upper_poisson: poissonUpperTail(observed, expected),
        p_lower_poisson: poissonLowerTail(observed, expected),
        p_zero: poissonZero(expected),
        p_mid_upper: poissonMidUpper(observed, expected),
        p_upper_negbin_size4: negativeBinomialUpperTail(observed, expected, 4),
        p_zero_negbin_size4: negativeBinomialZero(expected, 4),
      };
      for (const [column, value] of Object.entries(found))
        expectRelative(
          value,
          number(row, column),
          `${column} of ${observed} where ${expected} were expected`,
        );
    }
  });

  it("gives the probability that a region's rate is above 1 %, as the specification does", () => {
    type Region = { id: string; new_households_4q: number | null; households: number };
    const regions = readJson<Region[]>("spec_v1/regions_input.json");
    const expected = readJson<{ id: string; p_rate_above_threshold: number | null }[]>(
      "spec_v1/regions_expected.json",
    );
    const counts = regions.map(({ new_households_4q, households }) =>
      typeof new_households_4q === "number"
        ? { numerator: new_households_4q, denominator: households }
        : null,
    );
    const delivered = counts.filter((count) => count !== null);
    const prior = marshallPrior(delivered);
    regions.forEach(({ id }, index) => {
      const count = counts[index];
      const found = count ? gammaTail(count.numerator, count.denominator, prior, 0.01) : null;
      expect(expected[index]?.id).toBe(id);
      expectNear(found, expected[index]?.p_rate_above_threshold ?? null, `P(rate > 1 %) of ${id}`);
    });
    expect(delivered.length).toBeGreaterThan(3);
    expect(gammaTail(3, 100, { mean: 0.02, variance: 0 }, 0)).toBe(1);
  });

  it("refuses what is no count, with the value in the message", () => {
    expect(() => wilson(3, 2)).toThrow("3 of 2");
    expect(() => wilson(0, 0)).toThrow(RangeError);
    expect(() => garwood(1.5)).toThrow("1.5");
    expect(() => clopperPearson(1, 2, 1)).toThrow("confidence is 1");
    expect(() => poissonZero(0)).toThrow("expected is 0");
    expect(() => gammaTail(1, 0, { mean: 0.1, variance: 0.1 }, 0.1)).toThrow(RangeError);
    expect(() => normalUpperQuantile(0)).toThrow("probability is 0");
    expect(() => normalTwoSided(Number.NaN)).toThrow(RangeError);
  });

  it("holds the estimate, nests in confidence and mirrors success and failure", () => {
    const count = fc
      .tuple(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([population, share]) => ({ population, events: Math.floor(share * population) }));
    fc.assert(
      fc.property(count, ({ population, events }) => {
        for (const interval of [wilson, clopperPearson, jeffreys]) {
          const [lower, upper] = interval(events, population);
          expect(lower).toBeLessThanOrEqual(events / population);
          expect(upper).toBeGreaterThanOrEqual(events / population);
          const [wideLower, wideUpper] = interval(events, population, 0.99);
          expect(wideLower).toBeLessThanOrEqual(lower);
          expect(wideUpper).toBeGreaterThanOrEqual(upper);
          const [mirrorLower, mirrorUpper] = interval(population - events, population);
          expect(mirrorLower).toBeCloseTo(1 - upper, 10);
          expect(mirrorUpper).toBeCloseTo(1 - lower, 10);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("incomplete gamma and beta functions", () => {
  it("know the closed forms", () => {
    for (const x of [0.01, 0.5, 1, 3, 20, 300]) {
      expectRelative(upperGamma(1, x), Math.exp(-x), `Q(1, ${x})`);
      expectRelative(lowerGamma(1, x), -Math.expm1(-x), `P(1, ${x})`);
    }
    for (const x of [1e-6, 0.2, 0.9]) expectRelative(lowerBeta(3, 1, x), x ** 3, `I_${x}(3, 1)`);
    expectRelative(normalUpperQuantile(0.025), 1.959963984540054, "the 2.5 % point of the normal");
    expectRelative(normalUpperQuantile(0.999), -3.090232306167813, "the 99.9 % point of the normal");
    expect(normalTwoSided(0)).toBe(1);
    expectRelative(normalTwoSided(-10), 1.523970604832106e-23, "two-sided p of z = 10");
  });

  it("have quantiles that undo them, and complements that add to one", () => {
    // Below shape 1 the density is infinite at an end, and no double is near enough to the quantile.
    const shape = fc.double({ min: 1, max: 3000, noNaN: true });
    const probability = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
    fc.assert(
      fc.property(shape, shape, probability, (a, b, p) => {
        expect(Math.abs(lowerGamma(a, gammaQuantile(a, p)) - p)).toBeLessThan(1e-11);
        expect(Math.abs(lowerBeta(a, b, betaQuantile(a, b, p)) - p)).toBeLessThan(1e-9);
        const x = gammaQuantile(a, p);
        expect(lowerGamma(a, x) + upperGamma(a, x)).toBeCloseTo(1, 12);
      }),
      { numRuns: 100 },
    );
  });
});
