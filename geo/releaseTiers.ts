/**
 * What may be shown of a county's counts by village, in two tiers: to planners no count under 5, to partners and the
 * public none under 10 (geo/suppression.ts says what that keeps from being worked out).
 *
 * The two tiers cannot be put together to break either: whatever is hidden from planners is hidden from the public too,
 * so the public table is a part of the planners' table and tells a planner nothing new. Nor can a release and the next:
 * what was hidden stays hidden, so somebody who takes nothing to have changed between them knows no more than before.
 *
 * A count of none of a village's households is hidden like one of all of them. With 400 households a village that costs
 * the public 13 cells in a thousand (689 of 2,016 hidden instead of 663) and planners 11 (383, 361); and without it a village
 * with nobody would be told from one with 1 to 9. Where a register holds 7 households a village, nearly all that was shown
 * were such zeros, and nearly nothing is left (1,965 hidden instead of 951). test/releases.test.ts holds the figures.
 *
 * Totals of contiguous areas are decided over these cells: geo/areaRelease.ts.
 */
import { type Measure, SMALLEST_COUNT, suppress } from "./suppression.ts";

export const RELEASE_METHOD = "release-2";

/** Components of the village score that casework can tell; INDUSTRY comes from the projects. */
export const RELEASED_COMPONENTS = ["VUL", "MARGIN", "FLOW", "SHOCK", "JOBS", "GUARANTEE"] as const;
export type ReleasedComponent = (typeof RELEASED_COMPONENTS)[number];

/** Planners first: what is hidden from them is hidden from the public. */
export const TIERS = ["PLANNER", "PUBLIC"] as const;
export type Tier = (typeof TIERS)[number];

export interface ExactCount {
  readonly numerator: number;
  readonly denominator: number;
}

export interface ExactVillage {
  /** Code of 12 digits, all of one county. */
  readonly village: string;
  /** Null where the whole county cannot tell the component. */
  readonly counts: Readonly<Record<ReleasedComponent, ExactCount | null>>;
}

export interface ReleasedCell {
  readonly tier: Tier;
  /** 12, 9 or 6 digits. */
  readonly place: string;
  readonly component: ReleasedComponent;
  /** Null when suppressed. */
  readonly count: ExactCount | null;
}

/** Name of a cell in a pattern. */
export const cellKey = ({ tier, place, component }: Pick<ReleasedCell, "tier" | "place" | "component">) =>
  `${tier} ${place} ${component}`;

/**
 * Households, with an account: the denominator of MARGIN is itself a count of casework, so it is protected as a measure
 * of its own. The other denominators stand on the open map.
 */
const ACCOUNTS = "ACCOUNTS";

/**
 * The cells of a release: villages, their townships and their county, for both tiers.
 * @param hiddenBefore `cellKey` of what an earlier release of the county hid.
 * @throws RangeError for a count that is not whole or above its denominator (geo/suppressionCells.ts).
 */
export function releaseTiers(
  villages: readonly ExactVillage[],
  hiddenBefore: ReadonlySet<string>,
): ReleasedCell[] {
  const places = placesOf(villages);
  const cells: ReleasedCell[] = [];
  for (const component of RELEASED_COMPONENTS) {
    if (villages.some(({ counts }) => counts[component] === null)) continue;
    const sums = sumsOf(villages, component);
    let hidden: ReadonlySet<string> = new Set();
    for (const tier of TIERS) {
      const before = places.flatMap(({ id: place }) =>
        hiddenBefore.has(cellKey({ tier, place, component })) ? [place] : [],
      );
      hidden = hiddenPlaces(villages, places, component, tier, new Set([...hidden, ...before]));
      for (const { id: place } of places)
        cells.push({ tier, place, component, count: hidden.has(place) ? null : (sums.get(place) ?? NOBODY) });
    }
  }
  return cells;
}

/** Counts to protect of a component: its own, and for MARGIN its denominator. */
export function measuresOf(villages: readonly ExactVillage[], component: ReleasedComponent): Measure[] {
  const count = (read: (count: ExactCount) => number) =>
    new Map(villages.map(({ village, counts }) => [village, read(counts[component] ?? NOBODY)]));
  const [counts, denominators] = [count((its) => its.numerator), count((its) => its.denominator)];
  const own: Measure = { id: component, counts, denominators };
  return component === "MARGIN" ? [own, { id: ACCOUNTS, counts: denominators }] : [own];
}

/** Places whose count of a component is hidden from a tier. */
function hiddenPlaces(
  villages: readonly ExactVillage[],
  places: readonly Place[],
  component: ReleasedComponent,
  tier: Tier,
  from: ReadonlySet<string>,
): ReadonlySet<string> {
  const measures = measuresOf(villages, component);
  let hideAlso = from;
  for (;;) {
    const given = measures.map((measure) => ({ ...measure, hideAlso }));
    const found = [...suppress({ places, areas: [] }, given, smallestOf(tier)).values()];
    const hidden = new Set(
      found.flatMap((cells) => [...cells].flatMap(([place, { count }]) => (count === null ? [place] : []))),
    );
    // A cell is hidden as a whole, the denominator of MARGIN with its numerator; which may call for more beside it.
    if (hidden.size === hideAlso.size || measures.length === 1) return hidden;
    hideAlso = hidden;
  }
}

export const smallestOf = (tier: Tier): number => SMALLEST_COUNT[tier === "PLANNER" ? "planner" : "public"];

export interface Place {
  readonly id: string;
  readonly parent: string | null;
}

/** The county, its townships and its villages, each within the one before. */
export function placesOf(villages: readonly ExactVillage[]): Place[] {
  const counties = new Set(villages.map(({ village }) => village.slice(0, 6)));
  const townships = new Set(villages.map(({ village }) => village.slice(0, 9)));
  return [
    ...[...counties].map((id) => ({ id, parent: null })),
    ...[...townships].map((id) => ({ id, parent: id.slice(0, 6) })),
    ...villages.map(({ village }) => ({ id: village, parent: village.slice(0, 9) })),
  ];
}

/** Counts of every place of some villages. */
export function sumsOf(
  villages: readonly ExactVillage[],
  component: ReleasedComponent,
): Map<string, ExactCount> {
  const sums = new Map<string, ExactCount>();
  for (const { village, counts } of villages)
    for (const place of [village, village.slice(0, 9), village.slice(0, 6)]) {
      const [sum, own] = [sums.get(place) ?? NOBODY, counts[component] ?? NOBODY];
      sums.set(place, {
        numerator: sum.numerator + own.numerator,
        denominator: sum.denominator + own.denominator,
      });
    }
  return sums;
}

const NOBODY: ExactCount = { numerator: 0, denominator: 0 };
