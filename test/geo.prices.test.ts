import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgePrices, levelOf, type MonthlyPrice } from "../geo/priceAlarm.ts";
import {
  afterFall,
  graverLevel,
  isBelowBreakEven,
  monthsBelowUsual,
  priceScenario,
  withFall,
} from "../geo/priceScenario.ts";
import { productConcentration } from "../geo/productConcentration.ts";
import { monthAfter } from "../geo/quarters.ts";
import type { RegionQuarterFacts } from "../geo/regionFacts.ts";
import { DEFAULT_REGION_RULES } from "../geo/regionRules.ts";

const FIRST = "2023-01-01";
/** 36 months of 90, then 100, then 110, and whatever follows: every calendar month has the mean 100 and squares of 200. */
const seriesWith = (...after: number[]): MonthlyPrice[] =>
  [...Array.from({ length: 36 }, (_, index) => 90 + 10 * Math.floor(index / 12)), ...after].map(
    (price, index) => ({ period: monthAfter(FIRST, index), price }),
  );

describe("price alarms, checked by hand", () => {
  // Twelve months with squares of 200 each are 2,400; 36 − 12 = 24 degrees of freedom; variance 100, deviation 10.
  it.each([
    [98, 0.2, "NORMAL"],
    [97.5, 0.25, "STRESS"],
    [90.1, 0.99, "STRESS"],
    [90, 1, "ALERT"],
    [80.1, 1.99, "ALERT"],
    [80, 2, "CRISIS"],
    [120, -2, "NORMAL"],
  ] as const)("a price of %f against 100 ± 10 lies %f below and is %s", (price, below, level) => {
    const last = judgePrices(seriesWith(price)).at(-1);
    expect(last?.expected).toBe(100);
    expect(last?.deviation).toBeCloseTo(10, 12);
    expect(last?.deviationsBelow).toBeCloseTo(below, 12);
    expect(last?.fall).toBeCloseTo(1 - price / 100, 12);
    expect(last?.level).toBe(level);
  });

  it("calls a rare but small fall an alert: three quiet years must not make a crisis of a few per cent", () => {
    const quiet = seriesWith(960).map((month, index) =>
      index < 36 ? { ...month, price: 990 + 10 * Math.floor(index / 12) } : month,
    );
    const last = judgePrices(quiet).at(-1);
    expect(last).toMatchObject({ expected: 1_000, level: "ALERT" });
    expect(last?.deviationsBelow).toBeCloseTo(4, 12);
    expect(last?.fall).toBeCloseTo(0.04, 12);
    expect(levelOf(4, 0.15)).toBe("CRISIS");
  });

  it("judges nothing without three years, or with fewer than 26 of their 36 months", () => {
    expect(judgePrices(seriesWith(50).slice(1)).at(-1)).toMatchObject({
      level: "INSUFFICIENT",
      expected: null,
      fall: null,
      monthsBelow: 0,
    });
    const without = (months: number) =>
      judgePrices(seriesWith(50).filter((_, index) => index < 1 || index > months)).at(-1)?.level;
    expect(without(10)).toBe("CRISIS");
    expect(without(11)).toBe("INSUFFICIENT");
  });

  it("counts months in a row below, and a gap breaks the row", () => {
    const rows = judgePrices(seriesWith(95, 96, 101, 94, 93, 92));
    expect(rows.slice(36).map((month) => month.monthsBelow)).toEqual([1, 2, 0, 1, 2, 3]);
    const gap = seriesWith(95, 96, 94, 93).filter(({ period }) => period !== monthAfter(FIRST, 37));
    expect(
      judgePrices(gap)
        .map((month) => month.monthsBelow)
        .slice(36),
    ).toEqual([1, 1, 2]);
  });

  it("gives a constant series no alarm, and a deeper fall never a lower level", () => {
    const flat = Array.from({ length: 40 }, (_, index) => ({ period: monthAfter(FIRST, index), price: 7 }));
    expect(
      new Set(
        judgePrices(flat)
          .slice(36)
          .map(({ level }) => level),
      ),
    ).toEqual(new Set(["NORMAL"]));
    const order = ["NORMAL", "STRESS", "ALERT", "CRISIS"];
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 130, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (price, part) => {
          const [one, other] = [price, price * part + 0.001].map(
            (each) => judgePrices(seriesWith(each)).at(-1)?.level,
          );
          expect(order.indexOf(other ?? "")).toBeGreaterThanOrEqual(order.indexOf(one ?? ""));
        },
      ),
    );
  });
});

