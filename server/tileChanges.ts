import type pg from "pg";
import { LATEST_PERIOD } from "./indicators/queries.ts";

interface Change {
  version: number;
  layer: string;
  bbox: readonly [number, number, number, number];
}

/** What the database tells about published months, kept in memory so that an unchanged tile costs no SQL. */
export interface TileState {
  readonly version: number;
  readonly latestPeriod: string | null;
}

/** More changes than this are folded into one that touches everything. */
const MOST_CHANGES = 20_000;

/**
 * Follows atlas.data_changes. On the primary by LISTEN; on a replica, which cannot listen, by asking every
 * two seconds, so that a tile is never called new before the replica holds the new rows.
 */
export class TileChanges {
  #changes: Change[] = [];
  #version = 0;
  #latestPeriod: string | null = null;
  #stop: () => Promise<void> = async () => {};

  /** @param query runs one statement on the database the tiles are read from. */
  constructor(private readonly query: (text: string, values: unknown[]) => Promise<{ rows: unknown[] }>) {}

  get version(): number {
    return this.#version;
  }

  get latestPeriod(): string | null {
    return this.#latestPeriod;
  }

  async follow(listen: (() => Promise<pg.Client>) | null, onError: (error: unknown) => void): Promise<void> {
    await this.refresh();
    const refresh = () => this.refresh().catch(onError);
    if (listen === null) {
      const timer = setInterval(refresh, 2_000).unref();
      this.#stop = async () => clearInterval(timer);
      return;
    }
    let client: pg.Client | null = null;
    let stopped = false;
    let retry: NodeJS.Timeout | null = null;
    const connect = async () => {
      client = await listen();
      client.on("notification", refresh);
      client.on("error", onError);
      client.on("end", () => {
        if (!stopped) retry = setTimeout(() => connect().catch(reconnect), 1_000).unref();
      });
      await client.query("listen atlas_data_changes");
      await this.refresh();
    };
    const reconnect = (error: unknown) => {
      onError(error);
      if (!stopped) retry = setTimeout(() => connect().catch(reconnect), 2_000).unref();
    };
    await connect();
    this.#stop = async () => {
      stopped = true;
      if (retry) clearTimeout(retry);
      await client?.end().catch(() => {});
    };
  }

  async stop(): Promise<void> {
    await this.#stop();
  }

  /** Reads what is new. */
  async refresh(): Promise<void> {
    const { rows } = await this.query(
      /* sql */ `
      select version, layer, array[west, south, east, north] as bbox,
             to_char(${LATEST_PERIOD}, 'YYYY-MM-DD') as latest
      from atlas.data_changes where version > $1 order by version desc limit $2`,
      [this.#version, MOST_CHANGES],
    );
    const fresh = (rows as (Change & { latest: string | null })[]).reverse();
    if (fresh.length === 0) return;
    this.#latestPeriod = fresh.at(-1)?.latest ?? null;
    this.#version = fresh.at(-1)?.version ?? this.#version;
    this.#changes.push(...fresh.map(({ version, layer, bbox }) => ({ version, layer, bbox })));
    if (this.#changes.length > MOST_CHANGES) {
      this.#changes = [{ version: this.#version, layer: "*", bbox: [-180, -90, 180, 90] }];
    }
  }

  /** The last change after `since` that may have touched a tile; null when none has. */
  lastTouching(
    layers: readonly string[],
    bounds: readonly [number, number, number, number],
    since: number,
  ): number | null {
    for (let index = this.#changes.length - 1; index >= 0; index -= 1) {
      const change = this.#changes[index];
      if (!change || change.version <= since) return null;
      const [west, south, east, north] = change.bbox;
      const meets = west <= bounds[2] && east >= bounds[0] && south <= bounds[3] && north >= bounds[1];
      if (meets && (change.layer === "*" || layers.includes(change.layer))) return change.version;
    }
    return null;
  }
}
