import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { enclaveTrouble } from "../geo/enclaveTrouble.ts";

const year = (year: number, promisedFen: number, paidFen: number) => ({ year, promisedFen, paidFen });

describe("the trouble of an enclave", () => {
  it("is none while everything promised for years that are over was paid, or nothing was promised", () => {
    expect(enclaveTrouble([], 2026)).toBeNull();
    expect(enclaveTrouble([year(2024, 100, 100), year(2025, 100, 100)], 2026)).toBeNull();
    // 2026 is not over in 2026, whatever was promised for it; in January of 2027 it is.
    expect(enclaveTrouble([year(2025, 100, 100), year(2026, 100, 0)], 2026)).toBeNull();
    expect(enclaveTrouble([year(2025, 100, 100), year(2026, 100, 0)], 2027)).toBe("FAILED");
    expect(enclaveTrouble([year(2025, 0, 0)], 2026)).toBeNull();
  });

  it("is a risk while anything is owed, a fen or an old year, and a failure where the last year brought nothing", () => {
    expect(enclaveTrouble([year(2025, 100, 99)], 2026)).toBe("AT_RISK");
    expect(enclaveTrouble([year(2023, 100, 40), year(2025, 100, 100)], 2026)).toBe("AT_RISK");
    expect(enclaveTrouble([year(2024, 100, 50), year(2025, 100, 0)], 2026)).toBe("FAILED");
    // An empty year in between is owed still; the last one was paid.
    expect(enclaveTrouble([year(2024, 100, 0), year(2025, 100, 100)], 2026)).toBe("AT_RISK");
    expect(enclaveTrouble([year(2025, 100, 120)], 2026)).toBeNull();
  });

  it("asks nothing of the order in which the years come, and never gets worse by a payment", () => {
    const years = fc.uniqueArray(
      fc.record({
        year: fc.integer({ min: 2020, max: 2026 }),
        promisedFen: fc.integer({ min: 0, max: 3 }),
        paidFen: fc.integer({ min: 0, max: 3 }),
      }),
      { selector: (one) => one.year },
    );
    const worse = { NONE: 0, AT_RISK: 1, FAILED: 2 };
    const rank = (its: ReturnType<typeof year>[]) => worse[enclaveTrouble(its, 2026) ?? "NONE"];
    fc.assert(
      fc.property(years, fc.integer({ min: 0, max: 6 }), (its, which) => {
        expect(rank([...its].reverse())).toBe(rank(its));
        const paidMore = its.map((one, index) =>
          index === which ? { ...one, paidFen: one.paidFen + 1 } : one,
        );
        expect(rank(paidMore)).toBeLessThanOrEqual(rank(its));
      }),
    );
  });
});
