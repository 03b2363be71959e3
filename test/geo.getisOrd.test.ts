import { describe, expect, it } from "vitest";
import { getisOrd, getisOrdStar, hotSpotClass, hotSpots } from "../geo/getisOrd.ts";
import { distanceBand, fromNeighbourLists, islands, neighboursOf } from "../geo/spatialWeights.ts";
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

const files = [
  ["columbus/expected_gistar_CRIME.csv", "columbus/weights_queen.json"],
  ["columbus/expected_gistar_INC.csv", "columbus/weights_queen.json"],
  ["nc_sids/expected_gistar_rate74.csv", "nc_sids/weights_queen.json"],
  ["nc_sids/expected_gistar_nwshare74.csv", "nc_sids/weights_queen.json"],
  ["nc_sids/expected_gistar_ft74_ncCC89_islands.csv", "nc_sids/weights_ncCC89_with_islands.json"],
] as const;

describe("Getis–Ord Gi* and Gi", () => {
  it.each(files)(
    "equal %s in every unit: z, p and classes, raw and with false discovery rate",
    (file, links) => {
      const rows = readRows(file);
      const weights = readWeights(
        links,
        rows.map((row) => text(row, "id")),
      );
      const values = column(rows, "x");
      const found = hotSpots(getisOrdStar(values, weights));
      const standardised = getisOrdStar(values, weights, { standardised: true });
      const without = getisOrd(values, weights);
      const withoutStandardised = getisOrd(values, weights, { standardised: true });
      rows.forEach((row, unit) => {
        const spot = found[unit];
        const figures = {
          GiStar_z_binary: spot?.z,
          p_two_sided_binary: spot?.twoSidedP,
          p_BH_binary: spot?.adjustedP,
          GiStar_z_rowstd: standardised[unit],
          Gi_z_binary: without[unit],
          Gi_z_rowstd: withoutStandardised[unit],
        };
        for (const [measure, value] of Object.entries(figures))
          expectNear(value, numberOrNull(row, measure), `${measure} of ${text(row, "id")}`);
        expect(spot?.rawClass).toBe(text(row, "class_raw"));
        expect(spot?.adjustedClass).toBe(text(row, "class_BH"));
        expect(neighboursOf(weights, unit).length).toBe(number(row, "nn"));
      });
      expect(without.filter((z) => z === null).length).toBe(islands(weights).length);
    },
  );

  it("equal the grid of Getis and Ord (1996) at five distances, and its published cell in both variants", () => {
    const cells = readRows("getisord/values.csv");
    const rows = readRows("getisord/expected_g.csv");
    const points = cells.map((cell) => ({ x: number(cell, "x"), y: number(cell, "y") }));
    const values = column(cells, "val");
    expect(rows.map((row) => text(row, "id"))).toEqual(cells.map((cell) => text(cell, "id")));
    const published = readJson<{ cell_row: number; cell: Record<string, Record<string, number>> }>(
      "getisord/expected_cell136.json",
    );
    const place = published.cell_row - 1;
    const distances = Object.keys(published.cell);
    expect(distances).toEqual(["d30", "d60", "d90", "d120", "d150"]);
    for (const distance of distances) {
      const weights = distanceBand(points, Number(distance.slice(1)));
      const [star, plain] = [getisOrdStar(values, weights), getisOrd(values, weights)];
      rows.forEach((row, unit) => {
        expectNear(star[unit], number(row, `GiStar_${distance}`), `Gi* of ${text(row, "id")} at ${distance}`);
        expectNear(plain[unit], number(row, `Gi_${distance}`), `Gi of ${text(row, "id")} at ${distance}`);
      });
      const want = published.cell[distance];
      const printed = getisOrdStar(values, weights, { varianceDivisor: "n-1" });
      expect(neighboursOf(weights, place).length).toBe(want?.n_neighbours_cell);
      expectRelative(star[place], want?.GiStar ?? Number.NaN, `Gi* at ${distance}`);
      expectRelative(plain[place], want?.Gi ?? Number.NaN, `Gi at ${distance}`);
      expectRelative(
        printed[place],
        want?.GiStar_variance_n_minus_1 ?? Number.NaN,
        `as printed at ${distance}`,
      );
    }
  });

  it("have no z where nothing varies, and say not significant there", () => {
    const ring = fromNeighbourLists([
      [1, 3],
      [0, 2],
      [1, 3],
      [0, 2],
    ]);
    expect(getisOrdStar([0.1, 0.1, 0.1, 0.1], ring)).toEqual([null, null, null, null]);
    expect(getisOrd([0.1, 0.1, 0.1, 0.1], ring)).toEqual([null, null, null, null]);
    // The hub touches all others: whatever the values are, their sum is the total.
    const star = fromNeighbourLists([[1, 2, 3], [0], [0], [0]]);
    for (const standardised of [false, true]) {
      const [hub, ...rim] = getisOrdStar([4, 1, 9, 2], star, { standardised });
      expect(hub).toBeNull();
      expect(rim.every((z) => typeof z === "number")).toBe(true);
      expect(getisOrd([4, 1, 9, 2], star, { standardised })[0]).toBeNull();
    }
    // Only unit 0 differs: seen from it, all others are equal.
    expect(getisOrd([0.3, 0.1, 0.1, 0.1], ring)[0]).toBeNull();
    expect(hotSpots([null])).toEqual([
      { z: null, twoSidedP: null, adjustedP: null, rawClass: "NS", adjustedClass: "NS" },
    ]);
  });

  it("class at the bounds themselves", () => {
    expect([0.01, 0.0101, 0.05, 0.0501, 0.1, 0.1001].map((p) => hotSpotClass(2, p))).toEqual([
      "HOT_99",
      "HOT_95",
      "HOT_95",
      "HOT_90",
      "HOT_90",
      "NS",
    ]);
    expect(hotSpotClass(-2, 0.02)).toBe("COLD_95");
  });

  it("refuse values that are missing or too few", () => {
    const ring = fromNeighbourLists([[1], [0]]);
    expect(() => getisOrdStar([1], ring)).toThrow("1 values for 2 units");
    expect(() => getisOrd([1, Number.NaN], ring)).toThrow("unit 1 is NaN");
  });
});
