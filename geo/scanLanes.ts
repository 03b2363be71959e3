/**
 * The highest peaks of many replicates at once, for scans that look at one interval only.
 * The ratios are those of `highestOfLanes` to the last bit, as far as they reach a floor. What is saved: cases are whole
 * numbers, so the counts of several replicates share a word and one addition serves all of them; the expected counts
 * are the same for every replicate, so the cases that a window needs to reach the floor are found once; and comparing a
 * word with them compares all its replicates.
 */
import { type CumulatedField, type Interval, logLikelihoodRatio } from "./scanLikelihood.ts";
import type { ScanWindows } from "./scanWindows.ts";

/** Words per unit; written out below, because a loop over them would cost what they save. */
const WORDS = 4;
/** Rounding must not pass over a window that equals the floor. */
const SLACK = 1 - 1e-9;
/** Counts up to this fit twice into a word, with a bit to spare for comparing them. */
export const MOST_CASES = 32_767;

/** Replicates side by side: drawn with `add`, then read with `highest`. */
export interface Lanes {
  readonly lanes: number;
  /** Takes all cases out. */
  readonly clear: () => void;
  /** One case for each cell given, unit by unit and period by period; the first so many of them. */
  readonly add: (lane: number, drawn: Int32Array, count: number) => void;
  /** Highest ratio of each lane; 0 where it lies below the floor. */
  readonly highest: () => Float64Array;
  /** Ratios below it need not be known from now on. */
  readonly setFloor: (ratio: number) => void;
}

/** @param field with at most MOST_CASES cases. */
export function packedLanes(
  field: CumulatedField,
  windows: ScanWindows,
  interval: Interval,
  fewestCases: number,
): Lanes {
  const { units, periods, total } = field;
  const { nearest, starts, ends } = windows;
  const bits = total < 128 ? 8 : 16;
  const perWord = 32 / bits;
  const mask = 2 ** bits - 1;
  // The lowest and the highest bit of each count in a word.
  const ones = bits === 8 ? 0x01010101 : 0x00010001;
  const tops = ones << (bits - 1);
  const lanes = WORDS * perWord;
  const cells = new Int32Array(WORDS * units);
  const unitOf = Int32Array.from({ length: units * periods }, (_, cell) => {
    const period = cell % periods;
    return period < interval.first || period > interval.last ? -1 : (cell - period) / periods;
  });
  const expectedUpTo = expectedSums(field, windows, interval);
  const needed = new Int32Array(nearest.length);
  const peaks = new Float64Array(lanes);
  const sums = new Int32Array(WORDS);

  const setFloor = (ratio: number): void => {
    for (let centre = 0; centre < ends.length; centre += 1) {
      let cases = 0;
      for (let place = starts[centre] as number; place < (ends[centre] as number); place += 1) {
        cases = casesFor(ratio * SLACK, expectedUpTo[place] as number, total, Math.max(cases, fewestCases));
        needed[place] = Math.imul(Math.min(cases, 2 ** (bits - 1)), ones);
      }
    }
  };

  /** Takes the ratio of the window for each lane where it is a new peak. */
  const judge = (place: number): void => {
    const expected = expectedUpTo[place] as number;
    const least = ((needed[place] as number) & mask) >>> 0;
    for (let lane = 0; lane < lanes; lane += 1) {
      const cases = ((sums[Math.floor(lane / perWord)] as number) >>> (bits * (lane % perWord))) & mask;
      if (cases < least || cases < fewestCases) continue;
      // The same bound as in scanLikelihood.ts.
      const excess = cases - expected;
      if (excess * excess * total <= (peaks[lane] as number) * expected * (total - expected)) continue;
      const ratio = logLikelihoodRatio(cases, expected, total);
      if (ratio > (peaks[lane] as number)) peaks[lane] = ratio;
    }
  };

  const highest = (): Float64Array => {
    peaks.fill(0);
    for (let centre = 0; centre < ends.length; centre += 1) {
      const end = ends[centre] as number;
      let sum0 = 0;
      let sum1 = 0;
      let sum2 = 0;
      let sum3 = 0;
      for (let place = starts[centre] as number; place < end; place += 1) {
        const cell = WORDS * (nearest[place] as number);
        sum0 = (sum0 + (cells[cell] as number)) | 0;
        sum1 = (sum1 + (cells[cell + 1] as number)) | 0;
        sum2 = (sum2 + (cells[cell + 2] as number)) | 0;
        sum3 = (sum3 + (cells[cell + 3] as number)) | 0;
        // With its spare bit set, a count keeps that bit when it is not below what is needed.
        const need = needed[place] as number;
        const enough =
          ((sum0 | tops) - need) | ((sum1 | tops) - need) | ((sum2 | tops) - need) | ((sum3 | tops) - need);
        if ((enough & tops) === 0) continue;
        sums[0] = sum0;
        sums[1] = sum1;
        sums[2] = sum2;
        sums[3] = sum3;
        judge(place);
      }
    }
    return peaks;
  };

  setFloor(0);
  return {
    lanes,
    clear: () => cells.fill(0),
    add: (lane, drawn, count) => {
      const word = Math.floor(lane / perWord);
      const one = 1 << (bits * (lane % perWord));
      for (let index = 0; index < count; index += 1) {
        const unit = unitOf[drawn[index] as number] as number;
        if (unit < 0) continue;
        const place = WORDS * unit + word;
        cells[place] = (cells[place] as number) + one;
      }
    },
    highest,
    setFloor,
  };
}

/** Fewest cases of a window whose ratio reaches a floor. @param least that many at least. */
function casesFor(floor: number, expected: number, total: number, least: number): number {
  const above = Math.max(least, Math.floor(expected) + 1);
  if (floor === 0) return above;
  // A parabola through the minimum gives a first guess.
  const guess = expected + Math.sqrt(Math.max(0, (2 * floor * expected * (total - expected)) / total));
  let cases = Math.max(above, Math.floor(Math.min(guess, total)));
  while (cases > above && logLikelihoodRatio(cases - 1, expected, total) >= floor) cases -= 1;
  while (cases <= total && logLikelihoodRatio(cases, expected, total) < floor) cases += 1;
  return cases;
}

/** Expected cases of each window, added up in the order of its units. */
function expectedSums(
  { periods, expected }: CumulatedField,
  { nearest, starts, ends }: ScanWindows,
  { first, last }: Interval,
): Float64Array {
  const sums = new Float64Array(nearest.length);
  for (let centre = 0; centre < ends.length; centre += 1) {
    let sum = 0;
    for (let place = starts[centre] as number; place < (ends[centre] as number); place += 1) {
      const row = (nearest[place] as number) * (periods + 1);
      sum += (expected[row + last + 1] as number) - (expected[row + first] as number);
      sums[place] = sum;
    }
  }
  return sums;
}
