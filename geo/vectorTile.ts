/** Vector tiles by the Mapbox Vector Tile specification 2.1, from well-known binary in Web Mercator metres. */
import { PbfWriter } from "pbf";
import { clipLine, clipRing } from "./clip.ts";
import { readWkb } from "./wkb.ts";

export const EXTENT = 4096;
/** Units kept beyond the edge, so that outlines do not show at the seams of tiles. */
export const BUFFER = 64;
/** Half the width of the Web Mercator square, metres. */
export const HALF_WORLD = 20_037_508.342_789_244;

export type Property = string | number | boolean | null | undefined;

export interface TileFeature {
  /** A whole number, stable and unique in its layer. */
  readonly id: number;
  /**
   * WKB in EPSG:3857, or a position in degrees: points inside the tile are kept, those in the buffer are not. Or a
   * point in whole tile units from the north-west corner, already known to lie inside.
   */
  readonly geometry: Uint8Array | readonly [lon: number, lat: number] | TilePoint;
  /** In the order of the layer's keys; null and undefined are left out. */
  readonly values: readonly Property[];
}

export interface TilePoint {
  readonly x: number;
  readonly y: number;
}

export interface TileLayerContent {
  readonly name: string;
  readonly keys: readonly string[];
  readonly features: Iterable<TileFeature>;
}

/** Longitude and latitude in degrees to Web Mercator metres. */
export function toMercator(lon: number, lat: number): [number, number] {
  return [
    (lon / 180) * HALF_WORLD,
    (Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / Math.PI) * HALF_WORLD,
  ];
}

/** West, south, east, north of a tile in degrees. */
export function tileBounds(z: number, x: number, y: number): [number, number, number, number] {
  const lon = (column: number) => (column / 2 ** z) * 360 - 180;
  const lat = (row: number) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / 2 ** z))) * 180) / Math.PI;
  return [lon(x), lat(y + 1), lon(x + 1), lat(y)];
}

/**
 * Encodes one tile. Layers without a feature are left out; zero bytes mean an empty tile.
 * @param onBadFeature told of a feature whose geometry cannot be drawn; that one is left out.
 */
export function encodeTile(
  layers: readonly TileLayerContent[],
  z: number,
  x: number,
  y: number,
  onBadFeature: (error: unknown, id: number) => void,
): Uint8Array {
  const size = (2 * HALF_WORLD) / 2 ** z;
  const frame = { west: x * size - HALF_WORLD, north: HALF_WORLD - y * size, scale: EXTENT / size };
  const tile = new PbfWriter();
  for (const layer of layers) {
    const bytes = encodeLayer(layer, frame, onBadFeature);
    if (bytes !== null) tile.writeBytesField(3, bytes);
  }
  return tile.finish();
}

interface Frame {
  west: number;
  north: number;
  scale: number;
}

function encodeLayer(
  layer: TileLayerContent,
  frame: Frame,
  onBadFeature: (error: unknown, id: number) => void,
): Uint8Array | null {
  const out = new PbfWriter();
  const keys: string[] = [];
  const keyIndices: number[] = [];
  const values = new ValueTable();
  let features = 0;
  for (const feature of layer.features) {
    let shape: Shape | null = null;
    try {
      shape = encodeGeometry(feature.geometry, frame);
    } catch (error) {
      onBadFeature(error, feature.id);
    }
    if (shape === null) continue;
    const tags: number[] = [];
    for (let column = 0; column < layer.keys.length; column += 1) {
      const value = feature.values[column];
      if (value === null || value === undefined) continue;
      // Keys stand in the tile only when a feature has them.
      const key = keyIndices[column] ?? keys.push(layer.keys[column] ?? "") - 1;
      keyIndices[column] = key;
      tags.push(key, values.indexOf(value));
    }
    out.writeMessage(2, writeFeature, { id: feature.id, tags, shape });
    features += 1;
  }
  if (features === 0) return null;
  out.writeVarintField(15, 2);
  out.writeStringField(1, layer.name);
  for (const key of keys) out.writeStringField(3, key);
  for (const value of values.list) out.writeMessage(4, writeValue, value);
  out.writeVarintField(5, EXTENT);
  return out.finish();
}

type PresentProperty = Exclude<Property, null | undefined>;

const SMALL_NUMBERS = 4096;

/** Each value once. Most are small counts, which an array finds in a third of the time of a map. */
class ValueTable {
  readonly list: PresentProperty[] = [];
  readonly #indices = new Map<PresentProperty, number>();
  readonly #small: (number | undefined)[] = new Array(SMALL_NUMBERS);

  indexOf(value: PresentProperty): number {
    const isSmall =
      typeof value === "number" && value >= 0 && value < SMALL_NUMBERS && Number.isInteger(value);
    const known = isSmall ? this.#small[value] : this.#indices.get(value);
    if (known !== undefined) return known;
    const index = this.list.push(value) - 1;
    if (isSmall) this.#small[value] = index;
    else this.#indices.set(value, index);
    return index;
  }
}

interface Shape {
  type: 1 | 2 | 3;
  commands: number[];
}

function writeFeature(feature: { id: number; tags: number[]; shape: Shape }, out: PbfWriter): void {
  out.writeVarintField(1, feature.id);
  out.writePackedVarint(2, feature.tags);
  out.writeVarintField(3, feature.shape.type);
  out.writePackedVarint(4, feature.shape.commands);
}

function writeValue(value: string | number | boolean, out: PbfWriter): void {
  if (typeof value === "string") out.writeStringField(1, value);
  else if (typeof value === "boolean") out.writeBooleanField(7, value);
  else if (!Number.isInteger(value)) out.writeDoubleField(3, value);
  else if (value >= 0) out.writeVarintField(5, value);
  else out.writeSVarintField(6, value);
}

