/**
 * Geometries as GeoPackage keeps them (OGC 12-128r18, section 2.1.3): a header with the box, then little-endian
 * well-known binary (OGC 06-103r4), two dimensions, EPSG:4326.
 */
import type { Geometry, Position } from "geojson";

const WKB = {
  Point: 1,
  LineString: 2,
  Polygon: 3,
  MultiPoint: 4,
  MultiLineString: 5,
  MultiPolygon: 6,
} as const;

export interface Packed {
  readonly bytes: Uint8Array;
  /** West, south, east, north. */
  readonly box: readonly [number, number, number, number];
}

/** @throws TypeError for a collection of geometries, which no table of ours holds. */
export function toGeoPackage(geometry: Geometry): Packed {
  if (geometry.type === "GeometryCollection")
    throw new TypeError("a geometry collection is not written to a GeoPackage");
  const positions = flatten(geometry.coordinates);
  const lons = positions.map(([lon]) => lon ?? Number.NaN);
  const lats = positions.map(([, lat]) => lat ?? Number.NaN);
  const least = (values: readonly number[]) =>
    values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = (values: readonly number[]) =>
    values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const box = [least(lons), least(lats), most(lons), most(lats)] as const;

  const body: ((view: DataView, at: number) => number)[] = [];
  let length = 40;
  const put = (size: number, write: (view: DataView, at: number) => void) => {
    length += size;
    body.push((view, at) => {
      write(view, at);
      return at + size;
    });
  };
  const count = (value: number) => put(4, (view, at) => view.setUint32(at, value, true));
  const head = (type: number) =>
    put(5, (view, at) => {
      view.setUint8(at, 1);
      view.setUint32(at + 1, type, true);
    });
  const place = ([lon = Number.NaN, lat = Number.NaN]: Position) =>
    put(16, (view, at) => {
      view.setFloat64(at, lon, true);
      view.setFloat64(at + 8, lat, true);
    });
  const list = <Item>(items: readonly Item[], each: (item: Item) => void) => {
    count(items.length);
    items.forEach(each);
  };
  const line = (places: readonly Position[]) => list(places, place);
  const one = (single: Exclude<Geometry, { type: "GeometryCollection" }>) => {
    head(WKB[single.type]);
    if (single.type === "Point") place(single.coordinates);
    else if (single.type === "LineString") line(single.coordinates);
    else if (single.type === "Polygon") list(single.coordinates, line);
    else if (single.type === "MultiPoint")
      list(single.coordinates, (coordinates) => one({ type: "Point", coordinates }));
    else if (single.type === "MultiLineString")
      list(single.coordinates, (coordinates) => one({ type: "LineString", coordinates }));
    else list(single.coordinates, (coordinates) => one({ type: "Polygon", coordinates }));
  };
  one(geometry);

  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  // "GP", version 1; little-endian, with the box of two dimensions.
  bytes.set([0x47, 0x50, 0, 0b0000_0011]);
  view.setInt32(4, 4326, true);
  const [west, south, east, north] = box;
  [west, east, south, north].forEach((degrees, index) => {
    view.setFloat64(8 + index * 8, degrees, true);
  });
  body.reduce((at, write) => write(view, at), 40);
  return { bytes, box };
}

/** Every position of nested coordinates. */
function flatten(coordinates: Position | Position[] | Position[][] | Position[][][]): Position[] {
  if (typeof coordinates[0] === "number" || coordinates.length === 0)
    return coordinates.length === 0 ? [] : [coordinates as Position];
  return (coordinates as Position[][]).flatMap((each) => flatten(each));
}
