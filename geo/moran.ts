/**
 * Global Moran's I: do like values lie beside like over the whole map?
 * Sources: Moran (1950), Biometrika 37; moments by Cliff & Ord (1981), "Spatial Processes", chapter 2. Variant for
 * islands (spdep's adjust.n): n' = n − islands in n'/S0, expectation and variances; mean and squares over all n.
 */

import { islands, rowSums, type SpatialWeights, spatialLag } from "./spatialWeights.ts";
import { normalTwoSided, normalUpperTail } from "./specialFunctions.ts";

/** What chance alone would give, and how far the found value is from it. */
export interface MoranTest {
  readonly variance: number;
  /** (index − expected) / √variance. */
  readonly z: number;
  /** Probability of a value at least as far from the expected one on either side. */
  readonly twoSidedP: number;
  /** Probability of a value at least as large: clustering of like with like. */
  readonly greaterP: number;
}

export interface GlobalMoran {
  /** I: near 1 like beside like, near −1 like beside unlike. */
  readonly index: number;
  /** Expected without any pattern: −1/(n' − 1). */
  readonly expected: number;
  /** Units with at least one neighbour. */
  readonly unitsUsed: number;
  /** Chance as normal draws at each place. */
  readonly normality: MoranTest;
  /** Chance as the given values dealt anew over the places: the usual choice for rates. */
  readonly randomisation: MoranTest;
  /** Sum of weights; sum of squared symmetric weights; sum of squared row and column sums. */
  readonly S0: number;
  readonly S1: number;
  readonly S2: number;
  /** Kurtosis n Σz⁴ / (Σz²)²; 3 for a normal distribution. */
  readonly kurtosis: number;
}

/** Values less their mean, and the mean square: m2. */
export interface Deviations {
  readonly deviations: Float64Array;
  readonly meanSquare: number;
}

/**
 * Deviations from the mean of all units.
 * @throws RangeError when lengths differ, fewer than four values are given, one is not finite, or all are equal:
 * a map without variation has no pattern to test, so say that instead of a figure.
 */
export function deviationsFromMean(values: readonly number[], weights: SpatialWeights): Deviations {
  const count = values.length;
  if (count !== weights.size)
    throw new RangeError(`${count} values for ${weights.size} units; give one value per unit`);
  if (count < 4) throw new RangeError(`${count} units; give at least 4, or no spatial statistic is defined`);
  values.forEach((value, unit) => {
    if (!Number.isFinite(value))
      throw new RangeError(`the value of unit ${unit} is ${value}; leave the unit out of values and weights`);
  });
  if (values.every((value) => value === values[0]))
    throw new RangeError(
      `all ${count} values are ${values[0]}; say "no variation" instead of testing a pattern`,
    );
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const deviations = Float64Array.from(values, (value) => value - mean);
  return { deviations, meanSquare: deviations.reduce((sum, z) => sum + z * z, 0) / count };
}

/**
 * Global Moran's I of one value per unit. Weights are used as given; row-standardise them first unless binary
 * ones are meant.
 * @throws RangeError as `deviationsFromMean`, and when fewer than four units have a neighbour.
 */
export function globalMoran(values: readonly number[], weights: SpatialWeights): GlobalMoran {
  const { deviations, meanSquare } = deviationsFromMean(values, weights);
  const unitsUsed = weights.size - islands(weights).length;
  if (unitsUsed < 4)
    throw new RangeError(`only ${unitsUsed} units have a neighbour; widen the neighbourhood until 4 have`);
  const { S0, S1, S2 } = weightSums(weights);
  const lag = spatialLag(weights, deviations);
  const squares = meanSquare * weights.size;
  const product = lag.reduce((sum, value, unit) => sum + value * (deviations[unit] ?? 0), 0);
  const index = ((unitsUsed / S0) * product) / squares;
  const kurtosis = deviations.reduce((sum, z) => sum + z ** 4, 0) / weights.size / meanSquare ** 2;
  const n = unitsUsed;
  const expected = -1 / (n - 1);
  const normal = (n * n * S1 - n * S2 + 3 * S0 * S0) / (S0 * S0 * (n * n - 1)) - expected ** 2;
  const dealt =
    (n * ((n * n - 3 * n + 3) * S1 - n * S2 + 3 * S0 * S0) -
      kurtosis * ((n * n - n) * S1 - 2 * n * S2 + 6 * S0 * S0)) /
      ((n - 1) * (n - 2) * (n - 3) * S0 * S0) -
    expected ** 2;
  return {
    index,
    expected,
    unitsUsed,
    normality: testOf(index, expected, normal),
    randomisation: testOf(index, expected, dealt),
    S0,
    S1,
    S2,
    kurtosis,
  };
}

function testOf(index: number, expected: number, variance: number): MoranTest {
  if (!(variance > 0))
    throw new RangeError(
      `the variance of Moran's I is ${variance}: every unit neighbours every other; use fewer neighbours`,
    );
  const z = (index - expected) / Math.sqrt(variance);
  return { variance, z, twoSidedP: normalTwoSided(z), greaterP: normalUpperTail(z) };
}

/** S0 = Σ w_ij; S1 = ½ Σ (w_ij + w_ji)²; S2 = Σ_i (row sum + column sum)². */
export function weightSums(weights: SpatialWeights): { S0: number; S1: number; S2: number } {
  const { size, offsets, neighbours, values } = weights;
  const rows = rowSums(weights);
  const columns = new Float64Array(size);
  let S1 = 0;
  for (let unit = 0; unit < size; unit++) {
    for (let link = offsets[unit] ?? 0; link < (offsets[unit + 1] ?? 0); link++) {
      const neighbour = neighbours[link] ?? 0;
      const weight = values[link] ?? 0;
      columns[neighbour] = (columns[neighbour] ?? 0) + weight;
      const back = linkBetween(weights, neighbour, unit);
      // A link without a link back stands for both ordered pairs.
      if (back < 0) S1 += weight ** 2;
      else S1 += (weight + (values[back] ?? 0)) ** 2 / 2;
    }
  }
  let S0 = 0;
  let S2 = 0;
  for (let unit = 0; unit < size; unit++) {
    S0 += rows[unit] ?? 0;
    S2 += ((rows[unit] ?? 0) + (columns[unit] ?? 0)) ** 2;
  }
  return { S0, S1, S2 };
}

/** Where the link from one unit to another stands, or −1; rows are ascending. */
function linkBetween({ offsets, neighbours }: SpatialWeights, from: number, to: number): number {
  let low = offsets[from] ?? 0;
  let high = (offsets[from + 1] ?? 0) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = neighbours[middle] ?? 0;
    if (found === to) return middle;
    if (found < to) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
