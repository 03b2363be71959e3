/**
 * Geary's C: how much do neighbours differ, beside how much two units anywhere do? Below 1 like lies beside like.
 * Sources: Geary (1954), The Incorporated Statistician 5; moments by Cliff & Ord (1981), "Spatial Processes", chapter 2.
 * Variant for islands: that of spdep's geary.test with adjust.n, which counts all units in some terms of the variance and
 * those with a neighbour in the others; without islands the two are one. z has its sign: positive where like lies beside like.
 */
import { deviationsFromMean, weightSums } from "./moran.ts";
import { islands, type SpatialWeights } from "./spatialWeights.ts";
import { normalUpperTail } from "./specialFunctions.ts";

export interface Geary {
  readonly index: number;
  /** 1: neighbours differ as much as units anywhere. */
  readonly expected: number;
  /** Under the given values dealt anew over the places. */
  readonly variance: number;
  /** (expected − index) / √variance. */
  readonly z: number;
  /** Probability of neighbours at least as alike. */
  readonly greaterP: number;
}

/**
 * Geary's C of one value per unit, with its moments under randomisation. Weights are used as given.
 * @throws RangeError as `deviationsFromMean`, and when fewer than four units have a neighbour.
 */
export function globalGeary(values: readonly number[], weights: SpatialWeights): Geary {
  const { deviations, meanSquare } = deviationsFromMean(values, weights);
  const n = weights.size - islands(weights).length;
  if (n < 4) throw new RangeError(`only ${n} units have a neighbour; widen the neighbourhood until 4 have`);
  const { S0, S1, S2 } = weightSums(weights);
  const all = weights.size;
  const kurtosis = (n * deviations.reduce((sum, z) => sum + z ** 4, 0)) / (all * meanSquare) ** 2;
  let squares = 0;
  for (let unit = 0; unit < all; unit += 1)
    for (let link = weights.offsets[unit] ?? 0; link < (weights.offsets[unit + 1] ?? 0); link += 1) {
      const difference = (deviations[unit] ?? 0) - (deviations[weights.neighbours[link] ?? 0] ?? 0);
      squares += (weights.values[link] ?? 0) * difference ** 2;
    }
  const index = ((n - 1) * squares) / (2 * S0 * meanSquare * all);
  const variance =
    ((n - 1) * S1 * (n * n - 3 * all + 3 - kurtosis * (n - 1)) -
      ((n - 1) * S2 * (n * n + 3 * all - 6 - kurtosis * (n * n - all + 2))) / 4 +
      S0 * S0 * (n * n - 3 - kurtosis * (n - 1) ** 2)) /
    (all * (n - 2) * (n - 3) * S0 * S0);
  const z = (1 - index) / Math.sqrt(variance);
  return { index, expected: 1, variance, z, greaterP: normalUpperTail(z) };
}
