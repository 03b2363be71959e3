import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, it } from "vitest";
import { type Measure, type SafeCell, suppress } from "../geo/suppression.ts";
import type { Hierarchy } from "../geo/suppressionLattice.ts";
import { attack, denominatorsOf, leastOf, totalsOf } from "./suppressionAttacker.ts";

interface Size {
  prefectures: number;
  counties: number;
  townships: number;
  villages: number;
}

/** Two provinces, each with its prefectures and so on (one child more or less), and three areas of counties across them. */
function randomHierarchy(seed: number, size: Size): { hierarchy: Hierarchy; villages: string[] } {
  const generator = xoroshiro128plus(seed);
  const about = (number: number) => Math.max(1, number + uniformInt(generator, -1, 1));
  const places: { id: string; parent: string | null }[] = [];
  const below = (parents: readonly string[], number: number) =>
    parents.flatMap((parent) =>
      Array.from({ length: about(number) }, (_, index) => {
        const id = `${parent}.${index}`;
        places.push({ id, parent });
        return id;
      }),
    );
  const provinces = ["36", "43"];
  for (const id of provinces) places.push({ id, parent: null });
  const counties = below(below(provinces, size.prefectures), size.counties);
  const villages = below(below(counties, size.townships), size.villages);
  const areas = ["luoxiao", "border", "third"].map((id) => ({
    id,
    members: counties.filter(() => uniformInt(generator, 0, 2) === 0),
  }));
  return { hierarchy: { places, areas: areas.filter(({ members }) => members.length > 0) }, villages };
}

function randomMeasure(
  seed: number,
  villages: readonly string[],
  sparse: number,
  bounded: boolean,
  areZerosShown = false,
): Measure {
  const generator = xoroshiro128plus(seed);
  // The least of three draws: most villages have none or few, some have many.
  const draw = (most: number) =>
    Math.min(...Array.from({ length: sparse }, () => uniformInt(generator, 0, most)));
  const counts = new Map(villages.map((id) => [id, draw(12)]));
  const denominators = new Map(
    villages.map((id) => [
      id,
      uniformInt(generator, 0, 19) === 0
        ? (counts.get(id) ?? 0)
        : (counts.get(id) ?? 0) + uniformInt(generator, 0, 60),
    ]),
  );
  return { id: "m", counts, areZerosShown, ...(bounded && { denominators }) };
}

const cellsOf = (result: Map<string, Map<string, SafeCell>>) =>
  result.get("m") ?? new Map<string, SafeCell>();

/** What the attacker wins on one table: counts told exactly, and counts told more narrowly than allowed. */
function winnings(
  hierarchy: Hierarchy,
  measure: Measure,
  k: number,
  published: ReadonlyMap<string, SafeCell>,
  ask?: (hidden: readonly string[]) => readonly string[],
) {
  const truth = totalsOf(hierarchy, measure.counts);
  const most = denominatorsOf(hierarchy, measure);
  const attacked = attack(hierarchy, measure, published, k, truth, ask);
  const wanted = (id: string) => {
    const high = most.get(id) ?? Number.POSITIVE_INFINITY;
    return Math.min(k, high - leastOf(id, measure, truth, most, k));
  };
  return {
    attacked: attacked.length,
    exact: attacked.filter(({ low, high }) => high - low < 1e-6).length,
    narrow: attacked.filter(({ id, low, high }) => high - low < wanted(id) - 1e-6).length,
    untrue: attacked.filter(
      ({ id, low, high }) => (truth.get(id) ?? 0) < low - 1e-6 || (truth.get(id) ?? 0) > high + 1e-6,
    ).length,
  };
}

/** The same cells with nothing but the small ones hidden, as a careless publisher would. */
const careless = (cells: ReadonlyMap<string, SafeCell>, truth: ReadonlyMap<string, number>) =>
  new Map(
    [...cells].map(([id, cell]): [string, SafeCell] => [
      id,
      cell.shown === "PRIMARY" ? cell : { count: truth.get(id) ?? 0, shown: "SHOWN" },
    ]),
  );

const SIZES: [name: string, size: Size, seeds: number][] = [
  ["tiny", { prefectures: 1, counties: 2, townships: 2, villages: 2 }, 50],
  ["small", { prefectures: 2, counties: 3, townships: 2, villages: 4 }, 12],
  ["middle", { prefectures: 3, counties: 4, townships: 3, villages: 5 }, 2],
];

