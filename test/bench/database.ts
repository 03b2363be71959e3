import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { findPostgres, startPostgres } from "../postgres.mjs";
import { databaseAt } from "../setup.ts";
import type { BenchOptions } from "./options.ts";

export interface BenchDatabase {
  url: string;
  stop: () => void;
}

/**
 * A database with the demonstration data of a size, derived rows included: on the server of DATABASE_URL, where
 * it stays for the next run, or on a cluster of our own.
 */
export async function prepareBenchDatabase(size: BenchOptions["size"]): Promise<BenchDatabase> {
  const given = process.env.DATABASE_URL;
  const bin = findPostgres();
  if (!given && !bin)
    throw new Error(
      "npm run bench needs PostgreSQL with PostGIS: install postgresql-15-postgis-3 or set DATABASE_URL",
    );
  const own = given || !bin ? null : startPostgres(bin);
  const stop = () => own?.stop();
  process.on("exit", stop);
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));
  const server = given || own?.url || "";
  const name = `atlas_bench_${size}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
  if (rowCount === 0) await client.query(`create database ${name}`);
  await client.end();
  const url = databaseAt(server, name);
  await loadWhenMissing(url, size);
  return { url, stop };
}

async function loadWhenMissing(url: string, size: BenchOptions["size"]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ exists: boolean }>(
    "select to_regclass('atlas.village_cells') is not null as exists",
  );
  const filled =
    rows[0]?.exists && (await client.query("select from atlas.search_entries limit 1")).rowCount === 1;
  await client.end();
  if (filled) return;
  const since = performance.now();
  const command = fileURLToPath(new URL("../../dist/server/commands.js", import.meta.url));
  const { status } = spawnSync(process.execPath, [command, "demo", "--size", size], {
    stdio: "inherit",
    env: { ...process.env, DATABASE_URL: url },
  });
  if (status !== 0) throw new Error(`loading size ${size} ended with ${status}`);
  console.log(`size ${size} loaded and derived in ${((performance.now() - since) / 1000).toFixed(0)} s`);
}

/** Does something in a copy of a database, which is dropped afterwards whatever happens. */
export async function inCopyOf<Result>(
  sourceUrl: string,
  purpose: string,
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  const source = new URL(sourceUrl).pathname.slice(1);
  const name = `${source}_${purpose}_${process.pid}`;
  const onServer = async (statement: string) => {
    const client = new pg.Client({ connectionString: databaseAt(sourceUrl, "postgres") });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  // Nobody may be connected to a database while it is copied.
  await onServer(`create database ${name} template ${source}`);
  try {
    return await work(databaseAt(sourceUrl, name));
  } finally {
    await onServer(`drop database ${name} with (force)`);
  }
}
