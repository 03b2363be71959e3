import fc from "fast-check";
import type { FeatureCollection, MultiPolygon, Polygon } from "geojson";
import { describe, expect, it } from "vitest";
import {
  distanceBand,
  fromNeighbourLists,
  islands,
  leastConnectingDistance,
  nearestNeighbours,
  neighboursOf,
  queenContiguity,
  restrictedTo,
  rookContiguity,
  rowStandardised,
  rowSums,
  type SpatialWeights,
  weightsOf,
  withSelf,
} from "../geo/spatialWeights.ts";
import { expectNear, number, readJson, readRows, text } from "./statisticsFixtures.ts";

type Outlines = FeatureCollection<Polygon | MultiPolygon, { id: string }>;
type Lists = Record<string, string[]>;

function outlinesOf(folder: string) {
  const { features } = readJson<Outlines>(`${folder}/geometry.geojson`);
  return {
    ids: features.map((feature) => feature.properties.id),
    outlines: features.map((feature) => feature.geometry),
  };
}

function pointsOf(folder: string) {
  const rows = readRows(`${folder}/points.csv`);
  return {
    ids: rows.map((row) => text(row, "id")),
    points: rows.map((row) => ({ x: number(row, "x"), y: number(row, "y") })),
  };
}

/** Neighbours by id, in the form of the reference files. */
function byId(weights: SpatialWeights, ids: string[]): Lists {
  return Object.fromEntries(
    ids.map((id, unit) => [id, [...neighboursOf(weights, unit)].map((place) => ids[place] ?? "").sort()]),
  );
}

function expectLists(weights: SpatialWeights, ids: string[], file: string): void {
  const expected = readJson<Lists>(file);
  expect(Object.keys(expected).length, file).toBe(ids.length);
  const sorted = Object.fromEntries(Object.entries(expected).map(([id, list]) => [id, [...list].sort()]));
  expect(byId(weights, ids), file).toEqual(sorted);
}

