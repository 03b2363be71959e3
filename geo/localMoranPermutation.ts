/**
 * Pseudo p values of local Moran's I by conditional permutation: the unit keeps its value, its neighbours' values
 * are drawn WITHOUT replacement from all other units (Anselin 1995). spdep's localmoran_perm draws with
 * replacement and is off by up to 0.02. Where there are few enough draws, all are enumerated and p is exact.
 */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { deviationsFromMean } from "./moran.ts";
import {
  neighboursOf,
  rowStandardised,
  type SpatialWeights,
  spatialLag,
  weightsOf,
} from "./spatialWeights.ts";

export interface PermutationOptions {
  /**
   * Draws where enumeration is too long. The smallest p is 1/(draws + 1): for a false discovery rate over n units
   * it must be below level/n, so 9,999 serves up to about 500 units.
   */
  readonly draws: number;
  /** Seed of the draws: the same seed and data give the same p. */
  readonly seed: number;
  /** All draws are enumerated when there are at most so many; 0 never. Default 200,000. */
  readonly enumerateUpTo?: number;
}

export interface PermutationTest {
  /** Folded one-sided pseudo p: the smaller of the two shares below. Twice it, at most 1, is two-sided. */
  readonly pseudoP: number;
  /** Share of draws whose neighbours' mean is at least the observed one. */
  readonly lagAtLeast: number;
  /** Share of draws whose neighbours' mean is at most the observed one. */
  readonly lagAtMost: number;
  /** Number of draws compared. */
  readonly draws: number;
  /** True when they were all that are possible; otherwise shares are (count + 1)/(draws + 1). */
  readonly exact: boolean;
}

/** Means that differ by less, in standard deviations, are ties: sums of the same values in another order. */
const TIE = 1e-9;
const MOST_ENUMERATED = 200_000;

/**
 * Tests every unit; null for islands, which have nothing to permute. All units share each draw of positions, as in
 * PySAL: each p is valid by itself, and 5,000 units with 9,999 draws take a few seconds.
 * @throws RangeError as `deviationsFromMean`, and when draws is not a whole number above 0.
 */
export function localMoranPermutation(
  values: readonly number[],
  weights: SpatialWeights,
  options: PermutationOptions,
): (PermutationTest | null)[] {
  const { draws, seed, enumerateUpTo = MOST_ENUMERATED } = options;
  if (!(Number.isInteger(draws) && draws > 0))
    throw new RangeError(`${draws} draws; give a whole number above 0, such as 9999`);
  const { deviations, meanSquare } = deviationsFromMean(values, weights);
  const scaled = deviations.map((z) => z / Math.sqrt(meanSquare));
  const standardised = rowStandardised(weights);
  const observed = spatialLag(standardised, scaled);
  const tests: (PermutationTest | null)[] = [];
  const sampled: number[] = [];
  for (let unit = 0; unit < weights.size; unit++) {
    const rows = weightsOf(standardised, unit);
    tests.push(null);
    if (rows.length === 0) continue;
    if (neighboursOf(weights, unit).includes(unit))
      throw new RangeError(`unit ${unit} is its own neighbour; permute with weights that leave the unit out`);
    // A subset says nothing about which value meets which weight, so unequal weights are always sampled.
    const isPlain = rows.every((weight) => weight === rows[0]);
    const subsets = isPlain ? subsetCount(weights.size - 1, rows.length, enumerateUpTo) : null;
    if (subsets === null) sampled.push(unit);
    else tests[unit] = enumerated(scaled, unit, rows.length, observed[unit] ?? 0);
  }
  sample(scaled, standardised, observed, sampled, draws, seed).forEach((test, place) => {
    tests[sampled[place] ?? 0] = test;
  });
  return tests;
}

/** Number of subsets of `chosen` out of `all`, or null when there are more than `most`. */
function subsetCount(all: number, chosen: number, most: number): number | null {
  let count = 1;
  for (let step = 1; step <= Math.min(chosen, all - chosen); step++) {
    count = (count * (all - step + 1)) / step;
    if (count > most) return null;
  }
  return count <= most ? Math.round(count) : null;
}

function enumerated(scaled: Float64Array, unit: number, chosen: number, observed: number): PermutationTest {
  const others = scaled.filter((_, place) => place !== unit);
  const target = observed * chosen;
  let atLeast = 0;
  let atMost = 0;
  let draws = 0;
  const extend = (from: number, missing: number, sum: number): void => {
    if (missing === 0) {
      draws += 1;
      if (sum >= target - TIE) atLeast += 1;
      if (sum <= target + TIE) atMost += 1;
      return;
    }
    for (let place = from; place <= others.length - missing; place++)
      extend(place + 1, missing - 1, sum + (others[place] ?? 0));
  };
  extend(0, chosen, 0);
  const [lagAtLeast, lagAtMost] = [atLeast / draws, atMost / draws];
  return { pseudoP: Math.min(lagAtLeast, lagAtMost), lagAtLeast, lagAtMost, draws, exact: true };
}

function sample(
  scaled: Float64Array,
  standardised: SpatialWeights,
  observed: Float64Array,
  units: readonly number[],
  draws: number,
  seed: number,
): PermutationTest[] {
  const { offsets, values } = standardised;
  const atLeast = new Uint32Array(units.length);
  const atMost = new Uint32Array(units.length);
  const longest = units.reduce((most, unit) => Math.max(most, weightsOf(standardised, unit).length), 0);
  const generator = xoroshiro128plus(seed);
  // Positions among "all units but this one"; a partial shuffle of any earlier order is as good as of a fresh one.
  const positions = Uint32Array.from({ length: scaled.length - 1 }, (_, place) => place);
  for (let draw = 0; draw < draws; draw++) {
    for (let place = 0; place < longest; place++) {
      const other = uniformInt(generator, place, positions.length - 1);
      const swapped = positions[place] ?? 0;
      positions[place] = positions[other] ?? 0;
      positions[other] = swapped;
    }
    for (let index = 0; index < units.length; index++) {
      const unit = units[index] ?? 0;
      const from = offsets[unit] ?? 0;
      const length = (offsets[unit + 1] ?? 0) - from;
      let lag = 0;
      for (let place = 0; place < length; place++) {
        const position = positions[place] ?? 0;
        lag += (values[from + place] ?? 0) * (scaled[position >= unit ? position + 1 : position] ?? 0);
      }
      const difference = lag - (observed[unit] ?? 0);
      if (difference >= -TIE) atLeast[index] = (atLeast[index] ?? 0) + 1;
      if (difference <= TIE) atMost[index] = (atMost[index] ?? 0) + 1;
    }
  }
  return units.map((_, index) => {
    const lagAtLeast = ((atLeast[index] ?? 0) + 1) / (draws + 1);
    const lagAtMost = ((atMost[index] ?? 0) + 1) / (draws + 1);
    return { pseudoP: Math.min(lagAtLeast, lagAtMost), lagAtLeast, lagAtMost, draws, exact: false };
  });
}
