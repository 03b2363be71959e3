/**
 * The likelihood ratio of the scan and the search for its peak.
 * Source: Kulldorff (1997), Communications in Statistics 26(6); variant: Poisson model, conditional on the total,
 * clusters of high rates only.
 */
import type { ScanWindows } from "./scanWindows.ts";

/**
 * Log likelihood ratio of `cases` against `expected` inside a window, given `total` cases in all:
 * c ln(c/E) + (C − c) ln((C − c)/(C − E)), and 0 where c is not above E.
 */
export function logLikelihoodRatio(cases: number, expected: number, total: number): number {
  if (cases <= expected) return 0;
  const inside = cases * Math.log(cases / expected);
  return cases >= total ? inside : inside + (total - cases) * Math.log((total - cases) / (total - expected));
}

/** Consecutive periods, both ends included. */
export interface Interval {
  readonly first: number;
  readonly last: number;
}

/** The best cylinder met so far. */
export interface Peak {
  likelihood: number;
  centre: number;
  /** The window holds the first so many units of the centre's list. */
  units: number;
  interval: Interval;
}

export const noPeak = (): Peak => ({ likelihood: 0, centre: -1, units: 0, interval: { first: 0, last: 0 } });

/** Sums from the first period up to, not including, each period: (periods + 1) entries per unit. */
export function cumulate(counts: Float64Array, periods: number, into: Float64Array): Float64Array {
  const units = counts.length / periods;
  for (let unit = 0; unit < units; unit += 1) {
    let sum = 0;
    const from = unit * (periods + 1);
    for (let period = 0; period < periods; period += 1) {
      into[from + period] = sum;
      sum += counts[unit * periods + period] ?? 0;
    }
    into[from + periods] = sum;
  }
  return into;
}

export interface CumulatedField {
  readonly units: number;
  readonly periods: number;
  /** From `cumulate`. */
  readonly cases: Float64Array;
  readonly expected: Float64Array;
  readonly total: number;
}

/**
 * Goes through all windows and intervals and returns the highest peak; of equals the first met is kept.
 * @param scratch two entries per unit; it holds cases and expected side by side, because the search jumps from unit to
 *   unit and then finds both in one line of the cache.
 */
export function highestPeak(
  field: CumulatedField,
  windows: ScanWindows,
  intervals: readonly Interval[],
  fewestCases: number,
  scratch: Float64Array,
): Peak {
  const peak = noPeak();
  const { units, periods, cases, expected, total } = field;
  for (const interval of intervals) {
    for (let unit = 0; unit < units; unit += 1) {
      const row = unit * (periods + 1);
      const [first, after] = [row + interval.first, row + interval.last + 1];
      scratch[2 * unit] = (cases[after] ?? 0) - (cases[first] ?? 0);
      scratch[2 * unit + 1] = (expected[after] ?? 0) - (expected[first] ?? 0);
    }
    if (raise(peak, windows, scratch, total, fewestCases)) peak.interval = interval;
  }
  return peak;
}

/** True when a window of this interval stands above the peak, which then is that window. */
function raise(
  peak: Peak,
  { nearest, starts, ends }: ScanWindows,
  pairs: Float64Array,
  total: number,
  fewestCases: number,
): boolean {
  let raised = false;
  let highest = peak.likelihood;
  for (let centre = 0; centre < ends.length; centre += 1) {
    const start = starts[centre] as number;
    const end = ends[centre] as number;
    let cases = 0;
    let expected = 0;
    for (let place = start; place < end; place += 1) {
      const unit = 2 * (nearest[place] as number);
      cases += pairs[unit] as number;
      expected += pairs[unit + 1] as number;
      const excess = cases - expected;
      // ln v <= v − 1 bounds the ratio by excess² C / (E (C − E)): two logarithms saved for all but a few windows.
      if (excess <= 0 || excess * excess * total <= highest * expected * (total - expected)) continue;
      if (cases < fewestCases) continue;
      const likelihood = logLikelihoodRatio(cases, expected, total);
      if (likelihood <= highest) continue;
      highest = likelihood;
      peak.likelihood = likelihood;
      peak.centre = centre;
      peak.units = place - start + 1;
      raised = true;
    }
  }
  return raised;
}

