import type pg from "pg";
import { LATEST_PERIOD } from "./indicators/queries.ts";

type Box = readonly [west: number, south: number, east: number, north: number];

interface Change {
  /** Grows in the order in which changes were heard of here. */
  heardAs: number;
  layer: string;
  bbox: Box;
}

interface ChangeRow {
  /** Number of the row in the database; null where there is no new one. */
  id: number | null;
  layer: string;
  bbox: Box;
  /** Every transaction below it is over. */
  horizon: string;
}

/** More changes than this are folded into one that touches everything. */
const MOST_CHANGES = 20_000;

/**
 * Follows atlas.data_changes. On the primary by LISTEN; on a replica, which cannot listen, by asking every
 * two seconds, so that a tile is never called new before the replica holds the new rows.
 *
 * A row with a lower number may commit after one with a higher, so the numbers do not say what was read. Each row
 * names its transaction, and each reading goes back to the first one that was still running at the reading before.
 */
export class TileChanges {
  #changes: Change[] = [];
  #version = 0;
  #latestPeriod: string | null = null;
  #horizon: string | null = null;
  /** Rows that were read and will be read again, for some transaction as old as theirs was still running. */
  #heard = new Set<number>();
  #reading: Promise<void> | null = null;
  #readAgain = false;
  #stop: () => Promise<void> = async () => {};

  /** @param query runs one statement on the database the tiles are read from. */
  constructor(private readonly query: (text: string, values: unknown[]) => Promise<{ rows: unknown[] }>) {}

  /** Grows with every change that was heard of. */
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

  /** Reads what is new. Whoever asks while a reading is under way waits for one that began after. */
  refresh(): Promise<void> {
    if (this.#reading) {
      this.#readAgain = true;
      return this.#reading;
    }
    this.#reading = this.#readAll().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #readAll(): Promise<void> {
    do {
      this.#readAgain = false;
      await this.#read();
    } while (this.#readAgain);
  }

  async #read(): Promise<void> {
    const { rows } = await this.query(
      /* sql */ `
      select change.version as id, change.layer, array[west, south, east, north] as bbox, now.horizon::text
      from (select pg_snapshot_xmin(pg_current_snapshot()) as horizon) now
      left join atlas.data_changes change on change.transaction_id >= coalesce($1::xid8, now.horizon)
        -- Of a database that came from elsewhere: its transactions are numbered anew.
        and change.changed_at > now() - interval '1 day'
      order by change.version`,
      [this.#horizon],
    );
    const read = rows as ChangeRow[];
    const present = read.filter((row): row is ChangeRow & { id: number } => row.id !== null);
    const fresh = present.filter(({ id }) => !this.#heard.has(id));
    if (fresh.length > 0 || this.#horizon === null) await this.#readLatestPeriod();
    for (const { layer, bbox } of fresh) {
      this.#version += 1;
      this.#changes.push({ heardAs: this.#version, layer, bbox });
    }
    this.#heard = new Set(present.map(({ id }) => id));
    this.#horizon = read[0]?.horizon ?? this.#horizon;
    if (this.#changes.length > MOST_CHANGES)
      this.#changes = [{ heardAs: this.#version, layer: "*", bbox: [-180, -90, 180, 90] }];
  }

  async #readLatestPeriod(): Promise<void> {
    const { rows } = await this.query(`select to_char(${LATEST_PERIOD}, 'YYYY-MM-DD') as latest`, []);
    const [row] = rows as { latest: string | null }[];
    this.#latestPeriod = row?.latest ?? null;
  }

  /** Whether anything heard of after `since` may have touched what is shown. */
  hasTouched(layers: readonly string[], bounds: Box, since: number): boolean {
    for (let index = this.#changes.length - 1; index >= 0; index -= 1) {
      const change = this.#changes[index];
      if (!change || change.heardAs <= since) return false;
      const [west, south, east, north] = change.bbox;
      const meets = west <= bounds[2] && east >= bounds[0] && south <= bounds[3] && north >= bounds[1];
      if (meets && (change.layer === "*" || layers.includes(change.layer))) return true;
    }
    return false;
  }
}
