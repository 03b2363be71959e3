/**
 * What may be shown of a county's counts by village, in two tiers: to planners no count under 5, to partners and the
 * public none under 10 (geo/suppression.ts says what that keeps from being worked out).
 *
 * The two tiers cannot be put together to break either: whatever is hidden from planners is hidden from the public too,
 * so the public table is a part of the planners' table and tells a planner nothing new. A month and the next cannot be
 * put together either: what was hidden stays hidden.
 *
 * Contiguous areas need no cells of their own: the figure of an area is shown when every county in it that released is
 * shown, and is then their sum, which anybody can add up; else it is hidden. It never adds an equation.
 */
import { type Measure, SMALLEST_COUNT, suppress } from "./suppression.ts";

export const RELEASE_METHOD = "release-1";

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
    let pattern: Pattern = { hidden: new Set(), zeros: new Set() };
    for (const tier of TIERS) {
      const before = places.flatMap(({ id: place }) =>
        hiddenBefore.has(cellKey({ tier, place, component })) ? [place] : [],
      );
      const zeros = [...pattern.hidden].filter((place) => sums.get(place)?.numerator === 0);
      const from = { hidden: pattern.hidden, zeros: new Set([...pattern.zeros, ...zeros, ...before]) };
      pattern = hiddenPlaces(villages, places, component, tier, from);
      for (const { id: place } of places) {
        const count = pattern.hidden.has(place) ? null : (sums.get(place) ?? NOBODY);
        cells.push({ tier, place, component, count });
      }
    }
  }
  return cells;
}

interface Pattern {
  readonly hidden: ReadonlySet<string>;
  /** Of those, where a zero would be hidden too, so that nobody may take them for 1 at least. */
  readonly zeros: ReadonlySet<string>;
}

/** Places whose count of a component is hidden from a tier. */
function hiddenPlaces(
  villages: readonly ExactVillage[],
  places: readonly { readonly id: string; readonly parent: string | null }[],
  component: ReleasedComponent,
  tier: Tier,
  from: Pattern,
): Pattern {
  const k = SMALLEST_COUNT[tier === "PLANNER" ? "planner" : "public"];
  const count = (read: (count: ExactCount) => number) =>
    new Map(villages.map(({ village, counts }) => [village, read(counts[component] ?? NOBODY)]));
  const [numerators, denominators] = [count((its) => its.numerator), count((its) => its.denominator)];
  let hideAlso = from.zeros;
  for (;;) {
    const hide = { hideAlso, hideUnlessZero: from.hidden };
    const measures: Measure[] = [{ id: component, counts: numerators, denominators, ...hide }];
    if (component === "MARGIN") measures.push({ id: ACCOUNTS, counts: denominators, ...hide });
    const found = [...suppress({ places, areas: [] }, measures, k).values()];
    const hidden = new Set<string>();
    const more = new Set(hideAlso);
    for (const cells of found)
      for (const [place, { shown }] of cells) {
        if (shown !== "SHOWN") hidden.add(place);
        // A total that is hidden only because the zeros below it are shown is worth more than those zeros.
        if (shown === "COMPLEMENTARY" && place.length < 12)
          for (const { village } of villages) if (village.startsWith(place)) more.add(village);
      }
    // A cell is hidden as a whole: the denominator of MARGIN with its numerator, and the numerator with it.
    if (more.size === hideAlso.size)
      for (const place of hidden)
        if (found.some((cells) => cells.get(place)?.shown === "SHOWN")) more.add(place);
    // Hiding one place for another's sake may call for more beside it, or for less above it.
    if (more.size === hideAlso.size) return { hidden, zeros: hideAlso };
    hideAlso = more;
  }
}

/** The county, its townships and its villages, each within the one before. */
function placesOf(villages: readonly ExactVillage[]) {
  const counties = new Set(villages.map(({ village }) => village.slice(0, 6)));
  const townships = new Set(villages.map(({ village }) => village.slice(0, 9)));
  return [
    ...[...counties].map((id) => ({ id, parent: null })),
    ...[...townships].map((id) => ({ id, parent: id.slice(0, 6) })),
    ...villages.map(({ village }) => ({ id: village, parent: village.slice(0, 9) })),
  ];
}

function sumsOf(villages: readonly ExactVillage[], component: ReleasedComponent): Map<string, ExactCount> {
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
