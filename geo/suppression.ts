/**
 * Small-cell suppression before publishing. Hidden are: counts of 1 to k−1; counts that are all of their denominator
 * ("every household here…") or none of it ("no household here…"), for both tell something of each member of a group;
 * every count over a denominator below k; and as many more as it takes that no hidden count can be worked out from the
 * published ones, areas that do not nest included.
 *
 * What it guarantees, for each measure: somebody who knows every published count, that counts are whole, the denominators,
 * and this very method can put no hidden count into an interval [low, high] with high − low < k, let alone tell it. Where
 * a denominator leaves less room than k, all of that room is left open. The bounds are computed exactly, and for somebody
 * who knows more than is published: the shares of `latticeOf`. Where a measure shows its zeros (`areZerosShown`), a hidden
 * count is known to be 1 at least, and the bounds reckon with it.
 *
 * What it does not: measures are protected one by one. Measures that add up to one another (all households, and each
 * cause) must not be published over the same places by one call each, or the hidden ones follow by subtraction. Of two
 * releases, give the cells hidden in the earlier one as `hideAlso`, or their difference tells.
 *
 * Source: cell suppression after Hundepool et al., Statistical Disclosure Control (2012), chapter 4; variant: greedy on
 * exact interval bounds instead of an integer programme, hiding the smallest count that gives the room wanted.
 */
import { cellsOf, primaryOf } from "./suppressionCells.ts";
import { type Hierarchy, type Lattice, latticeOf } from "./suppressionLattice.ts";
import { complete } from "./suppressionSearch.ts";

export interface Measure {
  readonly id: string;
  /** Count of every place without children; the others are sums. */
  readonly counts: ReadonlyMap<string, number>;
  /** What the counts are out of, for the same places; left out where there is no such thing. */
  readonly denominators?: ReadonlyMap<string, number>;
  /** Places and areas whose count is hidden elsewhere: in an earlier release of the measure, or in another tier. */
  readonly hideAlso?: ReadonlySet<string>;
  /** For counts of large groups, where a zero tells nothing of anybody and is itself a finding. */
  readonly areZerosShown?: boolean;
}

export type Shown = "SHOWN" | "PRIMARY" | "COMPLEMENTARY";

export interface SafeCell {
  /** Null when hidden. */
  readonly count: number | null;
  /** For whoever releases the table, never for its readers: PRIMARY says that a count lies below k. */
  readonly shown: Shown;
}

/** k for planners, and for partners and the public. */
export const SMALLEST_COUNT = { planner: 5, public: 10 } as const;

/**
 * Cells safe to publish, by measure and by id of place or area.
 * @param k smallest count shown, whole and at least 2.
 * @throws RangeError for k, a count or denominator that is missing, not whole or negative, a count above its denominator,
 * and from `latticeOf`.
 */
export function suppress(
  hierarchy: Hierarchy,
  measures: readonly Measure[],
  k: number,
): Map<string, Map<string, SafeCell>> {
  if (!Number.isSafeInteger(k) || k < 2)
    throw new RangeError(`suppress: k is ${k}; give the smallest count to show, 2 or more.`);
  const lattice = latticeOf(hierarchy);
  return new Map(measures.map((measure) => [measure.id, suppressMeasure(lattice, measure, k)]));
}

function suppressMeasure(lattice: Lattice, measure: Measure, k: number): Map<string, SafeCell> {
  const cells = cellsOf(lattice, measure, k);
  const primary = primaryOf(lattice, cells, measure, k);
  const hidden = complete(lattice, cells, primary, k);
  const result = new Map<string, SafeCell>();
  const put = (id: string, count: number, isHidden: boolean, isPrimary: boolean) =>
    result.set(
      id,
      isHidden ? { count: null, shown: isPrimary ? "PRIMARY" : "COMPLEMENTARY" } : { count, shown: "SHOWN" },
    );
  for (const [index, { id }] of lattice.nodes.entries())
    if (id !== null) put(id, cells[index]?.count ?? 0, hidden.nodes.has(index), primary.nodes.has(index));
  for (const [area, { id, shares }] of lattice.areas.entries())
    put(
      id,
      shares.reduce((sum, share) => sum + (cells[share]?.count ?? 0), 0),
      hidden.areas.has(area),
      primary.areas.has(area),
    );
  return result;
}
