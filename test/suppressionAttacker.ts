import loadHighs from "highs";
import type { Measure, SafeCell } from "../geo/suppression.ts";
import type { Hierarchy } from "../geo/suppressionLattice.ts";

/** What the attacker can tell of one hidden count. */
export interface Attacked {
  readonly id: string;
  readonly low: number;
  readonly high: number;
}

const highs = await loadHighs();
/** Stands for "any number", which the solver does not always tell from "no solution". */
const UNBOUNDED = 1e6;

/**
 * Solves two linear programmes for each hidden count asked for, given everything published: counts, sums of the
 * hierarchy, sums of the areas, denominators, and, where zeros are shown, that a hidden count is at least 1.
 * It builds its sums from the hierarchy as it was given, not from the lattice the suppression works on.
 */
export function attack(
  hierarchy: Hierarchy,
  measure: Measure,
  published: ReadonlyMap<string, SafeCell>,
  k: number,
  truth: ReadonlyMap<string, number>,
  ask: (hidden: readonly string[]) => readonly string[] = (hidden) => hidden,
): Attacked[] {
  const sums: { total: string; parts: readonly string[] }[] = hierarchy.areas.map(({ id, members }) => ({
    total: id,
    parts: members,
  }));
  const children = childrenOf(hierarchy);
  for (const [parent, parts] of children) sums.push({ total: parent, parts });
  const hidden = [...published].flatMap(([id, { count }]) => (count === null ? [id] : []));
  if (hidden.length === 0) return [];
  const column = new Map(hidden.map((id, index) => [id, index]));

  const starts: number[] = [];
  const indices: number[] = [];
  const values: number[] = [];
  const sides: number[] = [];
  for (const { total, parts } of sums) {
    const terms: [string, number][] = [[total, -1], ...parts.map((part): [string, number] => [part, 1])];
    const unknown = terms.filter(([id]) => column.has(id));
    if (unknown.length === 0) continue;
    starts.push(indices.length);
    for (const [id, sign] of unknown) {
      indices.push(column.get(id) ?? 0);
      values.push(sign);
    }
    sides.push(-terms.reduce((sum, [id, sign]) => sum + sign * (published.get(id)?.count ?? 0), 0));
  }
  starts.push(indices.length);
  const denominators = denominatorsOf(hierarchy, measure);
  const lower = hidden.map((id) => leastOf(id, measure, truth, denominators, k));
  const upper = hidden.map((id) => denominators.get(id) ?? UNBOUNDED);
  return highs.withModel(
    {
      numCols: hidden.length,
      numRows: sides.length,
      colCost: hidden.map(() => 0),
      colLower: lower,
      colUpper: upper,
      rowLower: sides,
      rowUpper: sides,
      matrix: {
        format: "csr",
        numRows: sides.length,
        numCols: hidden.length,
        starts,
        indices,
        values,
      },
    },
    (model) => {
      model.options.set({ output_flag: false });
      const solve = () => {
        model.run();
        // The true table is one solution, so there always is an optimum.
        if (model.getModelStatus() !== highs.constants.modelStatus.optimal)
          throw new Error(`the solver ended with status ${model.getModelStatus()}`);
        return model.getObjectiveValue();
      };
      const extreme = (index: number, cost: 1 | -1) => {
        model.changeColCost(index, cost);
        const found = cost * solve();
        model.changeColCost(index, 0);
        return found;
      };
      return ask(hidden).map((id) => {
        const index = column.get(id) ?? 0;
        return { id, low: extreme(index, 1), high: extreme(index, -1) };
      });
    },
  );
}

/** What somebody who knows the method knows of a hidden count from the start. */
export const leastOf = (
  id: string,
  { areZerosShown, hideAlso }: Measure,
  truth: ReadonlyMap<string, number>,
  denominators: ReadonlyMap<string, number>,
  k: number,
): number =>
  areZerosShown &&
  !hideAlso?.has(id) &&
  (truth.get(id) ?? 0) > 0 &&
  (denominators.get(id) ?? Number.POSITIVE_INFINITY) >= k
    ? 1
    : 0;

function childrenOf({ places }: Hierarchy): Map<string, string[]> {
  const children = new Map<string, string[]>();
  for (const { id, parent } of places)
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), id]);
  return children;
}

/** Sums over the hierarchy and the areas of what is given for the places without children. */
export function totalsOf(hierarchy: Hierarchy, leaves: ReadonlyMap<string, number>): Map<string, number> {
  const children = childrenOf(hierarchy);
  const totals = new Map<string, number>();
  const total = (id: string): number => {
    const sum = children.get(id)?.reduce((all, child) => all + total(child), 0) ?? leaves.get(id) ?? 0;
    totals.set(id, sum);
    return sum;
  };
  for (const { id, parent } of hierarchy.places) if (parent === null) total(id);
  for (const { id, members } of hierarchy.areas)
    totals.set(
      id,
      members.reduce((sum, member) => sum + (totals.get(member) ?? 0), 0),
    );
  return totals;
}

export const denominatorsOf = (hierarchy: Hierarchy, measure: Measure): ReadonlyMap<string, number> =>
  measure.denominators ? totalsOf(hierarchy, measure.denominators) : new Map();
