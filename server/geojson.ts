import type { MultiLineString, MultiPolygon, Point, Polygon, Position } from "geojson";
import { GraphQLScalarType, type ValueNode, valueFromASTUntyped } from "graphql";
import { say } from "./describe.ts";
import { InputError } from "./errors.ts";

const SPECIFIED_BY = "https://www.rfc-editor.org/rfc/rfc7946";
/** More corners than this are refused before the database sees them: its geometry code cannot be timed out. */
export const MOST_VERTICES = 10_000;

interface ReadableGeometry {
  Point: Point;
  Polygon: Polygon;
  MultiPolygon: MultiPolygon;
}

/** A scalar that carries one kind of GeoJSON geometry: longitude and latitude, EPSG:4326. */
function geoJsonScalar(type: string, zh: string, en: string): GraphQLScalarType {
  const parse =
    type === "Point" || type === "Polygon" || type === "MultiPolygon"
      ? (value: unknown) => readGeometry(type, value)
      : () => refuse(type, "output only");
  return new GraphQLScalarType({
    name: `GeoJSON${type}`,
    description: say(zh, en),
    specifiedByURL: SPECIFIED_BY,
    // Outlines come out of the database as text and are parsed once here, never walked.
    serialize: (value) => (typeof value === "string" ? JSON.parse(value) : value),
    parseValue: parse,
    parseLiteral: (node: ValueNode, variables) => parse(valueFromASTUntyped(node, variables)),
  });
}

export const GeoJSONPoint = geoJsonScalar(
  "Point",
  "GeoJSON 点，经纬度",
  "A GeoJSON point, longitude and latitude",
);
export const GeoJSONPolygon = geoJsonScalar(
  "Polygon",
  "GeoJSON 面，经纬度",
  "A GeoJSON polygon, longitude and latitude",
);
export const GeoJSONMultiPolygon = geoJsonScalar(
  "MultiPolygon",
  "GeoJSON 多面，经纬度；作参数时也接受面",
  "A GeoJSON multipolygon, longitude and latitude; as an argument a polygon is taken as well",
);
export const GeoJSONMultiLineString = geoJsonScalar(
  "MultiLineString",
  "GeoJSON 多线，经纬度",
  "A GeoJSON multilinestring, longitude and latitude",
);

export type { MultiLineString, MultiPolygon, Point, Polygon };

function refuse(type: string, reason: string): never {
  throw new InputError(
    "GEOMETRY_INVALID",
    `GeoJSON ${type} 无效：${reason}。`,
    `This GeoJSON ${type} is not valid: ${reason}.`,
  );
}

function readGeometry<Type extends keyof ReadableGeometry>(
  type: Type,
  value: unknown,
): ReadableGeometry[Type] {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    refuse(type, "an object with type and coordinates is expected");
  const geometry = value as { type?: unknown; coordinates?: unknown; crs?: unknown };
  if (type === "MultiPolygon" && geometry.type === "Polygon")
    return readGeometry(type, { ...geometry, type, coordinates: [geometry.coordinates] });
  if (geometry.type !== type) refuse(type, `type is ${JSON.stringify(geometry.type)}`);
  if (geometry.crs !== undefined)
    refuse(type, "a crs member is not allowed, coordinates are longitude and latitude");
  const coordinates =
    type === "Point"
      ? readPosition(type, geometry.coordinates)
      : type === "Polygon"
        ? readRings(geometry.coordinates)
        : readPolygons(geometry.coordinates);
  return { type, coordinates } as ReadableGeometry[Type];
}

function readPolygons(value: unknown): Position[][][] {
  if (!Array.isArray(value) || value.length === 0) refuse("MultiPolygon", "coordinates hold no polygon");
  // All polygons together, before any of them is looked at.
  refuseVertices(value.flat());
  return value.map(readRings);
}

function refuseVertices(rings: readonly unknown[]): void {
  const vertices = rings.reduce((sum: number, ring) => sum + (Array.isArray(ring) ? ring.length : 0), 0);
  if (vertices > MOST_VERTICES) {
    throw new InputError(
      "GEOMETRY_TOO_LARGE",
      `多边形有 ${vertices} 个顶点，上限 ${MOST_VERTICES}；请先简化。`,
      `The polygon has ${vertices} vertices, at most ${MOST_VERTICES} are allowed; simplify it first.`,
    );
  }
}

function readRings(value: unknown): Position[][] {
  if (!Array.isArray(value) || value.length === 0) refuse("Polygon", "coordinates hold no ring");
  refuseVertices(value);
  return value.map((ring) => {
    if (!Array.isArray(ring) || ring.length < 4) refuse("Polygon", "a ring needs at least four positions");
    const positions = ring.map((position) => readPosition("Polygon", position));
    const first = positions[0];
    const last = positions.at(-1);
    if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1])
      refuse("Polygon", "a ring must end where it begins");
    return positions;
  });
}

function readPosition(type: string, value: unknown): Position {
  if (!Array.isArray(value) || value.length < 2 || value.length > 3)
    refuse(type, `a position is ${JSON.stringify(value)?.slice(0, 60)}`);
  const [lon, lat] = value as unknown[];
  if (
    typeof lon !== "number" ||
    typeof lat !== "number" ||
    !(Math.abs(lon) <= 180) ||
    !(Math.abs(lat) <= 90)
  ) {
    refuse(type, `position ${JSON.stringify(value).slice(0, 60)} is not longitude, latitude in degrees`);
  }
  return [lon, lat];
}
