import type pg from "pg";
import { BUFFER, EXTENT, tileBounds } from "../geo/vectorTile.ts";
import { campaignTiles } from "./campaigns/tiles.ts";
import { runCancellable } from "./cancelling.ts";
import { constraintTiles } from "./constraints/tiles.ts";
import { enclaveTiles } from "./enclaves/tiles.ts";
import { eventTiles } from "./events/tiles.ts";
import type { Made, MadeOnce } from "./madeOnce.ts";
import { projectTiles } from "./projects/tiles.ts";
import { qualityTiles } from "./quality/tiles.ts";
import { regionTiles } from "./regions/tiles.ts";
import { clusterTiles } from "./relapse/tiles.ts";
import { settlementTiles } from "./settlements/tiles.ts";
import type { TileChanges } from "./tileChanges.ts";
import type { TileLayer, TileRequest } from "./tileLayer.ts";
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

export interface TileAnswer {
  tile: Made;
  /** SQL statements this request ran. */
  statements: number;
}

export interface TileServerOptions {
  readonly pool: Pick<pg.Pool, "query" | "connect">;
  readonly changes: TileChanges;
  readonly made: MadeOnce;
  readonly onBadRow: (error: unknown) => void;
  /** The embedded database: its connections share one session, so nothing can be prepared, and nothing given up. */
  readonly embedded: boolean;
}

/** Makes tiles, one layer at a time. One instance per server. */
export class TileServer {
  /** Names of prepared statements by zoom and text. */
  readonly #prepared = new Map<string, string>();

  constructor(private readonly options: TileServerOptions) {}

  /**
   * The tile with all the layers. A vector tile is a sequence of layers, so several are the bytes of each in turn: what
   * changes one leaves the others as they were made.
   */
  async get(
    layers: readonly TileLayer[],
    z: number,
    x: number,
    y: number,
    period: string | null,
    signal?: AbortSignal,
  ): Promise<TileAnswer> {
    const place = { z, x, y, bounds: tileBounds(z, x, y) };
    const asked = layers.map((layer) => this.#keyOf(layer, place, period));
    const counted = { statements: 0 };
    const parts = await Promise.all(
      layers.map((layer, index) => this.#layer(layer, place, period, asked[index] ?? "", counted, signal)),
    );
    const [only] = parts;
    const tile = only && parts.length === 1 ? only : this.options.made.joined(asked.join(" "), parts);
    return { tile, statements: counted.statements };
  }

  #monthOf(layer: TileLayer, period: string | null): string | null {
    return layer.hasPeriod ? (period ?? this.options.changes.latestPeriod) : null;
  }

  #keyOf(layer: TileLayer, { z, x, y }: Pick<TileRequest, "z" | "x" | "y">, period: string | null): string {
    return `${layer.name}/${z}/${x}/${y}?${this.#monthOf(layer, period) ?? ""}`;
  }

  #layer(
    layer: TileLayer,
    place: Pick<TileRequest, "z" | "x" | "y" | "bounds">,
    period: string | null,
    key: string,
    counted: { statements: number },
    signal: AbortSignal | undefined,
  ): Promise<Made> {
    const { made, changes, onBadRow } = this.options;
    const month = this.#monthOf(layer, period);
    const request = { ...place, period: month, isLatest: month === changes.latestPeriod };
    const parts = place.z <= layer.maxZoom ? partsAt(layer, place.z) : [];
    const make = (stop: AbortSignal) => {
      counted.statements += parts.length;
      return makeTile(this.#running(place.z, stop), parts, request, onBadRow);
    };
    return made.get(key, { layers: layer.changesWith, bounds: withBuffer(place.bounds) }, make, signal);
  }

  #running(z: number, stop: AbortSignal): RunTileStatement {
    const { pool, embedded } = this.options;
    return async (statement) => {
      if (!embedded)
        return runCancellable(pool, { name: this.#statementName(z, statement.text), ...statement }, stop);
      stop.throwIfAborted();
      return pool.query<unknown[]>(statement);
    };
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
}

/** A tile also shows what lies a little beyond its edge, so a change there touches it too. */
function withBuffer([west, south, east, north]: TileRequest["bounds"]): TileRequest["bounds"] {
  // Twice the buffer, because degrees of latitude grow towards the equator inside a tile.
  const share = (2 * BUFFER) / EXTENT;
  const [wide, high] = [(east - west) * share, (north - south) * share];
  return [west - wide, south - high, east + wide, north + high];
}
