import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { benjaminiHochberg } from "../geo/falseDiscovery.ts";
import { globalGeary } from "../geo/geary.ts";
import { clusterClass, localMoran } from "../geo/localMoran.ts";
import { localMoranPermutation } from "../geo/localMoranPermutation.ts";
import { globalMoran, type MoranTest } from "../geo/moran.ts";
import { fromNeighbourLists, islands, nearestNeighbours, rowStandardised } from "../geo/spatialWeights.ts";
import {
  column,
  expectNear,
  expectRelative,
  number,
  numberOrNull,
  readJson,
  readRows,
  readWeights,
  text,
} from "./statisticsFixtures.ts";

const places = {
  columbus: readRows("columbus/values.csv"),
  nc_sids: readRows("nc_sids/values.csv"),
};
const idsOf = (folder: keyof typeof places) => places[folder].map((row) => text(row, "id"));

/** Fixture name, folder, column of values, weights, and the key of the block with row-standardised weights. */
const globals = [
  ["CRIME", "columbus", "CRIME", "queen"],
  ["INC", "columbus", "INC", "queen"],
  ["HOVAL", "columbus", "HOVAL", "queen"],
  ["CRIME_knn6", "columbus", "CRIME", "knn6"],
  ["CRIME_gal", "columbus", "CRIME", "columbus_gal"],
  ["rate74", "nc_sids", "rate74_per1000", "queen"],
  ["nwshare74", "nc_sids", "nonwhite_share74", "queen"],
  ["ft74", "nc_sids", "ft74", "queen"],
  ["ft74_ncCC89_islands", "nc_sids", "ft74", "ncCC89_with_islands"],
] as const;

describe("global Moran's I", () => {
  type Block = Record<string, number>;
  type Summary = { global: Record<string, Record<string, Block>> };

  it("equals the reference index, moments and p in every block, islands included", () => {
    let compared = 0;
    for (const folder of ["columbus", "nc_sids"] as const) {
      const summary = readJson<Summary>(`${folder}/expected_summary.json`).global;
      const known = globals.filter(([, where]) => where === folder);
      expect(Object.keys(summary).sort()).toEqual(known.map(([name]) => name).sort());
      for (const [name, , variable, weightsName] of known) {
        for (const [key, want] of Object.entries(summary[name] ?? {})) {
          const binary = readWeights(`${folder}/weights_${weightsName}.json`, idsOf(folder));
          const weights = key === "moran_B" ? binary : rowStandardised(binary);
          const found = globalMoran(column(places[folder], variable), weights);
          const what = (measure: string) => `${measure} of ${folder} ${name} ${key}`;
          expect(found.unitsUsed).toBe(want.n_used);
          const geary = globalGeary(column(places[folder], variable), weights);
          expectRelative(geary.index, want.geary_C ?? Number.NaN, what("Geary's C"));
          expectRelative(geary.variance, want.geary_VC_randomisation ?? Number.NaN, what("variance of C"));
          expectRelative(geary.z, want.geary_z ?? Number.NaN, what("z of C"));
          const plain = { I: found.index, EI: found.expected, kurtosis_b2: found.kurtosis };
          for (const [measure, value] of Object.entries({
            ...plain,
            S0: found.S0,
            S1: found.S1,
            S2: found.S2,
          }))
            expectRelative(value, want[measure] ?? Number.NaN, what(measure));
          const chance = (suffix: string, test: MoranTest) => {
            expectRelative(test.variance, want[`VI_${suffix}`] ?? Number.NaN, what(`variance ${suffix}`));
            expectRelative(test.z, want[`z_${suffix}`] ?? Number.NaN, what(`z ${suffix}`));
            expectRelative(test.twoSidedP, want[`p_two_sided_${suffix}`] ?? Number.NaN, what(`p ${suffix}`));
          };
          chance("normality", found.normality);
          chance("randomisation", found.randomisation);
          expectRelative(
            found.randomisation.greaterP,
            want.p_greater_randomisation ?? Number.NaN,
            what("p >"),
          );
          compared += 1;
        }
      }
    }
    expect(compared).toBe(13);
  });

  it("refuses what has no answer, with the reason", () => {
    const ring = fromNeighbourLists([[1], [2], [3], [0]]);
    expect(() => globalMoran([7, 7, 7, 7], ring)).toThrow("all 4 values are 7");
    expect(() => globalMoran([1, 2, 3], fromNeighbourLists([[1], [2], [0]]))).toThrow("3 units");
    expect(() => globalMoran([1, 2, 3], ring)).toThrow("3 values for 4 units");
    expect(() => globalMoran([1, 2, Number.NaN, 4], ring)).toThrow("unit 2 is NaN");
    expect(() => globalMoran([1, 2, 3, 4], fromNeighbourLists([[1], [0], [], []]))).toThrow("only 2 units");
    const all = fromNeighbourLists(
      [0, 1, 2, 3].map((unit) => [0, 1, 2, 3].filter((other) => other !== unit)),
    );
    expect(() => globalMoran([1, 2, 3, 5], all)).toThrow("every unit neighbours every other");
  });

  it("does not change when values are shifted, scaled or turned over, and is the mean of the local ones", () => {
    const point = fc.record({ x: fc.integer({ min: 0, max: 500 }), y: fc.integer({ min: 0, max: 500 }) });
    const unit = fc.record({ point, value: fc.integer({ min: 0, max: 90 }) });
    fc.assert(
      fc.property(
        fc.uniqueArray(unit, { selector: ({ point: { x, y } }) => `${x} ${y}`, minLength: 8 }),
        (units) => {
          fc.pre(units.some(({ value }) => value !== units[0]?.value));
          const weights = rowStandardised(
            nearestNeighbours(
              units.map((entry) => entry.point),
              3,
            ),
          );
          const values = units.map(({ value }) => value);
          const { index, randomisation } = globalMoran(values, weights);
          const moved = globalMoran(
            values.map((value) => 1000 - 3 * value),
            weights,
          );
          expect(moved.index).toBeCloseTo(index, 9);
          expect(moved.randomisation.z).toBeCloseTo(randomisation.z, 7);
          const mean =
            localMoran(values, weights).reduce((sum, entry) => sum + (entry.index ?? 0), 0) / units.length;
          expect(mean).toBeCloseTo(index, 9);
        },
      ),
      { numRuns: 60 },
    );
  });
});

