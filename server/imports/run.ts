import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { Knex } from "knex";
import { copyRows } from "../copy.ts";
import { findCommonProblems, findRepairs } from "./checks.ts";
import { type CrsWish, findCrs } from "./detect.ts";
import { formatOf } from "./files/formats.ts";
import { columnsOf, type FoundColumns, foundBy, matchOf } from "./headers.ts";
import { type Problem, problemOf, trimmed } from "./problems.ts";
import { ImportRefused } from "./refused.ts";
import type { Report } from "./report.ts";
import { RowReader } from "./rows.ts";
import { keepOriginals, sourceOf } from "./source.ts";
import { stoppable } from "./stop.ts";
import type { Counts, Dataset, Delivery, Reading } from "./type.ts";

/** Any fixed number: it names the lock that lets one import run at a time. */
const IMPORT_LOCK = 360_827_004;
const MOST_BYTES = 1_024 * 1_048_576;
/** Rows are copied in batches, so that a long file does not stand in memory as rows too. */
const BATCH_ROWS = 2_000;
/** Problems that are told one by one. Beyond, the file is wrong as a whole, and its rows are counted only. */
const MOST_PROBLEMS = 10_000;

export interface ImportRequest extends CrsWish {
  readonly dataset: Dataset;
  readonly path: string;
  /** As whoever sent it calls the file. */
  readonly fileName: string;
  /** Sheet, table or layer of a file that holds several; the first when not given. */
  readonly layer?: string;
  /** Header of each column by its key; by the known headers when not given. */
  readonly mapping?: Readonly<Record<string, string>>;
  /** ATOMIC writes nothing where a row is bad; GOOD_ROWS leaves the bad rows out. */
  readonly mode?: ImportMode;
  /** Runs the whole transaction and takes it back. */
  readonly dryRun?: boolean;
  /** Beginnings of the codes of divisions that may be written, such as 3608 or 360827; null for all. */
  readonly scope?: readonly string[] | null;
}

export type ImportMode = "ATOMIC" | "GOOD_ROWS";
export type ImportPhase = "READING" | "CHECKING" | "WRITING";

export interface ImportHooks {
  /** Ends the import with nothing written. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly phase: ImportPhase; readonly rows: number }) => void;
}

/**
 * Imports one file: everything in one transaction, and nothing when any row is bad. The report is the same
 * whether it was a dry run or not.
 * @throws ImportRefused when the file as a whole cannot be taken.
 */
export async function runImport(
  knex: Knex,
  request: ImportRequest,
  hooks: ImportHooks = {},
): Promise<Report> {
  const { dataset, path, fileName, layer, mode = "ATOMIC", dryRun = false } = request;
  await refuseSize(path);
  const format = await formatOf(path, fileName);
  const reading = await format.open(path, layer);
  const likely = foundBy(
    dataset,
    reading.headers,
    request.mapping ?? matchOf(dataset, reading.headers).mapping,
  );
  const crs = await findCrs(knex, { reference: dataset.reference, reading, found: likely }, request);
  const found = columnsOf(dataset, reading.headers, request.mapping);
  const delivery: Delivery = {
    fileName,
    sha256: await hashOf(path),
    crs,
    given: new Set(found.columns.keys()),
    problem: (row, key, code, value, detail) => problemOf(row, found.headerOf(key), code, value, detail),
  };
  const transaction = await knex.transaction();
  const result = await stoppable(knex, transaction, hooks.signal, async () => {
    await takeLock(transaction);
    return runInside(transaction, { request, reading, found, delivery }, hooks);
  });
  if (result.counts === null || dryRun) await transaction.rollback();
  else await transaction.commit();
  const wrote = !dryRun && result.counts !== null && result.counts.inserted + result.counts.changed > 0;
  if (wrote) await dataset.afterCommit(knex);
  const about = {
    dataset: { name: dataset.name, zh: dataset.zh, en: dataset.en },
    fileName,
    sha256: delivery.sha256,
  };
  const system = `${crs.name}${crs.swapped ? " (y, x)" : ""}`;
  const read = {
    format: format.name,
    encoding: reading.encoding,
    layer: reading.layer ?? null,
    crs: system,
    mode,
  };
  return { ...about, ...read, ignored: found.ignored, ...result };
}

interface Parts {
  readonly request: ImportRequest;
  readonly reading: Reading;
  readonly found: FoundColumns;
  readonly delivery: Delivery;
}

type Result = Pick<Report, "rows" | "badRows" | "problemCount" | "problems" | "warnings" | "counts">;

async function runInside(
  transaction: Knex.Transaction,
  { request, reading, found, delivery }: Parts,
  { signal, onProgress }: ImportHooks,
): Promise<Result> {
  const { dataset, mode = "ATOMIC", scope = null } = request;
  const { rows, problems: unreadable } = await stage(
    transaction,
    { request, reading, found, delivery },
    { signal, onProgress },
  );
  onProgress?.({ phase: "CHECKING", rows });
  const problems = inOrder(
    [
      ...unreadable,
      ...(await findCommonProblems(transaction, dataset, delivery, scope)),
      ...(await dataset.findProblems(transaction, delivery)),
    ],
    found,
  );
  const bad = new Set(problems.map(({ row }) => row));
  const told = {
    rows,
    badRows: bad.size,
    problemCount: problems.length,
    problems: problems.slice(0, MOST_PROBLEMS),
  };
  if (bad.size > 0) {
    if (mode === "ATOMIC" || bad.size === rows) return { ...told, warnings: [], counts: null };
    await transaction.raw(
      `delete from ${dataset.stagingTable} where row_number = any (cast(? as integer[]))`,
      [[...bad]],
    );
  }
  await dataset.compare(transaction, delivery);
  const warnings = [
    ...(await findRepairs(transaction, dataset, delivery)),
    ...(await dataset.findWarnings(transaction, delivery)),
  ];
  onProgress?.({ phase: "WRITING", rows });
  const counts = await written(transaction, dataset, delivery);
  if (counts.inserted + counts.changed > 0)
    await keepOriginals(transaction, dataset, await sourceOf(transaction, dataset, delivery));
  return { ...told, warnings: inOrder(warnings, found), counts };
}

/** What is only checked when a transaction ends is checked now, so that a dry run meets it too. */
async function written(transaction: Knex.Transaction, dataset: Dataset, delivery: Delivery): Promise<Counts> {
  try {
    const counts = await dataset.write(transaction, delivery);
    await transaction.raw("set constraints all immediate");
    return counts;
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: string };
    if (typeof code !== "string" || !code.startsWith("23")) throw error;
    const reason = trimmed(String(message).replace(/^.* - /su, ""));
    throw new ImportRefused(
      "RowsContradict",
      `各行单看无误，合在一起与数据库的规则相抵（${reason}）；请核对后再导入，没有写入任何一行。`,
      `Each row is good by itself, and together they break a rule of the database (${reason}); check them. No row was written.`,
    );
  }
}

