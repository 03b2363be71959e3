import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { Knex } from "knex";
import { copyRows } from "../copy.ts";
import { type Crs, readCrs, refuseContradiction } from "./crs.ts";
import { formatOf } from "./formats.ts";
import { columnsOf, type FoundColumns } from "./headers.ts";
import { type Problem, problemOf } from "./problems.ts";
import { ImportRefused } from "./refused.ts";
import type { Report } from "./report.ts";
import { RowReader } from "./rows.ts";
import type { Counts, Dataset, Delivery, Reading } from "./type.ts";

/** Any fixed number: it names the lock that lets one import run at a time. */
const IMPORT_LOCK = 360_827_004;
const MOST_BYTES = 200 * 1_048_576;
/** Rows are copied in batches, so that a long file does not stand in memory as rows too. */
const BATCH_ROWS = 2_000;

export interface ImportRequest {
  readonly dataset: Dataset;
  readonly path: string;
  /** EPSG code as given; 4326 when not. */
  readonly crs?: string;
  /** Runs the whole transaction and takes it back. */
  readonly dryRun?: boolean;
}

/**
 * Imports one file: everything in one transaction, and nothing when any row is bad. The report is the same
 * whether it was a dry run or not.
 * @throws ImportRefused when the file as a whole cannot be taken.
 */
export async function runImport(
  knex: Knex,
  { dataset, path, crs: crsText = "4326", dryRun = false }: ImportRequest,
): Promise<Report> {
  const crs = readCrs(crsText);
  const format = formatOf(path);
  const bytes = await readBytes(path);
  const reading = await format.read(bytes);
  refuseContradiction(reading.crs, crs);
  const found = columnsOf(dataset, reading.headers);
  const delivery: Delivery = {
    fileName: basename(path),
    sha256: createHash("sha256").update(bytes).digest("hex"),
    crs,
    given: new Set(found.columns.keys()),
    problem: (row, key, code, value, detail) => problemOf(row, found.headerOf(key), code, value, detail),
  };

  const transaction = await knex.transaction();
  try {
    await takeLock(transaction);
    const result = await runInside(transaction, dataset, reading, found, crs, delivery);
    if (result.counts === null || dryRun) await transaction.rollback();
    else await transaction.commit();
    const wrote = !dryRun && result.counts !== null && result.counts.inserted + result.counts.changed > 0;
    if (wrote) await dataset.afterCommit(knex);
    const { fileName, sha256 } = delivery;
    const about = { dataset: { zh: dataset.zh, en: dataset.en }, fileName, sha256, format: format.name };
    return { ...about, encoding: reading.encoding, crs: crs.srid, ignored: found.ignored, ...result };
  } catch (error) {
    if (!transaction.isCompleted()) await transaction.rollback();
    throw error;
  }
}

interface Result {
  rows: number;
  problems: Problem[];
  warnings: Problem[];
  counts: Counts | null;
}

async function runInside(
  transaction: Knex.Transaction,
  dataset: Dataset,
  reading: Reading,
  found: FoundColumns,
  crs: Crs,
  delivery: Delivery,
): Promise<Result> {
  // Each statement runs once: compiling it costs more than it gains. Rows are compared in memory.
  await transaction.raw("set local jit = off");
  await transaction.raw("set local work_mem = '128MB'");
  await transaction.raw(dataset.createStaging);
  const reader = new RowReader(dataset, found, crs);
  let batch: ReturnType<RowReader["read"]>[] = [];
  const columns = ["row_number", ...dataset.stagedColumns, "point", "outline"];
  const flush = async () => {
    if (batch.length > 0) await copyRows(transaction, dataset.stagingTable, columns, batch);
    batch = [];
  };
  let rows = 0;
  for await (const row of reading.rows) {
    rows += 1;
    batch.push(reader.read(row));
    if (batch.length === BATCH_ROWS) await flush();
  }
  await flush();

  const problems = [...reader.problems, ...(await dataset.findProblems(transaction, delivery))];
  if (problems.length > 0) return { rows, problems: inOrder(problems, found), warnings: [], counts: null };
  await dataset.compare(transaction, delivery);
  const warnings = inOrder(await dataset.findWarnings(transaction, delivery), found);
  return { rows, problems, warnings, counts: await dataset.write(transaction, delivery) };
}

/** By row, then as the columns stand in the file. */
function inOrder(problems: readonly Problem[], found: FoundColumns): Problem[] {
  const place = (problem: Problem) => found.placeOf(problem.column);
  return problems.toSorted((a, b) => a.row - b.row || place(a) - place(b) || (a.code < b.code ? -1 : 1));
}

async function readBytes(path: string): Promise<Buffer> {
  const size = await stat(path).then(
    (file) => file.size,
    (error: NodeJS.ErrnoException) => {
      throw new ImportRefused(
        "FileUnreadable",
        `读不到文件 ${path}（${error.code}）；请核对路径。`,
        `File ${path} cannot be read (${error.code}); check the path.`,
      );
    },
  );
  if (size <= MOST_BYTES) return readFile(path);
  const megabytes = Math.ceil(size / 1_048_576);
  throw new ImportRefused(
    "FileTooLarge",
    `文件有 ${megabytes} MB，上限 200 MB；请分成几个文件。`,
    `The file has ${megabytes} MB, at most 200 MB are taken; split it.`,
  );
}

async function takeLock(transaction: Knex.Transaction): Promise<void> {
  const { rows } = await transaction.raw<{ rows: [{ taken: boolean }] }>(
    "select pg_try_advisory_xact_lock(?) as taken",
    [IMPORT_LOCK],
  );
  if (rows[0].taken) return;
  throw new ImportRefused(
    "ImportAlreadyRunning",
    "另一个导入正在进行（ImportAlreadyRunning）；请等它结束后再试。",
    "Another import is running (ImportAlreadyRunning); try again when it has finished.",
  );
}
