import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adjustPValues, benjaminiHochberg, type Correction } from "../geo/falseDiscovery.ts";
import { expectRelative, number, readRows } from "./statisticsFixtures.ts";

const columns: Record<string, Correction> = {
  p_BH: "benjaminiHochberg",
  p_BY: "benjaminiYekutieli",
  p_holm: "holm",
  p_bonferroni: "bonferroni",
};

describe("correction for many tests", () => {
  const rows = readRows("small_counts/expected_fdr.csv");
  const pValues = rows.map((row) => number(row, "p"));

  it("equals the reference for all four rules", () => {
    expect(rows.length).toBe(20);
    for (const [column, correction] of Object.entries(columns)) {
      const adjusted = adjustPValues(pValues, correction);
      rows.forEach((row, index) => {
        expectRelative(adjusted[index], number(row, column), `${column} of test ${index + 1}`);
      });
    }
  });

  it("passes places without a test through and does not count them", () => {
    for (const correction of Object.values(columns)) {
      const plain = adjustPValues(pValues, correction);
      const holes = adjustPValues(
        pValues.flatMap((p) => [null, p]),
        correction,
      );
      expect(holes).toEqual(plain.flatMap((p) => [null, p]));
      expect(adjustPValues([null, null], correction)).toEqual([null, null]);
    }
  });

  it("never lowers a p, keeps the order, and ranks the rules by their caution", () => {
    const list = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(list, (given) => {
        const of = (correction: Correction) => adjustPValues(given, correction).map((p) => p ?? Number.NaN);
        const [hochberg, yekutieli, holm, bonferroni] = Object.values(columns).map(of);
        given.forEach((p, index) => {
          const chain = [p, hochberg?.[index], holm?.[index], bonferroni?.[index]].map(
            (value) => value ?? -1,
          );
          chain.forEach((value, place) => {
            if (place > 0) expect(value).toBeGreaterThanOrEqual((chain[place - 1] ?? 0) - 1e-12);
            expect(value).toBeLessThanOrEqual(1);
          });
          expect(yekutieli?.[index] ?? -1).toBeGreaterThanOrEqual((hochberg?.[index] ?? 0) - 1e-12);
          given.forEach((other, at) => {
            if (p < other) expect(hochberg?.[index] ?? 0).toBeLessThanOrEqual(hochberg?.[at] ?? -1);
          });
        });
      }),
      { numRuns: 100 },
    );
  });

  it("refuses what is no probability", () => {
    expect(() => benjaminiHochberg([0.1, 1.2])).toThrow("1.2 at 1");
    expect(() => benjaminiHochberg([Number.NaN])).toThrow(RangeError);
  });
});
