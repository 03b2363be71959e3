import type { MultiLineString, MultiPolygon, Point, Polygon } from "geojson";
import { initGraphQLTada } from "gql.tada";
import type { introspection } from "../graphql-env.d.ts";

interface Scalars {
  // A number while it is exact, text beyond 2^53; in fen.
  Money: number | string;
  GeoJSONPoint: Point;
  GeoJSONPolygon: Polygon;
  GeoJSONMultiPolygon: MultiPolygon;
  GeoJSONMultiLineString: MultiLineString;
}

/** Writes an operation; the build gives it its id (collect.mjs). */
export const graphql = initGraphQLTada<{ introspection: introspection; scalars: Scalars }>();
