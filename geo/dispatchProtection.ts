/**
 * What of the quarterly dispatch may be published of a county, its prefecture, province and contiguous areas: no count of
 * households or persons of 1 to k−1, nor any from which one could be worked out.
 *
 * Zeros are shown, unlike those of a village: a county that recognised nobody is a finding that must stay told from one
 * that did not report, and none of some ten thousand households says nothing of any. One set of rows is published for
 * everybody, so that map, API, file and report hold one number; k is therefore the public's. Of the 256 figures of eight
 * simulated quarters that hides 2 of newly recognised households and 71 of those recognised late.
 *
 * Counts that add up to one another are hidden together at the same places. Then each part keeps the room it has by
 * itself, and their sum has the room of all of them. Source for the single counts: geo/suppression.ts.
 */
import { CAUSE_KEYS, matchedWith, openWith } from "./dispatchCauses.ts";
import { SMALLEST_COUNT, suppress } from "./suppression.ts";
import type { Hierarchy } from "./suppressionLattice.ts";

interface Family {
  readonly columns: readonly string[];
  /** Place of a family whose counts those of this one are a part of: they are shown over them, and hidden where they are. */
  readonly after?: number;
  /** Columns that add up to what each is shown out of: it can be no more. */
  readonly over?: readonly string[];
  /** Shown only over a column of the family, and of no use to work a household out by itself. */
  readonly carried?: readonly string[];
}

const CLASSES = ["unstable_households", "marginal_households", "sudden_households"];

const REPORTED: readonly Family[] = [
  {
    columns: ["newly_recognised", "eliminated", "households_with_measures"],
    carried: ["recognition_days", "measure_days"],
  },
  { columns: ["recognised_late"], after: 0, over: ["newly_recognised"] },
  { columns: ["measures_late"], after: 0, over: ["newly_recognised"] },
  { columns: [...CLASSES, "unstable_persons", "marginal_persons", "sudden_persons"] },
  { columns: ["measures_matching"], after: 3, over: CLASSES },
  { columns: ["clues", "clues_self_reported", "clues_inspected", "clues_screened"] },
  { columns: ["returned_idle"] },
];

/**
 * A household has any number of causes open, or none left; the counts of causes add up to nothing that is published, so
 * that each stands by itself, over the households of all classes. Both counts of a cause are published as one figure, which
 * is shown where both may be.
 */
const OF_CAUSES: readonly Family[] = CAUSE_KEYS.flatMap((cause, index) => [
  { columns: [openWith(cause)], after: 3, over: CLASSES },
  { columns: [matchedWith(cause)], after: REPORTED.length + 2 * index, over: [openWith(cause)] },
]);

/** Columns hidden together, because one is the sum or difference of others, or is shown over another. */
export const DISPATCH_FAMILIES: readonly Family[] = [...REPORTED, ...OF_CAUSES];

export interface CountyDispatch {
  readonly county: string;
  /** Null where nobody delivered it. */
  readonly counts: Readonly<Record<string, number | null | undefined>>;
}

/**
 * Columns that may not be shown, by place.
 * @param areas contiguous areas of each county.
 * @param before what the version before hid, by place: it stays hidden, or the difference of both would tell.
 */
export function hiddenDispatch(
  counties: readonly CountyDispatch[],
  areas: ReadonlyMap<string, readonly string[]>,
  before: ReadonlyMap<string, ReadonlySet<string>>,
): Map<string, Set<string>> {
  const found: ReadonlySet<string>[] = [];
  const result = new Map<string, Set<string>>();
  for (const { columns, after, over, carried = [] } of DISPATCH_FAMILIES) {
    let hidden = new Set<string>(after === undefined ? [] : found[after]);
    for (const [place, its] of before) if (columns.some((column) => its.has(column))) hidden.add(place);
    for (;;) {
      const size = hidden.size;
      for (const column of columns)
        hidden = new Set([...hidden, ...hiddenOf(counties, areas, column, over, hidden)]);
      if (hidden.size === size) break;
    }
    found.push(hidden);
    for (const place of hidden) {
      const its = result.get(place) ?? new Set();
      for (const column of [...columns, ...carried]) its.add(column);
      result.set(place, its);
    }
  }
  return result;
}

/** Places whose sum of a column may not be shown, over the counties that delivered it. */
function hiddenOf(
  counties: readonly CountyDispatch[],
  areas: ReadonlyMap<string, readonly string[]>,
  column: string,
  over: readonly string[] | undefined,
  hideAlso: ReadonlySet<string>,
): string[] {
  const counts = new Map<string, number>();
  const most = new Map<string, number>();
  for (const { county, counts: its } of counties) {
    const count = its[column] ?? null;
    if (count === null) continue;
    counts.set(county, count);
    // A report of more late households than there are is a finding of its own, not a reason to stop.
    most.set(county, Math.max(count, over?.reduce((sum, each) => sum + (its[each] ?? 0), 0) ?? 0));
  }
  const hierarchy = hierarchyOf([...counts.keys()], areas);
  const denominators = over && { denominators: most };
  const measure = { id: column, counts, ...denominators, hideAlso, areZerosShown: true };
  const cells = suppress(hierarchy, [measure], SMALLEST_COUNT.public).get(column) ?? new Map();
  return [...cells].flatMap(([place, { count }]) => (count === null ? [place] : []));
}

/** Province ⊃ prefecture ⊃ county, and the areas across them. */
export function hierarchyOf(
  counties: readonly string[],
  areas: ReadonlyMap<string, readonly string[]>,
): Hierarchy {
  const above = (digits: number) => [...new Set(counties.map((county) => county.slice(0, digits)))];
  const members = new Map<string, string[]>();
  for (const county of counties)
    for (const area of areas.get(county) ?? []) members.set(area, [...(members.get(area) ?? []), county]);
  return {
    places: [
      ...above(2).map((id) => ({ id, parent: null })),
      ...above(4).map((id) => ({ id, parent: id.slice(0, 2) })),
      ...counties.map((id) => ({ id, parent: id.slice(0, 4) })),
    ],
    areas: [...members].map(([id, its]) => ({ id, members: its })),
  };
}