describe("small-cell suppression", () => {
  for (const [name, size, seeds] of SIZES)
    it(`leaves a linear-programming attacker nothing in ${seeds * 8} random ${name} tables`, () => {
      const sum = { attacked: 0, exact: 0, narrow: 0, untrue: 0 };
      const control = { exact: 0 };
      for (let seed = 1; seed <= seeds; seed++)
        for (const [k, bounded, areZerosShown] of [
          [5, false, true],
          [5, true, true],
          [10, false, true],
          [10, true, true],
          [5, false, false],
          [5, true, false],
          [10, false, false],
          [10, true, false],
        ] as const) {
          const { hierarchy, villages } = randomHierarchy(seed, size);
          const measure = randomMeasure(seed + 1000, villages, 1 + (seed % 3), bounded, areZerosShown);
          const cells = cellsOf(suppress(hierarchy, [measure], k));
          const won = winnings(hierarchy, measure, k, cells);
          for (const key of ["attacked", "exact", "narrow", "untrue"] as const) sum[key] += won[key];
          if (won.exact + won.narrow > 0) expect([name, seed, k, bounded, areZerosShown, won]).toEqual([]);
          if (k === 5 && !bounded && areZerosShown) {
            const open = careless(cells, totalsOf(hierarchy, measure.counts));
            control.exact += winnings(hierarchy, measure, k, open).exact;
          }
        }
      expect({ ...sum, attacked: 0 }).toEqual({ attacked: 0, exact: 0, narrow: 0, untrue: 0 });
      expect(sum.attacked).toBeGreaterThan(500);
      // The attacker is able: without complementary suppression it tells hidden counts exactly.
      expect(control.exact).toBeGreaterThan(10);
    });

  it("leaves the attacker nothing among 3,000 villages, 120 hidden counts sampled", () => {
    const { hierarchy, villages } = randomHierarchy(7, {
      prefectures: 4,
      counties: 5,
      townships: 8,
      villages: 12,
    });
    expect(villages.length).toBeGreaterThan(2_500);
    const measure = randomMeasure(8, villages, 3, false, true);
    const cells = cellsOf(suppress(hierarchy, [measure], 5));
    const sample = (hidden: readonly string[]) =>
      hidden.filter((_, index) => index % Math.ceil(hidden.length / 120) === 0);
    const won = winnings(hierarchy, measure, 5, cells, sample);
    expect(won.attacked).toBeGreaterThan(80);
    expect([won.exact, won.narrow, won.untrue]).toEqual([0, 0, 0]);
    // Its own price: hidden beside the small ones are few.
    const kinds = [...cells.values()].map(({ shown }) => shown);
    const complementary = kinds.filter((shown) => shown === "COMPLEMENTARY").length;
    expect(complementary).toBeLessThan(0.05 * kinds.filter((shown) => shown === "PRIMARY").length);
  });

  const township: Hierarchy = {
    places: [
      { id: "360827101", parent: null },
      ...["001", "002", "003", "004"].map((code) => ({ id: `360827101${code}`, parent: "360827101" })),
    ],
    areas: [],
  };
  const counted = (
    numbers: readonly number[],
    of?: readonly number[],
    hideAlso?: ReadonlySet<string>,
  ): Measure => {
    const byVillage = (values: readonly number[]) =>
      new Map(values.map((value, index) => [`36082710100${index + 1}`, value]));
    return {
      id: "m",
      areZerosShown: true,
      counts: byVillage(numbers),
      ...(of && { denominators: byVillage(of) }),
      ...(hideAlso && { hideAlso }),
    };
  };
  const shownOf = (measure: Measure, k = 5, hierarchy = township) =>
    [...cellsOf(suppress(hierarchy, [measure], k)).values()].map(({ count }) => count);

  it("shows zeros and counts from k on, and hides beside a small count the smallest that gives it room", () => {
    expect(shownOf(counted([0, 5, 9, 30]))).toEqual([44, 0, 5, 9, 30]);
    expect(shownOf(counted([0, 2, 9, 30]))).toEqual([41, 0, null, null, 30]);
    expect(shownOf(counted([0, 2, 6, 30]))).toEqual([38, 0, null, null, 30]);
    expect(shownOf(counted([0, 2, 5, 30]))).toEqual([37, 0, null, null, 30]);
    expect(shownOf(counted([0, 1, 5, 30]))).toEqual([36, 0, null, 5, null]);
    expect(shownOf(counted([0, 2, 9, 30]), 10)).toEqual([41, 0, null, null, null]);
    expect(shownOf(counted([0, 0, 0, 0]))).toEqual([0, 0, 0, 0, 0]);
  });

  it("hides the total where nothing else can protect its parts", () => {
    expect(shownOf(counted([2, 0, 0, 0]))).toEqual([null, null, 0, 0, 0]);
    expect(shownOf(counted([3, 2, 0, 0]))).toEqual([null, null, null, 0, 0]);
  });

  it("hides a count that is all of its denominator, and every count over a denominator below k", () => {
    expect(shownOf(counted([20, 20, 20, 20], [20, 90, 90, 90]))).toEqual([80, null, null, 20, 20]);
    // Four households in all leave the village beside it a range of four, so a third is hidden.
    expect(shownOf(counted([0, 20, 20, 20], [4, 90, 90, 90]))).toEqual([60, null, null, null, 20]);
  });

  it("hides nobody of a village as it hides everybody, and shows none of nobody", () => {
    const hiding = (numbers: readonly number[], of?: readonly number[]) =>
      shownOf({ ...counted(numbers, of), areZerosShown: false });
    // The zero alone would follow from the total: the smallest count that gives it room goes too.
    expect(hiding([0, 6, 9, 30], [400, 400, 400, 400])).toEqual([45, null, null, 9, 30]);
    expect(hiding([0, 2, 9, 30])).toEqual([41, null, null, null, 30]);
    // Nobody anywhere: neither the villages nor their total say so.
    expect(hiding([0, 0, 0, 0], [400, 400, 400, 400])).toEqual([null, null, null, null, null]);
    expect(hiding([0, 8, 9, 30], [0, 400, 400, 400])).toEqual([47, 0, 8, 9, 30]);
  });

  it("does not let an area of two counties tell what their provinces hide", () => {
    const provinces: Hierarchy = {
      places: [
        { id: "36", parent: null },
        { id: "43", parent: null },
        ...["3601", "3602", "3603"].map((id) => ({ id, parent: "36" })),
        ...["4301", "4302", "4303"].map((id) => ({ id, parent: "43" })),
      ],
      areas: [{ id: "area", members: ["3601", "4301"] }],
    };
    const counts = new Map(
      Object.entries({ "3601": 3, "3602": 20, "3603": 90, "4301": 40, "4302": 50, "4303": 60 }),
    );
    const measure: Measure = { id: "m", counts };
    const cells = cellsOf(suppress(provinces, [measure], 5));
    expect(cells.get("3601")?.shown).toBe("PRIMARY");
    expect(cells.get("3602")?.shown).toBe("COMPLEMENTARY");
    // 4301 is shown, so the area would tell 3601 by difference.
    expect([cells.get("4301")?.count, cells.get("area")?.count]).toEqual([40, null]);
    expect(winnings(provinces, measure, 5, cells)).toMatchObject({ exact: 0, narrow: 0 });
    const told = new Map(cells).set("area", { count: 43, shown: "SHOWN" });
    expect(winnings(provinces, measure, 5, told).exact).toBeGreaterThan(0);
  });

  it("keeps hidden what an earlier release hid", () => {
    const earlier = cellsOf(suppress(township, [counted([0, 2, 9, 30])], 5));
    const hidden = new Set([...earlier].flatMap(([id, { count }]) => (count === null ? [id] : [])));
    expect(shownOf(counted([0, 7, 9, 30]))).toEqual([46, 0, 7, 9, 30]);
    expect(shownOf(counted([0, 7, 9, 30], undefined, hidden))).toEqual([46, 0, null, null, 30]);
  });

  it("protects each measure by itself and says what is wrong with a table", () => {
    const two = suppress(township, [counted([9, 9, 9, 9]), { ...counted([1, 9, 9, 9]), id: "other" }], 5);
    expect([...two.keys()]).toEqual(["m", "other"]);
    expect(two.get("m")?.get("360827101001")?.count).toBe(9);
    expect(two.get("other")?.get("360827101001")?.count).toBeNull();
    expect(() => shownOf(counted([1, 2, 3]))).toThrow(/undefined as count of 360827101004/);
    expect(() => shownOf(counted([1, 2, 3, 0.5]))).toThrow(/0.5 as count/);
    expect(() => shownOf(counted([9, 9, 9, 9], [9, 9, 9, 8]))).toThrow(/9 out of 8 in 360827101004/);
    expect(() => shownOf(counted([1, 2, 3, 4]), 1)).toThrow(/k is 1/);
    const broken = (change: Partial<Hierarchy>) => () =>
      shownOf(counted([9, 9, 9, 9]), 5, { ...township, ...change });
    expect(broken({ places: [...township.places, { id: "x", parent: "y" }] })).toThrow(/x lies in y/);
    expect(broken({ places: [...township.places, { id: "360827101", parent: null }] })).toThrow(/twice/);
    expect(broken({ places: [...township.places, { id: "x", parent: "x" }] })).toThrow(/circle/);
    expect(broken({ areas: [{ id: "a", members: ["nowhere"] }] })).toThrow(/nowhere of the area a/);
    expect(broken({ areas: [{ id: "a", members: ["360827101", "360827101001"] }] })).toThrow(
      /holds 360827101001 twice/,
    );
  });
});
