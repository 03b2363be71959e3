/**
 * Detectors of data that deserve a second look. Each says what it saw and how unlikely that is; none says that anybody
 * cheated. Silence (nobody new, nothing changed) has its own file, silence.ts.
 */
import { gammaln, mean, median, standardDeviation } from "simple-statistics";
import { upperGamma } from "./specialFunctions.ts";

export interface Outlier {
  /** Position in the list given. */
  readonly index: number;
  readonly value: number;
  /** The score that broke the threshold, with its sign. */
  readonly score: number;
}

/**
 * Values more than `threshold` standard deviations (divisor n) from the mean.
 * Source: WHO Data Quality Review toolkit (2017), module 2. Weak in short series: with n values no score can
 * exceed (n − 1)/√n, so below 11 values the default threshold is out of reach; take the modified score there.
 * @param values null where missing.
 */
export function outliersByZ(values: readonly (number | null)[], threshold = 3): Outlier[] {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return [];
  const centre = mean(known);
  const spread = standardDeviation(known);
  return spread > 0 ? beyond(values, threshold, (value) => (value - centre) / spread) : [];
}

/** Makes the median absolute deviation comparable to a standard deviation of normal data. */
const MEDIAN_DEVIATION_OF_NORMAL = 0.6745;
/** The same for the mean absolute deviation: √(π/2). */
const NORMAL_PER_MEAN_DEVIATION = Math.sqrt(Math.PI / 2);

/**
 * Values whose modified z-score 0.6745 (x − median) / MAD exceeds the threshold.
 * Source: Iglewicz and Hoaglin (1993), "How to Detect and Handle Outliers"; variant: where more than half of the
 * values are equal and MAD is 0, the mean absolute deviation about the median takes its place.
 */
export function outliersByModifiedZ(values: readonly (number | null)[], threshold = 3.5): Outlier[] {
  const known = values.filter((value) => value !== null);
  if (known.length < 3) return [];
  const centre = median(known);
  const distances = known.map((value) => Math.abs(value - centre));
  const middle = median(distances);
  const scale =
    middle > 0 ? middle / MEDIAN_DEVIATION_OF_NORMAL : mean(distances) * NORMAL_PER_MEAN_DEVIATION;
  return scale > 0 ? beyond(values, threshold, (value) => (value - centre) / scale) : [];
}

function beyond(
  values: readonly (number | null)[],
  threshold: number,
  scoreOf: (value: number) => number,
): Outlier[] {
  const outliers: Outlier[] = [];
  for (const [index, value] of values.entries()) {
    if (value === null) continue;
    const score = scoreOf(value);
    if (Math.abs(score) > threshold) outliers.push({ index, value, score });
  }
  return outliers;
}

/**
 * Values outside the range that is possible; the score is the distance to the nearer bound.
 * @throws RangeError when the bounds are crossed.
 */
export function outliersByRange(
  values: readonly (number | null)[],
  { least, most }: { readonly least: number; readonly most: number },
): Outlier[] {
  if (!(least <= most)) throw new RangeError(`outliersByRange: from ${least} to ${most}; swap the bounds.`);
  return beyond(values, 0, (value) => Math.min(0, value - least) + Math.max(0, value - most));
}

export interface DigitHeaping {
  /** How often each last digit 0 … 9 stands. */
  readonly counts: readonly number[];
  readonly tested: number;
  /** Share that ends in 0 or 5; 0.2 is expected. */
  readonly roundShare: number | null;
  readonly chiSquare: number | null;
  /** Chi-square with 9 degrees of freedom; null below 50 numbers, where the approximation fails. */
  readonly pValue: number | null;
}

/** Five expected per digit, the usual least for the chi-square approximation. */
const FEWEST_DIGITS = 50;

/**
 * Are last digits uniform, as those of counts nobody rounded or invented?
 * Source: Beber and Scacco (2012), "What the Numbers Say", Political Analysis 20(2).
 * @param values whole numbers; fractions and numbers nearer to 0 than `least` are left out, because last digits of
 *   small counts are not uniform by nature.
 */
export function digitHeaping(values: readonly number[], least = 10): DigitHeaping {
  const counts = Array.from({ length: 10 }, () => 0);
  for (const value of values) {
    if (!Number.isSafeInteger(value) || Math.abs(value) < least) continue;
    const digit = Math.abs(value) % 10;
    counts[digit] = (counts[digit] ?? 0) + 1;
  }
  const tested = counts.reduce((sum, count) => sum + count, 0);
  if (tested === 0) return { counts, tested, roundShare: null, chiSquare: null, pValue: null };
  const expected = tested / 10;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return {
    counts,
    tested,
    roundShare: ((counts[0] ?? 0) + (counts[5] ?? 0)) / tested,
    chiSquare,
    pValue: tested >= FEWEST_DIGITS ? upperGamma(9 / 2, chiSquare / 2) : null,
  };
}

/** One indicator of one unit in two months that follow each other; null where missing. */
export interface MonthPair {
  readonly previous: number | null;
  readonly current: number | null;
}

