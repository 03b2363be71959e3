import { gridDisk } from "h3-js";
import { describe, expect, it } from "vitest";
import {
  aggregateHexagons,
  commonResolution,
  hexagonAt,
  hexagonCentre,
  hexagonContiguity,
} from "../geo/hexagons.ts";
import { islands, neighboursOf } from "../geo/spatialWeights.ts";
import { expectNear, number, readJson, readRows, text } from "./statisticsFixtures.ts";

const points = readRows("h3/points.csv").map((row) => ({
  id: text(row, "id"),
  longitude: number(row, "lng"),
  latitude: number(row, "lat"),
  numerator: Math.floor(number(row, "households") / 10),
  denominator: number(row, "households"),
}));

describe("hexagons", () => {
  it("hold the reference points at five resolutions, with the reference centres and rings", () => {
    const rows = readRows("h3/expected_cells.csv");
    expect(rows.map((row) => text(row, "id"))).toEqual(points.map(({ id }) => id));
    points.forEach(({ longitude, latitude }, place) => {
      const row = rows[place] ?? {};
      for (const resolution of [5, 6, 7, 8, 9])
        expect(hexagonAt(longitude, latitude, resolution)).toBe(text(row, `res${resolution}`));
      const cell = text(row, "res7");
      const centre = hexagonCentre(cell);
      expectNear(centre.latitude, number(row, "center7_lat"), `latitude of ${cell}`);
      expectNear(centre.longitude, number(row, "center7_lng"), `longitude of ${cell}`);
      const ring = gridDisk(cell, 1);
      expect(ring.length).toBe(number(row, "ring1_res7_size"));
      const weights = hexagonContiguity(ring);
      expect(neighboursOf(weights, ring.indexOf(cell)).length).toBe(ring.length - 1);
      expect(islands(weights)).toEqual([]);
    });
  });

  it("add households up to the reference totals at resolution 3", () => {
    const reference = readJson<{ households_by_res3_cell: Record<string, number> }>(
      "h3/expected_aggregate_res3.json",
    );
    const cells = aggregateHexagons(points, 3);
    expect(Object.fromEntries(cells.map(({ cell, denominator }) => [cell, denominator]))).toEqual(
      reference.households_by_res3_cell,
    );
    expect(cells.reduce((sum, cell) => sum + cell.points, 0)).toBe(48);
    for (const { numerator, denominator, rate } of cells)
      expect(rate).toBe((numerator ?? 9) / (denominator ?? 1));
    expect(commonResolution(cells.map(({ cell }) => cell))).toBe(3);
  });

  const at = (cell: string, numerator: number, denominator: number) => ({
    ...hexagonCentre(cell),
    numerator,
    denominator,
  });
  const [first = "", second = "", third = "", fourth = ""] = gridDisk(hexagonAt(114.5, 26.4, 6), 1);
  const siblings = [at(first, 1, 4), at(second, 2, 30), at(third, 3, 90), at(fourth, 0, 0)];

  it("withhold 1 to 4 households, say so, and show none and five", () => {
    const cells = aggregateHexagons([...siblings.slice(0, 3), at(second, 1, 5), at(fourth, 0, 0)], 6);
    expect(cells[0]).toEqual({
      cell: first,
      resolution: 6,
      points: 1,
      numerator: null,
      denominator: null,
      rate: null,
      suppressed: true,
    });
    expect(cells[1]).toMatchObject({
      points: 2,
      numerator: 3,
      denominator: 35,
      rate: 3 / 35,
      suppressed: false,
    });
    expect(cells[3]).toMatchObject({ denominator: 0, rate: null, suppressed: false });
    const suppressed = (households: number, fewestHouseholds?: number) =>
      aggregateHexagons([at(first, 0, households)], 6, fewestHouseholds ? { fewestHouseholds } : {})[0]
        ?.suppressed;
    expect([0, 1, 4, 5].map((households) => suppressed(households))).toEqual([false, true, true, false]);
    expect([suppressed(9, 10), suppressed(10, 10), suppressed(1, 1)]).toEqual([true, false, false]);
  });

  it("withhold a second cell where a published total would give the first away, never an empty one", () => {
    const withheld = (list: typeof siblings) =>
      aggregateHexagons(list, 6, { publishedResolution: 0 }).map(({ suppressed }) => suppressed);
    expect(withheld(siblings)).toEqual([true, true, false, false]);
    expect(withheld([at(first, 0, 3), at(second, 0, 2), at(third, 0, 90)])).toEqual([true, true, false]);
    expect(withheld(siblings.slice(1))).toEqual([false, false, false]);
    expect(withheld(siblings.slice(0, 1))).toEqual([true]);
  });

  it("are neighbours across shared edges only, and never of two resolutions", () => {
    const far = hexagonAt(80, 40, 6);
    const weights = hexagonContiguity([first, far, second]);
    expect([...neighboursOf(weights, 0)]).toEqual([2]);
    expect(islands(weights)).toEqual([1]);
    expect(() => hexagonContiguity([first, hexagonAt(114.5, 26.4, 7)])).toThrow("resolution 6 and 7");
    expect(() => hexagonContiguity([first, first])).toThrow("2 cells, of which 1");
    expect(commonResolution([])).toBeNull();
  });

  it("refuse what is no place, resolution, count or cell", () => {
    expect(() => hexagonAt(26.4, 114.5, 7)).toThrow("latitude 114.5");
    expect(() => hexagonAt(Number.NaN, 26, 7)).toThrow(RangeError);
    expect(() => hexagonAt(114.5, 26.4, 16)).toThrow("resolution is 16");
    expect(() => aggregateHexagons([at(first, -1, 4)], 6)).toThrow("-1 of 4");
    expect(() => aggregateHexagons([], 6, { publishedResolution: 6 })).toThrow("not coarser than 6");
    expect(() => hexagonCentre("river")).toThrow('"river"');
  });
});
