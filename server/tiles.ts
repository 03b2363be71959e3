import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { LRUCache } from "lru-cache";
import type pg from "pg";
import { BUFFER, EXTENT, tileBounds } from "../geo/vectorTile.ts";
import { campaignTiles } from "./campaigns/tiles.ts";
import { constraintTiles } from "./constraints/tiles.ts";
import { enclaveTiles } from "./enclaves/tiles.ts";
import { eventTiles } from "./events/tiles.ts";
import { projectTiles } from "./projects/tiles.ts";
import { qualityTiles } from "./quality/tiles.ts";
import { regionTiles } from "./regions/tiles.ts";
import { clusterTiles } from "./relapse/tiles.ts";
import { settlementTiles } from "./settlements/tiles.ts";
import type { TileChanges } from "./tileChanges.ts";
import type { TileLayer, TilePart, TileRequest } from "./tileLayer.ts";
import { makeTile, partsAt, type RunTileStatement } from "./tileMaking.ts";
import { villageTiles } from "./villages/tiles.ts";

/** Every layer that can be asked for. */
export const tileLayers: readonly TileLayer[] = [
  regionTiles,
  villageTiles,
  settlementTiles,
  projectTiles,
  enclaveTiles,
  constraintTiles,
  qualityTiles,
  clusterTiles,
  campaignTiles,
  eventTiles,
];

export type Encoding = "br" | "gzip" | "identity";

export interface Tile {
  /** Hash of the content: a change elsewhere leaves it as it is. */
  readonly etag: string;
  readonly bodies: Map<Encoding, Uint8Array>;
  readonly empty: boolean;
}

interface CacheEntry {
  tile: Tile;
  /** Data version up to which the tile is known to be true. */
  trueAt: number;
}

export interface TileAnswer {
  tile: Tile;
  /** SQL statements this request ran. */
  statements: number;
}

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

/** Makes, keeps and compares tiles. One instance per server. */
export class TileServer {
  readonly #cache: LRUCache<string, CacheEntry>;
  readonly #inFlight = new Map<string, Promise<Tile>>();
  /** Names of prepared statements by zoom and text. */
  readonly #prepared = new Map<string, string>();

  constructor(
    private readonly pool: Pick<pg.Pool, "query">,
    private readonly changes: TileChanges,
    megabytes: number,
    private readonly onBadRow: (error: unknown) => void,
    /** Whether each connection has a session of its own; those of the embedded database share one. */
    private readonly mayPrepare: boolean,
  ) {
    // At 0 an entry never fits, so nothing is kept.
    this.#cache = new LRUCache({
      // An entry without bodies still answers If-None-Match.
      maxSize: Math.max(1, megabytes * 1_048_576),
      sizeCalculation: (entry) =>
        400 + [...entry.tile.bodies.values()].reduce((sum, body) => sum + body.byteLength, 0) * 2,
    });
  }

  /** The tile, from memory when nothing that touches it has changed; parallel requests share one making. */
  async get(
    layers: readonly TileLayer[],
    z: number,
    x: number,
    y: number,
    period: string | null,
  ): Promise<TileAnswer> {
    const bounds = tileBounds(z, x, y);
    const latest = this.changes.latestPeriod;
    const month = layers.some((layer) => layer.hasPeriod) ? (period ?? latest) : null;
    const key = `${layers.map((layer) => layer.name).join(",")}/${z}/${x}/${y}?${month ?? ""}`;
    const version = this.changes.version;
    const entry = this.#cache.get(key);
    if (entry) {
      const names = layers.flatMap((layer) => layer.changesWith);
      if (
        entry.trueAt === version ||
        this.changes.lastTouching(names, withBuffer(bounds), entry.trueAt) === null
      ) {
        entry.trueAt = version;
        return { tile: entry.tile, statements: 0 };
      }
    }
    const flightKey = `${key}@${version}`;
    const flying = this.#inFlight.get(flightKey);
    if (flying) return { tile: await flying, statements: 0 };
    const request: TileRequest = { z, x, y, bounds, period: month, isLatest: month === latest };
    const parts = layers.flatMap((layer) => (z <= layer.maxZoom ? partsAt(layer, z) : []));
    const making = this.#make(parts, request).finally(() => this.#inFlight.delete(flightKey));
    this.#inFlight.set(flightKey, making);
    const tile = await making;
    this.#cache.set(key, { tile, trueAt: version });
    return { tile, statements: parts.length };
  }

  /** The body in an encoding, compressed once. */
  async body(tile: Tile, encoding: Encoding): Promise<Uint8Array> {
    const kept = tile.bodies.get(encoding);
    if (kept) return kept;
    const plain = tile.bodies.get("identity") ?? new Uint8Array();
    const body =
      encoding === "br"
        ? await compressBrotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
        : await compressGzip(plain, { level: 6 });
    tile.bodies.set(encoding, body);
    return body;
  }

  /**
   * Planning took half the time of a small tile, so each statement is planned once per zoom and connection. Tiles of
   * one zoom are alike, so one plan suits them all; boxes of GraphQL are not, and are planned each time.
   */
  #statementName(z: number, text: string): string {
    const key = `${z} ${text}`;
    const name = this.#prepared.get(key) ?? `tile_${this.#prepared.size}`;
    this.#prepared.set(key, name);
    return name;
  }

  async #make(parts: readonly TilePart[], request: TileRequest): Promise<Tile> {
    const run: RunTileStatement = (statement) =>
      this.pool.query<unknown[]>({
        name: this.mayPrepare ? this.#statementName(request.z, statement.text) : undefined,
        ...statement,
      });
    const bytes = await makeTile(run, parts, request, this.onBadRow);
    const etag = `"${createHash("sha1").update(bytes).digest("base64url")}"`;
    return { etag, bodies: new Map([["identity", bytes]]), empty: bytes.byteLength === 0 };
  }
}

/** A tile also shows what lies a little beyond its edge, so a change there touches it too. */
function withBuffer([west, south, east, north]: TileRequest["bounds"]): TileRequest["bounds"] {
  // Twice the buffer, because degrees of latitude grow towards the equator inside a tile.
  const share = (2 * BUFFER) / EXTENT;
  const [wide, high] = [(east - west) * share, (north - south) * share];
  return [west - wide, south - high, east + wide, north + high];
}
