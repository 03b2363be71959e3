/**
 * Kernel density: a smooth surface of how much lies around each place.
 * Sources: Silverman (1986), "Density Estimation", section 4.2 (Gaussian, and the quartic "biweight" ArcGIS uses);
 * Scott (1992), "Multivariate Density Estimation". No edge correction: density falls off at the border of the data.
 * A surface of counts is a map of where people live; show `densityRatio` of cases to households instead.
 */
import { medianSorted } from "simple-statistics";
import type { PlanePoint } from "./pointIndex.ts";

export interface WeightedPoint extends PlanePoint {
  /** What the point stands for, such as households; from 0 up. */
  readonly weight: number;
}

export type Kernel = "gaussian" | "quartic";

/** A rectangular grid: one density per column and row, at its very point, not over a cell. */
export interface DensityGrid {
  /** Eastings of the columns, in the unit of the points. */
  readonly columns: readonly number[];
  /** Northings of the rows. */
  readonly rows: readonly number[];
}

function requireFinite(name: string, values: readonly number[]): void {
  values.forEach((value, place) => {
    if (!Number.isFinite(value)) throw new RangeError(`${name} ${place} is ${value}; give finite numbers`);
  });
}

function requireInput(points: readonly WeightedPoint[], grid: DensityGrid, bandwidth: number): void {
  if (!(bandwidth > 0 && Number.isFinite(bandwidth)))
    throw new RangeError(
      `bandwidth is ${bandwidth}; give a finite length above 0, in the unit of the points`,
    );
  requireFinite("grid column", grid.columns);
  requireFinite("grid row", grid.rows);
  points.forEach(({ x, y, weight }, place) => {
    if (!(Number.isFinite(x) && Number.isFinite(y) && weight >= 0 && Number.isFinite(weight)))
      throw new RangeError(
        `point ${place} is at ${x}, ${y} with weight ${weight}; give finite places, weights from 0`,
      );
  });
}

/**
 * Density at each grid point, in weight per square unit of the coordinates (metres: per m²; × 1e6 per km²).
 * @param bandwidth standard deviation σ of the Gaussian, or radius h of the quartic, in the unit of the points.
 * @returns one number per grid point, row by row: index row × columns.length + column.
 * @throws RangeError for a bandwidth not above 0, and for points or grid lines that are not finite.
 */
export function kernelDensity(
  points: readonly WeightedPoint[],
  grid: DensityGrid,
  kernel: Kernel,
  bandwidth: number,
): Float64Array {
  requireInput(points, grid, bandwidth);
  return kernel === "gaussian" ? gaussian(points, grid, bandwidth) : quartic(points, grid, bandwidth);
}

function gaussian(
  points: readonly WeightedPoint[],
  { columns, rows }: DensityGrid,
  sigma: number,
): Float64Array {
  const density = new Float64Array(columns.length * rows.length);
  const across = new Float64Array(columns.length);
  for (const { x, y, weight } of points) {
    // The kernel is a product of two factors, so exponentials grow with columns + rows and not with their product.
    columns.forEach((column, place) => {
      across[place] = Math.exp(-((column - x) ** 2) / (2 * sigma * sigma));
    });
    rows.forEach((row, place) => {
      const along =
        (weight * Math.exp(-((row - y) ** 2) / (2 * sigma * sigma))) / (2 * Math.PI * sigma * sigma);
      const start = place * columns.length;
      for (let column = 0; column < across.length; column++)
        density[start + column] = (density[start + column] ?? 0) + along * (across[column] ?? 0);
    });
  }
  return density;
}

function quartic(
  points: readonly WeightedPoint[],
  { columns, rows }: DensityGrid,
  radius: number,
): Float64Array {
  const density = new Float64Array(columns.length * rows.length);
  for (const { x, y, weight } of points) {
    rows.forEach((row, place) => {
      const along = ((row - y) / radius) ** 2;
      if (along >= 1) return;
      columns.forEach((column, at) => {
        const share = along + ((column - x) / radius) ** 2;
        if (share >= 1) return;
        const index = place * columns.length + at;
        density[index] =
          (density[index] ?? 0) + (weight * 3 * (1 - share) ** 2) / (Math.PI * radius * radius);
      });
    });
  }
  return density;
}

export interface Bandwidths {
  /** Scott's σ per axis, sd·n^(−1/6) with divisor n − 1, in the unit of the points. */
  readonly scott: readonly [x: number, y: number];
  /** Search radius h = 0.9·min(SD, √(1/ln 2)·Dm)·n^(−1/5), as ArcGIS documents its default. */
  readonly arcgis: number;
  /** SD: root mean square distance from the mean centre. */
  readonly standardDistance: number;
  /** Dm: median distance from the mean centre. */
  readonly medianDistance: number;
}

/**
 * Bandwidths from the spread of the points alone (weights do not count): starting values, to be shown beside the map.
 * @throws RangeError with fewer than two points, or when all lie in one place.
 */
export function bandwidths(points: readonly PlanePoint[]): Bandwidths {
  const n = points.length;
  if (n < 2) throw new RangeError(`${n} points have no spread; give at least two`);
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  requireFinite("easting", xs);
  requireFinite("northing", ys);
  const [meanX, meanY] = [xs, ys].map((values) => values.reduce((sum, value) => sum + value, 0) / n);
  const squares = (values: readonly number[], mean = 0) =>
    values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const [squaresX, squaresY] = [squares(xs, meanX), squares(ys, meanY)];
  const standardDistance = Math.sqrt((squaresX + squaresY) / n);
  if (standardDistance === 0)
    throw new RangeError(`all ${n} points lie at ${meanX}, ${meanY}; choose a bandwidth by hand`);
  const distances = points.map(({ x, y }) => Math.hypot(x - (meanX ?? 0), y - (meanY ?? 0)));
  const medianDistance = medianSorted(distances.sort((a, b) => a - b));
  const scott = (sum: number) => Math.sqrt(sum / (n - 1)) * n ** (-1 / 6);
  return {
    scott: [scott(squaresX), scott(squaresY)],
    arcgis: 0.9 * Math.min(standardDistance, Math.sqrt(1 / Math.LN2) * medianDistance) * n ** -0.2,
    standardDistance,
    medianDistance,
  };
}

/**
 * Relative risk of two densities on one grid with one kernel and bandwidth: local cases per household over cases
 * per household of the whole; 1 is average. Source: Bithell (1990), Statistics in Medicine 9.
 * @param cases density of cases. @param households density of households, from the same grid.
 * @param totals sums of the weights both densities were made from.
 * @param leastShare where the households' density is below this share of its peak, there is no answer.
 * @returns null where too few households live: a ratio to next to nothing is noise.
 * @throws RangeError when lengths differ, a total is not above 0 or the share is not in 0 to 1.
 */
export function densityRatio(
  cases: Float64Array,
  households: Float64Array,
  totals: { readonly cases: number; readonly households: number },
  leastShare = 0.01,
): (number | null)[] {
  if (cases.length !== households.length)
    throw new RangeError(`${cases.length} and ${households.length} grid points; compute both on one grid`);
  if (!(totals.cases > 0 && totals.households > 0))
    throw new RangeError(`totals are ${totals.cases} and ${totals.households}; both must be above 0`);
  if (!(leastShare >= 0 && leastShare <= 1))
    throw new RangeError(`the least share is ${leastShare}; give a number from 0 to 1`);
  const peak = households.reduce((most, value) => Math.max(most, value), 0);
  const overall = totals.cases / totals.households;
  return Array.from(households, (density, place) =>
    density > 0 && density >= leastShare * peak ? (cases[place] ?? 0) / density / overall : null,
  );
}
