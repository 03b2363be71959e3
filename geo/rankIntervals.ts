/**
 * How much a ranking depends on its weights: the interval of each unit's rank while all weights wander.
 * Source: OECD/JRC, "Handbook on Constructing Composite Indicators" (2008), step 7 (robustness); variant: each weight
 * times an independent uniform of [1 − spread, 1 + spread], then renormalised; nearest-rank percentiles.
 */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

export interface RankInterval {
  /** Rank under the weights as given; 1 is the highest score, equal scores share the better rank. Null: no score. */
  readonly rank: number | null;
  /** 5th percentile of the rank: the best place it can fairly claim. */
  readonly from: number | null;
  readonly median: number | null;
  /** 95th percentile of the rank. */
  readonly to: number | null;
}

export interface RankIntervalOptions {
  /** Share by which each weight may move, 0 to 1. 0.25 by default. */
  readonly spread?: number;
  /** 1,000 by default. */
  readonly draws?: number;
  /** The same seed gives the same intervals. 1 by default. */
  readonly seed?: number;
}

/**
 * Interval of each unit's rank under weights that move by ± spread.
 * @param values per unit, its sub-indices in the order of the weights; null where one is not known, and the unit's
 *   other weights then share its place.
 * @param weights 0 or more, at least one above 0.
 * @throws RangeError when a row's length differs from the weights', or an option is out of range.
 */
export function rankIntervals(
  values: readonly (readonly (number | null)[])[],
  weights: readonly number[],
  { spread = 0.25, draws = 1000, seed = 1 }: RankIntervalOptions = {},
): RankInterval[] {
  if (!(spread >= 0 && spread <= 1)) throw new RangeError(`rankIntervals: spread ${spread}; give 0 to 1.`);
  if (!Number.isInteger(draws) || draws < 1)
    throw new RangeError(`rankIntervals: ${draws} draws; give a whole number of 1 or more.`);
  if (weights.some((weight) => !(weight >= 0)) || !weights.some((weight) => weight > 0))
    throw new RangeError(`rankIntervals: weights ${weights.join(", ")}; give 0 or more and one above 0.`);
  const wrong = values.find((row) => row.length !== weights.length);
  if (wrong)
    throw new RangeError(`rankIntervals: a row of ${wrong.length} values for ${weights.length} weights.`);
  const random = xoroshiro128plus(seed);
  const central = ranksOf(values, weights);
  const drawn = values.map(() => new Uint32Array(draws));
  for (let draw = 0; draw < draws; draw += 1) {
    const moved = weights.map((weight) => weight * (1 - spread + 2 * spread * uniformFloat64(random)));
    ranksOf(values, moved).forEach((rank, unit) => {
      const ranks = drawn[unit];
      if (ranks && rank !== null) ranks[draw] = rank;
    });
  }
  return central.map((rank, unit) => {
    const ranks = drawn[unit]?.sort();
    const percentile = (share: number) => ranks?.[Math.ceil(share * draws) - 1] ?? null;
    if (rank === null) return { rank, from: null, median: null, to: null };
    return { rank, from: percentile(0.05), median: percentile(0.5), to: percentile(0.95) };
  });
}

function ranksOf(
  values: readonly (readonly (number | null)[])[],
  weights: readonly number[],
): (number | null)[] {
  const scores = values.map((row) => {
    let sum = 0;
    let present = 0;
    row.forEach((value, index) => {
      const weight = weights[index] ?? 0;
      if (value === null) return;
      sum += weight * value;
      present += weight;
    });
    // Renormalised here, over what the unit has: the sum of all weights would punish what is missing.
    return present > 0 ? sum / present : null;
  });
  const falling = scores.filter((score) => score !== null).sort((a, b) => b - a);
  const rankByScore = new Map<number, number>();
  falling.forEach((score, index) => {
    if (!rankByScore.has(score)) rankByScore.set(score, index + 1);
  });
  return scores.map((score) => (score === null ? null : (rankByScore.get(score) ?? null)));
}
