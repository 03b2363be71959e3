import knexModule, { type Knex } from "knex";
import pg from "pg";
import type { Config } from "./config.ts";
import { openEmbedded } from "./embedded/open.ts";
import { StartError } from "./errors.ts";

// Counts and money come as bigint (int8): every one of ours is far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
// Dates are days without a time zone: as text they cannot shift.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export interface Database {
  /** Reads and writes, on the primary. */
  readonly primary: Knex;
  /** GraphQL reads: the replica where there is one. Plain pg: no query builder in the way. */
  readonly reads: pg.Pool;
  /** The same for statements that ask by key: planned once for all values. */
  readonly readsByKey: pg.Pool;
  /** Sign-in, as the owner of the database. Never shared with casework. */
  readonly access: pg.Pool;
  /** Casework, on the primary, under row-level security: see casework.ts. */
  readonly casework: pg.Pool;
  /** Tiles: a small pool of their own, so that a flood of tiles does not starve the API. */
  readonly tiles: pg.Pool;
  readonly embedded: boolean;
  readonly hasReplica: boolean;
  /** How the primary is reached, for threads that connect by themselves. */
  readonly connection: pg.ClientConfig;
  /** A connection of one's own, for LISTEN. */
  readonly connect: () => Promise<pg.Client>;
  readonly close: () => Promise<void>;
}

/**
 * Opens the embedded database, or the one at DATABASE_URL; refuses anything older than we are tested with.
 * @param whileCreating is called when the embedded database has begun to create itself in a thread of its own.
 */
export async function openDatabase(
  config: Config,
  onProgress: (sentence: string) => void,
  whileCreating: () => void = () => {},
): Promise<Database> {
  const embedded =
    config.databaseUrl === null
      ? await openEmbedded({
          directory: config.dataDirectory,
          onProgress: ({ step, zh, en }) => {
            onProgress(`${zh} ${en}`);
            if (step === "creating") whileCreating();
          },
        })
      : null;
  const primaryConnection: pg.ClientConfig = embedded
    ? embedded.connection
    : { connectionString: config.databaseUrl ?? "" };
  const readConnection =
    config.replicaUrl === null ? primaryConnection : { connectionString: config.replicaUrl };
  const limits = embedded
    ? {}
    : { statement_timeout: config.statementTimeoutMs, idle_in_transaction_session_timeout: 60_000 };
  const primary = knexOn(primaryConnection, 4);
  // The open atlas has no path to casework. Connections of the embedded database share one session, and with it the role.
  const open = embedded ? "" : "-c role=atlas_open";
  // Statements are kept parsed, but each is planned for its values: a box may be a village or the country.
  const forItsValues = `${open} -c plan_cache_mode=force_custom_plan`;
  // What goes by key has one plan; making it anew took longer than running it.
  const forAllValues = `${open} -c plan_cache_mode=force_generic_plan`;
  const reader = { ...readConnection, ...limits };
  const reads = plainPool(embedded ? reader : { ...reader, options: forItsValues }, embedded ? 2 : 10);
  const readsByKey = embedded ? reads : plainPool({ ...reader, options: forAllValues }, 10);
  const tiles = plainPool({ ...readConnection, ...limits, options: open }, embedded ? 2 : 4);
  const access = plainPool({ ...primaryConnection, ...limits }, embedded ? 1 : 3);
  const casework = plainPool({ ...primaryConnection, ...limits }, embedded ? 1 : 6);
  const close = async () => {
    const pools = new Set([reads, readsByKey, tiles, access, casework]);
    await Promise.all([primary.destroy(), ...[...pools].map((each) => each.end())]);
    await embedded?.close();
  };
  try {
    await refuseOldServer(primary);
  } catch (error) {
    await close();
    throw error;
  }
  const connect = async () => {
    const client = new pg.Client(primaryConnection);
    await client.connect();
    return client;
  };
  return {
    primary,
    reads,
    readsByKey,
    tiles,
    access,
    casework,
    embedded: embedded !== null,
    hasReplica: config.replicaUrl !== null,
    connection: primaryConnection,
    connect,
    close,
  };
}

function plainPool(connection: pg.ClientConfig, max: number): pg.Pool {
  const pool = new pg.Pool({ ...connection, max, connectionTimeoutMillis: 10_000 });
  // An idle connection that breaks is replaced by the next query; without a listener it would end the process.
  pool.on("error", () => {});
  return pool;
}

/** A query builder with at most so many connections. */
export function knexOn(connection: pg.ClientConfig, max: number): Knex {
  return knexModule({
    client: "pg",
    connection: connection as Knex.PgConnectionConfig,
    pool: { min: 0, max },
    acquireConnectionTimeout: 10_000,
    log: { warn: () => {}, error: () => {}, deprecate: () => {}, debug: () => {} },
  });
}

async function refuseOldServer(knex: Knex): Promise<void> {
  let version: number;
  try {
    const { rows } = await knex.raw<{ rows: { version: number }[] }>(
      "select current_setting('server_version_num')::int as version",
    );
    version = rows[0]?.version ?? 0;
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : String(error);
    throw new StartError(
      `连接不上数据库：${reason}。请检查 DATABASE_URL。`,
      `The database does not answer: ${reason}. Check DATABASE_URL.`,
    );
  }
  if (version >= 150_000) return;
  throw new StartError(
    `数据库是 PostgreSQL ${Math.floor(version / 10_000)}，需要 15 或更新。`,
    `The database is PostgreSQL ${Math.floor(version / 10_000)}; 15 or later is needed.`,
  );
}
