/**
 * Getis–Ord Gi* and Gi: where high (or low) values gather, as z scores.
 * Source: Ord & Getis (1995), Geographical Analysis 27, equations 14.3 (Gi*) and 14.2 (Gi). Variant: binary
 * weights, the unit itself included in Gi*, standard deviation with divisor n, as ArcGIS. The chapter of
 * Getis & Ord (1996) printed Gi* with divisor n − 1; it can be asked for.
 */
import { benjaminiHochberg } from "./falseDiscovery.ts";
import { rowStandardised, type SpatialWeights, spatialLag, weightsOf, withSelf } from "./spatialWeights.ts";
import { normalTwoSided } from "./specialFunctions.ts";

export interface GetisOrdOptions {
  /** Divide each row (the unit itself included) by its sum; z is the same when weights were equal. Default false. */
  readonly standardised?: boolean;
  /** Divisor of the variance: "n" (1995, the default) or "n-1" (as printed in 1996). */
  readonly varianceDivisor?: "n" | "n-1";
}

/** A variance below this share of its parts is rounding, not variance. */
const ROUNDING = 1e-12;

interface Centred {
  readonly deviations: Float64Array;
  readonly sumOfSquares: number;
}

/** Deviations from the mean; computed on these, z loses no digits to large values. */
function centred(values: readonly number[], weights: SpatialWeights): Centred {
  if (values.length !== weights.size)
    throw new RangeError(`${values.length} values for ${weights.size} units; give one value per unit`);
  values.forEach((value, unit) => {
    if (!Number.isFinite(value))
      throw new RangeError(`the value of unit ${unit} is ${value}; leave the unit out of values and weights`);
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const isFlat = values.every((value) => value === values[0]);
  const deviations = Float64Array.from(values, (value) => (isFlat ? 0 : value - mean));
  return { deviations, sumOfSquares: deviations.reduce((sum, z) => sum + z * z, 0) };
}

function weightSums(weights: SpatialWeights, unit: number): { sum: number; sumOfSquares: number } {
  let sum = 0;
  let sumOfSquares = 0;
  for (const weight of weightsOf(weights, unit)) {
    sum += weight;
    sumOfSquares += weight * weight;
  }
  return { sum, sumOfSquares };
}

/** z, or null where the spread of the values or of the weights is nothing. */
function score(excess: number, variance: number, weightSpread: number): number | null {
  return variance > 0 && weightSpread > 0 ? excess / Math.sqrt(variance * weightSpread) : null;
}

/**
 * z score of Gi* for every unit. An island has itself only, so its z is that of its own value.
 * @param weights binary, without the unit itself: it is added here.
 * @returns null where it is not defined: all values equal, or all units are neighbours of this one.
 * @throws RangeError when lengths differ or a value is not finite.
 */
export function getisOrdStar(
  values: readonly number[],
  weights: SpatialWeights,
  options: GetisOrdOptions = {},
): (number | null)[] {
  const { standardised = false, varianceDivisor = "n" } = options;
  const { deviations, sumOfSquares } = centred(values, weights);
  const own = withSelf(weights);
  const used = standardised ? rowStandardised(own) : own;
  const lags = spatialLag(used, deviations);
  const n = weights.size;
  const variance = sumOfSquares / (varianceDivisor === "n" ? n : n - 1);
  return Array.from(lags, (lag, unit) => {
    const rows = weightSums(used, unit);
    const spread = n * rows.sumOfSquares - rows.sum ** 2;
    return score(lag, variance, spread > ROUNDING * rows.sum ** 2 ? spread / (n - 1) : 0);
  });
}

/**
 * z score of Gi for every unit: its neighbours without itself, against mean and spread of all others.
 * @returns null for islands and where it is not defined, as for Gi*.
 * @throws RangeError when lengths differ or a value is not finite.
 */
export function getisOrd(
  values: readonly number[],
  weights: SpatialWeights,
  options: Pick<GetisOrdOptions, "standardised"> = {},
): (number | null)[] {
  const { deviations, sumOfSquares } = centred(values, weights);
  const used = options.standardised ? rowStandardised(weights) : weights;
  const lags = spatialLag(used, deviations);
  const others = weights.size - 1;
  return Array.from(lags, (lag, unit) => {
    const rows = weightSums(used, unit);
    const own = deviations[unit] ?? 0;
    const mean = -own / others;
    const variance = (sumOfSquares - own * own) / others - mean * mean;
    const spread = others * rows.sumOfSquares - rows.sum ** 2;
    return score(
      lag - rows.sum * mean,
      variance > ROUNDING * sumOfSquares ? variance : 0,
      spread > ROUNDING * rows.sum ** 2 ? spread / (others - 1) : 0,
    );
  });
}

/** HOT or COLD with the confidence in per cent; NS not significant, also where no z is defined. */
export type HotSpotClass = "HOT_99" | "HOT_95" | "HOT_90" | "NS" | "COLD_90" | "COLD_95" | "COLD_99";

export interface HotSpot {
  readonly z: number | null;
  readonly twoSidedP: number | null;
  /** Benjamini–Hochberg over all units with a z. */
  readonly adjustedP: number | null;
  /** Class by the p of this unit alone: with many units some are hot by chance. */
  readonly rawClass: HotSpotClass;
  /** Class by the adjusted p: the one to show. */
  readonly adjustedClass: HotSpotClass;
}

/** Class of a z score whose (adjusted) p is given. */
export function hotSpotClass(z: number | null, p: number | null): HotSpotClass {
  if (z === null || p === null || p > 0.1) return "NS";
  const confidence = p <= 0.01 ? 99 : p <= 0.05 ? 95 : 90;
  return z > 0 ? `HOT_${confidence}` : `COLD_${confidence}`;
}

/** Classes of all units from their z scores, at p .10, .05 and .01. */
export function hotSpots(scores: readonly (number | null)[]): HotSpot[] {
  const pValues = scores.map((z) => (z === null ? null : normalTwoSided(z)));
  const adjusted = benjaminiHochberg(pValues);
  return scores.map((z, unit) => {
    const twoSidedP = pValues[unit] ?? null;
    const adjustedP = adjusted[unit] ?? null;
    const classes = { rawClass: hotSpotClass(z, twoSidedP), adjustedClass: hotSpotClass(z, adjustedP) };
    return { z, twoSidedP, adjustedP, ...classes };
  });
}
