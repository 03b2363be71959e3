/**
 * Totals of a contiguous area, over counties whose tables are released already: the last of four levels, village ⊂
 * township ⊂ county ⊂ area. Nothing shown can be hidden again, so an area never costs a county a cell: its total is shown
 * where it leaves every hidden count of every county in it the room that small counts need (geo/suppression.ts), and
 * hidden where it does not. A county's figure is acted on, its area's compares; so the area gives way.
 *
 * Counties begin to release one by one, and the difference of two totals is the total of those that came between. So all
 * totals of the area so far are put together: their sets of counties lie within one another, which makes one tree of them,
 * and the bounds in a tree are exact. Where they do not (a county left the area), nothing is shown any more.
 *
 * What it guarantees: somebody who knows every cell of a tier, of the counties and of the area, in all releases so far, and
 * takes a count for unchanged between them, can put no hidden count into an interval narrower than k.
 */
import {
  cellKey,
  type ExactCount,
  type ExactVillage,
  measuresOf,
  placesOf,
  RELEASED_COMPONENTS,
  type ReleasedComponent,
  smallestOf,
  sumsOf,
  TIERS,
  type Tier,
} from "./releaseTiers.ts";
import { boundsOf, type Interval } from "./suppressionBounds.ts";
import { cellsOf } from "./suppressionCells.ts";
import { latticeOf } from "./suppressionLattice.ts";

/** A county as it was released, with the exact counts it was released from. */
export interface CountyTable {
  readonly county: string;
  readonly villages: readonly ExactVillage[];
  /** `cellKey` of what is hidden. */
  readonly hidden: ReadonlySet<string>;
  /** Whether it was corrected since an earlier total of the same month: their difference would tell by how much. */
  readonly isCorrected: boolean;
}

/** An earlier total of the area, of any month. */
export interface AreaTotal {
  readonly counties: readonly string[];
  /** `areaKey` of what was shown. */
  readonly shown: ReadonlySet<string>;
}

export interface AreaCell {
  readonly tier: Tier;
  readonly component: ReleasedComponent;
  /** Null when suppressed. */
  readonly count: ExactCount | null;
}

/** Name of a cell among those of one area. */
export const areaKey = ({ tier, component }: Pick<AreaCell, "tier" | "component">) => `${tier} ${component}`;

/**
 * The totals of an area over the counties given.
 * @param before earlier totals of the area, oldest first.
 */
export function releaseArea(counties: readonly CountyTable[], before: readonly AreaTotal[]): AreaCell[] {
  const codes = counties.map(({ county }) => county);
  const villages = counties.flatMap((table) => table.villages);
  const levels = nested([...before, { counties: codes, shown: new Set() }]);
  const cells: AreaCell[] = [];
  for (const component of RELEASED_COMPONENTS) {
    if (villages.some(({ counts }) => counts[component] === null)) continue;
    const sums = sumsOf(villages, component);
    const total = codes.reduce(
      (sum, code) => ({
        numerator: sum.numerator + (sums.get(code)?.numerator ?? 0),
        denominator: sum.denominator + (sums.get(code)?.denominator ?? 0),
      }),
      { numerator: 0, denominator: 0 },
    );
    let isHidden = levels === null;
    for (const tier of TIERS) {
      const key = areaKey({ tier, component });
      isHidden ||= counties.some(
        ({ county, hidden, isCorrected }) =>
          isCorrected && hidden.has(cellKey({ tier, place: county, component })),
      );
      const last = before.findLast((each) => isSameSet(each.counties, codes));
      isHidden ||= last !== undefined && !last.shown.has(key);
      // By itself, if everything has changed since the totals before; and together with them, if nothing has.
      isHidden ||=
        levels === null ||
        !isSafe(counties, levels.slice(-1), component, tier) ||
        !isSafe(counties, levels, component, tier);
      cells.push({ tier, component, count: isHidden ? null : total });
    }
  }
  return cells;
}

/** The sets of counties with a total, each within the next, and whether it is shown; the last is the one to decide on. */
type Levels = readonly AreaTotal[];

/** Null where two sets overlap without one holding the other, or the last does not hold them all. */
function nested(totals: readonly AreaTotal[]): Levels | null {
  const levels: AreaTotal[] = [];
  for (const total of totals) {
    const at = levels.findIndex((level) => isSameSet(level.counties, total.counties));
    if (at >= 0) levels[at] = total;
    else levels.push(total);
  }
  levels.sort((a, b) => a.counties.length - b.counties.length);
  const isNested = levels.every(
    ({ counties }, at) =>
      levels[at + 1] === undefined ||
      (levels[at + 1]?.counties.length !== counties.length &&
        counties.every((county) => levels[at + 1]?.counties.includes(county))),
  );
  const last = totals.at(-1)?.counties ?? [];
  return isNested && isSameSet(levels.at(-1)?.counties ?? [], last) ? levels : null;
}

const isSameSet = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((each) => b.includes(each));

/** Whether every hidden count keeps its room when the total of the last level is shown, and the total may be shown itself. */
function isSafe(
  counties: readonly CountyTable[],
  levels: Levels,
  component: ReleasedComponent,
  tier: Tier,
): boolean {
  const nameOf = (level: number) => `area ${level}`;
  const levelOf = (county: string) => levels.findIndex((level) => level.counties.includes(county));
  const places = [
    ...levels.map((_, level) => ({
      id: nameOf(level),
      parent: level + 1 < levels.length ? nameOf(level + 1) : null,
    })),
    ...counties.flatMap(({ county, villages }) =>
      placesOf(villages).map(({ id, parent }) => ({ id, parent: parent ?? nameOf(levelOf(county)) })),
    ),
  ];
  const lattice = latticeOf({ places, areas: [] });
  const last = levels.length - 1;
  const top = lattice.nodes.findIndex(({ id }) => id === nameOf(last));
  const key = areaKey({ tier, component });
  const hidden = new Set([0]);
  for (const [index, { id }] of lattice.nodes.entries()) {
    const level = /^area (\d+)$/.exec(id ?? "");
    if (level) {
      if (Number(level[1]) !== last && !levels[Number(level[1])]?.shown.has(key)) hidden.add(index);
    } else if (counties.some((table) => table.hidden.has(cellKey({ tier, place: id ?? "", component }))))
      hidden.add(index);
  }
  const k = smallestOf(tier);
  return measuresOf(
    counties.flatMap(({ villages }) => villages),
    component,
  ).every((measure) => {
    const cells = cellsOf(lattice, measure, k);
    const whole = cells[top];
    if (!whole || whole.count < k || whole.count === whole.room.high) return false;
    const bounds = boundsOf(lattice, cells, hidden);
    const without = boundsOf(lattice, cells, new Set([...hidden, top]));
    // Nobody publishes the root (0), and it is nothing to protect.
    return [...hidden].every((index) => {
      const [room, before] = [widthOf(bounds[index]?.all), widthOf(without[index]?.all)];
      // A total of before that its shown counties tell anyway is not made narrower by this one.
      return index === 0 || room >= Math.min(k, before);
    });
  });
}

const widthOf = (interval: Interval | undefined) => (interval ? interval.high - interval.low : 0);