describe("concentration on products, checked by hand", () => {
  const one = [
    { commodity: "orange", households: 60 },
    { commodity: "tea", households: 20 },
    { commodity: null, households: 20 },
  ];
  const other = [
    { commodity: "orange", households: 10 },
    { commodity: "tea", households: 90 },
  ];
  it("shares are of all linked households and the index adds squares of products only", () => {
    const its = productConcentration(one);
    expect(its.products).toEqual([
      { commodity: "orange", households: 60, share: 0.6 },
      { commodity: "tea", households: 20, share: 0.2 },
    ]);
    expect(its.herfindahl).toBeCloseTo(0.4, 12);
    expect(its).toMatchObject({ households: 100, withoutProduct: 20, concentratedOn: "orange" });
  });
  it("of two counties it is computed from their households, not from their shares", () => {
    const its = productConcentration([...one, ...other]);
    expect(its.products.map(({ share }) => share)).toEqual([0.55, 0.35]);
    expect(its.herfindahl).toBeCloseTo(0.425, 12);
    expect(its.concentratedOn).toBe("tea");
  });
  it("flags from 40 per cent on, and says nothing where nobody is linked", () => {
    const at = (households: number) =>
      productConcentration([
        { commodity: "tea", households },
        { commodity: null, households: 100 - households },
      ]).concentratedOn;
    expect([at(39), at(40)]).toEqual([null, "tea"]);
    expect(productConcentration([])).toMatchObject({ households: 0, herfindahl: null, concentratedOn: null });
  });
});

const region = (id: string, commodities: RegionQuarterFacts["commodities"]): RegionQuarterFacts => ({
  id,
  households: 1_000,
  newHouseholds: 2,
  newHouseholdsYearBefore: 2,
  hotspotHouseholdShare: 0,
  scanCluster: null,
  orangeOrRedHouseholdShare: 0,
  emergencies: [],
  commodities,
  employment: {
    workersSameQuarterLastYear: 100,
    workersNow: 100,
    returnedIdleOverOneMonth: 0,
    labourForce: 500,
  },
  projects: [],
  resettlementSites: [],
  implementation: null,
  reporting: null,
  newHouseholdsByCause: null,
});
const orange = {
  name: "orange",
  incomeShare: 0.3,
  priceThreeMonths: 400,
  baselinePrice: 500,
  monthsBelowBaseline: 3,
};

describe("the price scenario, checked by hand", () => {
  const peers = [region("a", [orange]), region("b", []), region("c", null)];
  const run = (fall: number, monthsBelow = 3) =>
    priceScenario(peers, DEFAULT_REGION_RULES, { commodity: "orange", fall, monthsBelow });

  it("no fall changes nothing, to the last digit", () => {
    for (const { before, after } of run(0)) expect(after).toEqual(before);
  });

  it("a quarter less: 0.3 × (1 − 300/500) = 0.12 of 0.15 is 80 instead of 40, and one driver at 80 makes yellow", () => {
    const [a, b, c] = run(0.25);
    expect(a?.before.subIndices.PRICE).toBeCloseTo(40, 9);
    expect(a?.after.subIndices.PRICE).toBeCloseTo(80, 9);
    expect([a?.before.level, a?.after.level]).toEqual(["NONE", "YELLOW"]);
    expect(a?.after.triggers).toContain("ONE_DRIVER_80");
    expect(b?.after.subIndices.PRICE).toBe(0);
    // The mean of the peers stands in where nobody delivered: (80 + 0) / 2.
    expect(c?.before.subIndices.PRICE).toBeCloseTo(20, 9);
    expect(c?.after.subIndices.PRICE).toBeCloseTo(40, 9);
  });

  it("lengthens the row of months below where the fall takes more of them under the usual price", () => {
    const months = [
      { price: 130, usual: 100 },
      { price: 120, usual: 100 },
      { price: 90, usual: null },
      { price: 110, usual: 100 },
      { price: 99, usual: 100 },
    ];
    expect(monthsBelowUsual(months)).toBe(1);
    expect(monthsBelowUsual(afterFall(months, 0.1))).toBe(2);
    // Only the latest three months fall.
    expect(monthsBelowUsual(afterFall(months, 0.9))).toBe(2);
    expect(afterFall(months, 0.5).map(({ price }) => price)).toEqual([130, 120, 45, 55, 49.5]);
    const fresh = withFall(region("a", [{ ...orange, monthsBelowBaseline: 0 }]), "orange", 0.1, 3);
    expect(fresh.commodities?.[0]).toMatchObject({ priceThreeMonths: 360, monthsBelowBaseline: 3 });
  });

  it("never lowers a level, and breaks even exactly at its costs", () => {
    expect(graverLevel("ORANGE", "BLUE")).toBe("ORANGE");
    expect(graverLevel("BLUE", "RED")).toBe("RED");
    expect(isBelowBreakEven(100_000, 80_000, 0.2)).toBe(false);
    expect(isBelowBreakEven(100_000, 80_001, 0.2)).toBe(true);
  });
});
