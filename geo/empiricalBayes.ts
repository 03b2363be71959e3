/**
 * Empirical Bayes smoothing of rates, global method of moments.
 * Source: Marshall (1991), "Mapping disease and mortality rates using empirical Bayes estimators", Applied
 * Statistics 40(2); variant: variance by the weighted sample variance less the mean Poisson variance, cut at 0.
 */
export interface Count {
  /** Events; halves are allowed where something counts half. */
  readonly numerator: number;
  /** Population at risk; 0 or less counts as missing. */
  readonly denominator: number;
}

export interface SmoothedRate {
  /** Smoothed rate, events per unit of population. */
  readonly rate: number;
  /** Variance of the smoothed rate. */
  readonly variance: number;
  /** The rate as delivered; null where it was imputed. */
  readonly raw: number | null;
  /** True where nothing was delivered and the pooled rate stands in. */
  readonly imputed: boolean;
}

/** With fewer observed units than this the prior cannot be estimated and raw rates are kept. */
const FEWEST_UNITS = 5;

/** Pooled mean rate and the variance between units. */
export function marshallPrior(counts: readonly Count[]): { mean: number; variance: number } {
  let events = 0;
  let population = 0;
  for (const count of counts) {
    events += count.numerator;
    population += count.denominator;
  }
  const mean = events / population;
  let spread = 0;
  for (const count of counts) spread += count.denominator * (count.numerator / count.denominator - mean) ** 2;
  return { mean, variance: Math.max(0, spread / population - mean / (population / counts.length)) };
}

/**
 * Smooths each unit's rate towards the pooled rate of all of them, the more the smaller the unit.
 * A missing unit takes the pooled rate; when every unit is missing the answer is null for each.
 */
export function smoothRates(counts: readonly (Count | null)[]): (SmoothedRate | null)[] {
  const observed = counts.filter((count): count is Count => count !== null && count.denominator > 0);
  if (observed.length === 0) return counts.map(() => null);
  const { mean, variance } = marshallPrior(observed);
  return counts.map((count) => {
    if (count === null || count.denominator <= 0) return { rate: mean, variance, raw: null, imputed: true };
    const { numerator, denominator } = count;
    const raw = numerator / denominator;
    if (observed.length < FEWEST_UNITS) {
      return { rate: raw, variance: Math.max(numerator, 0.5) / denominator ** 2, raw, imputed: false };
    }
    const trust = mean > 0 ? variance / (variance + mean / denominator) : 0;
    return { rate: mean + (raw - mean) * trust, variance: variance * (1 - trust), raw, imputed: false };
  });
}
