/** Complementary suppression: what else has to be hidden so that nothing hidden can be worked out. */
import { areaWidth, boundsOf, type Cell, type Interval } from "./suppressionBounds.ts";
import type { Primary } from "./suppressionCells.ts";
import type { Lattice, LatticeNode } from "./suppressionLattice.ts";

/**
 * The hidden nodes and areas: starting from those that may not be shown for their own sake, hides one count more under each
 * place that needs it at a time, until every hidden count has its room.
 * @throws RangeError when counts cannot be protected even with all hidden: the denominators leave no room.
 */
export function complete(
  lattice: Lattice,
  cells: readonly Cell[],
  primary: Primary,
  k: number,
): { nodes: ReadonlySet<number>; areas: ReadonlySet<number> } {
  // Nobody publishes the root: it is hidden without being a figure to protect.
  const hidden = new Set([0, ...primary.nodes]);
  const widest = boundsOf(lattice, cells, new Set(cells.keys()));
  const counted = (from: readonly number[]) => from.filter((index) => (cells[index]?.count ?? 0) > 0);
  const wanted = (index: number) => Math.min(k, widthOf(widest[index]?.own));
  for (;;) {
    const bounds = boundsOf(lattice, cells, hidden);
    const isNarrow = (index: number) =>
      index > 0 && hidden.has(index) && widthOf(bounds[index]?.all) < wanted(index);
    const narrow = [...hidden].filter(isNarrow);
    const more = new Set<number>();
    const areas = new Set<number>();
    const served = new Set<number>();
    for (const index of narrow) {
      const { parent } = lattice.nodes[index] as LatticeNode;
      const fixedWithin = widthOf(bounds[index]?.own) < wanted(index);
      // What is fixed from above waits for the total above to be freed first.
      if (!fixedWithin && isNarrow(parent)) continue;
      const place = fixedWithin ? index : parent;
      if (served.has(place)) continue;
      served.add(place);
      const width = widthOf(fixedWithin ? bounds[index]?.own : bounds[index]?.all);
      // A count that was fixed may also fall, by as much as it exceeds the least it can be.
      const mayFall = width === 0 ? (cells[index]?.count ?? 0) - (cells[index]?.room.low ?? 0) : 0;
      const short = wanted(index) - width - mayFall;
      const free = freeBelow(lattice, hidden, place);
      const above = !fixedWithin && !hidden.has(parent) ? parent : null;
      const chosen = giving(cells, counted(free), short) ?? above ?? roomiest(cells, free);
      if (chosen !== null) more.add(chosen);
    }
    for (const [area, { shares, around }] of lattice.areas.entries()) {
      const open = shares.filter((share) => hidden.has(share));
      const width = areaWidth(lattice, area, cells, bounds, hidden);
      const most = shares.reduce((sum, share) => sum + widthOf(widest[share]?.own), 0);
      const harmless = width === 0 && !primary.areas.has(area);
      // A total that follows from others is shown: hiding it would protect nothing.
      if (open.length === 0 || harmless) continue;
      areas.add(area);
      if (width >= Math.min(k, most)) continue;
      // Hide what stands beside its hidden shares, or a known total around them, or one of its shares more.
      const short = Math.min(k, most) - width;
      const beside = open.flatMap((share) => freeBelow(lattice, hidden, lattice.nodes[share]?.parent ?? 0));
      const known = [...around].filter((node) => !hidden.has(node)).at(-1) ?? null;
      const rest = shares.filter((share) => !hidden.has(share));
      const chosen =
        giving(cells, counted(beside), short) ??
        known ??
        giving(cells, counted(rest), short) ??
        roomiest(cells, [...beside, ...rest]);
      if (chosen !== null) more.add(chosen);
    }
    if (more.size === 0 && narrow.length === 0) return { nodes: hidden, areas };
    if (more.size === 0)
      throw new RangeError(
        `suppress: ${narrow.length} counts cannot be protected even with all hidden; check the denominators.`,
      );
    for (const index of more) hidden.add(index);
  }
}

const widthOf = (interval: Interval | undefined) => (interval ? interval.high - interval.low : 0);

const freeBelow = ({ nodes }: Lattice, hidden: ReadonlySet<number>, place: number) =>
  (nodes[place]?.children ?? []).filter((child) => !hidden.has(child));

/** The smallest count that gives the room wanted, or the largest when none does. */
function giving(cells: readonly Cell[], from: readonly number[], short: number): number | null {
  const given = (index: number) => (cells[index]?.count ?? 0) - (cells[index]?.room.low ?? 0);
  const bySize = [...from].sort((a, b) => given(a) - given(b) || a - b);
  return bySize.find((index) => given(index) >= short) ?? bySize.at(-1) ?? null;
}

/** The count whose denominator leaves most room; zeros are hidden only where nothing else is left to hide. */
function roomiest(cells: readonly Cell[], from: readonly number[]): number | null {
  const withRoom = from.filter((index) => widthOf(cells[index]?.room) > 0);
  return withRoom.sort((a, b) => widthOf(cells[b]?.room) - widthOf(cells[a]?.room) || a - b)[0] ?? null;
}