/** Replicates that are scanned side by side. */
export const LANES = 4;

/**
 * Highest likelihood ratios of LANES replicates of a field at once; of a lane without any cases it is 0. They share the
 * way from unit to unit and the expected counts, which is most of the work, and their sums do not wait for each other:
 * three to four times as fast as one after the other, with the same ratios to the last bit.
 * @param lanes cumulated cases of each replicate, as `field.cases`.
 * @param scratch LANES + 1 entries per unit.
 */
export function highestOfLanes(
  field: CumulatedField,
  lanes: readonly Float64Array[],
  windows: ScanWindows,
  intervals: readonly Interval[],
  fewestCases: number,
  scratch: Float64Array,
): Float64Array {
  const highest = new Float64Array(LANES);
  const { units, periods, expected } = field;
  for (const interval of intervals) {
    for (let unit = 0; unit < units; unit += 1) {
      const row = unit * (periods + 1);
      const [first, after] = [row + interval.first, row + interval.last + 1];
      const place = unit * (LANES + 1);
      for (let lane = 0; lane < LANES; lane += 1) {
        const cases = lanes[lane];
        scratch[place + lane] = cases ? (cases[after] as number) - (cases[first] as number) : 0;
      }
      scratch[place + LANES] = (expected[after] as number) - (expected[first] as number);
    }
    raiseLanes(highest, windows, scratch, field.total, fewestCases);
  }
  return highest;
}

/** As `raise`, four replicates abreast, written out because a loop over the lanes would cost what they save. */
function raiseLanes(
  highest: Float64Array,
  { nearest, starts, ends }: ScanWindows,
  cells: Float64Array,
  total: number,
  fewestCases: number,
): void {
  let high0 = highest[0] as number;
  let high1 = highest[1] as number;
  let high2 = highest[2] as number;
  let high3 = highest[3] as number;
  const perTotal = 1 / total;
  for (let centre = 0; centre < ends.length; centre += 1) {
    const start = starts[centre] as number;
    const end = ends[centre] as number;
    let cases0 = 0;
    let cases1 = 0;
    let cases2 = 0;
    let cases3 = 0;
    let expected = 0;
    for (let place = start; place < end; place += 1) {
      const cell = (LANES + 1) * (nearest[place] as number);
      cases0 += cells[cell] as number;
      cases1 += cells[cell + 1] as number;
      cases2 += cells[cell + 2] as number;
      cases3 += cells[cell + 3] as number;
      expected += cells[cell + 4] as number;
      // The same bound as in `raise`; the sign of the excess is asked only behind it, where almost no window comes.
      const bound = expected * (total - expected) * perTotal;
      const excess0 = cases0 - expected;
      const excess1 = cases1 - expected;
      const excess2 = cases2 - expected;
      const excess3 = cases3 - expected;
      if (excess0 * excess0 > high0 * bound && excess0 > 0 && cases0 >= fewestCases)
        high0 = Math.max(high0, logLikelihoodRatio(cases0, expected, total));
      if (excess1 * excess1 > high1 * bound && excess1 > 0 && cases1 >= fewestCases)
        high1 = Math.max(high1, logLikelihoodRatio(cases1, expected, total));
      if (excess2 * excess2 > high2 * bound && excess2 > 0 && cases2 >= fewestCases)
        high2 = Math.max(high2, logLikelihoodRatio(cases2, expected, total));
      if (excess3 * excess3 > high3 * bound && excess3 > 0 && cases3 >= fewestCases)
        high3 = Math.max(high3, logLikelihoodRatio(cases3, expected, total));
    }
  }
  highest.set([high0, high1, high2, high3]);
}
