import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CountyFacts, pooledFacts, ratioOf, type Sums, toRegionFacts } from "../geo/pooledFacts.ts";

const count = fc.integer({ min: 0, max: 20_000 });
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const sums = fc.record({ numerator: count, denominator: count });
const CAUSES = ["EMERGENCY", "PRICE", "UNEMPLOYMENT", "OTHER"];
const PRODUCTS = ["orange", "tea", "eel"];

/** Prices are those of the country, so a product has the same in every county. */
const products = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...PRODUCTS), fc.double({ min: 0, max: 1, noNaN: true })), {
    selector: ([commodity]) => commodity,
  })
  .map((list) =>
    list.map(([commodity, incomeShare]) => ({
      commodity,
      incomeShare,
      priceThreeMonths: 300 + commodity.length,
      baselinePrice: 500,
      monthsBelowBaseline: commodity.length,
    })),
  );
const emergencies = fc.array(
  fc.record({
    event: fc.constantFrom("flood", "frost"),
    grade: fc.constantFrom("I" as const, "III" as const),
    quartersSinceEnd: fc.integer({ min: 0, max: 3 }),
    affectedHouseholds: count,
  }),
  { maxLength: 3 },
);
const sites = fc.array(
  fc.record({
    persons: count,
    householdsWithLabour: count,
    zeroEmploymentHouseholds: count,
    integrationItemsTotal: count,
    integrationItemsOpen: count,
  }),
  { maxLength: 2 },
);

const countyWith = (commodities: fc.Arbitrary<CountyFacts["commodities"]>): fc.Arbitrary<CountyFacts> =>
  fc.record({
    households: fc.integer({ min: 1, max: 200_000 }),
    villages: count,
    flow: orNull(sums),
    flowYearBefore: orNull(sums),
    hotspots: orNull(sums),
    orangeOrRed: orNull(sums),
    emergencies: orNull(emergencies),
    commodities,
    workersNow: orNull(count),
    workersYearBefore: orNull(count),
    migrants: orNull(fc.record({ now: count, yearBefore: count })),
    returnedIdle: orNull(count),
    labourForce: orNull(count),
    projects: orNull(fc.record({ atRisk: count, stopped: count, failed: count })),
    sites: orNull(sites),
    silentVillages: orNull(sums),
    lateRecognition: orNull(sums),
    lateMeasures: orNull(sums),
    noticeBreaches: orNull(sums),
    overdueLedger: orNull(sums),
    fundCarryover: orNull(sums),
    reportReceived: fc.boolean(),
    newThisQuarter: orNull(count),
    changes: orNull(count),
    expectedNew: orNull(count),
    expectedChanges: orNull(count),
    newByCause: orNull(
      fc
        .tuple(...CAUSES.map(() => count))
        .map((households) =>
          Object.fromEntries(CAUSES.map((cause, index) => [cause, households[index] ?? 0])),
        ),
    ),
  });
const county = countyWith(orNull(products));
const counties = fc.array(county, { minLength: 1, maxLength: 6 });
/** A list of products is kept by all or by none, as the platform reads it. */
const alike = fc
  .boolean()
  .chain((kept) => fc.array(countyWith(kept ? products : fc.constant(null)), { minLength: 2, maxLength: 6 }));

/** Lists have no order, and shares of income are rounded in the last digits. */
function comparable(facts: CountyFacts) {
  const sorted = <Item>(list: readonly Item[] | null) =>
    list?.map((item) => JSON.stringify(item)).sort() ?? null;
  return {
    ...facts,
    emergencies: sorted(facts.emergencies),
    sites: sorted(facts.sites),
    commodities: sorted(
      facts.commodities?.map((product) => ({ ...product, incomeShare: product.incomeShare.toFixed(9) })) ??
        null,
    ),
  };
}

const NULLABLE = [
  "flow",
  "flowYearBefore",
  "hotspots",
  "silentVillages",
  "migrants",
  "orangeOrRed",
  "emergencies",
  "commodities",
  "returnedIdle",
  "labourForce",
  "projects",
  "sites",
  "lateRecognition",
  "lateMeasures",
  "noticeBreaches",
  "overdueLedger",
  "fundCarryover",
  "newThisQuarter",
  "changes",
  "newByCause",
] as const satisfies readonly (keyof CountyFacts)[];

