import { parentPort, workerData } from "node:worker_threads";
import { type ScanField, type ScanOptions, type ScanResult, scanClusters } from "../../geo/scan.ts";

/** One scan, in a thread of its own: it computes for seconds and would stop every request meanwhile. */
export interface ScanTask {
  field: ScanField;
  options: Partial<ScanOptions>;
}

export type FromScanWorker =
  | { tell: "progress"; replicatesDone: number }
  | { tell: "result"; result: ScanResult };

const port = parentPort;
if (!port) throw new Error("The scan runs as a worker thread; start it with runScan().");
const { field, options } = workerData as ScanTask;
const tell = (word: FromScanWorker) => port.postMessage(word);
const result = scanClusters(field, options, (replicatesDone) => tell({ tell: "progress", replicatesDone }));
tell({ tell: "result", result });
