import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, it } from "vitest";
import { type AreaCell, type AreaTotal, areaKey, type CountyTable, releaseArea } from "../geo/areaRelease.ts";
import {
  cellKey,
  type ExactVillage,
  measuresOf,
  placesOf,
  releaseTiers,
  TIERS,
} from "../geo/releaseTiers.ts";
import { type SafeCell, SMALLEST_COUNT } from "../geo/suppression.ts";
import { attack, denominatorsOf, totalsOf } from "./suppressionAttacker.ts";

const K = { PLANNER: SMALLEST_COUNT.planner, PUBLIC: SMALLEST_COUNT.public };
const SILENT = { FLOW: null, SHOCK: null, JOBS: null, GUARANTEE: null };
const COMPONENTS = ["VUL", "MARGIN"] as const;
const COUNTIES = ["360827", "360828", "431225", "431226"];
/** Whose tables are released when an area's total is taken: month by month, more of them. */
const MONTHS = [["360827"], ["360827", "360828", "431225"], COUNTIES, COUNTIES];

type Generator = ReturnType<typeof xoroshiro128plus>;

/** A county with some townships: in some hardly anybody is counted, so that whole counties are hidden. */
function drawn(county: string, generator: Generator): ExactVillage[] {
  const sparse = uniformInt(generator, 1, 4);
  const draw = (most: number) =>
    Math.min(...Array.from({ length: sparse }, () => uniformInt(generator, 0, most)));
  const townships = uniformInt(generator, 1, 2);
  return Array.from({ length: townships }, (_, township) =>
    Array.from({ length: uniformInt(generator, 1, 4) }, (__, village) => {
      const accounts = draw(40);
      return {
        village: `${county}10${township}00${village}`,
        counts: {
          ...SILENT,
          VUL: { numerator: draw(12), denominator: uniformInt(generator, 12, 400) },
          MARGIN: { numerator: Math.min(accounts, draw(9)), denominator: accounts },
        },
      };
    }),
  ).flat();
}

/** A month later: some villages have another count, most have the same. */
const moved = (villages: readonly ExactVillage[], generator: Generator): ExactVillage[] =>
  villages.map(({ village, counts }) => {
    const { VUL } = counts;
    const changes = VUL !== null && uniformInt(generator, 0, 4) === 0;
    const numerator = Math.min(VUL?.denominator ?? 0, uniformInt(generator, 0, 14));
    return { village, counts: changes ? { ...counts, VUL: { ...VUL, numerator } } : counts };
  });

const hiddenOf = (cells: ReturnType<typeof releaseTiers>) =>
  new Set(cells.filter(({ count }) => count === null).map(cellKey));

/** What the attacker wins who knows every cell of a tier and every total of the area so far. */
function winnings(tables: readonly CountyTable[], totals: readonly AreaTotal[]) {
  const villages = tables.flatMap((table) => table.villages);
  const latest = new Map(totals.map((total) => [`area of ${total.counties.join()}`, total]));
  const hierarchy = {
    places: placesOf(villages),
    areas: [...latest].map(([id, { counties }]) => ({ id, members: counties })),
  };
  const won = { attacked: 0, exact: 0, narrow: 0 };
  for (const tier of TIERS)
    for (const component of COMPONENTS)
      for (const measure of measuresOf(villages, component)) {
        const truth = totalsOf(hierarchy, measure.counts);
        const isHidden = (id: string) =>
          latest.has(id)
            ? !latest.get(id)?.shown.has(areaKey({ tier, component }))
            : tables.some(({ hidden }) => hidden.has(cellKey({ tier, place: id, component })));
        const published = new Map(
          [...truth].map(([id, count]): [string, SafeCell] =>
            isHidden(id) ? [id, { count: null, shown: "PRIMARY" }] : [id, { count, shown: "SHOWN" }],
          ),
        );
        const most = denominatorsOf(hierarchy, measure);
        for (const { id, low, high } of attack(hierarchy, measure, published, K[tier], truth)) {
          won.attacked += 1;
          if (latest.has(id)) continue;
          won.exact += high - low < 1e-6 && (most.get(id) ?? 1) > 0 ? 1 : 0;
          won.narrow += high - low < Math.min(K[tier], most.get(id) ?? K[tier]) - 1e-6 ? 1 : 0;
        }
      }
  return won;
}

const totalOf = (counties: readonly string[], cells: readonly AreaCell[]): AreaTotal => ({
  counties,
  shown: new Set(cells.filter(({ count }) => count !== null).map(areaKey)),
});

