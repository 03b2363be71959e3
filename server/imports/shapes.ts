import type { Position } from "geojson";
import { multiPolygonHex, pointHex } from "../regions/wellKnownBinary.ts";
import { type Crs, placeProblem, positionIn } from "./crs.ts";
import type { Detail, ProblemCode } from "./problems.ts";

export const MOST_VERTICES = 200_000;

export interface ShapeProblem {
  readonly code: ProblemCode;
  readonly value: string;
  readonly detail?: Detail;
}

/** EWKB in the reference system of the file; null where the file has none. */
export interface Shape {
  readonly point: string | null;
  readonly outline: string | null;
}

const NONE: Shape = { point: null, outline: null };

/** Reads a Point, Polygon or MultiPolygon of the file. Heights, which nothing here uses, are left out. */
export function readShape(geometry: unknown, crs: Crs): Shape | ShapeProblem {
  if (geometry === null || geometry === undefined) return NONE;
  const { type, coordinates } = geometry as { type?: unknown; coordinates?: unknown };
  if (type === "Point") {
    return isPosition(coordinates)
      ? readPoint(coordinates[0] ?? 0, coordinates[1] ?? 0, crs)
      : invalid("坐标不是数", "a coordinate is not a number");
  }
  if (type === "Polygon") return readOutline([coordinates], crs);
  if (type === "MultiPolygon" && Array.isArray(coordinates)) return readOutline(coordinates, crs);
  const shown = String(type).slice(0, 30);
  return invalid(
    `类型 ${shown} 不是 Point、Polygon 或 MultiPolygon`,
    `type ${shown} is not Point, Polygon or MultiPolygon`,
  );
}

export function readPoint(x: number, y: number, crs: Crs): Shape | ShapeProblem {
  const position = positionIn(crs, [x, y]);
  return misplaced(position, crs) ?? { point: pointHex(position, crs.srid), outline: null };
}

function readOutline(polygons: readonly unknown[], crs: Crs): Shape | ShapeProblem {
  // Counted before anything else is looked at: a bomb must cost no more than this.
  const vertices = countVertices(polygons);
  if (vertices > MOST_VERTICES)
    return { code: "GEOMETRY_TOO_LARGE", value: String(vertices), detail: { most: MOST_VERTICES } };
  if (!isPolygons(polygons) || polygons.length === 0)
    return invalid("坐标不是数，或多边形为空", "a coordinate is not a number, or the polygon is empty");
  const placed =
    crs.swapped || crs.correct
      ? polygons.map((rings) => rings.map((ring) => ring.map((each) => inSystem(each, crs))))
      : polygons;
  for (const ring of placed.flat()) {
    const [first, last] = [ring[0], ring.at(-1)];
    if (ring.length < 4) return invalid("环少于四个点", "a ring has fewer than four points", first);
    if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1])
      return invalid("环没有闭合", "a ring is not closed", first);
    for (const position of ring) {
      const problem = misplaced(position, crs);
      if (problem) return problem;
    }
  }
  return { point: null, outline: multiPolygonHex(placed, crs.srid) };
}

const inSystem = ([x = Number.NaN, y = Number.NaN]: Position, crs: Crs): Position => [
  ...positionIn(crs, [x, y]),
];

function misplaced([x = Number.NaN, y = Number.NaN]: readonly number[], crs: Crs): ShapeProblem | null {
  const code = placeProblem(crs, x, y);
  if (code === null) return null;
  const [west, south, east, north] = crs.extent;
  return { code, value: `${x}, ${y}`, detail: { system: crs.name, west, south, east, north } };
}

function invalid(zh: string, en: string, place?: Position): ShapeProblem {
  return {
    code: "GEOMETRY_INVALID",
    value: en,
    detail: { reason_zh: zh, reason_en: en, place: place ? `${place[0]}, ${place[1]}` : "" },
  };
}

/** Polygons, rings, positions; what is nested deeper is no polygon and is refused later. */
function countVertices(value: unknown, levels = 3): number {
  if (!Array.isArray(value)) return 0;
  if (levels === 0) return 1;
  return value.reduce((sum: number, member: unknown) => sum + countVertices(member, levels - 1), 0);
}

function isPolygons(value: readonly unknown[]): value is Position[][][] {
  return value.every(
    (polygon) =>
      Array.isArray(polygon) &&
      polygon.length > 0 &&
      polygon.every((ring) => Array.isArray(ring) && ring.length > 0 && ring.every(isPosition)),
  );
}

function isPosition(value: unknown): value is Position {
  return (
    Array.isArray(value) &&
    value.length >= 2 &&
    value.slice(0, 2).every((ordinate) => Number.isFinite(ordinate))
  );
}