describe("facts of several counties together", () => {
  it("are those of the county where there is only one", () => {
    fc.assert(
      fc.property(county, (one) => {
        expect(comparable(pooledFacts([one]))).toEqual(comparable(one));
      }),
    );
  });

  it("do not depend on the order of the counties", () => {
    fc.assert(
      fc.property(counties, fc.nat(), (list, seed) => {
        const turned = [...list.slice(seed % list.length), ...list.slice(0, seed % list.length)].reverse();
        expect(comparable(pooledFacts(turned))).toEqual(comparable(pooledFacts(list)));
      }),
    );
  });

  it("are the same pooled in two steps and at once", () => {
    fc.assert(
      fc.property(alike, fc.nat(), (list, seed) => {
        const cut = 1 + (seed % (list.length - 1));
        const steps = [pooledFacts(list.slice(0, cut)), pooledFacts(list.slice(cut))];
        expect(comparable(pooledFacts(steps))).toEqual(comparable(pooledFacts(list)));
      }),
      { numRuns: 300 },
    );
  });

  it("are null exactly where no county delivered, and never 0 for it", () => {
    fc.assert(
      fc.property(counties, (list) => {
        const pooled = pooledFacts(list);
        for (const key of NULLABLE)
          expect([key, pooled[key] === null]).toEqual([key, list.every((each) => each[key] === null)]);
      }),
    );
  });

  it("take nothing from a county that delivered nothing", () => {
    const silent: Partial<CountyFacts> = {
      ...Object.fromEntries(NULLABLE.map((key) => [key, null])),
      workersNow: null,
      workersYearBefore: null,
    };
    fc.assert(
      fc.property(counties, county, (list, other) => {
        const [without, withIt] = [pooledFacts(list), pooledFacts([...list, { ...other, ...silent }])];
        for (const key of [...NULLABLE, "workersNow", "workersYearBefore"] as const)
          expect(comparable(withIt)[key], key).toEqual(comparable(without)[key]);
      }),
    );
  });

  it("compare the workers of two years only where both years of a county are known", () => {
    const [base] = fc.sample(county, { numRuns: 1, seed: 1 });
    if (!base) throw new Error("no county was drawn");
    const of = (workersNow: number | null, workersYearBefore: number | null) => ({
      ...base,
      workersNow,
      workersYearBefore,
    });
    const workers = (...list: CountyFacts[]) => {
      const { workersNow, workersYearBefore } = pooledFacts(list);
      return [workersNow, workersYearBefore];
    };
    expect(workers(of(90, 100), of(50, null), of(null, 70))).toEqual([90, 100]);
    expect(workers(of(50, null), of(null, 70))).toEqual([50, null]);
    expect(workers(of(50, null), of(40, null))).toEqual([90, null]);
  });

  it("weigh a product's share of income with households, unequal ones, and only of counties that keep such a list", () => {
    const [base] = fc.sample(county, { numRuns: 1, seed: 1 });
    if (!base) throw new Error("no county was drawn");
    const product = {
      commodity: "tea",
      incomeShare: 0.6,
      priceThreeMonths: 1,
      baselinePrice: 2,
      monthsBelowBaseline: 3,
    };
    const shares = (...list: Pick<CountyFacts, "households" | "commodities">[]) =>
      pooledFacts(list.map((each) => ({ ...base, ...each }))).commodities?.map((each) => each.incomeShare);
    const large = { households: 300, commodities: [product] };
    expect(shares(large, { households: 100, commodities: [] })).toEqual([0.45]);
    expect(shares(large, { households: 100, commodities: null })).toEqual([0.6]);
  });

  it("divide sums and never average ratios", () => {
    fc.assert(
      fc.property(fc.array(county, { minLength: 2, maxLength: 5 }), (list) => {
        const known = list.map((each) => each.flow).filter((flow): flow is Sums => flow !== null);
        const above = known.reduce((sum, flow) => sum + flow.numerator, 0);
        const below = known.reduce((sum, flow) => sum + flow.denominator, 0);
        expect(ratioOf(pooledFacts(list).flow)).toBe(below > 0 ? above / below : null);
      }),
    );
  });

  it("reach the index as null where they are null or there is nothing to divide by", () => {
    fc.assert(
      fc.property(county, (one) => {
        const facts = toRegionFacts("360827", one, null);
        const known = (value: Sums | null) => value !== null && value.denominator > 0;
        expect(facts.newHouseholds === null).toBe(!known(one.flow));
        expect(facts.newHouseholdsYearBefore === null).toBe(!known(one.flowYearBefore));
        expect(facts.hotspotHouseholdShare === null).toBe(!known(one.hotspots));
        expect(facts.orangeOrRedHouseholdShare === null).toBe(!known(one.orangeOrRed));
        expect(facts.employment === null).toBe(
          one.workersNow === null || one.returnedIdle === null || one.labourForce === null,
        );
        expect(facts.projects === null).toBe(one.projects === null);
        expect(facts.implementation === null).toBe(!one.reportReceived);
        if (facts.implementation)
          expect(facts.implementation.lateMeasureShare === null).toBe(!known(one.lateMeasures));
        expect(facts.reporting?.newThisQuarter).toBe(one.newThisQuarter);
      }),
    );
  });

  it("refuse to be pooled from no county", () => {
    expect(() => pooledFacts([])).toThrow(RangeError);
  });
});
