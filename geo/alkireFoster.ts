/**
 * Multidimensional poverty by counting: who is deprived in enough ways at once, and how deeply.
 * Source: Alkire & Foster (2011), Journal of Public Economics 95:476–487; dual cut-off, M0 = H·A, M1, M2.
 */

/** One dimension, such as safe water or schooling. */
export interface Dimension {
  /** Deprived below this, not at it; above 0, in the unit of the achievements. */
  readonly cutoff: number;
  /** Share of the count; all shares add up to 1. */
  readonly weight: number;
}

export interface PersonPoverty {
  /** Weighted share of dimensions the person is deprived in, 0 to 1. */
  readonly score: number;
  readonly poor: boolean;
}

export interface MultidimensionalPoverty {
  /** In the order given; null where an achievement is missing: such persons count nowhere. */
  readonly persons: readonly (PersonPoverty | null)[];
  /** H: share of persons who are poor. */
  readonly headcountRatio: number;
  /** A: mean score of the poor; null where nobody is poor, as G and S. */
  readonly intensity: number | null;
  /** M0 = H·A. */
  readonly adjustedHeadcountRatio: number;
  /** G: mean gap of the poor's deprivations, as a share of the cut-off. */
  readonly averageGap: number | null;
  /** M1 = M0·G. */
  readonly adjustedGap: number;
  /** S: mean squared gap of the poor's deprivations. */
  readonly severity: number | null;
  /** M2 = M0·S. */
  readonly adjustedSquaredGap: number;
  /** Per dimension: share of all persons who are poor and deprived in it. */
  readonly censoredHeadcounts: readonly number[];
  /** Per dimension: its share of M0; they add up to 1. Null where nobody is poor. */
  readonly contributions: readonly number[] | null;
}

/** Scores are compared with the cut-off with this slack: sums of thirds. */
const SLACK = 1e-9;

function requireDimensions(dimensions: readonly Dimension[], poverty: number): void {
  const sum = dimensions.reduce((total, { weight }) => total + weight, 0);
  if (!(Math.abs(sum - 1) <= SLACK))
    throw new RangeError(`weights add up to ${sum}; give shares that add up to 1`);
  dimensions.forEach(({ cutoff, weight }, place) => {
    if (!(cutoff > 0 && weight > 0))
      throw new RangeError(
        `dimension ${place} has cut-off ${cutoff} and weight ${weight}; both must be above 0`,
      );
  });
  if (!(poverty > 0 && poverty <= 1))
    throw new RangeError(`the poverty cut-off is ${poverty}; give a share of dimensions above 0, up to 1`);
}

/**
 * Measures poverty over persons (or households).
 * @param achievements one row per person, one achievement per dimension; null where unknown.
 * @param povertyCutoff k: poor from this weighted share of deprivations, 0 to 1; a third is the usual one.
 * @param personWeights how many each row stands for, such as household members; 1 each when left out.
 * @throws RangeError for rows of another length, weights that do not add up to 1, cut-offs not above 0, and where
 * no row is complete.
 */
export function alkireFoster(
  achievements: readonly (readonly (number | null)[])[],
  dimensions: readonly Dimension[],
  povertyCutoff: number,
  personWeights: readonly number[] = achievements.map(() => 1),
): MultidimensionalPoverty {
  requireDimensions(dimensions, povertyCutoff);
  if (personWeights.length !== achievements.length)
    throw new RangeError(
      `${personWeights.length} weights for ${achievements.length} persons; give one per person`,
    );
  const sums = { population: 0, poor: 0, count: 0, gap: 0, squaredGap: 0 };
  const censored = dimensions.map(() => 0);
  const persons = achievements.map((row, person): PersonPoverty | null => {
    const stands = personWeights[person] ?? 0;
    if (row.length !== dimensions.length)
      throw new RangeError(
        `person ${person} has ${row.length} achievements for ${dimensions.length} dimensions`,
      );
    if (!(stands >= 0)) throw new RangeError(`person ${person} stands for ${stands}; give 0 or more`);
    if (row.some((achievement) => achievement === null)) return null;
    const gaps = dimensions.map(({ cutoff }, place) => Math.max(0, (cutoff - (row[place] ?? 0)) / cutoff));
    const score = dimensions.reduce(
      (sum, { weight }, place) => sum + ((gaps[place] ?? 0) > 0 ? weight : 0),
      0,
    );
    const poor = score >= povertyCutoff - SLACK;
    sums.population += stands;
    if (!poor) return { score, poor };
    sums.poor += stands;
    dimensions.forEach(({ weight }, place) => {
      const gap = gaps[place] ?? 0;
      if (gap === 0) return;
      sums.count += stands * weight;
      sums.gap += stands * weight * gap;
      sums.squaredGap += stands * weight * gap * gap;
      censored[place] = (censored[place] ?? 0) + stands;
    });
    return { score, poor };
  });
  if (sums.population === 0)
    throw new RangeError(
      `none of ${achievements.length} persons has all achievements and a weight; deliver them first`,
    );
  const { population, poor, count } = sums;
  const censoredHeadcounts = censored.map((stands) => stands / population);
  const share = (part: number) => (count > 0 ? part / count : null);
  return {
    persons,
    headcountRatio: poor / population,
    intensity: poor > 0 ? count / poor : null,
    adjustedHeadcountRatio: count / population,
    averageGap: share(sums.gap),
    adjustedGap: sums.gap / population,
    severity: share(sums.squaredGap),
    adjustedSquaredGap: sums.squaredGap / population,
    censoredHeadcounts,
    contributions:
      count > 0 ? dimensions.map(({ weight }, place) => (weight * (censored[place] ?? 0)) / count) : null,
  };
}
