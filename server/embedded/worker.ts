import { existsSync, openAsBlob, renameSync, rmSync, writeFileSync } from "node:fs";
import { chmod, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { postgis } from "@electric-sql/pglite-postgis";
import { executeIn } from "./execute.ts";
import { query } from "./messages.ts";
import { Wire } from "./wire.ts";

/** PGlite computes synchronously; in a thread of its own it does not stop everything else meanwhile. */
export interface WorkerSettings {
  /** Where the database files lie; undefined keeps everything in memory. */
  files: string | undefined;
  template: string | undefined;
  /** Tried in this order: not every file system can hold a socket. */
  socketDirectories: string[];
  idleInTransactionMs: number | undefined;
}

export type ToWorker = { ask: "dump"; path: string } | { ask: "close" };
export type FromWorker =
  | { tell: "creating" | "opening" | "dumped" }
  | { tell: "ready"; socketDirectory: string }
  | { tell: "refused"; sentence: string };

export const socketName = ".s.PGSQL.5432";

/**
 * Nothing waits for the disk here, so preparing and keeping files of the log for later saves no time: it doubled what the
 * first start writes, and more than half of a new directory was log that nobody would read.
 */
const SPARE_WRITING = ["wal_init_zero=off", "wal_recycle=off", "min_wal_size=32MB"].flatMap((setting) => [
  "-c",
  setting,
]);

const port = parentPort;
if (!port) throw new Error("The embedded database runs as a worker thread; start it with openEmbedded().");
const settings = workerData as WorkerSettings;
const tell = (word: FromWorker) => port.postMessage(word);

const database = await openDatabase();
const reported = await database.query<{ name: string; setting: string }>(
  `select name, setting from pg_settings
   where name in ('server_version', 'server_encoding', 'client_encoding', 'standard_conforming_strings',
                  'integer_datetimes', 'DateStyle', 'IntervalStyle', 'TimeZone', 'is_superuser')`,
);
const execute = executeIn(database);
const wire = new Wire(execute, {
  parameters: Object.fromEntries(reported.rows.map(({ name, setting }) => [name, setting])),
  idleInTransactionMs: settings.idleInTransactionMs,
  onFailure: (error) => {
    // Thrown outside of any promise, it ends the thread and reaches whoever opened the database.
    setImmediate(() => {
      throw error;
    });
  },
});
const server = createServer((socket) => wire.accept(socket));
const socketDirectory = await listen(server);

port.on("message", (word: ToWorker) => {
  if (word.ask === "dump")
    dump(word.path).catch((error: Error) => tell({ tell: "refused", sentence: error.message }));
  else void close();
});
tell({ tell: "ready", socketDirectory });

async function openDatabase(): Promise<PGlite> {
  const { files } = settings;
  const unfinished = files && `${files}.unfinished`;
  // A first start which was broken off leaves files that look like a database and never open.
  if (files && unfinished && existsSync(unfinished)) rmSync(files, { recursive: true, force: true });
  const isNew = !files || !existsSync(join(files, "PG_VERSION"));
  tell({ tell: isNew ? "creating" : "opening" });
  if (isNew && unfinished) writeFileSync(unfinished, "");
  const opened = await PGlite.create(files ?? "memory://", {
    extensions: { postgis },
    relaxedDurability: true,
    startParams: [...PGlite.defaultStartParams, ...SPARE_WRITING],
    loadDataDir: isNew ? await beginning() : undefined,
  });
  if (unfinished) rmSync(unfinished, { force: true });
  return opened;
}

/**
 * The files a new database starts from: the caller's own, or those that initdb left behind when this version of PGlite
 * was made. Running initdb again here takes a second PostgreSQL in WebAssembly and twice as long.
 */
async function beginning(): Promise<Blob> {
  if (settings.template) return openAsBlob(settings.template, { type: "application/gzip" });
  const { dataDir } = await import("@electric-sql/pglite-prepopulatedfs");
  return dataDir();
}

async function listen(on: Server): Promise<string> {
  let failure: unknown;
  for (const directory of settings.socketDirectories) {
    const path = join(directory, socketName);
    try {
      rmSync(path, { force: true });
      await new Promise<void>((resolve, reject) => on.once("error", reject).listen(path, resolve));
      // Whoever may write to the socket is the superuser of this database.
      await chmod(path, 0o600);
      return directory;
    } catch (error) {
      failure = error;
      on.removeAllListeners("error");
    }
  }
  throw failure;
}

async function dump(path: string): Promise<void> {
  const archive = await wire.exclusively({}, async () => {
    // Not exec(): PGlite mixes up who gets the answer once the raw protocol has been used.
    await execute(query("checkpoint"));
    return database.dumpDataDir("gzip");
  });
  const unfinished = `${path}.${process.pid}.unfinished`;
  await writeFile(unfinished, Buffer.from(await archive.arrayBuffer()));
  renameSync(unfinished, path);
  tell({ tell: "dumped" });
}

async function close(): Promise<void> {
  server.close();
  await wire.end();
  await database.close();
  port?.close();
}