const locals = [
  ["columbus/expected_local_moran_CRIME.csv", "columbus", "queen"],
  ["columbus/expected_local_moran_INC.csv", "columbus", "queen"],
  ["nc_sids/expected_local_moran_rate74.csv", "nc_sids", "queen"],
  ["nc_sids/expected_local_moran_nwshare74.csv", "nc_sids", "queen"],
  ["nc_sids/expected_local_moran_ft74_ncCC89_islands.csv", "nc_sids", "ncCC89_with_islands"],
] as const;

describe("local Moran's I", () => {
  it.each(locals)(
    "equals %s in every unit: both variants, moments, p, quadrant and class",
    (file, folder, name) => {
      const rows = readRows(file);
      const weights = readWeights(
        `${folder}/weights_${name}.json`,
        rows.map((row) => text(row, "id")),
      );
      const found = localMoran(column(rows, "x"), weights);
      const adjusted = benjaminiHochberg(found.map((entry) => entry.conditional?.twoSidedP ?? null));
      expect(rows.length).toBe(found.length);
      rows.forEach((row, unit) => {
        const entry = found[unit];
        if (!entry) throw new Error("units are missing");
        const figures = {
          z_std_pop: entry.deviation,
          lag_z_std_pop: entry.lag,
          Ii_n: entry.index,
          Ii_nminus1: entry.indexSample,
          EIi_conditional: entry.conditional?.expected ?? null,
          VIi_conditional: entry.conditional?.variance ?? null,
          Z_conditional: entry.conditional?.z ?? null,
          p_two_sided_conditional: entry.conditional?.twoSidedP ?? null,
          EIi_randomisation: entry.randomisation?.expected ?? null,
          VIi_randomisation: entry.randomisation?.variance ?? null,
          Z_randomisation: entry.randomisation?.z ?? null,
          p_two_sided_randomisation: entry.randomisation?.twoSidedP ?? null,
          p_BH_conditional: adjusted[unit] ?? null,
        };
        for (const [measure, value] of Object.entries(figures))
          expectNear(value, numberOrNull(row, measure), `${measure} of ${text(row, "id")}`);
        expect(entry.quadrant).toBe(text(row, "quadrant"));
        expect(clusterClass(entry.quadrant, adjusted[unit] ?? null)).toBe(text(row, "class_BH_0.05"));
        expect(clusterClass(entry.quadrant, entry.conditional?.twoSidedP ?? null)).toBe(
          text(row, "class_raw_0.05"),
        );
      });
      expect(found.filter((entry) => entry.quadrant === "ISLAND").length).toBe(islands(weights).length);
    },
  );

  it("has no z where nothing can vary: all others are neighbours, or the value is the mean", () => {
    const all = fromNeighbourLists(
      [0, 1, 2, 3, 4].map((unit) => [0, 1, 2, 3, 4].filter((other) => other !== unit)),
    );
    for (const entry of localMoran([1, 2, 3, 5, 8], all)) expect(entry.conditional?.z).toBeNull();
    const ring = fromNeighbourLists([[1], [2], [3], [4], [0]]);
    const [, , middle] = localMoran([1, 2, 3, 4, 5], ring);
    expect(middle).toMatchObject({ deviation: 0, quadrant: "LH", conditional: { z: null, twoSidedP: null } });
  });
});