export interface CopyForward {
  /** Pairs compared: both known, and not both zero. */
  readonly compared: number;
  readonly identical: number;
  readonly share: number | null;
  /** Share of identical pairs among all OTHER units; null where they have none to compare. */
  readonly expectedShare: number | null;
  /** P(at least so many identical) if the unit were like the others; null where nothing can be compared. */
  readonly pValue: number | null;
}

/** How many of a unit's pairs can be compared, and how many of those are identical. */
export type CopyTally = Pick<CopyForward, "compared" | "identical">;

/** Counts pairs. Zero after zero is left out: most villages rightly have no failed project in any month. */
export function tallyCopies(pairs: Iterable<MonthPair>): CopyTally {
  let compared = 0;
  let identical = 0;
  for (const { previous, current } of pairs) {
    if (previous === null || current === null || (previous === 0 && current === 0)) continue;
    compared += 1;
    if (previous === current) identical += 1;
  }
  return { compared, identical };
}

/**
 * Does a unit send last month's figures again? Its share of unchanged values against that of all other units.
 * Source: this project; exact one-sided binomial test.
 */
export function copyForward(units: readonly (readonly MonthPair[])[]): CopyForward[] {
  return copyForwardOfTallies(units.map(tallyCopies));
}

/** The same from pairs that were counted before, so that a country of units need not be held in memory. */
export function copyForwardOfTallies(tallies: readonly CopyTally[]): CopyForward[] {
  const allCompared = tallies.reduce((sum, tally) => sum + tally.compared, 0);
  const allIdentical = tallies.reduce((sum, tally) => sum + tally.identical, 0);
  return tallies.map(({ compared, identical }) => {
    const others = allCompared - compared;
    const expectedShare = others > 0 ? (allIdentical - identical) / others : null;
    return {
      compared,
      identical,
      share: compared > 0 ? identical / compared : null,
      expectedShare,
      pValue:
        compared > 0 && expectedShare !== null ? binomialAtLeast(identical, compared, expectedShare) : null,
    };
  });
}

/**
 * P(at least `successes` of `trials`), each with `probability`; the exact binomial tail.
 * @throws RangeError when successes exceed trials or the probability is not one.
 */
export function binomialAtLeast(successes: number, trials: number, probability: number): number {
  if (!(successes >= 0 && successes <= trials && probability >= 0 && probability <= 1))
    throw new RangeError(`binomialAtLeast: ${successes} of ${trials} at ${probability}; check the counts.`);
  if (successes === 0 || probability === 1) return 1;
  if (probability === 0) return 0;
  const whole = gammaln(trials + 1);
  let tail = 0;
  // From the far end: the small terms are added first and none is lost.
  for (let count = trials; count >= successes; count -= 1) {
    tail += Math.exp(
      whole -
        gammaln(count + 1) -
        gammaln(trials - count + 1) +
        count * Math.log(probability) +
        (trials - count) * Math.log1p(-probability),
    );
  }
  return Math.min(1, tail);
}

export interface RowEdit {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly editedAt: number;
  readonly editedBy: string;
}

export interface BulkEdit {
  /** The second, as milliseconds since 1970. */
  readonly second: number;
  readonly ids: readonly string[];
  readonly editors: readonly string[];
}

/**
 * Groups of at least `fewest` rows edited within one second: no hand writes so fast. Earliest first.
 * @throws RangeError when `fewest` is below 2.
 */
export function bulkEdits(edits: readonly RowEdit[], fewest = 20): BulkEdit[] {
  if (!(fewest >= 2)) throw new RangeError(`bulkEdits: groups of ${fewest}; give 2 or more.`);
  const bySecond = new Map<number, RowEdit[]>();
  for (const edit of edits) {
    const second = Math.floor(edit.editedAt / 1000) * 1000;
    const rows = bySecond.get(second);
    if (rows) rows.push(edit);
    else bySecond.set(second, [edit]);
  }
  return [...bySecond]
    .filter(([, rows]) => rows.length >= fewest)
    .sort(([a], [b]) => a - b)
    .map(([second, rows]) => ({
      second,
      ids: rows.map((row) => row.id),
      editors: [...new Set(rows.map((row) => row.editedBy))].sort(),
    }));
}

export interface ReportDelivery {
  /** Milliseconds since 1970, both. */
  readonly dueAt: number;
  /** Null where no report came. */
  readonly receivedAt: number | null;
}

/**
 * Completeness: reports received of those expected. Timeliness: received by the due time of those expected.
 * Source: WHO Data Quality Review toolkit (2017), domain 1. Null where none was expected.
 */
export function deliveryShares(reports: readonly ReportDelivery[]): {
  completeness: number | null;
  timeliness: number | null;
} {
  if (reports.length === 0) return { completeness: null, timeliness: null };
  const received = reports.filter((report) => report.receivedAt !== null);
  const timely = received.filter((report) => (report.receivedAt ?? Number.POSITIVE_INFINITY) <= report.dueAt);
  return { completeness: received.length / reports.length, timeliness: timely.length / reports.length };
}
