/**
 * Empirical Bayes with neighbours: smoothing towards the surroundings instead of the whole map, and rates made
 * comparable before they enter Moran's I.
 */
import { type Count, marshallPrior, type SmoothedRate, smoothRates } from "./empiricalBayes.ts";
import { neighboursOf, type SpatialWeights } from "./spatialWeights.ts";

function requireCounts(counts: readonly (Count | null)[], weights: SpatialWeights): void {
  if (counts.length !== weights.size)
    throw new RangeError(
      `${counts.length} counts for ${weights.size} units; give one per unit, null where missing`,
    );
}

/**
 * From which mean the spread among neighbours is measured: "spdep" each neighbour's from the pooled rate of ITS
 * neighbourhood (EBlocal, geoda = FALSE; the reference values), "geoda" all from that of the unit (Marshall's text).
 */
export type LocalSpread = "spdep" | "geoda";

/**
 * Smooths each unit's rate towards the pooled rate of itself and its neighbours, by the spread among them.
 * Source: Marshall (1991), local smoothing, as spdep's EBlocal computes it. Only links count, not their weights.
 * A unit alone (an island, or no neighbour has a count) keeps its raw rate, with variance
 * max(events, ½)/population² as everywhere a prior cannot be estimated. A unit without a count takes its
 * neighbours' pooled rate and is marked imputed; null where none of them has one.
 * @param counts one per unit in the order of the weights; null or a population of 0 or less is missing.
 * @throws RangeError when lengths differ.
 */
export function smoothRatesLocally(
  counts: readonly (Count | null)[],
  weights: SpatialWeights,
  spread: LocalSpread = "spdep",
): (SmoothedRate | null)[] {
  requireCounts(counts, weights);
  const hoods = counts.map((count, unit) => {
    const around = [...neighboursOf(weights, unit)].filter((neighbour) => neighbour !== unit);
    const members = [unit, ...around].filter((member) => isObserved(counts[member] ?? null));
    let events = 0;
    let population = 0;
    for (const member of members) {
      events += counts[member]?.numerator ?? 0;
      population += counts[member]?.denominator ?? 0;
    }
    return { count, members, population, mean: population > 0 ? events / population : 0 };
  });
  return hoods.map(({ count, members, population, mean }) => {
    if (members.length === 0) return null;
    if (members.length === 1 && isObserved(count)) return smoothRates([count])[0] ?? null;
    let squares = 0;
    for (const member of members) {
      const { numerator = 0, denominator = 0 } = counts[member] ?? {};
      const from = spread === "spdep" ? (hoods[member]?.mean ?? 0) : mean;
      squares += denominator * (numerator / denominator - from) ** 2;
    }
    const variance = Math.max(0, squares / population - mean / (population / members.length));
    if (!isObserved(count)) return { rate: mean, variance, raw: null, imputed: true };
    const raw = count.numerator / count.denominator;
    const trust = mean > 0 ? variance / (variance + mean / count.denominator) : 0;
    return { rate: mean + (raw - mean) * trust, variance: variance * (1 - trust), raw, imputed: false };
  });
}

function isObserved(count: Count | null): count is Count {
  return count !== null && count.denominator > 0;
}

/**
 * Rates as deviations from the pooled rate in units of their own standard error: what Moran's I and its local form
 * should be given, because raw rates of small villages vary by chance alone and feign pattern.
 * Source: Assunção & Reis (1999), Statistics in Medicine 18: (r − m)/√(a + m/population), a cut at 0 as in Marshall.
 * Give the result to `globalMoran` and `localMoran`, which subtract its mean in the numerator; GeoDa does not.
 * @returns null for a missing unit; leave it out with `restrictedTo` before computing an index.
 * @throws RangeError when no unit has a count, or none has an event: there is nothing to compare then.
 */
export function standardisedRates(counts: readonly (Count | null)[]): (number | null)[] {
  const observed = counts.filter(isObserved);
  const { mean, variance } = observed.length > 0 ? marshallPrior(observed) : { mean: 0, variance: 0 };
  if (mean <= 0)
    throw new RangeError(
      `no events in ${observed.length} counted units; say "no events" instead of testing a pattern`,
    );
  return counts.map((count) =>
    isObserved(count)
      ? (count.numerator / count.denominator - mean) / Math.sqrt(variance + mean / count.denominator)
      : null,
  );
}
