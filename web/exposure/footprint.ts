import type { MultiPolygon, Position } from "geojson";

/** Longest text of a footprint that goes into the address; a longer one lives in the page alone. */
const LONGEST = 1_500;
/** Five decimals: about a metre. */
const rounded = (degrees: number) => Number(degrees.toFixed(5));

/** `114.3,26.1;114.7,26.1;…`: rings parted by `_`, polygons by `~`; null where it is too long for an address. */
export function writeFootprint(shape: MultiPolygon): string | null {
  const text = shape.coordinates
    .map((rings) =>
      rings
        // A ring ends where it begins: the address need not say so twice.
        .map((ring) =>
          ring
            .slice(0, -1)
            .map(([lon = 0, lat = 0]) => `${rounded(lon)},${rounded(lat)}`)
            .join(";"),
        )
        .join("_"),
    )
    .join("~");
  return text.length > LONGEST ? null : text;
}

export function readFootprint(text: string): MultiPolygon | null {
  if (text.length > LONGEST || !/^[-\d.,;_~]+$/.test(text)) return null;
  const coordinates = text.split("~").map((polygon) => polygon.split("_").map(readRing));
  const whole = coordinates.every((rings) => rings.every((ring) => ring !== null));
  return whole ? { type: "MultiPolygon", coordinates: coordinates as Position[][][] } : null;
}

function readRing(text: string): Position[] | null {
  const ring = text.split(";").map((pair): Position => pair.split(",").map(Number));
  const sound = ring.length >= 3 && ring.every((at) => at.length === 2 && at.every(Number.isFinite));
  return sound ? [...ring, ring[0] as Position] : null;
}

export const rectangle = (west: number, south: number, east: number, north: number): MultiPolygon => ({
  type: "MultiPolygon",
  coordinates: [
    [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  ],
});

/** All polygons of a GeoJSON text, whatever they are wrapped in; null where there is none. */
export function polygonsIn(text: string): MultiPolygon | null {
  try {
    const coordinates = [...polygonsOf(JSON.parse(text))];
    return coordinates.length > 0 ? { type: "MultiPolygon", coordinates } : null;
  } catch {
    return null;
  }
}

function* polygonsOf(value: unknown): Generator<Position[][]> {
  if (typeof value !== "object" || value === null) return;
  const { type, coordinates, geometry, geometries, features } = value as Record<string, unknown>;
  if (type === "Polygon" && Array.isArray(coordinates)) yield coordinates as Position[][];
  if (type === "MultiPolygon" && Array.isArray(coordinates)) yield* coordinates as Position[][][];
  if (type === "Feature") yield* polygonsOf(geometry);
  for (const list of [features, geometries])
    if (Array.isArray(list)) for (const one of list) yield* polygonsOf(one);
}

/** Four numbers, or GeoJSON; null where it is neither. */
export function footprintOfText(text: string): MultiPolygon | null {
  const numbers = text
    .trim()
    .split(/[\s,，;；]+/)
    .map(Number);
  const [west, south, east, north] = numbers;
  if (
    numbers.length === 4 &&
    west !== undefined &&
    south !== undefined &&
    east !== undefined &&
    north !== undefined &&
    numbers.every(Number.isFinite) &&
    west < east &&
    south < north
  )
    return rectangle(west, south, east, north);
  return polygonsIn(text);
}

/** Box around a footprint, for flying to it. */
export function bboxOf(shape: MultiPolygon): readonly [number, number, number, number] {
  const positions = shape.coordinates.flat(2);
  const of = (axis: 0 | 1) => positions.map((position) => position[axis] ?? 0);
  return [Math.min(...of(0)), Math.min(...of(1)), Math.max(...of(0)), Math.max(...of(1))];
}
