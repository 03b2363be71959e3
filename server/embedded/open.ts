import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { lockDirectory } from "./lock.ts";
import type { FromWorker, ToWorker, WorkerSettings } from "./worker.ts";

export interface EmbeddedOptions {
  /** Holds the database files, the lock and the socket; "memory" keeps nothing. */
  directory: string;
  /** A file written by `dumpTemplate`: a new directory starts as a copy of it, an existing one ignores it. */
  template?: string;
  /** Called with what is being done, for a person who is waiting. */
  onProgress?: (progress: Progress) => void;
  /** Called when the database dies after it was opened; without it the error ends the process. */
  onFailure?: (error: Error) => void;
  /** An open transaction idle for so long, while others wait, loses its connection. 60,000 by default. */
  idleInTransactionMs?: number;
}

export interface Progress {
  step: "creating" | "opening";
  zh: string;
  en: string;
}

export interface EmbeddedDatabase {
  /** For `pg`, and for knex as `connection`. */
  connection: { host: string; port: number; user: string; database: string };
  /** The same as text, for psql and DATABASE_URL. */
  connectionString: string;
  dumpTemplate(path: string): Promise<void>;
  close(): Promise<void>;
}

const sentences = {
  creating: { zh: "正在新建数据库……", en: "Creating the database …" },
  opening: { zh: "正在打开数据库……", en: "Opening the database …" },
};

// A socket's path may have 108 bytes on Linux and 104 on macOS, its name included.
const longestSocketDirectory = 85;

export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const directory = options.directory === "memory" ? undefined : resolve(options.directory);
  if (directory) mkdirSync(directory, { recursive: true, mode: 0o700 });
  const unlock = directory ? lockDirectory(directory) : () => {};
  const temporary = mkdtempSync(join(tmpdir(), "atlas-"));
  const tidy = () => {
    rmSync(temporary, { recursive: true, force: true });
    unlock();
  };
  process.once("exit", tidy);
  const worker = startWorker({
    files: directory && join(directory, "database"),
    template: options.template && resolve(options.template),
    socketDirectories: [directory, temporary].filter((path) => path !== undefined).filter(isShort),
    idleInTransactionMs: options.idleInTransactionMs,
  });
  const ended = new Promise<void>((done) => worker.once("exit", () => done())).then(() => {
    process.off("exit", tidy);
    tidy();
  });
  const host = await untilReady(worker, options);
  worker.on("error", (error) => {
    if (!options.onFailure) throw error;
    options.onFailure(error);
  });
  return {
    connection: { host, port: 5432, user: "postgres", database: "postgres" },
    connectionString: `postgresql://postgres@localhost:5432/postgres?host=${encodeURIComponent(host)}`,
    dumpTemplate: (path) => dumpTemplate(worker, resolve(path)),
    close: async () => {
      worker.postMessage({ ask: "close" } satisfies ToWorker);
      await ended;
    },
  };
}

const isShort = (path: string): boolean => Buffer.byteLength(path) <= longestSocketDirectory;

function startWorker(workerData: WorkerSettings): Worker {
  // With Node's 4 MB, a deeply nested JSON document ends the thread before PostgreSQL's max_stack_depth refuses it.
  const options = { workerData, execArgv: [], resourceLimits: { stackSizeMb: 64 } };
  if (!import.meta.url.endsWith(".js")) {
    return new Worker(new URL("./worker-from-source.mjs", import.meta.url), options);
  }
  // The bundler puts the code of this file into the entry itself or into a chunk one folder below it.
  const places = ["./worker.js", "../worker.js"].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  const place = places.find((path) => existsSync(path));
  if (!place)
    throw new Error(`The embedded database's worker is missing: build it to one of ${places.join(", ")}.`);
  return new Worker(place, options);
}

function untilReady(worker: Worker, { onProgress }: EmbeddedOptions): Promise<string> {
  return new Promise((resolveReady, reject) => {
    worker.once("error", reject);
    worker.on("message", (word: FromWorker) => {
      if (word.tell === "creating" || word.tell === "opening") {
        onProgress?.({ step: word.tell, ...sentences[word.tell] });
      } else if (word.tell === "ready") {
        worker.off("error", reject);
        resolveReady(word.socketDirectory);
      }
    });
  });
}

function dumpTemplate(worker: Worker, path: string): Promise<void> {
  worker.postMessage({ ask: "dump", path } satisfies ToWorker);
  return new Promise((done, reject) => {
    const answer = (word: FromWorker) => {
      if (word.tell === "dumped") done();
      else if (word.tell === "refused") reject(new Error(word.sentence));
      else return;
      worker.off("message", answer);
    };
    worker.on("message", answer);
  });
}
