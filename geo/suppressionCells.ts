/** Counts of a measure over the lattice, and which of them may not be shown for their own sake. */
import type { Measure } from "./suppression.ts";
import type { Cell } from "./suppressionBounds.ts";
import type { Lattice, LatticeNode } from "./suppressionLattice.ts";

/**
 * The count of every node, and the room somebody starts from who sees it hidden.
 * @throws RangeError for a count or denominator that is missing, not whole or negative, or a count above its denominator.
 */
export function cellsOf({ nodes }: Lattice, measure: Measure, k: number): Cell[] {
  const counts = new Array<number>(nodes.length).fill(0);
  const denominators = new Array<number>(nodes.length).fill(
    measure.denominators ? 0 : Number.POSITIVE_INFINITY,
  );
  for (let index = nodes.length - 1; index > 0; index--) {
    const { id, children, parent } = nodes[index] as LatticeNode;
    if (children.length === 0) {
      counts[index] = wholeOf(measure.counts.get(id ?? ""), `count of ${id}`);
      if (measure.denominators)
        denominators[index] = wholeOf(measure.denominators.get(id ?? ""), `denominator of ${id}`);
      if ((counts[index] ?? 0) > (denominators[index] ?? 0))
        throw new RangeError(
          `suppress: a count of ${counts[index]} out of ${denominators[index]} in ${id}; check both.`,
        );
    }
    counts[parent] = (counts[parent] ?? 0) + (counts[index] ?? 0);
    if (measure.denominators) denominators[parent] = (denominators[parent] ?? 0) + (denominators[index] ?? 0);
  }
  return nodes.map(({ id }, index) => {
    const [count, most] = [counts[index] ?? 0, denominators[index] ?? 0];
    // Where zeros are shown, somebody may take a hidden count for 1 at least, if it is not hidden for another reason.
    const isTold =
      measure.areZerosShown && id !== null && count > 0 && most >= k && !measure.hideAlso?.has(id);
    const atLeast = isTold ? 1 : 0;
    return { count, room: { low: atLeast, high: most } };
  });
}

function wholeOf(value: number | undefined, what: string): number {
  if (value === undefined || !Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`suppress: ${value} as ${what}; give a whole number of 0 or more for every place.`);
  return value;
}

/** What may not be shown for its own sake. */
export interface Primary {
  /** Nodes; of an area that may not be shown, the shares that tell it. */
  readonly nodes: ReadonlySet<number>;
  /** Areas, by index. */
  readonly areas: ReadonlySet<number>;
}

export function primaryOf(
  { nodes, areas }: Lattice,
  cells: readonly Cell[],
  measure: Measure,
  k: number,
): Primary {
  const before = (id: string | null | undefined) => measure.hideAlso?.has(id ?? "") ?? false;
  /** What 0 out of nobody tells is told by the denominator. */
  const isNone = (count: number, most: number) => count === 0 && most > 0 && !measure.areZerosShown;
  const tells = (id: string, count: number, most: number) =>
    isNone(count, most) ||
    (count > 0 && (count < k || count === most)) ||
    (most > 0 && most < k) ||
    before(id);
  const primary = { nodes: new Set<number>(), areas: new Set<number>() };
  for (const [index, { id }] of nodes.entries()) {
    const { count, room } = cells[index] as Cell;
    if (id !== null && tells(id, count, room.high)) primary.nodes.add(index);
  }
  for (const [area, { id, shares }] of areas.entries()) {
    const [count, most] = [0, 1].map((which) =>
      shares.reduce(
        (sum, share) => sum + ((which === 0 ? cells[share]?.count : cells[share]?.room.high) ?? 0),
        0,
      ),
    ) as [number, number];
    if (!tells(id, count, most)) continue;
    primary.areas.add(area);
    for (const share of shares)
      if (
        (cells[share]?.count ?? 0) > 0 ||
        isNone(count, most) ||
        (most > 0 && most < k) ||
        nodes[share]?.children.some((child) => before(nodes[child]?.id))
      )
        primary.nodes.add(share);
  }
  return primary;
}