describe("contiguity of outlines", () => {
  it("gives the reference queen and rook neighbours of all units, exactly", () => {
    for (const [folder, rook] of [
      ["nc_sids", true],
      ["columbus", true],
      ["auckland", false],
    ] as const) {
      const { ids, outlines } = outlinesOf(folder);
      expectLists(queenContiguity(outlines), ids, `${folder}/weights_queen.json`);
      if (rook) expectLists(rookContiguity(outlines), ids, `${folder}/weights_rook.json`);
    }
  });

  it("has the reference numbers of links, extremes and sum of weights", () => {
    type Summary = { weights: Record<string, Record<string, number>> };
    for (const folder of ["nc_sids", "columbus"]) {
      const { outlines } = outlinesOf(folder);
      const { weights } = readJson<Summary>(`${folder}/expected_summary.json`);
      for (const [name, build] of [
        ["queen", queenContiguity],
        ["rook", rookContiguity],
      ] as const) {
        const found = build(outlines);
        const degrees = Array.from({ length: found.size }, (_, unit) => neighboursOf(found, unit).length);
        const S0 = rowSums(rowStandardised(found)).reduce((sum, row) => sum + row, 0);
        expect(found.neighbours.length).toBe(weights[name]?.links);
        expect(Math.min(...degrees)).toBe(weights[name]?.min);
        expect(Math.max(...degrees)).toBe(weights[name]?.max);
        expectNear(S0, weights[name]?.S0 ?? Number.NaN, `S0 of ${folder} ${name}`);
      }
    }
  });

  /** Squares of one kilometre in columns and rows, each pulled in by `gap` metres, first ring corner turned. */
  function squares(columns: number, rows: number, gap: number): Polygon[] {
    return Array.from({ length: columns * rows }, (_, unit) => {
      const [west, south] = [(unit % columns) * 1000 + gap, Math.floor(unit / columns) * 1000 + gap];
      const [east, north] = [west + 1000 - 2 * gap, south + 1000 - 2 * gap];
      const ring = [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
      ];
      const turned = [...ring.slice(unit % 4), ...ring.slice(0, unit % 4)];
      return { type: "Polygon", coordinates: [[...turned, turned[0] ?? []]] };
    });
  }

  it("closes gaps up to the tolerance, in the unit of the coordinates, and none that are wider", () => {
    const whole = squares(4, 3, 0);
    const gapped = squares(4, 3, 1.5);
    for (const build of [queenContiguity, rookContiguity]) {
      expect(build(gapped, { snapToleranceMetres: 5 })).toEqual(build(whole));
      expect(build(gapped).neighbours.length).toBe(0);
      expect(build(gapped, { snapToleranceMetres: 2.9 }).neighbours.length).toBe(0);
      expect(build(gapped, { snapToleranceMetres: 5000, metresPerUnit: 1000 })).toEqual(build(whole));
    }
    expect(queenContiguity(whole).neighbours.length).toBe(58);
    expect(rookContiguity(whole).neighbours.length).toBe(34);
  });

  it("crosses zero, repeats of a corner and reversed rings without losing a border", () => {
    const shifted = squares(4, 3, 0).map((square): Polygon => {
      const [ring = []] = square.coordinates;
      const moved = ring.map(([x = 0, y = 0]) => [x - 2000, y - 1000]);
      return { type: "Polygon", coordinates: [[...moved, moved.at(-1) ?? []].reverse()] };
    });
    expect(rookContiguity(shifted)).toEqual(rookContiguity(squares(4, 3, 0)));
    expect(queenContiguity(shifted, { snapToleranceMetres: 1 })).toEqual(queenContiguity(squares(4, 3, 0)));
  });

  it("takes a cut corner for a corner: shorter than the tolerance on either side, it is no shared edge", () => {
    const polygon = (...ring: number[][]): Polygon => ({
      type: "Polygon",
      coordinates: [[...ring, ring[0] ?? []]],
    });
    // Both ends of the cuts are 5 m apart; one cut is 4.2 m long, the other 5.7 m.
    const southWest = polygon([0, 0], [1000, 0], [1000, 997], [997, 1000], [0, 1000]);
    const northEast = polygon([1004, 1000], [2000, 1000], [2000, 2000], [1000, 2000], [1000, 1004]);
    const options = { snapToleranceMetres: 5 };
    expect(queenContiguity([southWest, northEast], options)).toEqual(fromNeighbourLists([[1], [0]]));
    expect(rookContiguity([southWest, northEast], options)).toEqual(fromNeighbourLists([[], []]));
  });

  it("takes minus zero for zero", () => {
    const triangle = (...ring: number[][]): Polygon => ({
      type: "Polygon",
      coordinates: [[...ring, ring[0] ?? []]],
    });
    const east = triangle([0, 0], [9, 0], [0, 9]);
    const west = triangle([-0, -0], [-0, 9], [-9, 3]);
    expect(rookContiguity([east, west])).toEqual(fromNeighbourLists([[1], [0]]));
    expect(rookContiguity([east, west], { snapToleranceMetres: 1 })).toEqual(fromNeighbourLists([[1], [0]]));
  });

  it("finishes 40,000 outlines in seconds", () => {
    const weights = queenContiguity(squares(200, 200, 0.5), { snapToleranceMetres: 3 });
    expect(weights.neighbours.length).toBe(2 * (2 * 200 * 199 + 2 * 199 * 199));
  }, 20_000);

  it("refuses what is no outline", () => {
    expect(() => queenContiguity(squares(1, 1, 0), { snapToleranceMetres: -1 })).toThrow("tolerance -1");
    expect(() =>
      queenContiguity([
        {
          type: "Polygon",
          coordinates: [
            [
              [0, 0],
              [1, 1],
              [0, 0],
            ],
          ],
        },
      ]),
    ).toThrow("2 corners");
    expect(() =>
      queenContiguity([
        {
          type: "Polygon",
          coordinates: [
            [
              [0, 0],
              [1, Number.NaN],
              [2, 2],
            ],
          ],
        },
      ]),
    ).toThrow(RangeError);
  });
});

