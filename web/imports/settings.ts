import type { Dataset, Job, Probe } from "./documents.ts";

/** What is asked for with a file, as the form holds it. */
export interface Settings {
  readonly dataset: string;
  /** "" goes by the file. */
  readonly crs: string;
  readonly swapAxes: boolean;
  /** Column to header; a column that is not here is not in the file. */
  readonly mapping: Readonly<Record<string, string>>;
  readonly mode: "ATOMIC" | "GOOD_ROWS";
}

const asRecord = (columns: readonly { key: string; header: string }[]) =>
  Object.fromEntries(columns.map(({ key, header }) => [key, header]));

/** What was asked for last, else what worked for the same headers before, else what the file seems to be. */
export function firstSettings(job: Job, probe: Probe, datasets: readonly Dataset[]): Settings {
  const saved = probe.saved;
  const fitting = probe.datasets[0];
  const dataset = job.dataset ?? saved?.dataset ?? fitting?.name ?? datasets[0]?.name ?? "";
  const isSaved = job.dataset === null && saved?.dataset === dataset;
  const asked = job.mapping ? asRecord(job.mapping) : null;
  return {
    dataset,
    crs: job.crs ?? (isSaved ? saved?.crs : null) ?? "",
    swapAxes: job.swapAxes || (isSaved && (saved?.swapAxes ?? false)),
    mapping: asked ?? (isSaved && saved ? asRecord(saved.mapping) : recognised(probe, dataset)),
    mode: job.mode ?? "ATOMIC",
  };
}

/** How headers are recognised for a kind of rows. */
export const recognised = (probe: Probe, dataset: string) =>
  asRecord(probe.datasets.find(({ name }) => name === dataset)?.mapping ?? []);

export const missingIn = (settings: Settings, dataset: Dataset | undefined) =>
  (dataset?.columns ?? []).filter(({ key, isRequired }) => isRequired && !settings.mapping[key]);

/** Whether a dry run told what the run would do. */
export function isTried(job: Job, settings: Settings): boolean {
  const mapping = asRecord(job.mapping ?? []);
  const keys = new Set([...Object.keys(mapping), ...Object.keys(settings.mapping)]);
  return (
    job.state === "CHECKED" &&
    job.dataset === settings.dataset &&
    (job.crs ?? "") === settings.crs &&
    job.swapAxes === settings.swapAxes &&
    job.mode === settings.mode &&
    [...keys].every((key) => mapping[key] === settings.mapping[key])
  );
}
