/**
 * Local Moran's I: which unit lies among units like it, which among unlike ones.
 * Sources: Anselin (1995), Geographical Analysis 27; conditional moments by Sokal, Oden & Thomson (1998),
 * Geographical Analysis 30, as spdep and esda compute them. Weights are row-standardised here.
 * For rates of small populations give Assunção–Reis rates (localEmpiricalBayes.ts), not raw ones.
 * Pseudo p values by permutation: localMoranPermutation.ts.
 */
import { deviationsFromMean } from "./moran.ts";
import {
  neighboursOf,
  rowStandardised,
  type SpatialWeights,
  spatialLag,
  weightsOf,
} from "./spatialWeights.ts";
import { normalTwoSided } from "./specialFunctions.ts";

/** HH high among high, LL low among low, HL high among low, LH low among high. ISLAND: no neighbours. */
export type Quadrant = "HH" | "LL" | "HL" | "LH" | "ISLAND";

export interface LocalMoments {
  readonly expected: number;
  readonly variance: number;
  /** Null where the variance is 0: the value is the mean, or all others are neighbours. */
  readonly z: number | null;
  readonly twoSidedP: number | null;
}

export interface LocalMoran {
  /** Deviation of the unit from the mean, in population standard deviations. */
  readonly deviation: number;
  /** Mean deviation of its neighbours, in the same unit; null for an island, as all below. */
  readonly lag: number | null;
  readonly quadrant: Quadrant;
  /** I_i with m2 = Σz²/n: spdep's variant. */
  readonly index: number | null;
  /** I_i with m2 = Σz²/(n − 1): the variant of GeoDa and PySAL. */
  readonly indexSample: number | null;
  /** Chance as dealing the other values over the neighbours while this unit keeps its own: the one to use. */
  readonly conditional: LocalMoments | null;
  /** Chance as dealing all values over all units (Anselin 1995). */
  readonly randomisation: LocalMoments | null;
}

/** A variance below this share of its parts is rounding, not variance. */
const ROUNDING = 1e-12;

function momentsOf(index: number, expected: number, variance: number, scale: number): LocalMoments {
  if (variance <= ROUNDING * scale) return { expected, variance: 0, z: null, twoSidedP: null };
  const z = (index - expected) / Math.sqrt(variance);
  return { expected, variance, z, twoSidedP: normalTwoSided(z) };
}

function quadrantOf(deviation: number, lag: number): Quadrant {
  if (deviation > 0) return lag > 0 ? "HH" : "HL";
  return lag > 0 ? "LH" : "LL";
}

/**
 * Local Moran's I of every unit, with analytical moments.
 * @param values one per unit, finite.
 * @throws RangeError as `deviationsFromMean`: differing lengths, fewer than 4 units, no variation.
 */
export function localMoran(values: readonly number[], weights: SpatialWeights): LocalMoran[] {
  const { deviations, meanSquare } = deviationsFromMean(values, weights);
  const standardised = rowStandardised(weights);
  const lags = spatialLag(standardised, deviations);
  const n = weights.size;
  const scale = Math.sqrt(meanSquare);
  const kurtosis = deviations.reduce((sum, z) => sum + z ** 4, 0) / n / meanSquare ** 2;
  return Array.from(deviations, (z, unit): LocalMoran => {
    const deviation = z / scale;
    if (neighboursOf(weights, unit).length === 0) {
      const none = { lag: null, index: null, indexSample: null, conditional: null, randomisation: null };
      return { deviation, quadrant: "ISLAND", ...none };
    }
    const lag = lags[unit] ?? 0;
    const index = (z / meanSquare) * lag;
    let sum = 0;
    let sumOfSquares = 0;
    for (const weight of weightsOf(standardised, unit)) {
      sum += weight;
      sumOfSquares += weight * weight;
    }
    const spread = sumOfSquares - (sum * sum) / (n - 1);
    const ownShare = (z * z) / meanSquare;
    const conditional = momentsOf(
      index,
      (-ownShare * sum) / (n - 1),
      (ownShare * n * spread * (1 - ownShare / (n - 1))) / (n - 2),
      sumOfSquares,
    );
    const expected = -sum / (n - 1);
    const variance =
      (sumOfSquares * (n - kurtosis)) / (n - 1) +
      ((sum * sum - sumOfSquares) * (2 * kurtosis - n)) / ((n - 1) * (n - 2)) -
      expected * expected;
    return {
      deviation,
      lag: lag / scale,
      quadrant: quadrantOf(z, lag),
      index,
      indexSample: (index * (n - 1)) / n,
      conditional,
      randomisation: momentsOf(index, expected, variance, sumOfSquares),
    };
  });
}

/** The quadrant where the (adjusted) p is at most the level, NS where it is not or where there was no test. */
export function clusterClass(
  quadrant: Quadrant,
  adjustedP: number | null,
  level = 0.05,
): Exclude<Quadrant, "ISLAND"> | "NS" {
  return quadrant === "ISLAND" || adjustedP === null || adjustedP > level ? "NS" : quadrant;
}
