import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Contract,
  contractedFlows,
  contractYears,
  flowsSoFar,
  internalRateOfReturn,
  netPresentValue,
  payback,
  yearlyPromise,
} from "../geo/investment.ts";

const contract: Contract = {
  from: "2022-01-01",
  to: "2031-12-31",
  promisedBasisPoints: 700,
  returnsPrincipal: true,
};
const paid = (year: number, paidFen: number) => ({ year, promisedFen: 7_000, paidFen });

describe("the year of payback", () => {
  it("is the first in which what was received reaches the principal", () => {
    // 40 + 30 + 30 = 100: reached exactly in the third year, not before.
    const dividends = [paid(2022, 40), paid(2023, 30), paid(2024, 30), paid(2025, 30)];
    expect(payback(100, dividends, contract)).toEqual({ year: 2024, basis: "ACTUAL" });
    expect(payback(101, dividends, contract)).toEqual({ year: 2025, basis: "ACTUAL" });
    expect(payback(100, [...dividends].reverse(), contract)).toEqual({ year: 2024, basis: "ACTUAL" });
  });

  it("is projected by the contract from the year after the last recorded one, and says so", () => {
    // Principal 1,000; 500 received to 2025; 70 a year by contract: 500 + 8 × 70 reaches it in 2033.
    const long = { ...contract, to: "2036-12-31" };
    const dividends = [paid(2022, 250), paid(2025, 250)];
    expect(yearlyPromise(1_000, long)).toBe(70);
    expect(payback(1_000, dividends, long)).toEqual({ year: 2033, basis: "PROJECTED" });
    // To 2031 it is only 500 + 6 × 70 = 920.
    expect(payback(1_000, dividends, contract)).toEqual({ year: null, basis: "NEVER" });
    expect(payback(1_000, dividends, null)).toEqual({ year: null, basis: "NEVER" });
    expect(payback(0, dividends, contract)).toEqual({ year: null, basis: "NEVER" });
  });

  it("counts a year of the contract where its last day lies inside", () => {
    expect(contractYears({ from: "2022-03-01", to: "2024-12-30" })).toEqual([2022, 2023]);
    expect(contractYears({ from: "2022-12-31", to: "2022-12-31" })).toEqual([2022]);
  });
});

describe("the internal rate of return", () => {
  it("is what the sum says: 100 out, 110 a year later is 10 %", () => {
    const rate = internalRateOfReturn([
      { year: 2020, fen: -100 },
      { year: 2021, fen: 110 },
    ]);
    expect(rate).toBeCloseTo(0.1, 11);
    // 100 out, 60 and 60 back: x = 1 / (1 + r) solves 60x² + 60x = 100.
    const x = (-60 + Math.sqrt(60 * 60 + 4 * 60 * 100)) / (2 * 60);
    const two = internalRateOfReturn([
      { year: 2020, fen: -100 },
      { year: 2021, fen: 60 },
      { year: 2022, fen: 60 },
    ]);
    expect(two).toBeCloseTo(1 / x - 1, 11);
    expect(two).toBeCloseTo(0.130_662_386, 8);
  });

  it("is the coupon of a loan that is paid back at par, a year after it was placed", () => {
    // Placed in 2021, 7 % from 2022 to 2031, all back in 2031.
    expect(internalRateOfReturn(contractedFlows(1_000_000, 2021, contract))).toBeCloseTo(0.07, 10);
    // Without the principal ten dividends of 7 % do not bring it back: 70 % of it in all.
    expect(
      internalRateOfReturn(contractedFlows(1_000_000, 2021, { ...contract, returnsPrincipal: false })),
    ).toBeLessThan(0);
  });

  it("is below zero while less came back than went out, and none where nothing came back", () => {
    // 100 out, 50 back two years later: (1 + r)² = 1/2.
    expect(internalRateOfReturn(flowsSoFar(100, 2020, [paid(2022, 50)]))).toBeCloseTo(Math.SQRT1_2 - 1, 11);
    expect(internalRateOfReturn(flowsSoFar(100, 2020, [paid(2022, 0)]))).toBeNull();
    expect(internalRateOfReturn([{ year: 2020, fen: 5 }])).toBeNull();
    // Out, in, out again: two changes of sign, so no single rate.
    expect(
      internalRateOfReturn([
        { year: 2020, fen: -100 },
        { year: 2021, fen: 230 },
        { year: 2022, fen: -132 },
      ]),
    ).toBeNull();
    // Money of one year is one flow.
    expect(internalRateOfReturn(flowsSoFar(100, 2022, [paid(2022, 100)]))).toBeNull();
  });

  it("makes any flows out and then in worth nothing", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 1, maxLength: 20 }),
        (out, back) => {
          const flows = [
            ...out.map((fen, index) => ({ year: 2000 + index, fen: -fen })),
            ...back.map((fen, index) => ({ year: 2000 + out.length + index, fen })),
          ];
          const rate = internalRateOfReturn(flows);
          if (rate === null) return false;
          // Just below it the flows are worth more than nothing, just above it less.
          const step = 1e-9 * (1 + rate);
          return netPresentValue(flows, rate - step) > 0 && netPresentValue(flows, rate + step) < 0;
        },
      ),
    );
  });
});
