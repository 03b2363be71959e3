import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Count, marshallPrior, smoothRates } from "../geo/empiricalBayes.ts";
import { smoothRatesLocally, standardisedRates } from "../geo/localEmpiricalBayes.ts";
import { globalMoran } from "../geo/moran.ts";
import { fromNeighbourLists, rowStandardised, spatialLag } from "../geo/spatialWeights.ts";
import {
  expectNear,
  expectRelative,
  number,
  readJson,
  readRows,
  readWeights,
  text,
} from "./statisticsFixtures.ts";

describe.each(["auckland", "nc_sids"])("empirical Bayes on %s", (folder) => {
  const rows = readRows(`${folder}/expected_eb.csv`);
  const ids = rows.map((row) => text(row, "id"));
  const counts = rows.map(
    (row): Count => ({ numerator: number(row, "cases"), denominator: number(row, "population") }),
  );
  const weights = readWeights(`${folder}/weights_queen.json`, ids);
  type Summary = { eb: Record<string, number>; range_raw_per1000?: number[]; range_eb_per1000?: number[] };
  const summary = readJson<Summary>(`${folder}/expected_summary.json`);
  const { eb } = summary;

  it("equals the reference prior, smoothed rates and shrinkage, over the map and around each unit", () => {
    const prior = marshallPrior(counts);
    expectRelative(prior.mean, eb.global_mean_m ?? Number.NaN, "pooled mean");
    expectRelative(prior.variance, eb.a ?? Number.NaN, "variance between units");
    const [overall, local] = [smoothRates(counts), smoothRatesLocally(counts, weights)];
    rows.forEach((row, unit) => {
      const [whole, near] = [overall[unit], local[unit]];
      const id = text(row, "id");
      expectNear(whole?.raw, number(row, "raw_rate"), `raw rate of ${id}`);
      expectRelative(whole?.rate, number(row, "eb_global"), `smoothed rate of ${id}`);
      expectRelative(near?.rate, number(row, "eb_local"), `locally smoothed rate of ${id}`);
      expectNear(
        1 - (whole?.variance ?? 0) / prior.variance,
        number(row, "shrink_weight"),
        `weight of ${id}`,
      );
      expectNear((whole?.raw ?? 9) / prior.mean, number(row, "smr"), `ratio to the mean of ${id}`);
    });
    expect(rows.length).toBeGreaterThan(99);
  });

  it("equals the reference Moran's I of Assunção–Reis rates, with and without their mean", () => {
    const rates = standardisedRates(counts).map((rate) => rate ?? Number.NaN);
    const links = rowStandardised(weights);
    expectRelative(globalMoran(rates, links).index, eb.EB_moran_I ?? Number.NaN, "I of standardised rates");
    const product = spatialLag(links, rates).reduce((sum, lag, unit) => sum + lag * (rates[unit] ?? 0), 0);
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    const squares = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0);
    const geoda = eb.EB_moran_I_without_mean_centering_geoda ?? Number.NaN;
    expectRelative(product / squares, geoda, "I as GeoDa computes it");
  });

  it("has the reference range of raw and smoothed rates", () => {
    const overall = smoothRates(counts);
    const per1000 = (of: "raw" | "rate") => overall.map((rate) => 1000 * (rate?.[of] ?? Number.NaN));
    const range = (values: number[]) => [Math.min(...values), Math.max(...values)];
    const [raw, smoothed] = [range(per1000("raw")), range(per1000("rate"))];
    // Only Auckland's file holds them; for the other the smoothed range must lie inside the raw one.
    const wantRaw = summary.range_raw_per1000 ?? raw;
    const wantSmoothed = summary.range_eb_per1000 ?? smoothed;
    for (const end of [0, 1]) {
      expectNear(raw[end], wantRaw[end] ?? Number.NaN, "raw range");
      expectNear(smoothed[end], wantSmoothed[end] ?? Number.NaN, "smoothed range");
    }
    expect(smoothed[0]).toBeGreaterThanOrEqual(raw[0] ?? 9);
    expect(smoothed[1]).toBeLessThan(raw[1] ?? 0);
  });
});

describe("local empirical Bayes", () => {
  it("keeps an island's raw rate, fills a missing unit from around it and says so", () => {
    const counts = [
      { numerator: 3, denominator: 100 },
      null,
      { numerator: 9, denominator: 100 },
      { numerator: 1, denominator: 10 },
      null,
    ];
    const [left, missing, right, island, alone] = smoothRatesLocally(
      counts,
      fromNeighbourLists([[1], [0, 2], [1], [], []]),
    );
    expect(missing).toMatchObject({ rate: 0.06, raw: null, imputed: true });
    expect(island).toMatchObject({ rate: 0.1, raw: 0.1, variance: 1 / 100, imputed: false });
    // Their only neighbour is missing, so they stand alone.
    expect([left?.rate, right?.rate]).toEqual([0.03, 0.09]);
    expect(alone).toBeNull();
    expect(() => smoothRatesLocally(counts, fromNeighbourLists([[]]))).toThrow("5 counts for 1 units");
  });

  it("measures spread as Marshall's text has it when asked: that of the whole map where all are neighbours", () => {
    const counts = [12, 3, 30, 8, 1].map((numerator, unit) => ({ numerator, denominator: 100 + 40 * unit }));
    const everyone = counts.map((_, unit) =>
      counts.map((__, other) => other).filter((other) => other !== unit),
    );
    const weights = fromNeighbourLists(everyone);
    smoothRatesLocally(counts, weights, "geoda").forEach((rate, unit) => {
      expectRelative(rate?.rate, smoothRates(counts)[unit]?.rate ?? Number.NaN, `rate of ${unit}`);
    });
    const chain = fromNeighbourLists([[1], [0, 2], [1, 3], [2, 4], [3]]);
    expect(smoothRatesLocally(counts, chain, "geoda")).not.toEqual(smoothRatesLocally(counts, chain));
  });

  it("lies between the raw rate and the pooled rate of the neighbourhood", () => {
    const count = fc
      .tuple(fc.integer({ min: 1, max: 900 }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([denominator, share]) => ({ numerator: Math.floor(share * denominator), denominator }));
    fc.assert(
      fc.property(fc.array(count, { minLength: 3, maxLength: 30 }), (counts) => {
        const ring = counts.map((_, unit) => [
          (unit + 1) % counts.length,
          (unit + counts.length - 1) % counts.length,
        ]);
        smoothRatesLocally(counts, fromNeighbourLists(ring)).forEach((rate, unit) => {
          const around = [unit, ...(ring[unit] ?? [])].map(
            (place) => counts[place] ?? { numerator: 0, denominator: 0 },
          );
          const { mean } = marshallPrior(around);
          const ends = [mean, rate?.raw ?? Number.NaN];
          expect(rate?.rate).toBeGreaterThanOrEqual(Math.min(...ends) - 1e-12);
          expect(rate?.rate).toBeLessThanOrEqual(Math.max(...ends) + 1e-12);
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe("Assunção–Reis rates", () => {
  it("leave missing units out, and refuse a map without events", () => {
    const rates = standardisedRates([
      { numerator: 4, denominator: 10 },
      null,
      { numerator: 0, denominator: 0 },
      { numerator: 1, denominator: 10 },
    ]);
    expect(rates.map((rate) => rate === null)).toEqual([false, true, true, false]);
    expect((rates[0] ?? 0) + (rates[3] ?? 0)).toBeCloseTo(0, 12);
    expect(() => standardisedRates([{ numerator: 0, denominator: 5 }, null])).toThrow("no events in 1");
    expect(() => standardisedRates([null])).toThrow(RangeError);
  });
});
