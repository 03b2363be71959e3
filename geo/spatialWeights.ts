/**
 * Spatial weights: who counts as whose neighbour, and how much.
 * Sources: Cliff & Ord (1981), "Spatial Processes"; Anselin (1988), "Spatial Econometrics". Distances are planar:
 * project to metres first (CGCS2000 3-degree Gauss–Krüger or an equal-area grid), never compute in degrees.
 */
import type { MultiPolygon, Polygon } from "geojson";
import { contiguousNeighbours, type SnapOptions } from "./contiguity.ts";
import { type PlanePoint, PointIndex } from "./pointIndex.ts";

/** Compressed rows: the neighbours of unit i stand at offsets[i] … offsets[i + 1] − 1, ascending. */
export interface SpatialWeights {
  /** Number of units; rows and columns are in the order the units were given in. */
  readonly size: number;
  /** Where each row begins, and the number of links at the end: size + 1 entries. */
  readonly offsets: Uint32Array;
  /** Unit number of each link's neighbour. */
  readonly neighbours: Uint32Array;
  /** Weight of each link, without unit; 1 in binary weights. */
  readonly values: Float64Array;
}

/**
 * Binary weights from lists of unit numbers; the lists may be asymmetric and empty.
 * @throws RangeError for a number that is no unit, and for one that a list names twice.
 */
export function fromNeighbourLists(lists: readonly (readonly number[])[]): SpatialWeights {
  const offsets = new Uint32Array(lists.length + 1);
  lists.forEach((list, unit) => {
    offsets[unit + 1] = (offsets[unit] ?? 0) + list.length;
  });
  const neighbours = new Uint32Array(offsets[lists.length] ?? 0);
  lists.forEach((list, unit) => {
    const sorted = [...list].sort((a, b) => a - b);
    sorted.forEach((neighbour, place) => {
      if (!(Number.isInteger(neighbour) && neighbour >= 0 && neighbour < lists.length))
        throw new RangeError(
          `unit ${unit} names ${neighbour}; give unit numbers from 0 to ${lists.length - 1}`,
        );
      if (place > 0 && sorted[place - 1] === neighbour)
        throw new RangeError(`unit ${unit} names ${neighbour} twice; give each neighbour once`);
    });
    neighbours.set(sorted, offsets[unit]);
  });
  return { size: lists.length, offsets, neighbours, values: new Float64Array(neighbours.length).fill(1) };
}

/** Binary queen contiguity: outlines that share at least one vertex; see contiguity.ts for what that asks of them. */
export function queenContiguity(
  outlines: readonly (Polygon | MultiPolygon)[],
  options: SnapOptions = {},
): SpatialWeights {
  return fromNeighbourLists(contiguousNeighbours(outlines, "queen", options));
}

/** Binary rook contiguity: outlines that share at least one edge. */
export function rookContiguity(
  outlines: readonly (Polygon | MultiPolygon)[],
  options: SnapOptions = {},
): SpatialWeights {
  return fromNeighbourLists(contiguousNeighbours(outlines, "rook", options));
}

/**
 * Binary weights of the `count` nearest units of each; of equally near ones the lower number. Asymmetric.
 * @throws RangeError when count is not a whole number from 1 to the number of other units.
 */
export function nearestNeighbours(points: readonly PlanePoint[], count: number): SpatialWeights {
  if (!(Number.isInteger(count) && count >= 1 && count < points.length))
    throw new RangeError(`${count} neighbours among ${points.length} units; give 1 to ${points.length - 1}`);
  const index = new PointIndex(points);
  return fromNeighbourLists(points.map((_, unit) => index.nearest(unit, count)));
}

/**
 * The least distance at which every unit has a neighbour: the largest of all nearest-neighbour distances, in the
 * unit of the coordinates. @throws RangeError with fewer than two points.
 */
export function leastConnectingDistance(points: readonly PlanePoint[]): number {
  if (points.length < 2) throw new RangeError(`${points.length} points have no distance; give at least two`);
  return leastConnecting(new PointIndex(points));
}

function leastConnecting(index: PointIndex): number {
  let largest = 0;
  for (let unit = 0; unit < index.size; unit++) {
    const [nearest = unit] = index.nearest(unit, 1);
    largest = Math.max(largest, index.distance(unit, nearest));
  }
  return largest;
}

/**
 * Binary weights of all units at most `threshold` away, bound included.
 * @param threshold in the unit of the coordinates; left out, the least that leaves no island.
 * @throws RangeError for a negative threshold, and without one for fewer than two points.
 */
export function distanceBand(points: readonly PlanePoint[], threshold?: number): SpatialWeights {
  if (threshold === undefined && points.length < 2)
    throw new RangeError(`${points.length} points have no distance; give at least two, or a threshold`);
  const index = new PointIndex(points);
  const radius = threshold ?? leastConnecting(index);
  if (!(radius >= 0)) throw new RangeError(`threshold is ${radius}; give a distance from 0 up`);
  return fromNeighbourLists(points.map((_, unit) => index.within(unit, radius)));
}

