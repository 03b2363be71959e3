import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, it } from "vitest";
import {
  type CountyDispatch,
  DISPATCH_FAMILIES,
  hiddenDispatch,
  hierarchyOf,
} from "../geo/dispatchProtection.ts";
import { type Measure, type SafeCell, SMALLEST_COUNT } from "../geo/suppression.ts";
import { attack, denominatorsOf, leastOf, totalsOf } from "./suppressionAttacker.ts";

const K = SMALLEST_COUNT.public;
const AREAS = new Map([
  ["360728", ["luoxiao"]],
  ["360827", ["luoxiao"]],
  ["360828", ["luoxiao"]],
  ["431225", ["luoxiao"]],
  ["431226", ["luoxiao", "wuling"]],
  ["431227", ["wuling"]],
]);
const COUNTIES = [...AREAS.keys(), "360829", "360729", "431228"];

function drawn(seed: number): CountyDispatch[] {
  const generator = xoroshiro128plus(seed);
  const most = [3, 15, 60, 300][seed % 4] ?? 60;
  const draw = (limit: number) => Math.min(uniformInt(generator, 0, limit), uniformInt(generator, 0, limit));
  return COUNTIES.filter(() => uniformInt(generator, 0, 9) > 0).map((county) => {
    const [newly, self, inspected, screened] = [draw(most), draw(most), draw(most), draw(most)];
    const classes = [draw(most), draw(most), draw(most)];
    const [unstable = 0, marginal = 0, sudden = 0] = classes;
    const watched = unstable + marginal + sudden;
    const [ill, wet] = [draw(watched), draw(watched)];
    return {
      county,
      counts: {
        newly_recognised: newly,
        eliminated: draw(most),
        households_with_measures: draw(newly),
        recognised_late: draw(newly),
        measures_late: draw(newly),
        unstable_households: unstable,
        marginal_households: marginal,
        sudden_households: sudden,
        unstable_persons: 3 * unstable,
        marginal_persons: 2 * marginal,
        sudden_persons: 4 * sudden,
        measures_matching: draw(watched),
        open_illness: ill,
        matched_illness: draw(ill),
        open_water: wet,
        matched_water: draw(wet),
        clues: self + inspected + screened,
        clues_self_reported: self,
        clues_inspected: inspected,
        clues_screened: screened,
        returned_idle: uniformInt(generator, 0, 9) === 0 ? null : draw(40 * most),
      },
    };
  });
}

/** What the attacker tells of the hidden counts of a column who sees the others of its places, and what it is out of. */
function winnings(
  counties: readonly CountyDispatch[],
  hidden: ReadonlyMap<string, ReadonlySet<string>>,
  column: string,
  over: readonly string[] | undefined,
) {
  const known = counties.filter(({ counts }) => (counts[column] ?? null) !== null);
  const of = (read: (counts: CountyDispatch["counts"]) => number) =>
    new Map(known.map(({ county, counts }) => [county, read(counts)]));
  const hierarchy = hierarchyOf(
    known.map(({ county }) => county),
    AREAS,
  );
  const counts = of((its) => its[column] ?? 0);
  const isHidden = (place: string) => hidden.get(place)?.has(column) ?? false;
  // Why a count is hidden is not told: it may be 0 where its family is hidden for another count of it.
  const others = DISPATCH_FAMILIES.find(({ columns }) => columns.includes(column));
  const isAlone = others?.columns.length === 1 && others.after === undefined;
  const measure: Measure = {
    id: column,
    counts,
    areZerosShown: isAlone,
    ...(over && { denominators: of((its) => over.reduce((sum, each) => sum + (its[each] ?? 0), 0)) }),
  };
  const truth = totalsOf(hierarchy, counts);
  const published = new Map(
    [...truth].map(([place, count]): [string, SafeCell] =>
      isHidden(place) ? [place, { count: null, shown: "PRIMARY" }] : [place, { count, shown: "SHOWN" }],
    ),
  );
  for (const { count } of published.values()) expect(count === null || count === 0 || count >= K).toBe(true);
  const most = denominatorsOf(hierarchy, measure);
  return attack(hierarchy, measure, published, K, truth).map(({ id, low, high }) => ({
    width: high - low,
    wanted: Math.min(K, (most.get(id) ?? Number.POSITIVE_INFINITY) - leastOf(id, measure, truth, most, K)),
  }));
}

