/**
 * Writes an archive of vector tiles by PMTiles 3, https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md:
 * clustered, equal tiles kept once, leaf directories where the root would outgrow the first request of a reader.
 */
import { PbfWriter } from "pbf";
import { tileId } from "./tileId.ts";

/** A tile as it is to be stored: compressed with gzip. */
export interface PmtilesTile {
  readonly z: number;
  readonly x: number;
  readonly y: number;
  readonly bytes: Uint8Array;
}

export interface PmtilesDescription {
  /** Section 5.1 of the specification: what the archive is called, who is to be named, what its layers hold. */
  readonly metadata: {
    readonly name: string;
    readonly description?: string;
    readonly attribution?: string;
    readonly vector_layers: readonly {
      readonly id: string;
      readonly fields: Readonly<Record<string, "String" | "Number" | "Boolean">>;
      readonly minzoom?: number;
      readonly maxzoom?: number;
    }[];
    readonly [more: string]: unknown;
  };
  readonly minZoom: number;
  readonly maxZoom: number;
  /** West, south, east, north in degrees. */
  readonly bounds: readonly [number, number, number, number];
}

/** Bytes of the archive and where they belong. */
export interface PmtilesPiece {
  readonly at: number;
  readonly bytes: Uint8Array;
}

interface Entry {
  id: number;
  run: number;
  at: number;
  length: number;
}

const HEADER = 127;
/** Readers ask for this much first, and must find the header and the root directory in it. */
const HEAD = 16_384;
const GZIP = 2;
const VECTOR_TILES = 1;

/**
 * Tiles come in ascending order of their number (`tileId`), so that none has to be kept: their bytes go out as they
 * come, then metadata and leaf directories, and last the head of the file, which tells where everything lies.
 * Empty tiles are left out, as the specification asks.
 * @param gzip compresses directories and metadata.
 * @throws RangeError for a tile out of order.
 */
export async function* writePmtiles(
  tiles: AsyncIterable<PmtilesTile> | Iterable<PmtilesTile>,
  { metadata, minZoom, maxZoom, bounds }: PmtilesDescription,
  gzip: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>,
): AsyncGenerator<PmtilesPiece> {
  const entries: Entry[] = [];
  const known = new Map<string, number>();
  let dataLength = 0;
  let addressed = 0;
  let last = -1;
  for await (const { z, x, y, bytes } of tiles) {
    const id = tileId(z, x, y);
    if (id <= last) throw new RangeError(`tile ${z}/${x}/${y} comes after one with a higher number`);
    last = id;
    if (bytes.byteLength === 0) continue;
    addressed += 1;
    const content = await contentKey(bytes);
    const seen = known.get(content);
    const at = seen ?? dataLength;
    if (seen === undefined) {
      known.set(content, at);
      yield { at: HEAD + at, bytes };
      dataLength += bytes.byteLength;
    }
    const before = entries.at(-1);
    if (before && before.at === at && before.id + before.run === id) before.run += 1;
    else entries.push({ id, run: 1, at, length: bytes.byteLength });
  }

  const about = await gzip(new TextEncoder().encode(JSON.stringify(metadata)));
  const aboutAt = HEAD + dataLength;
  yield { at: aboutAt, bytes: about };

  const { root, leaves } = await directories(entries, gzip);
  const leavesAt = aboutAt + about.byteLength;
  let leavesLength = 0;
  for (const leaf of leaves) {
    yield { at: leavesAt + leavesLength, bytes: leaf };
    leavesLength += leaf.byteLength;
  }

  const head = new Uint8Array(HEADER + root.byteLength);
  head.set(root, HEADER);
  head.set(new TextEncoder().encode("PMTiles"));
  const view = new DataView(head.buffer);
  view.setUint8(7, 3);
  const places = [
    HEADER,
    root.byteLength,
    aboutAt,
    about.byteLength,
    leavesAt,
    leavesLength,
    HEAD,
    dataLength,
  ];
  [...places, addressed, entries.length, known.size].forEach((value, index) => {
    view.setBigUint64(8 + index * 8, BigInt(value), true);
  });
  const isClustered = 1;
  head.set([isClustered, GZIP, GZIP, VECTOR_TILES, minZoom, maxZoom], 96);
  const [west, south, east, north] = bounds;
  [west, south, east, north].forEach((degrees, index) => {
    view.setInt32(102 + index * 4, Math.round(degrees * 1e7), true);
  });
  view.setUint8(118, minZoom);
  view.setInt32(119, Math.round(((west + east) / 2) * 1e7), true);
  view.setInt32(123, Math.round(((south + north) / 2) * 1e7), true);
  yield { at: 0, bytes: head };
}

/** Two tiles are the same where their digest is: no need to keep what was written. */
async function contentKey(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", Uint8Array.from(bytes));
  return String.fromCharCode(...new Uint8Array(digest));
}

/** One directory where it fits the head; else a root that names leaves, as many entries in each as it takes. */
async function directories(
  entries: readonly Entry[],
  gzip: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>,
): Promise<{ root: Uint8Array; leaves: Uint8Array[] }> {
  const whole = await gzip(directory(entries));
  if (whole.byteLength <= HEAD - HEADER) return { root: whole, leaves: [] };
  for (let size = 4096; ; size *= 2) {
    const leaves: Uint8Array[] = [];
    const named: Entry[] = [];
    let at = 0;
    for (let from = 0; from < entries.length; from += size) {
      const leaf = await gzip(directory(entries.slice(from, from + size)));
      // A run of none says that the entry names a directory.
      named.push({ id: entries[from]?.id ?? 0, run: 0, at, length: leaf.byteLength });
      at += leaf.byteLength;
      leaves.push(leaf);
    }
    const root = await gzip(directory(named));
    if (root.byteLength <= HEAD - HEADER) return { root, leaves };
  }
}

/** Section 4.2: column by column, so that gzip finds what repeats. */
function directory(entries: readonly Entry[]): Uint8Array {
  const out = new PbfWriter();
  out.writeVarint(entries.length);
  let id = 0;
  for (const entry of entries) {
    out.writeVarint(entry.id - id);
    id = entry.id;
  }
  for (const entry of entries) out.writeVarint(entry.run);
  for (const entry of entries) out.writeVarint(entry.length);
  let end = -1;
  for (const entry of entries) {
    // 0 stands for right behind the one before.
    out.writeVarint(entry.at === end ? 0 : entry.at + 1);
    end = entry.at + entry.length;
  }
  return out.finish();
}
