import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bandwidths, densityRatio, kernelDensity, type WeightedPoint } from "../geo/kernelDensity.ts";
import { column, expectRelative, number, readJson, readRows } from "./statisticsFixtures.ts";

describe("kernel density", () => {
  const places = readRows("columbus/points.csv").map((row) => ({ x: number(row, "x"), y: number(row, "y") }));
  const crime = column(readRows("columbus/values.csv"), "CRIME");
  const rows = readRows("columbus/expected_kde.csv");
  const reference = readJson<Record<string, number>>("columbus/expected_bandwidths.json");
  const grid = { columns: [...new Set(column(rows, "x"))], rows: [...new Set(column(rows, "y"))] };
  const sigma = reference.sigma_gaussian ?? Number.NaN;
  const radius = reference.radius_quartic ?? Number.NaN;

  it("equals the reference surface at all 81 points, weighted and not, for both kernels", () => {
    expect([rows.length, grid.columns.length, grid.rows.length]).toEqual([81, 9, 9]);
    const unweighted = places.map((place) => ({ ...place, weight: 1 }));
    const weighted = places.map((place, unit) => ({ ...place, weight: crime[unit] ?? Number.NaN }));
    const surfaces = {
      gaussian_unweighted: kernelDensity(unweighted, grid, "gaussian", sigma),
      gaussian_weighted: kernelDensity(weighted, grid, "gaussian", sigma),
      quartic_unweighted: kernelDensity(unweighted, grid, "quartic", radius),
      quartic_weighted: kernelDensity(weighted, grid, "quartic", radius),
    };
    rows.forEach((row) => {
      const place =
        grid.rows.indexOf(number(row, "y")) * grid.columns.length + grid.columns.indexOf(number(row, "x"));
      for (const [measure, surface] of Object.entries(surfaces))
        expectRelative(surface[place], number(row, measure), `${measure} at point ${place}`);
    });
  });

  it("has the reference bandwidths", () => {
    const found = bandwidths(places);
    const figures = {
      scott_sigma_x: found.scott[0],
      scott_sigma_y: found.scott[1],
      silverman_like_arcgis_search_radius: found.arcgis,
      standard_distance: found.standardDistance,
      median_distance_to_mean_center: found.medianDistance,
    };
    for (const [measure, value] of Object.entries(figures))
      expectRelative(value, reference[measure] ?? Number.NaN, measure);
  });

  it("spreads each weight without losing any, and adds up point by point", () => {
    const coordinate = fc.double({ min: -5, max: 5, noNaN: true });
    const point = fc.record({
      x: coordinate,
      y: coordinate,
      weight: fc.double({ min: 0, max: 9, noNaN: true }),
    });
    const axis = Array.from({ length: 121 }, (_, place) => -15 + place / 4);
    const fine = { columns: axis, rows: axis };
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 6 }), (points) => {
        const total = points.reduce((sum, { weight }) => sum + weight, 0);
        for (const [kernel, width] of [
          ["gaussian", 1.5],
          ["quartic", 4],
        ] as const) {
          const whole = kernelDensity(points, fine, kernel, width);
          const volume = whole.reduce((sum, density) => sum + density / 16, 0);
          expect(Math.abs(volume - total)).toBeLessThan(1e-3 * total + 1e-9);
          const parts = points.map((single) => kernelDensity([single], fine, kernel, width));
          const middle = 60 * 121 + 60;
          expect(parts.reduce((sum, part) => sum + (part[middle] ?? 0), 0)).toBeCloseTo(
            whole[middle] ?? 9,
            12,
          );
        }
      }),
      { numRuns: 20 },
    );
  });

  it("gives a risk ratio of one where cases follow households, and none where nobody lives", () => {
    const households: WeightedPoint[] = places.map((place, unit) => ({ ...place, weight: 50 + unit }));
    const cases = households.map((place) => ({ ...place, weight: place.weight * 0.03 }));
    const total = households.reduce((sum, { weight }) => sum + weight, 0);
    const wide = { columns: [...grid.columns, 500], rows: grid.rows };
    const denominator = kernelDensity(households, wide, "gaussian", sigma);
    const totals = { cases: total * 0.03, households: total };
    const even = densityRatio(kernelDensity(cases, wide, "gaussian", sigma), denominator, totals, 0);
    even.forEach((ratio, place) => {
      if (place % 10 === 9) expect(ratio).toBeNull();
      else expectRelative(ratio, 1, `ratio at ${place}`);
    });
    const cautious = densityRatio(kernelDensity(cases, wide, "gaussian", sigma), denominator, totals, 0.1);
    const peak = Math.max(...denominator);
    expect(cautious.map((ratio) => ratio === null)).toEqual(
      Array.from(denominator, (density) => density < 0.1 * peak),
    );
    const doubled = cases.map((place, unit) => ({ ...place, weight: place.weight * (unit === 0 ? 40 : 1) }));
    const ratios = densityRatio(kernelDensity(doubled, wide, "gaussian", sigma), denominator, totals);
    expect(Math.max(...ratios.map((ratio) => ratio ?? 0))).toBeGreaterThan(2);
  });

  it("refuses what has no density", () => {
    const point = { x: 0, y: 0, weight: 1 };
    expect(() => kernelDensity([point], grid, "gaussian", 0)).toThrow("bandwidth is 0");
    expect(() => kernelDensity([{ ...point, weight: -1 }], grid, "quartic", 1)).toThrow("weight -1");
    expect(() => kernelDensity([point], { columns: [Number.NaN], rows: [] }, "quartic", 1)).toThrow(
      "column 0",
    );
    expect(() => bandwidths([point])).toThrow("1 points");
    expect(() => bandwidths([point, point])).toThrow("all 2 points");
    const [one, two] = [new Float64Array(1), new Float64Array(2)];
    expect(() => densityRatio(one, two, { cases: 1, households: 1 })).toThrow("1 and 2");
    expect(() => densityRatio(one, one, { cases: 0, households: 1 })).toThrow("totals are 0");
    expect(() => densityRatio(one, one, { cases: 1, households: 1 }, 2)).toThrow("share is 2");
  });
});