const zigzag = (value: number) => (value << 1) ^ (value >> 31);
const MOVE_TO = 1;
const LINE_TO = 2;
const CLOSE = 15;
const ONE_POINT = (1 << 3) | MOVE_TO;

function encodeGeometry(geometry: TileFeature["geometry"], frame: Frame): Shape | null {
  if ("x" in geometry) return { type: 1, commands: [ONE_POINT, zigzag(geometry.x), zigzag(geometry.y)] };
  if (!(geometry instanceof Uint8Array))
    return encodePoints([Float64Array.from(toMercator(geometry[0], geometry[1]))], frame);
  const { kind, parts, shells } = readWkb(geometry);
  if (kind === "point") return encodePoints(parts, frame);
  for (const part of parts) toUnits(part, frame);
  return kind === "line" ? encodeLines(parts) : encodePolygons(parts, shells);
}

/** @throws RangeError for a coordinate that is not finite: as an integer it would become 0, the corner of the tile. */
function toUnits(part: Float64Array, { west, north, scale }: Frame): void {
  let sum = 0;
  for (let index = 0; index < part.length; index += 2) {
    const x = ((part[index] ?? 0) - west) * scale;
    const y = (north - (part[index + 1] ?? 0)) * scale;
    part[index] = x;
    part[index + 1] = y;
    sum += x + y;
  }
  if (!Number.isFinite(sum)) throw new RangeError("a coordinate is not finite");
}

/** Points are kept in the tile that owns them and nowhere else, so that counts over tiles are exact. */
function encodePoints(parts: Float64Array[], frame: Frame): Shape | null {
  const deltas: number[] = [];
  let fromX = 0;
  let fromY = 0;
  for (const part of parts) {
    toUnits(part, frame);
    const [x = -1, y = -1] = part;
    if (!(x >= 0 && x < EXTENT && y >= 0 && y < EXTENT)) continue;
    const toX = Math.floor(x);
    const toY = Math.floor(y);
    deltas.push(zigzag(toX - fromX), zigzag(toY - fromY));
    fromX = toX;
    fromY = toY;
  }
  return deltas.length === 0 ? null : { type: 1, commands: [(deltas.length << 2) | MOVE_TO, ...deltas] };
}

const isInside = (part: Float64Array) => part.every((value) => value >= -BUFFER && value <= EXTENT + BUFFER);

function encodeLines(parts: Float64Array[]): Shape | null {
  const pen = new Pen();
  for (const part of parts) {
    const pieces = isInside(part) ? [part] : clipLine(part, -BUFFER, EXTENT + BUFFER);
    for (const piece of pieces) pen.line(snap(piece));
  }
  return pen.commands.length === 0 ? null : { type: 2, commands: pen.commands };
}

function encodePolygons(parts: Float64Array[], shells: readonly number[]): Shape | null {
  const pen = new Pen();
  shells.forEach((shell, polygon) => {
    const end = shells[polygon + 1] ?? parts.length;
    for (let index = shell; index < end; index += 1) {
      const part = parts[index];
      if (!part) continue;
      const ring = snap(isInside(part) ? part : clipRing(part, -BUFFER, EXTENT + BUFFER));
      const drawn = pen.ring(ring, index === shell);
      // Without its outer ring a hole would become an island.
      if (index === shell && !drawn) break;
    }
  });
  return pen.commands.length === 0 ? null : { type: 3, commands: pen.commands };
}

/** Rounds to whole units and drops repeated positions. */
function snap(part: ArrayLike<number>): number[] {
  const snapped: number[] = [];
  for (let index = 0; index < part.length; index += 2) {
    const x = Math.round(part[index] ?? 0);
    const y = Math.round(part[index + 1] ?? 0);
    const last = snapped.length;
    if (last === 0 || snapped[last - 2] !== x || snapped[last - 1] !== y) snapped.push(x, y);
  }
  return snapped;
}

/** Writes command integers; each position is relative to the one before, across parts. */
class Pen {
  readonly commands: number[] = [];
  #x = 0;
  #y = 0;

  line(part: number[]): void {
    if (part.length >= 4) this.#path(part, 0, part.length, 2);
  }

  /** Outer rings have positive area with y downwards, holes negative. False when the ring vanished. */
  ring(part: number[], outer: boolean): boolean {
    let area = 0;
    for (let index = 0; index + 3 < part.length; index += 2) {
      area += (part[index] ?? 0) * (part[index + 3] ?? 0) - (part[index + 2] ?? 0) * (part[index + 1] ?? 0);
    }
    if (area === 0 || part.length < 8) return false;
    // The closing position is left out: ClosePath draws it.
    const open = part.length - 2;
    if (area > 0 === outer) this.#path(part, 0, open, 2);
    else this.#path(part, open - 2, -2, -2);
    this.commands.push(CLOSE);
    return true;
  }

  #path(part: number[], from: number, end: number, step: number): void {
    const positions = Math.abs(end - from) / 2;
    this.commands.push((1 << 3) | MOVE_TO);
    this.#to(part[from] ?? 0, part[from + 1] ?? 0);
    this.commands.push(((positions - 1) << 3) | LINE_TO);
    for (let index = from + step; index !== end; index += step)
      this.#to(part[index] ?? 0, part[index + 1] ?? 0);
  }

  #to(x: number, y: number): void {
    this.commands.push(zigzag(x - this.#x), zigzag(y - this.#y));
    this.#x = x;
    this.#y = y;
  }
}
