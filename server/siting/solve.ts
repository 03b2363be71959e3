import type { Highs } from "highs";
import {
  type Duals,
  firstColumns,
  type Pair,
  type Problem,
  pricedOut,
  type Solution,
} from "../../geo/allocation.ts";

/** Columns a village starts with, and takes on in a round: more make a round slower and rounds fewer. */
const COLUMNS = { first: 4, more: 4 };
/** Value below which a column is not worth a round: a millionth of a yuan for 10,000 yuan placed. */
const TOLERANCE = 1e-6;
/** By the clock on the wall, so that a busy machine gives up too. */
const LONGEST_SECONDS = 120;
/** In the message of the error, for threads pass on nothing else of it. */
export const OUT_OF_TIME = "the solver ran out of time";

export interface Solved extends Solution {
  /** Rounds of column generation and columns in the last one. */
  readonly rounds: number;
  readonly columns: number;
}

/**
 * Solves the whole programme of geo/allocation.ts exactly: HiGHS on few columns, then those the duals ask for, from the
 * former basis on, until none prices out.
 * @throws Error when the solver ends with anything but an optimum, OUT_OF_TIME among it
 */
export function solveAllocation(highs: Highs, problem: Problem, { first, more } = COLUMNS): Solved {
  const { money, room, budget } = problem;
  const begin = firstColumns(problem, first);
  // Without a column there is nothing to solve, and the solver says so instead of giving zero.
  if (begin.length === 0)
    return {
      objective: 0,
      amounts: new Map(),
      duals: { village: money.map(() => 0), host: room.map(() => 0), budget: 0 },
      rounds: 0,
      columns: 0,
    };
  const rows = money.length + room.length + 1;
  return highs.withModel(
    {
      numCols: 0,
      numRows: rows,
      colCost: [],
      colLower: [],
      colUpper: [],
      rowLower: new Float64Array(rows).fill(-highs.infinity),
      rowUpper: [...money, ...room, budget],
      matrix: { format: "csc", numRows: rows, numCols: 0, starts: [0], indices: [], values: [] },
    },
    (model) => {
      model.options.set({ output_flag: false, time_limit: LONGEST_SECONDS });
      const present = new Set<Pair>();
      const columns: Pair[] = [];
      let added: readonly Pair[] = begin;
      for (let rounds = 1; ; rounds += 1) {
        add(added);
        model.run();
        if (model.getModelStatus() === highs.constants.modelStatus.timeLimit) throw new Error(OUT_OF_TIME);
        if (model.getModelStatus() !== highs.constants.modelStatus.optimal)
          throw new Error(`the solver ended with status ${model.getModelStatus()}`);
        const { colValue, rowDual } = model.getSolution();
        const duals = dualsOf(rowDual, money.length, room.length);
        added = pricedOut(problem, duals, present, { perVillage: more, tolerance: TOLERANCE });
        if (added.length > 0) continue;
        const amounts = new Map(
          columns.flatMap((pair, index): [Pair, number][] => {
            const amount = colValue[index] ?? 0;
            return amount > 1e-9 ? [[pair, amount]] : [];
          }),
        );
        return { objective: -model.getObjectiveValue(), amounts, duals, rounds, columns: columns.length };
      }

      function add(pairs: readonly Pair[]): void {
        if (pairs.length === 0) return;
        const hosts = room.length;
        for (const pair of pairs) {
          present.add(pair);
          columns.push(pair);
        }
        const villageOf = (pair: Pair) => Math.floor(pair / hosts);
        model.addCols({
          // Minimised, so that a dual is what one more unit of a limit takes off: its price with the sign turned.
          cost: pairs.map((pair) => -(problem.value[pair] ?? 0)),
          lower: pairs.map(() => 0),
          upper: pairs.map((pair) => problem.most[villageOf(pair)] ?? 0),
          matrix: {
            format: "csc",
            numRows: rows,
            numCols: pairs.length,
            starts: pairs.map((_, index) => 3 * index).concat(3 * pairs.length),
            indices: pairs.flatMap((pair) => [villageOf(pair), money.length + (pair % hosts), rows - 1]),
            values: pairs.flatMap(() => [1, 1, 1]),
          },
        } as never);
      }
    },
  );
}

function dualsOf(rowDual: Float64Array, villages: number, hosts: number): Duals {
  const price = (row: number) => Math.max(0, -(rowDual[row] ?? 0));
  return {
    village: Array.from({ length: villages }, (_, index) => price(index)),
    host: Array.from({ length: hosts }, (_, index) => price(villages + index)),
    budget: price(villages + hosts),
  };
}
