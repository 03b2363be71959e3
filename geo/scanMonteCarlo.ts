/**
 * Chance of the scan: what the highest peak looks like when cases fall by the expected counts alone.
 * Source: Dwass (1957), "Modified randomization tests for nonparametric hypotheses", Annals of Mathematical
 * Statistics 28; Kulldorff (1997). Draws: alias method, Walker (1977), tables after Vose (1991).
 */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import { type Lanes, MOST_CASES, packedLanes } from "./scanLanes.ts";
import { type CumulatedField, cumulate, highestOfLanes, type Interval, LANES } from "./scanLikelihood.ts";
import type { ScanWindows } from "./scanWindows.ts";

/** Draws a cell with probability proportional to its weight, in constant time. */
export interface AliasTable {
  readonly threshold: Float64Array;
  readonly alias: Int32Array;
}

/**
 * Tables of the alias method.
 * @param weights 0 or more, at least one above 0; a cell of weight 0 is never drawn.
 * @throws RangeError when no weight is above 0.
 */
export function aliasTable(weights: Float64Array): AliasTable {
  const cells = weights.length;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (!(sum > 0)) throw new RangeError(`Weights that add up to ${sum}; at least one must be above 0.`);
  const share = weights.map((weight) => (weight / sum) * cells);
  const threshold = new Float64Array(cells).fill(1);
  const alias = Int32Array.from({ length: cells }, (_, cell) => cell);
  const small: number[] = [];
  const large: number[] = [];
  share.forEach((value, cell) => {
    (value < 1 ? small : large).push(cell);
  });
  while (small.length > 0 && large.length > 0) {
    const poor = small.pop() ?? 0;
    const rich = large.at(-1) ?? 0;
    const missing = 1 - (share[poor] ?? 0);
    threshold[poor] = share[poor] ?? 0;
    alias[poor] = rich;
    share[rich] = (share[rich] ?? 0) - missing;
    if ((share[rich] ?? 0) < 1) small.push(large.pop() ?? 0);
  }
  // Left over by rounding alone: full cells, except one that must never be drawn.
  const heaviest = weights.indexOf(weights.reduce((most, weight) => Math.max(most, weight), 0));
  for (const cell of small) if (weights[cell] === 0) [threshold[cell], alias[cell]] = [0, heaviest];
  return { threshold, alias };
}

/** With fewer replicates, finding what each window needs takes longer than it saves. */
const FEWEST_PACKED = 300;

export interface MonteCarlo {
  readonly replicates: number;
  readonly seed: number;
  /** Ratios below it need not be known: they may come out as 0. */
  readonly floor: number;
  /** Called about a hundred times with the replicates done so far. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/**
 * Highest likelihood ratio of each replicate, in the order drawn: the total is thrown over the cells by the expected
 * counts (multinomial, conditional on the total) and scanned with the same windows and intervals.
 * @param expected per unit and period, unit by unit.
 */
export function nullMaxima(
  expected: Float64Array,
  field: CumulatedField,
  windows: ScanWindows,
  intervals: readonly Interval[],
  fewestCases: number,
  { replicates, seed, floor, onProgress }: MonteCarlo,
): Float64Array {
  const random = xoroshiro128plus(seed);
  const table = aliasTable(expected);
  const drawn = new Int32Array(field.total);
  const side =
    replicates < FEWEST_PACKED
      ? plainLanes(field, windows, intervals, fewestCases)
      : sideBySide(field, windows, intervals, fewestCases);
  const maxima = new Float64Array(replicates);
  const step = Math.max(1, Math.floor(replicates / 100));
  for (let done = 0; done < replicates; done += side.lanes) {
    const used = Math.min(side.lanes, replicates - done);
    side.clear();
    for (let lane = 0; lane < used; lane += 1) {
      draw(random, table, drawn);
      side.add(lane, drawn, drawn.length);
    }
    const highest = side.highest().subarray(0, used);
    maxima.set(highest, done);
    // What the first replicates all pass tells where most of the others end.
    if (done === 0 && floor > 0) side.setFloor(Math.min(floor, ...highest));
    const after = done + used;
    if (onProgress && (Math.floor(after / step) > Math.floor(done / step) || after === replicates))
      onProgress(after);
  }
  return maxima;
}

/** A cell for each entry, by the weights of the table. */
function draw(random: RandomGenerator, { threshold, alias }: AliasTable, drawn: Int32Array): void {
  const cells = threshold.length;
  for (let index = 0; index < drawn.length; index += 1) {
    // One uniform number for both: its whole part chooses the cell, its fraction decides about the alias.
    const place = uniformFloat64(random) * cells;
    const cell = Math.floor(place);
    drawn[index] = place - cell < (threshold[cell] as number) ? cell : (alias[cell] as number);
  }
}

/** The way that suits the field; both give the same ratios. */
function sideBySide(
  field: CumulatedField,
  windows: ScanWindows,
  intervals: readonly Interval[],
  fewestCases: number,
): Lanes {
  const [interval, ...more] = intervals;
  if (interval && more.length === 0 && field.total <= MOST_CASES)
    return packedLanes(field, windows, interval, fewestCases);
  return plainLanes(field, windows, intervals, fewestCases);
}

function plainLanes(
  field: CumulatedField,
  windows: ScanWindows,
  intervals: readonly Interval[],
  fewestCases: number,
): Lanes {
  const drawn = Array.from({ length: LANES }, () => new Float64Array(field.units * field.periods));
  const lanes = drawn.map(() => new Float64Array(field.cases.length));
  const scratch = new Float64Array((LANES + 1) * field.units);
  return {
    lanes: LANES,
    clear: () => {
      for (const lane of drawn) lane.fill(0);
    },
    add: (lane, cells, count) => {
      const its = drawn[lane] as Float64Array;
      for (let index = 0; index < count; index += 1) {
        const cell = cells[index] as number;
        its[cell] = (its[cell] as number) + 1;
      }
    },
    highest: () => {
      drawn.forEach((its, lane) => {
        cumulate(its, field.periods, lanes[lane] as Float64Array);
      });
      return highestOfLanes(field, lanes, windows, intervals, fewestCases, scratch);
    },
    setFloor: () => {},
  };
}

/** Equal ratios reached by another order of adding must count as equal. */
const SLACK = 1e-11;

/** Rank p of an observed ratio among the maxima: (1 + how many are as high) / (1 + replicates). */
export function rankP(observed: number, maxima: Float64Array): number {
  let asHigh = 1;
  for (const maximum of maxima) if (maximum >= observed * (1 - SLACK)) asHigh += 1;
  return asHigh / (maxima.length + 1);
}