describe("totals of an area over released counties", () => {
  it("leave a linear-programming attacker nothing in 20 areas whose counties come one after another", () => {
    const sum = { attacked: 0, exact: 0, narrow: 0 };
    const careless = { exact: 0, narrow: 0 };
    const cells = { shown: 0, hidden: 0 };
    for (let seed = 1; seed <= 20; seed++) {
      const generator = xoroshiro128plus(seed);
      const exact = new Map(COUNTIES.map((county) => [county, drawn(county, generator)]));
      const hidden = new Map<string, ReadonlySet<string>>();
      const totals: AreaTotal[] = [];
      const all: AreaTotal[] = [];
      for (const counties of MONTHS) {
        const tables = counties.map((county): CountyTable => {
          // In every other area nothing changes from month to month, and the attacker may put all totals together.
          const before = exact.get(county) ?? [];
          const villages = seed % 2 === 0 ? before : moved(before, generator);
          exact.set(county, villages);
          hidden.set(county, hiddenOf(releaseTiers(villages, hidden.get(county) ?? new Set())));
          return { county, villages, hidden: hidden.get(county) ?? new Set(), isCorrected: false };
        });
        const released = releaseArea(tables, totals);
        const total = totalOf(counties, released);
        totals.push(total);
        all.push({ counties, shown: new Set(released.map(areaKey)) });
        cells.shown += total.shown.size;
        cells.hidden += released.length - total.shown.size;
        // What planners do not see, the public does not see.
        for (const component of COMPONENTS)
          if (total.shown.has(areaKey({ tier: "PUBLIC", component })))
            expect(total.shown.has(areaKey({ tier: "PLANNER", component }))).toBe(true);
        const won = winnings(tables, seed % 2 === 0 ? totals : [total]);
        expect([seed, counties.length, won.exact, won.narrow]).toEqual([seed, counties.length, 0, 0]);
        sum.attacked += won.attacked;
        if (seed > 6) continue;
        const told = winnings(tables, seed % 2 === 0 ? all : all.slice(-1));
        careless.exact += told.exact;
        careless.narrow += told.narrow;
      }
    }
    expect({ ...sum, attacked: 0 }).toEqual({ attacked: 0, exact: 0, narrow: 0 });
    expect(sum.attacked).toBeGreaterThan(2_000);
    // Both happen, and the attacker is able: totals that are all shown tell counts exactly.
    expect(cells.shown).toBeGreaterThan(50);
    expect(cells.hidden).toBeGreaterThan(50);
    expect(careless.exact).toBeGreaterThan(5);
  });

  const county = (code: string, numbers: readonly number[]): CountyTable => {
    const villages = numbers.map(
      (numerator, index): ExactVillage => ({
        village: `${code}10000${index}`,
        counts: { ...SILENT, MARGIN: null, VUL: { numerator, denominator: 400 } },
      }),
    );
    return {
      county: code,
      villages,
      hidden: hiddenOf(releaseTiers(villages, new Set())),
      isCorrected: false,
    };
  };
  const shownOf = (cells: readonly AreaCell[]) => cells.map(({ count }) => count?.numerator ?? null);

  it("are shown when every county is, or when two hidden ones leave each other room", () => {
    const [large, other] = [county("360827", [20, 30]), county("431225", [15, 25])];
    expect(shownOf(releaseArea([large, other], []))).toEqual([90, 90]);
    // 3 in the whole county: planners and public would have it by subtraction.
    const small = county("360828", [3, 0]);
    expect(small.hidden.has("PLANNER 360828 VUL")).toBe(true);
    expect(shownOf(releaseArea([large, small], []))).toEqual([null, null]);
    // Two of 4 leave each other a range of 8: enough for planners, not for the public.
    const [four, too] = [county("360828", [4, 0]), county("431226", [4, 0])];
    expect(shownOf(releaseArea([large, four, too], []))).toEqual([58, null]);
  });

  it("give no difference: not when a small county comes later, nor when a hidden one is corrected", () => {
    const [large, other, small] = [
      county("360827", [20, 30]),
      county("431225", [15, 25]),
      county("360828", [3, 0]),
    ];
    const before = totalOf(["360827", "431225"], releaseArea([large, other], []));
    expect(before.shown.size).toBe(2);
    expect(shownOf(releaseArea([large, other, small], [before]))).toEqual([null, null]);
    // What was hidden for the same counties stays hidden; of more counties it is decided afresh.
    const hidden: AreaTotal = { counties: ["360827", "431225"], shown: new Set() };
    expect(shownOf(releaseArea([large, other], [hidden]))).toEqual([null, null]);
    const third = county("431226", [40, 60]);
    expect(shownOf(releaseArea([large, other, third], [hidden]))).toEqual([190, 190]);
    // Sets that do not lie within one another are not put together.
    expect(shownOf(releaseArea([large, third], [before]))).toEqual([null, null]);
    const [four, too] = [county("360828", [4, 0]), county("431226", [4, 0])];
    expect(shownOf(releaseArea([large, four, { ...too, isCorrected: true }], []))).toEqual([null, null]);
    expect(shownOf(releaseArea([{ ...large, isCorrected: true }, four, too], []))).toEqual([58, null]);
  });
});
