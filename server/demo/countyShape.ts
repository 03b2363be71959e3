import type { MultiPolygon, Position } from "geojson";
import type { Random } from "./random.ts";

export type Point = readonly [x: number, y: number];

interface Part {
  bands: Float64Array[];
  areaKm2: number;
  west: number;
  south: number;
  east: number;
  north: number;
}

/** Kilometres per degree; a county is small enough for one scale. */
const KM_PER_DEGREE = 111.2;

/**
 * A county's outline in a plane scaled at its middle latitude (x·cos latitude), where a kilometre is as long
 * east as north: cells drawn in degrees would be stretched.
 */
export class CountyShape {
  readonly parts: Part[];
  readonly areaKm2: number;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  private readonly xScale: number;

  constructor(outline: MultiPolygon) {
    const latitudes = outline.coordinates.flatMap((rings) =>
      (rings[0] ?? []).map((position) => position[1] as number),
    );
    const middle = (extent(latitudes).least + extent(latitudes).most) / 2;
    this.xScale = KM_PER_DEGREE * Math.cos((middle * Math.PI) / 180);
    this.parts = outline.coordinates.map((rings) => this.part(rings));
    // The order in which a loader happens to write the parts must not move a village.
    this.parts.sort((left, right) => left.west - right.west || left.south - right.south);
    this.areaKm2 = this.parts.reduce((sum, part) => sum + part.areaKm2, 0);
    this.west = extent(this.parts.map((part) => part.west)).least;
    this.south = extent(this.parts.map((part) => part.south)).least;
    this.east = extent(this.parts.map((part) => part.east)).most;
    this.north = extent(this.parts.map((part) => part.north)).most;
  }

  toPlane([longitude = 0, latitude = 0]: readonly number[]): Point {
    return [longitude * this.xScale, latitude * KM_PER_DEGREE];
  }

  /** Longitude and latitude, rounded to 1e-6 degree: about 0.1 m, and the grid on which outlines are cut. */
  toDegrees([x, y]: Point): Point {
    return [Math.round((x / this.xScale) * 1e6) / 1e6, Math.round((y / KM_PER_DEGREE) * 1e6) / 1e6];
  }

  contains([x, y]: Point): boolean {
    return this.parts.some((part) => inside(part, x, y));
  }

  /** Evenly spread over the land: first a part by its area, then a point of its box that falls inside. */
  randomPoint(random: Random): Point {
    const part =
      this.parts.length === 1
        ? this.parts[0]
        : random.weighted(this.parts.map((each) => [each, each.areaKm2] as const));
    if (part === undefined) throw new Error("a county without an outline cannot hold villages");
    for (let attempt = 0; attempt < 10_000; attempt += 1) {
      const x = random.between(part.west, part.east);
      const y = random.between(part.south, part.north);
      if (inside(part, x, y)) return [x, y];
    }
    throw new Error("no point of the county's box falls inside its outline");
  }

  private part(rings: Position[][]): Part {
    const plane = rings.map((ring) => ring.map((position): Position => [...this.toPlane(position)]));
    const x = extent((plane[0] ?? []).map((position) => position[0] as number));
    const y = extent((plane[0] ?? []).map((position) => position[1] as number));
    const areas = plane.map((ring) => Math.abs(signedArea(ring)));
    const areaKm2 = (areas[0] ?? 0) - areas.slice(1).reduce((sum, area) => sum + area, 0);
    const bands = bandsOf(plane, y.least, y.most);
    return { bands, areaKm2, west: x.least, east: x.most, south: y.least, north: y.most };
  }
}

/**
 * Edges sorted into bands by latitude, four numbers each: a point has to be compared with the few edges of its
 * band only. Placing villages asks this question some twenty times a village.
 */
function bandsOf(rings: Position[][], south: number, north: number): Float64Array[] {
  const edges = rings.flatMap((ring) =>
    ring
      .slice(1)
      .map(
        (position, index) => [...(ring[index] as Position), ...position] as [number, number, number, number],
      ),
  );
  const height = (north - south) / BANDS;
  return Array.from({ length: BANDS }, (_, band) => {
    // A little wider than the band, so that rounding cannot drop an edge.
    const from = south + (band - 0.01) * height;
    const to = south + (band + 1.01) * height;
    return Float64Array.from(
      edges.filter(([, y1, , y2]) => Math.min(y1, y2) <= to && Math.max(y1, y2) >= from).flat(),
    );
  });
}
const BANDS = 48;

/** Even-odd rule over all rings, so holes count. */
function inside(part: Part, x: number, y: number): boolean {
  if (x < part.west || x > part.east || y < part.south || y > part.north) return false;
  const band = Math.min(BANDS - 1, Math.floor(((y - part.south) / (part.north - part.south)) * BANDS));
  const edges = part.bands[band] as Float64Array;
  let within = false;
  for (let index = 0; index < edges.length; index += 4) {
    const x1 = edges[index] as number;
    const y1 = edges[index + 1] as number;
    const x2 = edges[index + 2] as number;
    const y2 = edges[index + 3] as number;
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) within = !within;
  }
  return within;
}

function signedArea(ring: Position[]): number {
  let sum = 0;
  for (let index = 0, before = ring.length - 1; index < ring.length; before = index, index += 1) {
    const [x1, y1] = ring[before] as [number, number];
    const [x2, y2] = ring[index] as [number, number];
    sum += x1 * y2 - x2 * y1;
  }
  return sum / 2;
}

function extent(values: readonly number[]): { least: number; most: number } {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most };
}

export function distanceKm(from: Point, to: Point): number {
  return Math.hypot(from[0] - to[0], from[1] - to[1]);
}
