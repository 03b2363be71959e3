/**
 * What villages whose figures were rolled up from casework, small ones hidden, may be scored and added up by: never by
 * the villages alone, for what is left of them is their large counts.
 */
import type { Count } from "./empiricalBayes.ts";

/** Of one county and month, as released to the public. */
export interface RolledUp {
  /** Villages whose latest facts are those of the release. */
  readonly villages: ReadonlySet<string>;
  /**
   * Released counts of the county and its townships, by code; each in the order of the components of the village score.
   * Null is suppressed, undefined is not of the release.
   */
  readonly sums: ReadonlyMap<string, readonly (Count | null | undefined)[]>;
}

type Counts = readonly (Count | null)[];

/** The counts that are added up village by village: those of the release are not, their sums are known. */
export const ownCounts = (village: string, counts: Counts, county: string, rolledUp: RolledUp): Counts =>
  rolledUp.villages.has(village)
    ? counts.map((count, index) => (rolledUp.sums.get(county)?.[index] === undefined ? count : null))
    : counts;

/**
 * The counts to smooth the villages of a county by. One unit more stands at the end for all hidden villages together, so
 * that the pooled rate, which stands in for each of them, is that of the county. A component whose county is suppressed is
 * left out for all: its shown villages say nothing of the others.
 */
export function countsToSmooth(
  villages: readonly { readonly village: string; readonly counts: Counts }[],
  county: string,
  rolledUp: RolledUp,
): Counts[] {
  const whole = rolledUp.sums.get(county) ?? [];
  const rest = whole.map((sum, index) => {
    if (!sum) return null;
    const shown = villages.flatMap(({ village, counts }) =>
      rolledUp.villages.has(village) && counts[index] ? [counts[index]] : [],
    );
    const left = (read: (count: Count) => number) =>
      shown.reduce((total, count) => total - read(count), read(sum));
    return { numerator: left((its) => its.numerator), denominator: left((its) => its.denominator) };
  });
  return [
    ...villages.map(({ counts }) => counts.map((count, index) => (whole[index] === null ? null : count))),
    rest,
  ];
}
