/**
 * Outlying rates of villages by three methods. Rates of villages are skewed and differ for good reasons, so the two
 * scores judge how a rate moved since the month before, against how those of its peers moved; the third method knows
 * only what is plausible at all.
 */
import { median } from "simple-statistics";
import { type Outlier, outliersByModifiedZ, outliersByRange, outliersByZ } from "./dataQuality.ts";
import type { Count } from "./empiricalBayes.ts";
import type { OutlierThresholds } from "./qualityRules.ts";

export type OutlierMethod = "Z" | "MODIFIED_Z" | "RANGE";

/** One component of one village in two months that follow each other; null where missing. */
export interface RatePair {
  readonly previous: Count | null;
  readonly current: Count | null;
}

export interface OutlyingRate {
  /** Position in the list given. */
  readonly index: number;
  readonly method: OutlierMethod;
  /** Score of the movement, or for RANGE the distance to the highest plausible rate. */
  readonly score: number;
  readonly rate: number;
  /** The rate of the month before; for RANGE the highest plausible one. */
  readonly expected: number;
}

/**
 * Finds outlying rates among peers: one component, one month, the villages of one county.
 * Z and MODIFIED_Z score the change of arcsin √rate (Anscombe 1948: its variance does not depend on the rate), and count
 * only where the rate moved by at least `leastJump` and away from the median of its peers: the way back from a wild
 * value is none itself. Without a month before, they say nothing. RANGE: above `most`.
 * @throws RangeError when `most` is negative.
 */
export function outlyingRates(
  peers: readonly RatePair[],
  most: number,
  { zScore, modifiedZScore, leastJump }: Pick<OutlierThresholds, "zScore" | "modifiedZScore" | "leastJump">,
): OutlyingRate[] {
  const now = peers.map(({ current }) => rateOf(current));
  const before = peers.map(({ previous }) => rateOf(previous));
  const known = now.filter((rate) => rate !== null);
  if (known.length === 0) return [];
  const centre = median(known);
  const moves = peers.map(({ previous, current }) => {
    const [from, to] = [stable(previous), stable(current)];
    return from === null || to === null ? null : to - from;
  });
  const asMoves = (method: OutlierMethod, outliers: readonly Outlier[]): OutlyingRate[] =>
    outliers.flatMap(({ index, score }) => {
      const [rate, expected] = [now[index] ?? null, before[index] ?? null];
      if (rate === null || expected === null) return [];
      const isAway = Math.abs(rate - centre) > Math.abs(expected - centre);
      return isAway && Math.abs(rate - expected) >= leastJump
        ? [{ index, method, score, rate, expected }]
        : [];
    });
  return [
    ...asMoves("Z", outliersByZ(moves, zScore)),
    ...asMoves("MODIFIED_Z", outliersByModifiedZ(moves, modifiedZScore)),
    ...outliersByRange(now, { least: 0, most }).map(
      ({ index, score, value }): OutlyingRate => ({
        index,
        method: "RANGE",
        score,
        rate: value,
        expected: most,
      }),
    ),
  ];
}

const rateOf = (count: Count | null): number | null =>
  count === null || count.denominator === 0 ? null : count.numerator / count.denominator;

/** Anscombe's transform, defined from 0 of n to n of n; more than n counts as n, which RANGE tells. */
function stable(count: Count | null): number | null {
  if (count === null || count.denominator === 0) return null;
  const share = (count.numerator + 0.375) / (count.denominator + 0.75);
  return Math.asin(Math.sqrt(Math.min(1, share)));
}
