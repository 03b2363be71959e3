import { writeFile } from "node:fs/promises";
import { parentPort, workerData } from "node:worker_threads";
import type pg from "pg";
import { knexOn } from "../db.ts";
import { badRowsOf } from "../imports/badRows.ts";
import { datasetOf } from "../imports/datasets.ts";
import { probe } from "../imports/probe.ts";
import { ImportRefused } from "../imports/refused.ts";
import type { Report } from "../imports/report.ts";
import { runImport } from "../imports/run.ts";
import { writeProbe } from "./probeFile.ts";
import type { StoredRefusal } from "./queries.ts";
import type { ImportSettings } from "./settings.ts";
import type { ImportPhaseName } from "./type.ts";

/** One task each: to look into a file, or to import it. */
export interface ImportTask {
  readonly kind: "PROBE" | "RUN";
  readonly connection: pg.ClientConfig;
  readonly path: string;
  readonly probePath: string;
  readonly errorPaths: { readonly zh: string; readonly en: string };
  readonly fileName: string;
  readonly dataset: string | null;
  readonly settings: ImportSettings;
  /** Codes of the regions whose rows may be written; null for all. */
  readonly scope: readonly string[] | null;
}

export type ToImportWorker = "cancel";
export type FromImportWorker =
  | { tell: "progress"; phase: ImportPhaseName; rows: number }
  | { tell: "probed" }
  | {
      tell: "reported";
      report: string;
      /** Something was wrong and nothing, or only the good rows, would be written. */
      isRefused: boolean;
      errorFile: "csv" | "geojsonl" | null;
      counts: Record<string, number>;
    }
  | { tell: "refused"; refusal: StoredRefusal };

const port = parentPort;
if (!port) throw new Error("Imports run in a worker thread; start one with ImportThread.");
const task = workerData as ImportTask;
const tell = (word: FromImportWorker) => port.postMessage(word);
const stopping = new AbortController();
port.on("message", (word: ToImportWorker) => {
  if (word === "cancel") stopping.abort();
});

const knex = knexOn(task.connection, 2);
try {
  if (task.kind === "PROBE") await look();
  else await run();
} catch (error) {
  if (!(error instanceof ImportRefused)) throw error;
  const { code, zh, en, proposal } = error;
  tell({ tell: "refused", refusal: { code, zh, en, ...(proposal ? { proposal } : {}) } });
} finally {
  await knex.destroy();
  port.close();
}

async function look(): Promise<void> {
  await writeProbe(task.probePath, await probe(knex, task.path, task.fileName, task.settings.layer));
  tell({ tell: "probed" });
}

async function run(): Promise<void> {
  const { path, fileName, settings, scope } = task;
  const dataset = datasetOf(task.dataset ?? "");
  const report = await runImport(
    knex,
    // Tidying up waits until it is told that the rows are written.
    { ...settings, dataset: { ...dataset, afterCommit: async () => {} }, path, fileName, scope },
    { signal: stopping.signal, onProgress: (progress) => tell({ tell: "progress", ...progress }) },
  );
  const isRefused = report.counts === null;
  tell({
    tell: "reported",
    report: JSON.stringify(report),
    isRefused,
    errorFile: report.badRows > 0 ? await writeBadRows(report) : null,
    counts: { rows: report.rows, badRows: report.badRows, ...report.counts },
  });
  if (!isRefused && !settings.dryRun) await dataset.afterCommit(knex);
}

/** In both languages: whoever made the import may read either by the time they come for it. */
async function writeBadRows(report: Report): Promise<"csv" | "geojsonl"> {
  let ending: "csv" | "geojsonl" = "csv";
  for (const language of ["zh", "en"] as const) {
    const { extension, lines } = await badRowsOf(task.path, report, language);
    await writeFile(task.errorPaths[language], lines, { mode: 0o600 });
    if (extension === ".geojsonl") ending = "geojsonl";
  }
  return ending;
}