/** The same links, each row divided by its sum; a row without weight stays as it is. */
export function rowStandardised(weights: SpatialWeights): SpatialWeights {
  const values = weights.values.slice();
  const sums = rowSums(weights);
  for (let unit = 0; unit < weights.size; unit++) {
    const sum = sums[unit] ?? 0;
    if (sum === 0) continue;
    for (let link = weights.offsets[unit] ?? 0; link < (weights.offsets[unit + 1] ?? 0); link++)
      values[link] = (weights.values[link] ?? 0) / sum;
  }
  return { ...weights, values };
}

/** The same links and each unit its own neighbour with the given weight; a link to itself that was there is replaced. */
export function withSelf(weights: SpatialWeights, value = 1): SpatialWeights {
  const offsets = new Uint32Array(weights.size + 1);
  const neighbours: number[] = [];
  const values: number[] = [];
  for (let unit = 0; unit < weights.size; unit++) {
    let pending = true;
    const addSelf = () => {
      neighbours.push(unit);
      values.push(value);
      pending = false;
    };
    for (let link = weights.offsets[unit] ?? 0; link < (weights.offsets[unit + 1] ?? 0); link++) {
      const neighbour = weights.neighbours[link] ?? 0;
      if (pending && neighbour >= unit) addSelf();
      if (neighbour === unit) continue;
      neighbours.push(neighbour);
      values.push(weights.values[link] ?? 0);
    }
    if (pending) addSelf();
    offsets[unit + 1] = neighbours.length;
  }
  return {
    size: weights.size,
    offsets,
    neighbours: Uint32Array.from(neighbours),
    values: Float64Array.from(values),
  };
}

/**
 * The weights among the kept units only, renumbered in their order: for units without data, which must leave
 * before a statistic is computed. Weights are copied: row-standardise afterwards.
 * @throws RangeError when `keep` does not have one entry per unit.
 */
export function restrictedTo(weights: SpatialWeights, keep: readonly boolean[]): SpatialWeights {
  if (keep.length !== weights.size)
    throw new RangeError(`${keep.length} marks for ${weights.size} units; give one per unit`);
  let count = 0;
  const newNumber = keep.map((kept) => (kept ? count++ : -1));
  const offsets = new Uint32Array(count + 1);
  const neighbours: number[] = [];
  const values: number[] = [];
  newNumber.forEach((number, unit) => {
    if (number < 0) return;
    for (let link = weights.offsets[unit] ?? 0; link < (weights.offsets[unit + 1] ?? 0); link++) {
      const neighbour = newNumber[weights.neighbours[link] ?? 0] ?? -1;
      if (neighbour < 0) continue;
      neighbours.push(neighbour);
      values.push(weights.values[link] ?? 0);
    }
    offsets[number + 1] = neighbours.length;
  });
  return {
    size: count,
    offsets,
    neighbours: Uint32Array.from(neighbours),
    values: Float64Array.from(values),
  };
}

/** Unit numbers without any neighbour, ascending. A unit that is only its own neighbour counts as one. */
export function islands(weights: SpatialWeights): number[] {
  const found: number[] = [];
  for (let unit = 0; unit < weights.size; unit++)
    if (neighboursOf(weights, unit).every((neighbour) => neighbour === unit)) found.push(unit);
  return found;
}

/** Unit numbers of the neighbours of one unit, ascending; a view, not a copy. */
export function neighboursOf(weights: SpatialWeights, unit: number): Uint32Array {
  return weights.neighbours.subarray(weights.offsets[unit], weights.offsets[unit + 1]);
}

/** Weights of the links of one unit, in the order of `neighboursOf`; a view. */
export function weightsOf(weights: SpatialWeights, unit: number): Float64Array {
  return weights.values.subarray(weights.offsets[unit], weights.offsets[unit + 1]);
}

/** Sum of the weights of each row. */
export function rowSums(weights: SpatialWeights): Float64Array {
  return spatialLag(weights, new Float64Array(weights.size).fill(1));
}

/** Weighted sum of the neighbours' values of each unit: Σ_j w_ij x_j. @throws RangeError unless one value per unit. */
export function spatialLag(weights: SpatialWeights, values: ArrayLike<number>): Float64Array {
  if (values.length !== weights.size)
    throw new RangeError(`${values.length} values for ${weights.size} units; give one per unit`);
  const lag = new Float64Array(weights.size);
  for (let unit = 0; unit < weights.size; unit++) {
    let sum = 0;
    for (let link = weights.offsets[unit] ?? 0; link < (weights.offsets[unit + 1] ?? 0); link++)
      sum += (weights.values[link] ?? 0) * (values[weights.neighbours[link] ?? 0] ?? 0);
    lag[unit] = sum;
  }
  return lag;
}
