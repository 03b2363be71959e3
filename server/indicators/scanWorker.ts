import { parentPort, workerData } from "node:worker_threads";
import { type ScanField, type ScanOptions, type ScanResult, scanClusters } from "../../geo/scan.ts";

/** Scans, one after the other, in a thread of their own: they compute for seconds and would stop every request meanwhile. */
export interface ScanTask {
  fields: readonly ScanField[];
  options: Partial<ScanOptions>;
}

export type FromScanWorker =
  | { tell: "progress"; fieldsDone: number; replicatesDone: number }
  | { tell: "results"; results: ScanResult[] };

const port = parentPort;
if (!port) throw new Error("The scan runs as a worker thread; start it with runScan().");
const { fields, options } = workerData as ScanTask;
const tell = (word: FromScanWorker) => port.postMessage(word);
const results = fields.map((field, fieldsDone) =>
  scanClusters(field, options, (replicatesDone) => tell({ tell: "progress", fieldsDone, replicatesDone })),
);
tell({ tell: "results", results });
