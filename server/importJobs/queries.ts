import type { Sql } from "../context.ts";
import type { Language } from "../errors.ts";
import type { Problem } from "../imports/problems.ts";
import type { Report } from "../imports/report.ts";
import { isUuid } from "../uuid.ts";
import type { MatchedColumn } from "./probeType.ts";
import { ImportRefusal, ImportReport } from "./reportType.ts";
import type { ImportSettings } from "./settings.ts";
import { ImportJob, type ImportPhaseName, type ImportStateName } from "./type.ts";

/** Why an import did not take place, in both languages: whoever reads it later may read another. */
export interface StoredRefusal {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly proposal?: { readonly crs?: string; readonly swapAxes?: boolean };
}

export interface JobRow {
  readonly id: string;
  readonly fileName: string;
  readonly byteLength: number;
  readonly state: ImportStateName;
  readonly dataset: string | null;
  readonly settings: ImportSettings;
  readonly phase: ImportPhaseName | null;
  readonly rows: number;
  readonly report: Report | null;
  readonly refusal: StoredRefusal | null;
  readonly errorFile: "csv" | "geojsonl" | null;
  readonly hasFile: boolean;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly rowVersion: number;
}

const columns = (report: string) => /* sql */ `
  id, file_name as "fileName", byte_length as "byteLength", state, dataset, settings, phase, rows_done as rows,
  ${report} as report, refusal, error_file as "errorFile", file_removed_at is null as "hasFile",
  created_at as "createdAt", started_at as "startedAt", ended_at as "endedAt", row_version as "rowVersion"`;

/** One of the viewer's own; anybody else's is not there. */
export async function findJob(sql: Sql, id: string): Promise<JobRow | null> {
  if (!isUuid(id)) return null;
  const [row] = await sql<JobRow>(`select ${columns("report")} from imports.jobs where id = :id`, { id });
  return row ?? null;
}

/** The viewer's own, newest first. Reports are long, so each is read only where one import is asked for. */
export const selectJobs = (sql: Sql): Promise<JobRow[]> =>
  sql<JobRow>(`select ${columns("null::json")} from imports.jobs order by created_at desc, id limit 100`);

/** The report in the bytes of the run. */
export async function findReportText(sql: Sql, id: string): Promise<string | null> {
  const [row] = await sql<{ report: string | null }>(
    "select report::text as report from imports.jobs where id = :id",
    { id },
  );
  return row?.report ?? null;
}

/** How the same headers were taken before: by the viewer, else by whoever of the same regions did it last. */
export async function findMapping(sql: Sql, headersSha256: string, datasets: readonly string[]) {
  const [row] = await sql<{
    dataset: string;
    mapping: Record<string, string>;
    crs: string | null;
    swapAxes: boolean;
    isMine: boolean;
  }>(
    /* sql */ `
    select dataset, mapping, crs, swap_axes as "swapAxes", person_id = access.viewer() as "isMine"
    from imports.mappings where headers_sha256 = :headersSha256 and dataset = any (:datasets::text[])
    order by person_id = access.viewer() desc, saved_at desc limit 1`,
    { headersSha256, datasets: [...datasets] },
  );
  return row ?? null;
}

export const toColumns = (mapping: Readonly<Record<string, string>>): MatchedColumn[] =>
  Object.entries(mapping).map(([key, header]) => ({ key, header }));

/** A row as it is shown in one language. */
export function toJob(
  { settings, report, refusal, errorFile, ...row }: JobRow,
  language: Language,
  isWhole = true,
): ImportJob {
  return Object.assign(new ImportJob(), {
    ...row,
    isWhole,
    hasErrorFile: errorFile !== null,
    layer: settings.layer ?? null,
    crs: settings.crs ?? null,
    swapAxes: settings.swapAxes ?? false,
    mapping: settings.mapping ? toColumns(settings.mapping) : null,
    mode: settings.mode ?? null,
    dryRun: settings.dryRun ?? false,
    report: report && toReport(report, language),
    refusal: refusal && toRefusal(refusal, language),
  });
}

function toReport(report: Report, language: Language): ImportReport {
  const shown = (problems: readonly Problem[]) =>
    problems.slice(0, 1_000).map(({ row, column, code, value, zh, en }) => ({
      row,
      column,
      code,
      value,
      message: language === "zh" ? zh : en,
    }));
  return Object.assign(new ImportReport(), {
    ...report,
    problems: shown(report.problems),
    warnings: shown(report.warnings),
    counts: report.counts && Object.entries(report.counts).map(([key, count]) => ({ key, count })),
  });
}

/** Sentences of imports name the flags of the command, which mean nothing where there is a form. */
export const withoutFlags = (sentence: string): string =>
  sentence.replace(/（[^（）]*--[^（）]*）| \([^()]*--[^()]*\)/g, "");

const toRefusal = ({ code, zh, en, proposal }: StoredRefusal, language: Language): ImportRefusal =>
  Object.assign(new ImportRefusal(), {
    code,
    message: withoutFlags(language === "zh" ? zh : en),
    proposedCrs: proposal?.crs ?? null,
    proposedSwapAxes: proposal?.swapAxes ?? null,
  });
