/**
 * What can be told of hidden counts in a tree of sums. On a tree each count is bound by what lies within it and what
 * stands around it, independently, so passing intervals up and then down gives the exact bounds (and, the ends being
 * whole numbers, exact for whole counts too).
 */
import type { Lattice, LatticeNode } from "./suppressionLattice.ts";

export interface Interval {
  readonly low: number;
  /** May be infinite. */
  readonly high: number;
}

/** The count of a node, and the room somebody who sees it hidden starts from. */
export interface Cell {
  readonly count: number;
  readonly room: Interval;
}

export interface Bounds {
  /** From what lies within alone. */
  readonly own: Interval;
  /** From everything. */
  readonly all: Interval;
}

/** Bounds of every node given the nodes that are not hidden. */
export function boundsOf(
  { nodes }: Lattice,
  cells: readonly Cell[],
  hidden: ReadonlySet<number>,
): readonly Bounds[] {
  const own = new Array<Interval>(nodes.length).fill({ low: 0, high: 0 });
  for (let index = nodes.length - 1; index >= 0; index--) {
    const { children } = nodes[index] as LatticeNode;
    const { count, room } = cells[index] as Cell;
    if (!hidden.has(index)) own[index] = { low: count, high: count };
    else if (children.length === 0) own[index] = room;
    else {
      const sum = sumOf(children.map((child) => own[child] as Interval));
      own[index] = { low: Math.max(room.low, sum.low), high: Math.min(room.high, sum.high) };
    }
  }
  const all = [...own];
  for (const [index, { children }] of nodes.entries()) {
    const whole = all[index] as Interval;
    const sum = sumOf(children.map((child) => own[child] as Interval));
    // Two infinite siblings leave each other free; infinity minus infinity would not say so.
    const infinite = children.filter((child) => own[child]?.high === Number.POSITIVE_INFINITY);
    const finite = children.reduce(
      (total, child) => total + (infinite.includes(child) ? 0 : (own[child]?.high ?? 0)),
      0,
    );
    for (const child of children) {
      const { low, high } = own[child] as Interval;
      const othersInfinite = infinite.length > (high === Number.POSITIVE_INFINITY ? 1 : 0);
      const othersHigh = othersInfinite
        ? Number.POSITIVE_INFINITY
        : finite - (high === Number.POSITIVE_INFINITY ? 0 : high);
      all[child] = {
        low: Math.max(low, whole.low - othersHigh),
        high: Math.min(high, whole.high - (sum.low - low)),
      };
    }
  }
  return nodes.map((_, index) => ({ own: own[index] as Interval, all: all[index] as Interval }));
}

/**
 * How wide the bounds of an area's total are. Its shares may move against each other and leave the total as it is, so it
 * is followed up the tree in two parts, what is of the area and what is not: a hidden total leaves both free, a known one
 * lets the one grow only as the other falls (`exchange`). A hidden place around parts of the area is known to be at least 1
 * where its parts alone may not tell; each such place is taken off the width.
 */
export function areaWidth(
  { nodes, areas }: Lattice,
  area: number,
  cells: readonly Cell[],
  bounds: readonly Bounds[],
  hidden: ReadonlySet<number>,
): number {
  const around = areas[area]?.around;
  const partsOf = (index: number): Parts => {
    const { areas: of, children } = nodes[index] as LatticeNode;
    const own = bounds[index]?.own ?? NOTHING;
    if (of.includes(area)) return { of: own, besides: NOTHING, exchange: 0 };
    if (!around?.has(index)) return { of: NOTHING, besides: own, exchange: 0 };
    const parts = children.map(partsOf);
    const whole: Parts = {
      of: sumOf(parts.map((part) => part.of)),
      besides: sumOf(parts.map((part) => part.besides)),
      exchange: parts.reduce((sum, part) => sum + part.exchange, 0),
    };
    if (hidden.has(index)) {
      const { low } = cells[index]?.room ?? NOTHING;
      const told = Math.max(0, low - whole.of.low - whole.besides.low);
      return told > 0 ? { ...whole, exchange: whole.exchange - told } : whole;
    }
    const total = cells[index]?.count ?? 0;
    const least = Math.max(whole.of.low, total - whole.besides.high);
    const most = Math.min(whole.of.high, total - whole.besides.low);
    return {
      of: { low: least, high: least },
      besides: { low: total - least, high: total - least },
      exchange: most - least + whole.exchange,
    };
  };
  const { of, exchange } = partsOf(0);
  return of.high - of.low + exchange;
}

interface Parts {
  readonly of: Interval;
  readonly besides: Interval;
  /** How much may pass from what is besides the area to what is of it. */
  readonly exchange: number;
}

const NOTHING: Interval = { low: 0, high: 0 };

const sumOf = (intervals: readonly Interval[]): Interval => ({
  low: intervals.reduce((sum, { low }) => sum + low, 0),
  high: intervals.reduce((sum, { high }) => sum + high, 0),
});