describe("pseudo p of local Moran's I", () => {
  const files = [
    ["columbus/expected_permutation_CRIME_queen.csv", "columbus", "CRIME"],
    ["nc_sids/expected_permutation_rate74_queen.csv", "nc_sids", "rate74_per1000"],
  ] as const;

  it.each(files)(
    "equals the exact ones of %s where all draws are enumerated, and samples the others within four standard errors",
    (file, folder, variable) => {
      const rows = readRows(file);
      const ids = idsOf(folder);
      expect(rows.map((row) => text(row, "id"))).toEqual(ids);
      const draws = 9999;
      const weights = readWeights(`${folder}/weights_queen.json`, ids);
      const tests = localMoranPermutation(column(places[folder], variable), weights, {
        draws,
        seed: 20261122,
      });
      let exact = 0;
      rows.forEach((row, unit) => {
        const test = tests[unit];
        const possible = number(row, "n_permutations");
        expect(test?.exact).toBe(text(row, "method") === "exact" && possible <= 200_000);
        if (test?.exact) expect(test.draws).toBe(possible);
        exact += test?.exact ? 1 : 0;
        for (const [measure, found] of [
          ["p_neighbour_sum_ge", test?.lagAtLeast],
          ["p_neighbour_sum_le", test?.lagAtMost],
          ["p_local_moran_folded", test?.pseudoP],
        ] as const) {
          const p = number(row, measure);
          if (test?.exact) expectRelative(found, p, `${measure} of ${ids[unit]}`);
          const bound = 4 * Math.sqrt((p * (1 - p)) / draws) + 1 / (draws + 1);
          expect(Math.abs((found ?? 9) - p), `${measure} of ${ids[unit]}`).toBeLessThanOrEqual(bound);
        }
      });
      expect(exact).toBe(folder === "columbus" ? 26 : 23);
    },
  );

  it("is the same for the same seed, another for another, and null for islands", () => {
    const weights = readWeights("nc_sids/weights_ncCC89_with_islands.json", idsOf("nc_sids"));
    const values = column(places.nc_sids, "ft74");
    const run = (seed: number) =>
      localMoranPermutation(values, weights, { draws: 99, seed, enumerateUpTo: 0 });
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
    expect(islands(weights).length).toBe(2);
    run(1).forEach((test, unit) => {
      expect(test === null).toBe(islands(weights).includes(unit));
      expect(test?.exact ?? false).toBe(false);
      expect(test?.pseudoP ?? 1).toBeGreaterThanOrEqual(0.01);
    });
  });

  it("samples by weight where weights are unequal, towards the enumerated p of all arrangements", () => {
    const lists = [
      [1, 2],
      [0, 2],
      [0, 1],
      [0, 4],
      [0, 3],
      [0, 1],
    ];
    const values = [9, 1, 4, 7, 2, 12];
    const binary = fromNeighbourLists(lists);
    const weights = { ...binary, values: binary.values.map((_, link) => (link % 2 === 0 ? 3 : 1)) };
    const [test] = localMoranPermutation(values, weights, { draws: 20_000, seed: 5 });
    let atLeast = 0;
    for (let one = 1; one < 6; one++)
      for (let other = 1; other < 6; other++)
        if (one !== other && 3 * (values[one] ?? 0) + (values[other] ?? 0) >= 3 * 1 + 4) atLeast += 1;
    expect(test?.exact).toBe(false);
    expect(Math.abs((test?.lagAtLeast ?? 0) - atLeast / 20)).toBeLessThan(4 * Math.sqrt(0.25 / 20_000));
  });

  it("takes seconds for 2,000 units and 9,999 draws", () => {
    const points = Array.from({ length: 2000 }, (_, place) => ({
      x: (place * 7919) % 9973,
      y: (place * 6271) % 9967,
    }));
    const values = points.map(({ x, y }) => Math.sin(x / 900) + ((x * y) % 13) / 13);
    const tests = localMoranPermutation(values, nearestNeighbours(points, 6), { draws: 9999, seed: 1 });
    expect(tests.length).toBe(2000);
    expect(tests.filter((test) => (test?.pseudoP ?? 1) <= 0.001).length).toBeGreaterThan(200);
  }, 30_000);

  it("refuses no draws, and a unit that is its own neighbour", () => {
    const ring = fromNeighbourLists([[1], [2], [3], [0]]);
    expect(() => localMoranPermutation([1, 2, 3, 4], ring, { draws: 0, seed: 1 })).toThrow("0 draws");
    const self = fromNeighbourLists([[0, 1], [2], [3], [0]]);
    expect(() => localMoranPermutation([1, 2, 3, 4], self, { draws: 9, seed: 1 })).toThrow(
      "its own neighbour",
    );
  });
});