/** The table the rows of a file stand in until all of them are known to be good. */
export const stagingSql = ({ stagingTable, stagedColumns }: Dataset) => /* sql */ `
  create temporary table ${stagingTable} (row_number integer, ${stagedColumns.map(({ name, type }) => `${name} ${type}`).join(", ")},
    point geometry, outline geometry, original geometry, reason text) on commit drop`;

/** Reads the file into the staging table, a batch at a time. */
async function stage(
  transaction: Knex.Transaction,
  { request: { dataset }, reading, found, delivery }: Parts,
  { signal, onProgress }: ImportHooks,
): Promise<{ rows: number; problems: Problem[] }> {
  // Each statement runs once: compiling it costs more than it gains. Rows are compared in memory.
  await transaction.raw("set local jit = off");
  await transaction.raw("set local work_mem = '128MB'");
  await transaction.raw(stagingSql(dataset));
  const columns = ["row_number", ...dataset.stagedColumns.map(({ name }) => name), "point", "outline"];
  const reader = new RowReader(dataset, found, delivery.crs);
  let batch: ReturnType<RowReader["read"]>[] = [];
  let rows = 0;
  const flush = async () => {
    signal?.throwIfAborted();
    if (batch.length > 0) await copyRows(transaction, dataset.stagingTable, columns, batch);
    batch = [];
    onProgress?.({ phase: "READING", rows });
  };
  for await (const row of reading.rows()) {
    rows += 1;
    batch.push(reader.read(row));
    if (batch.length === BATCH_ROWS) await flush();
  }
  await flush();
  return { rows, problems: reader.problems };
}

/** By row, then as the columns stand in the file. */
function inOrder(problems: readonly Problem[], found: FoundColumns): Problem[] {
  const place = (problem: Problem) => found.placeOf(problem.column);
  return problems.toSorted((a, b) => a.row - b.row || place(a) - place(b) || (a.code < b.code ? -1 : 1));
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

async function refuseSize(path: string): Promise<void> {
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
  if (size <= MOST_BYTES) return;
  const megabytes = Math.ceil(size / 1_048_576);
  throw new ImportRefused(
    "FileTooLarge",
    `文件有 ${megabytes} MB，上限 1024 MB；请分成几个文件。`,
    `The file has ${megabytes} MB, at most 1024 MB are taken; split it.`,
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