describe("neighbours by distance", () => {
  it("are the reference ones, exactly", () => {
    const north = pointsOf("nc_sids");
    expectLists(nearestNeighbours(north.points, 4), north.ids, "nc_sids/weights_knn4_xy.json");
    expectLists(distanceBand(north.points), north.ids, "nc_sids/weights_band_min_xy.json");
    const columbus = pointsOf("columbus");
    expectLists(nearestNeighbours(columbus.points, 6), columbus.ids, "columbus/weights_knn6.json");
    expectLists(distanceBand(columbus.points), columbus.ids, "columbus/weights_band_min.json");
    type Summary = { weights: { band_min: { threshold: number } } };
    for (const [folder, { points }] of [
      ["nc_sids", north],
      ["columbus", columbus],
    ] as const) {
      const { threshold } = readJson<Summary>(`${folder}/expected_summary.json`).weights.band_min;
      expectNear(leastConnectingDistance(points), threshold, `least connecting distance of ${folder}`);
    }
  });

  it("equal a comparison of all pairs, ties to the lower number", () => {
    const coordinate = fc.integer({ min: 0, max: 12 });
    const cloud = fc.array(fc.record({ x: coordinate, y: coordinate }), {
      minLength: 3,
      maxLength: 120,
      // Small clouds are a single leaf of the index.
      size: "max",
    });
    fc.assert(
      fc.property(
        cloud,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 6 }),
        (points, wanted, radius) => {
          const count = Math.min(wanted, points.length - 1);
          const far = (one: number, other: number) => {
            const [a, b] = [points[one], points[other]];
            // Not Math.hypot: it scales by the longer leg and so may tell equal distances apart.
            return Math.sqrt(((a?.x ?? 0) - (b?.x ?? 0)) ** 2 + ((a?.y ?? 0) - (b?.y ?? 0)) ** 2);
          };
          const others = (unit: number) => points.map((_, place) => place).filter((place) => place !== unit);
          const nearest = points.map((_, unit) =>
            others(unit)
              .sort((a, b) => far(unit, a) - far(unit, b) || a - b)
              .slice(0, count),
          );
          expect(nearestNeighbours(points, count)).toEqual(fromNeighbourLists(nearest));
          const near = points.map((_, unit) => others(unit).filter((other) => far(unit, other) <= radius));
          expect(distanceBand(points, radius)).toEqual(fromNeighbourLists(near));
          expect(islands(distanceBand(points))).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("finish for 50,000 crowded villages", () => {
    // Two far clusters: a grid laid over their extent would put them into two cells.
    const points = Array.from({ length: 50_000 }, (_, place) => ({
      x: (place % 2) * 1e7 + ((place * 7919) % 104_729),
      y: (place * 6271) % 99_991,
    }));
    expect(nearestNeighbours(points, 6).neighbours.length).toBe(300_000);
    expect(islands(distanceBand(points))).toEqual([]);
  }, 20_000);

  it("refuse what cannot be", () => {
    const two = [
      { x: 0, y: 0 },
      { x: 1, y: 0 },
    ];
    expect(() => nearestNeighbours(two, 2)).toThrow("2 neighbours among 2");
    expect(() => distanceBand(two, -1)).toThrow("-1");
    expect(() => distanceBand([])).toThrow("0 points");
    expect(() => leastConnectingDistance([{ x: 0, y: 0 }])).toThrow("1 points");
    expect(() => distanceBand([{ x: Number.NaN, y: 0 }], 1)).toThrow("point 0");
  });
});

describe("weights in compressed rows", () => {
  const lists = [[2, 1], [0], [], [0, 2]];

  it("hold rows in order, their sums, islands and the unit itself", () => {
    const weights = fromNeighbourLists(lists);
    expect([...weights.offsets]).toEqual([0, 2, 3, 3, 5]);
    expect([...weights.neighbours]).toEqual([1, 2, 0, 0, 2]);
    expect(islands(weights)).toEqual([2]);
    expect([...rowSums(rowStandardised(weights))]).toEqual([1, 1, 0, 1]);
    const self = withSelf(weights);
    expect([0, 1, 2, 3].map((unit) => [...neighboursOf(self, unit)])).toEqual([
      [0, 1, 2],
      [0, 1],
      [2],
      [0, 2, 3],
    ]);
    expect(withSelf(self)).toEqual(self);
    expect(islands(self)).toEqual([2]);
    expect([...weightsOf(rowStandardised(self), 3)]).toEqual([1 / 3, 1 / 3, 1 / 3]);
    expect([...weightsOf(withSelf(weights, 0.5), 1)]).toEqual([1, 0.5]);
  });

  it("leave units without data out and renumber the rest", () => {
    const kept = restrictedTo(fromNeighbourLists(lists), [true, false, true, true]);
    expect(kept).toEqual(fromNeighbourLists([[1], [], [0, 1]]));
    expect(() => restrictedTo(kept, [true])).toThrow("1 marks for 3");
  });

  it("refuse numbers that are no unit, or twice the same", () => {
    expect(() => fromNeighbourLists([[1]])).toThrow("names 1");
    expect(() => fromNeighbourLists([[1, 1], []])).toThrow("twice");
  });
});
