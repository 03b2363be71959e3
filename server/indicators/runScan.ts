import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { ScanField, ScanOptions, ScanResult } from "../../geo/scan.ts";
import type { FromScanWorker, ScanTask } from "./scanWorker.ts";

export interface RunScanOptions {
  /** Ends the scan, or takes it out of the queue; the promise then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Threads the fields are shared out to; 1 unless told, for a server needs the other processors. */
  threads?: number;
  /** Called about a hundred times per field with the replicates done so far, and the fields finished before. */
  onProgress?: (replicatesDone: number, fieldsDone: number) => void;
}

/** Settles when the scans asked for so far have ended. */
let queue: Promise<unknown> = Promise.resolve();

/**
 * Scans a field for clusters (see geo/scan.ts) in a thread of its own. One scan runs at a time and the others wait in
 * the order asked: two at once would only take the processor from the requests.
 * @throws RangeError as `scanClusters`; the signal's reason when aborted.
 */
export async function runScan(
  field: ScanField,
  options: Partial<ScanOptions> = {},
  running: RunScanOptions = {},
): Promise<ScanResult> {
  const [result] = await runScans([field], options, running);
  if (!result) throw new Error("The scan's thread gave no result.");
  return result;
}

/** Scans several fields one after the other in one thread: starting one takes longer than scanning a small county. */
export function runScans(
  fields: readonly ScanField[],
  options: Partial<ScanOptions> = {},
  { signal, onProgress, threads = 1 }: RunScanOptions = {},
): Promise<ScanResult[]> {
  const running = queue.then(() => {
    signal?.throwIfAborted();
    return scanInThreads(fields, options, threads, signal, onProgress);
  });
  queue = running.catch(() => {});
  if (!signal) return running;
  // Whoever gives up while waiting is told at once, not when the scans before it have ended.
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    running.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
  });
}

/** Largest first, each to the thread with the least to do; the answers come back in the order of the fields. */
async function scanInThreads(
  fields: readonly ScanField[],
  options: Partial<ScanOptions>,
  threads: number,
  signal: AbortSignal | undefined,
  onProgress: RunScanOptions["onProgress"],
): Promise<ScanResult[]> {
  const shares = Array.from({ length: Math.max(1, Math.min(threads, fields.length)) }, () => ({
    units: 0,
    places: [] as number[],
    done: 0,
  }));
  const sizes = fields.map((field) => field.x.length * field.periods);
  for (const place of fields.map((_, index) => index).sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0))) {
    const least = shares.reduce((best, share) => (share.units < best.units ? share : best));
    least.units += sizes[place] ?? 0;
    least.places.push(place);
  }
  const results: ScanResult[] = [];
  await Promise.all(
    shares.map(async (share) => {
      const its = share.places.map((place) => fields[place]).filter((field) => field !== undefined);
      const found = await scanInThread({ fields: its, options }, signal, (replicates, done) => {
        share.done = done;
        onProgress?.(
          replicates,
          shares.reduce((sum, each) => sum + each.done, 0),
        );
      });
      found.forEach((result, index) => {
        results[share.places[index] ?? 0] = result;
      });
    }),
  );
  return results;
}

function scanInThread(
  task: ScanTask,
  signal: AbortSignal | undefined,
  onProgress: RunScanOptions["onProgress"],
): Promise<ScanResult[]> {
  const worker = startWorker(task);
  const end = () => void worker.terminate();
  signal?.addEventListener("abort", end, { once: true });
  return new Promise<ScanResult[]>((resolve, reject) => {
    worker.on("message", (word: FromScanWorker) => {
      if (word.tell === "progress") onProgress?.(word.replicatesDone, word.fieldsDone);
      else resolve(word.results);
    });
    worker.once("error", reject);
    // After a result or an error this changes nothing any more.
    worker.once("exit", (code) => {
      reject(signal?.aborted ? signal.reason : new Error(`The scan's thread ended with code ${code}.`));
    });
  }).finally(() => {
    signal?.removeEventListener("abort", end);
    end();
  });
}

function startWorker(workerData: ScanTask): Worker {
  const options = { workerData, execArgv: [] };
  if (!import.meta.url.endsWith(".js")) {
    return new Worker(new URL("./scanWorker-from-source.mjs", import.meta.url), options);
  }
  // As for the embedded database: the bundler may put this file's code into a chunk one folder below.
  const places = ["./scanWorker.js", "../scanWorker.js"].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  const place = places.find((path) => existsSync(path));
  if (!place) throw new Error(`The scan's worker is missing: build it to one of ${places.join(", ")}.`);
  return new Worker(place, options);
}