describe("the quarterly dispatch, published", () => {
  it("leaves a linear-programming attacker no count under 10 of a county in 12 quarters, areas and prefectures known", () => {
    const sum = { attacked: 0, exact: 0, narrow: 0 };
    for (let seed = 1; seed <= 12; seed++) {
      const counties = drawn(seed);
      const hidden = hiddenDispatch(counties, AREAS, new Map());
      for (const { columns, over } of DISPATCH_FAMILIES)
        for (const column of columns) {
          if (counties.every(({ counts }) => counts[column] === undefined)) continue;
          const found = winnings(counties, hidden, column, over);
          sum.attacked += found.length;
          sum.exact += found.filter(({ width, wanted }) => wanted > 0 && width < 1e-6).length;
          sum.narrow += found.filter(({ width, wanted }) => width < wanted - 1e-6).length;
          if (sum.exact + sum.narrow > 0) expect([seed, column, sum]).toEqual([]);
        }
    }
    expect({ ...sum, attacked: 0 }).toEqual({ attacked: 0, exact: 0, narrow: 0 });
    expect(sum.attacked).toBeGreaterThan(500);
  });

  it("hides a cause with the households it is a part of, and a share where either count of it is hidden", () => {
    const told = (county: string, watched: number, open: number, matched: number): CountyDispatch => ({
      county,
      counts: {
        unstable_households: watched,
        marginal_households: 0,
        sudden_households: 0,
        unstable_persons: 3 * watched,
        marginal_persons: 0,
        sudden_persons: 0,
        open_illness: open,
        matched_illness: matched,
      },
    });
    const others = [told("360828", 400, 180, 150), told("360829", 300, 120, 100)];
    const hiddenIn = (first: CountyDispatch, place = "360827") =>
      [...(hiddenDispatch([first, ...others], AREAS, new Map()).get(place) ?? [])]
        .filter((column) => column.endsWith("_illness"))
        .sort();
    expect(hiddenIn(told("360827", 200, 90, 60))).toEqual([]);
    // Nobody ill, or nobody of the ill helped: both are said, the second is a finding.
    expect(hiddenIn(told("360827", 200, 0, 0))).toEqual([]);
    expect(hiddenIn(told("360827", 200, 90, 0))).toEqual([]);
    expect(hiddenIn(told("360827", 200, 90, 4))).toEqual(["matched_illness"]);
    expect(hiddenIn(told("360827", 200, 90, 90))).toEqual(["matched_illness"]);
    expect(hiddenIn(told("360827", 200, 7, 5))).toEqual(["matched_illness", "open_illness"]);
    expect(hiddenIn(told("360827", 6, 0, 0))).toEqual(["matched_illness", "open_illness"]);
    // What is left of the prefecture without the others would tell it, so one of them is hidden as well.
    expect(
      ["360828", "360829", "3608", "36"].some(
        (place) => hiddenIn(told("360827", 200, 90, 4), place).length > 0,
      ),
    ).toBe(true);
  });

  const county = (code: string, newly: number | null): CountyDispatch => ({
    county: code,
    counts: { newly_recognised: newly },
  });
  const placesOf = (
    counties: readonly CountyDispatch[],
    before: ReadonlyMap<string, ReadonlySet<string>> = new Map(),
  ) =>
    [...hiddenDispatch(counties, AREAS, before)]
      .flatMap(([place, columns]) => (columns.has("newly_recognised") ? [place] : []))
      .sort();

  it("shows a county that recognised nobody, hides one that recognised few and the least beside it", () => {
    const others = [county("360828", 60), county("360829", 40), county("431225", 90)];
    expect(placesOf([county("360827", 0), ...others])).toEqual([]);
    expect(placesOf([county("360827", null), ...others])).toEqual([]);
    expect(placesOf([county("360827", 12), ...others])).toEqual([]);
    // The prefecture's sum would tell the 4, and so would the area's beside the two counties it shows.
    const few = placesOf([county("360827", 4), ...others]);
    expect(few).toContain("360827");
    expect(few.length).toBeGreaterThan(1);
    expect(few).not.toContain("36");
    // What the version before hid stays hidden.
    const again = placesOf(
      [county("360827", 12), ...others],
      new Map([["360827", new Set(["newly_recognised"])]]),
    );
    expect(again).toContain("360827");
  });
});
