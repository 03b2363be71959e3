import { gzipSync } from "node:zlib";
import type pg from "pg";
import type { PmtilesTile } from "../../geo/pmtiles.ts";
import { tileId } from "../../geo/tileId.ts";
import { tileBounds } from "../../geo/vectorTile.ts";
import type { TileLayer, TilePart, TileRequest } from "../tileLayer.ts";
import { makeTile, partsAt, type RunTileStatement } from "../tileMaking.ts";
import { clippedTo, columnsOf, type PackedTile, tilesTouching } from "./queries.ts";

/** Far enough out to see the county whole, and as deep as outlines have anything to tell. */
export const PACK_ZOOMS = { from: 5, to: 14 } as const;

/** Tiles made side by side: as many as there are connections for tiles. */
const AT_ONCE = 4;

interface Asked {
  readonly pool: Pick<pg.Pool, "query">;
  /** Whether each connection has a session of its own; those of the embedded database share one. */
  readonly mayPrepare: boolean;
  readonly layers: readonly TileLayer[];
  readonly county: string;
  /** First day of the month whose values are packed; null while nothing is published. */
  readonly period: string | null;
  readonly onZoom: (z: number, tiles: number) => void;
  readonly onBadRow: (error: unknown) => void;
}

/**
 * Every tile that touches the county, in the order an archive wants them, with what touches the county in it. They are
 * made by the statements of the open map, so they hold its figures and hide what it hides. A layer that the map stops
 * at some zoom goes on to the deepest here: one archive has one deepest zoom for all.
 */
export async function* packedTiles(asked: Asked): AsyncGenerator<PmtilesTile> {
  const { pool, mayPrepare, layers, county, period, onZoom, onBadRow } = asked;
  const known = new Map<string, string[]>();
  const clip = async (part: TilePart, request: TileRequest): Promise<TilePart> => {
    const query = part.query(request);
    const columns = known.get(query.text) ?? (await columnsOf(pool, query));
    known.set(query.text, columns);
    return { ...part, query: () => clippedTo(county, query, columns) };
  };
  const names = new Map<string, string>();
  // A thousand tiles by a dozen statements each: planned once per zoom, as the open map does.
  const runAt =
    (z: number): RunTileStatement =>
    (statement) => {
      const key = `${z} ${statement.text}`;
      const name = names.get(key) ?? `pack_${names.size}`;
      names.set(key, name);
      return pool.query<unknown[]>(mayPrepare ? { name, ...statement } : statement);
    };
  const make = async ([z, x, y]: PackedTile): Promise<PmtilesTile> => {
    const request = { z, x, y, bounds: tileBounds(z, x, y), period, isLatest: true };
    const parts = await Promise.all(
      layers.flatMap((layer) => partsAt(layer, z)).map((part) => clip(part, request)),
    );
    const bytes = await makeTile(runAt(z), parts, request, onBadRow);
    return { z, x, y, bytes: bytes.byteLength === 0 ? bytes : gzipSync(bytes, { level: 9 }) };
  };
  for (let z: number = PACK_ZOOMS.from; z <= PACK_ZOOMS.to; z += 1) {
    const tiles = (await tilesTouching(pool, county, z)).sort((a, b) => tileId(...a) - tileId(...b));
    for (let from = 0; from < tiles.length; from += AT_ONCE)
      yield* await Promise.all(tiles.slice(from, from + AT_ONCE).map(make));
    onZoom(z, tiles.length);
  }
}
