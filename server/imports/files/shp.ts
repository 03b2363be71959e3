import { polygonsOfRings } from "../../../geo/rings.ts";
import { ImportRefused } from "../refused.ts";
import { MOST_VERTICES } from "../shapes.ts";

const FILE_CODE = 9994;
const FIRST_RECORD = 100;
/** Finding the ring that holds each hole goes over all of them. */
const MOST_RINGS = 2_000;

/** What the numbers of the format stand for; with 10 added there are heights, with 20 measures. */
const KINDS: Readonly<Record<number, "Point" | "Polygon" | "Line" | "MultiPoint">> = {
  1: "Point",
  3: "Line",
  5: "Polygon",
  8: "MultiPoint",
};

/**
 * Geometries of a `.shp` one by one, as GeoJSON without heights: ESRI Shapefile Technical Description, July 1998.
 * Null for a record without one. Kinds the atlas has no use for come with their name alone, so that the row is told of.
 * @throws ImportRefused for a file that is cut off or is none.
 */
export function* geometriesOf(bytes: Buffer): Generator<unknown> {
  if (bytes.length < FIRST_RECORD || bytes.readInt32BE(0) !== FILE_CODE) refuse();
  for (let at = FIRST_RECORD; at + 8 <= bytes.length; ) {
    const length = bytes.readInt32BE(at + 4) * 2;
    if (length < 4 || at + 8 + length > bytes.length) refuse();
    yield geometryOf(bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
}

function geometryOf(record: Buffer): unknown {
  const kind = KINDS[record.readInt32LE(0) % 10];
  if (kind === undefined) return null;
  if (kind === "Point") {
    if (record.length < 20) refuse();
    return { type: "Point", coordinates: positionAt(record, 4) };
  }
  return kind === "Polygon" ? polygonOf(record) : { type: kind };
}

function polygonOf(record: Buffer): unknown {
  if (record.length < 44) refuse();
  const rings = record.readInt32LE(36);
  const positions = record.readInt32LE(40);
  if (rings < 0 || positions < 0 || record.length < 44 + 4 * rings + 16 * positions) refuse();
  // What is too much is handed on as it is: the row is told of, and no time is spent on it.
  if (positions > MOST_VERTICES || rings > MOST_RINGS)
    return {
      type: "MultiPolygon",
      coordinates: [[Array.from({ length: Math.max(positions, MOST_VERTICES + 1) }, () => [])]],
    };
  const starts = Array.from({ length: rings }, (_, index) => record.readInt32LE(44 + 4 * index));
  const parts = starts.map((start, index) => {
    const end = starts[index + 1] ?? positions;
    if (start < 0 || end < start || end > positions) refuse();
    return Array.from({ length: end - start }, (_, corner) =>
      positionAt(record, 44 + 4 * rings + 16 * (start + corner)),
    );
  });
  return { type: "MultiPolygon", coordinates: polygonsOfRings(parts) };
}

const positionAt = (record: Buffer, at: number): [number, number] => [
  record.readDoubleLE(at),
  record.readDoubleLE(at + 8),
];

function refuse(): never {
  throw new ImportRefused(
    "SyntaxBroken",
    "Shapefile 的图形文件（.shp）不完整或已损坏；请重新导出。",
    "The shapes (.shp) of the Shapefile are cut off or broken; export it again.",
  );
}
