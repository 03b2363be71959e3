import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { FromImportWorker, ImportTask, ToImportWorker } from "./worker.ts";

/** Reading half a million rows takes tens of megabytes; what takes more than this is no ordinary file. */
const MOST_MEGABYTES = 512;
/** An import ends by itself within two seconds; what does not is ended from outside. */
const PATIENCE_MS = 2_000;

export type Outcome = Exclude<FromImportWorker, { tell: "progress" }> | { tell: "stopped" | "cancelled" };

/** A task in a thread of its own: foreign files are read and compared beside the event loop, within a limit of memory. */
export class ImportThread {
  readonly outcome: Promise<Outcome>;
  /** Nothing of it is left. */
  readonly ended: Promise<void>;
  readonly #worker: Worker;
  #isCancelled = false;
  #isDecided = false;

  constructor(task: ImportTask, onProgress: (word: FromImportWorker & { tell: "progress" }) => void) {
    const worker = startWorker(task);
    this.#worker = worker;
    this.outcome = new Promise<Outcome>((resolve, reject) => {
      worker.on("message", (word: FromImportWorker) => {
        if (word.tell === "progress") return onProgress(word);
        this.#isDecided = true;
        resolve(word);
      });
      worker.once("error", reject);
      // After an outcome or an error this changes nothing any more.
      worker.once("exit", () => resolve({ tell: this.#isCancelled ? "cancelled" : "stopped" }));
    });
    this.ended = new Promise((resolve) => worker.once("exit", () => resolve()));
  }

  cancel(): void {
    if (this.#isCancelled || this.#isDecided) return;
    this.#isCancelled = true;
    this.#worker.postMessage("cancel" satisfies ToImportWorker);
    setTimeout(() => {
      if (!this.#isDecided) void this.#worker.terminate();
    }, PATIENCE_MS).unref();
  }
}

function startWorker(workerData: ImportTask): Worker {
  const options = {
    workerData,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
  };
  if (!import.meta.url.endsWith(".js"))
    return new Worker(new URL("./worker-from-source.mjs", import.meta.url), options);
  // As for the embedded database: the bundler may put this file's code into a chunk one folder below.
  const places = ["./importWorker.js", "../importWorker.js"].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  const place = places.find((path) => existsSync(path));
  if (!place) throw new Error(`The imports' worker is missing: build it to one of ${places.join(", ")}.`);
  return new Worker(place, options);
}
