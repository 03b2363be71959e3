/**
 * Hexagons of the H3 grid: places counted into cells of equal kind, small ones withheld.
 * Source: Uber H3 by h3-js 4; h3-pg in PostGIS gives the same cells. About 36 km² at resolution 6, 5.2 at 7,
 * 0.74 at 8. Cells of two resolutions never enter one statistic: their counts are not comparable.
 */
import { cellToLatLng, cellToParent, getResolution, gridDisk, isValidCell, latLngToCell } from "h3-js";
import { fromNeighbourLists, type SpatialWeights } from "./spatialWeights.ts";

export interface CountedPoint {
  /** WGS 84 or CGCS2000 degrees; GCJ-02 and BD-09 are off by a cell or more, convert them first. */
  readonly longitude: number;
  readonly latitude: number;
  /** Households concerned. */
  readonly numerator: number;
  /** All households. */
  readonly denominator: number;
}

export interface Hexagon {
  /** H3 cell in its usual hexadecimal text. */
  readonly cell: string;
  readonly resolution: number;
  /** Points counted into the cell. */
  readonly points: number;
  /** Households concerned; null where suppressed, as the two below. */
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** Numerator per denominator; null also where no household lives. */
  readonly rate: number | null;
  /** True where figures are withheld: too few households, or the other part of a total that would give them away. */
  readonly suppressed: boolean;
}

export interface SuppressionOptions {
  /** Cells of 1 to this many households, exclusive, are withheld; default 5, and 1 withholds nothing. */
  readonly fewestHouseholds?: number;
  /**
   * A coarser resolution whose totals are published too. Where it holds a single withheld cell, the smallest other
   * one is withheld as well, or the difference would tell (complementary suppression).
   */
  readonly publishedResolution?: number;
}

/** 1 to 4 households are withheld: the rule of the method card. */
const FEWEST_HOUSEHOLDS = 5;
const FINEST = 15;

function requireResolution(resolution: number): void {
  if (!(Number.isInteger(resolution) && resolution >= 0 && resolution <= FINEST))
    throw new RangeError(`resolution is ${resolution}; give a whole number from 0 to ${FINEST}`);
}

/** The cell that holds a place. @throws RangeError for degrees off the globe and for what is no resolution. */
export function hexagonAt(longitude: number, latitude: number, resolution: number): string {
  requireResolution(resolution);
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180))
    throw new RangeError(
      `longitude ${longitude}, latitude ${latitude}; give degrees on the globe, longitude first`,
    );
  return latLngToCell(latitude, longitude, resolution);
}

/** Centre of a cell in degrees. @throws RangeError for what is no cell. */
export function hexagonCentre(cell: string): { longitude: number; latitude: number } {
  commonResolution([cell]);
  const [latitude, longitude] = cellToLatLng(cell);
  return { longitude, latitude };
}

/**
 * The one resolution of all cells; null for none.
 * @throws RangeError where they mix resolutions, or one is no cell.
 */
export function commonResolution(cells: readonly string[]): number | null {
  let common: number | null = null;
  for (const cell of cells) {
    if (!isValidCell(cell)) throw new RangeError(`"${cell}" is no H3 cell; give its hexadecimal text`);
    const resolution = getResolution(cell);
    if (common !== null && resolution !== common)
      throw new RangeError(
        `cells of resolution ${common} and ${resolution} (${cell}); never mix them, aggregate anew`,
      );
    common = resolution;
  }
  return common;
}

/**
 * Counts points into cells of one resolution; numerators and denominators are added up, rates never averaged.
 * @returns cells in the order in which points first fall into them.
 * @throws RangeError for degrees off the globe, negative counts, or a published resolution that is not coarser.
 */
export function aggregateHexagons(
  points: readonly CountedPoint[],
  resolution: number,
  options: SuppressionOptions = {},
): Hexagon[] {
  const { fewestHouseholds = FEWEST_HOUSEHOLDS, publishedResolution } = options;
  requireResolution(resolution);
  if (publishedResolution !== undefined) {
    requireResolution(publishedResolution);
    if (publishedResolution >= resolution)
      throw new RangeError(`published resolution ${publishedResolution} is not coarser than ${resolution}`);
  }
  const sums = new Map<string, { points: number; numerator: number; denominator: number }>();
  for (const { longitude, latitude, numerator, denominator } of points) {
    if (!(numerator >= 0 && denominator >= 0))
      throw new RangeError(
        `${numerator} of ${denominator} households at ${longitude}, ${latitude}; give counts from 0`,
      );
    const cell = hexagonAt(longitude, latitude, resolution);
    const sum = sums.get(cell) ?? { points: 0, numerator: 0, denominator: 0 };
    sum.points += 1;
    sum.numerator += numerator;
    sum.denominator += denominator;
    sums.set(cell, sum);
  }
  const withheld = new Set<string>();
  for (const [cell, { denominator }] of sums)
    if (denominator > 0 && denominator < fewestHouseholds) withheld.add(cell);
  if (publishedResolution !== undefined) withholdComplements(sums, withheld, publishedResolution);
  return Array.from(sums, ([cell, { points: counted, numerator, denominator }]): Hexagon => {
    const known = { cell, resolution, points: counted };
    if (withheld.has(cell))
      return { ...known, numerator: null, denominator: null, rate: null, suppressed: true };
    const rate = denominator > 0 ? numerator / denominator : null;
    return { ...known, numerator, denominator, rate, suppressed: false };
  });
}

function withholdComplements(
  sums: ReadonlyMap<string, { denominator: number }>,
  withheld: Set<string>,
  publishedResolution: number,
): void {
  const children = new Map<string, { cell: string; denominator: number }[]>();
  for (const [cell, { denominator }] of sums) {
    // An empty cell hides nothing, so it cannot stand in for one that must be hidden.
    if (denominator === 0) continue;
    const parent = cellToParent(cell, publishedResolution);
    children.set(parent, [...(children.get(parent) ?? []), { cell, denominator }]);
  }
  for (const siblings of children.values()) {
    if (siblings.filter(({ cell }) => withheld.has(cell)).length !== 1) continue;
    const others = siblings.filter(({ cell }) => !withheld.has(cell));
    const [smallest] = others.sort((a, b) => a.denominator - b.denominator || (a.cell < b.cell ? -1 : 1));
    if (smallest) withheld.add(smallest.cell);
  }
}

/**
 * Binary weights among given cells: those that share an edge on the grid. For Gi* and Moran's I on hexagons.
 * @throws RangeError for mixed resolutions, what is no cell, and a cell given twice.
 */
export function hexagonContiguity(cells: readonly string[]): SpatialWeights {
  commonResolution(cells);
  const numbers = new Map(cells.map((cell, place) => [cell, place]));
  if (numbers.size < cells.length)
    throw new RangeError(`${cells.length} cells, of which ${numbers.size} are different; give each once`);
  return fromNeighbourLists(
    cells.map((cell, place) =>
      gridDisk(cell, 1).flatMap((near) => {
        const number = numbers.get(near);
        return number === undefined || number === place ? [] : [number];
      }),
    ),
  );
}
