import type { CaseworkTransaction } from "../casework.ts";
import type { Context, Sql } from "../context.ts";
import { conflict, notFound, type Refused, refuse } from "../refusals.ts";
import { refusing, stop } from "../refusing.ts";
import { findJob, type JobRow, toJob } from "./queries.ts";
import { datasetsFor, HOURS_KEPT, type ImportSettings, MOST_BYTES_KEPT } from "./settings.ts";
import type { ImportJob, ImportStateName } from "./type.ts";

/** States in which nothing is under way and something may be asked for. */
const AT_REST: readonly ImportStateName[] = ["PROBED", "CHECKED", "HELD", "REFUSED", "FAILED", "CANCELLED"];
const UNDER_WAY: readonly ImportStateName[] = ["UPLOADED", "QUEUED", "RUNNING"];

export interface UploadGiven {
  readonly id: string;
  readonly fileName: string;
  readonly byteLength: number;
}

/**
 * Announces a file. The same again is the same upload.
 * @returns what is there now; "OTHER" where the id is taken, "QUOTA" where too much lies here already
 */
export function createUpload(context: Context, given: UploadGiven): Promise<JobRow | "OTHER" | "QUOTA"> {
  return context.casework(async ({ sql, record }) => {
    // One after the other for one person, so that two at once do not both fit.
    await sql("select pg_advisory_xact_lock(hashtextextended('imports.jobs ' || access.viewer()::text, 0))");
    const before = await findJob(sql, given.id);
    if (before)
      return before.fileName === given.fileName && before.byteLength === given.byteLength ? before : "OTHER";
    const [kept] = await sql<{ bytes: number }>(
      "select coalesce(sum(byte_length), 0)::bigint as bytes from imports.jobs where file_removed_at is null",
    );
    if ((kept?.bytes ?? 0) + given.byteLength > MOST_BYTES_KEPT) return "QUOTA";
    const [made] = await sql<{ id: string }>(
      /* sql */ `
      insert into imports.jobs (id, person_id, channel, file_name, byte_length)
      values (:id, access.viewer(), :channel, :fileName, :byteLength) on conflict do nothing returning id`,
      { ...given, channel: context.viewer?.channel ?? "SESSION" },
    );
    // The id is somebody else's, whose upload is not seen here.
    if (!made) return "OTHER";
    await record({ ...about(given.id, "import.announce"), detail: { bytes: given.byteLength } });
    return (await findJob(sql, given.id)) ?? "OTHER";
  });
}

/** All bytes have come: what they are is looked into next. Told twice, it happens once. */
export function finishUpload(context: Context, id: string): Promise<void> {
  return context.casework(async ({ sql, record }) => {
    const job = await findJob(sql, id);
    if (job?.state !== "UPLOADING") return;
    await advance(sql, id, "UPLOADED", job.settings);
    await record({ ...about(id, "import.upload"), detail: { bytes: job.byteLength } });
  });
}

/** Gives an upload up. @returns false while it is being worked on, or where there is none */
export function giveUpUpload(context: Context, id: string): Promise<boolean> {
  return context.casework(async ({ sql, record }) => {
    const job = await findJob(sql, id);
    if (!job || UNDER_WAY.includes(job.state)) return false;
    await sql(
      /* sql */ `
      update imports.jobs set file_removed_at = coalesce(file_removed_at, now()), error_file = null,
        state = case when state = 'DONE' then state else 'CANCELLED' end, row_version = row_version + 1 where id = :id`,
      { id },
    );
    await record({ ...about(id, "import.remove"), detail: {} });
    return true;
  });
}

export interface StartGiven extends ImportSettings {
  readonly id: string;
  readonly rowVersion: number;
  readonly dataset: string;
}

/** Puts a run, or a dry run, in the queue, and remembers how the headers were matched. */
export function startImport(
  context: Context,
  given: StartGiven,
  headersSha256: string | null,
): Promise<ImportJob | Refused> {
  return changing(context, given, async ({ sql, record }, job) => {
    const { id, rowVersion: _, dataset: name, ...settings } = given;
    const dataset = context.viewer && datasetsFor(context.viewer).find((each) => each.name === name);
    if (!dataset)
      return stop(
        refuse(
          context,
          "FORBIDDEN",
          `您的岗位不能导入“${name.slice(0, 40)}”；请选择列出的数据种类。`,
          `Your post may not import “${name.slice(0, 40)}”; choose one of those listed.`,
        ),
      );
    const known = new Set(dataset.columns.map(({ key }) => key));
    const unknown = Object.keys(settings.mapping ?? {}).find((key) => !known.has(key));
    if (unknown !== undefined)
      return stop(
        refuse(
          context,
          "INVALID",
          `${dataset.zh}没有列“${unknown.slice(0, 40)}”；请改用 importDatasets 列出的列。`,
          `There is no column “${unknown.slice(0, 40)}” of ${dataset.en}; use those importDatasets lists.`,
        ),
      );
    await advance(sql, job.id, "QUEUED", settings, name);
    if (headersSha256 !== null && settings.mapping) await remember(sql, name, headersSha256, settings);
    const { dryRun = false, mode = "ATOMIC" } = settings;
    await record({ ...about(id, "import.start"), detail: { dataset: name, dryRun, mode } });
  });
}

/** Looks into the file once more, at another sheet or layer. */
export function probeAgain(
  context: Context,
  given: { id: string; rowVersion: number } & Pick<ImportSettings, "layer">,
): Promise<ImportJob | Refused> {
  return changing(context, given, async ({ sql, record }, job) => {
    const { id, rowVersion: _, ...settings } = given;
    await advance(sql, job.id, "UPLOADED", settings);
    await record({ ...about(id, "import.probe"), detail: {} });
  });
}

/** Stops what waits, and asks for the end of what runs. @returns the job as it is now */
export function cancelImport(context: Context, id: string): Promise<ImportJob | Refused> {
  return refusing(context, async ({ sql, record }) => {
    const job = await findJob(sql, id);
    if (!job) return stop(notFound(context));
    if (job.state !== "QUEUED" && job.state !== "RUNNING") return toJob(job, context.language);
    // What runs is ended by the process that runs it, which may be another one.
    await sql(
      /* sql */ `
      update imports.jobs set is_cancelling = (state = 'RUNNING'),
        state = case when state = 'QUEUED' then 'CANCELLED' else state end,
        ended_at = case when state = 'QUEUED' then now() else ended_at end, row_version = row_version + 1
      where id = :id`,
      { id },
    );
    await record({ ...about(id, "import.cancel"), detail: { from: job.state } });
    return await shown(context, sql, id);
  });
}

function changing(
  context: Context,
  { id, rowVersion }: { id: string; rowVersion: number },
  change: (transaction: CaseworkTransaction, job: JobRow) => Promise<void>,
): Promise<ImportJob | Refused> {
  return refusing(context, async (transaction) => {
    const job = await findJob(transaction.sql, id);
    if (!job) return stop(notFound(context));
    if (job.rowVersion !== rowVersion) return stop(conflict(context, job.rowVersion));
    if (!job.hasFile)
      return stop(
        refuse(
          context,
          "INVALID",
          `文件已移走（上传后保留 ${HOURS_KEPT} 小时，导入成功后即移走）；请重新上传。`,
          `The file was removed (it is kept for ${HOURS_KEPT} hours, and goes once it is imported); upload it again.`,
        ),
      );
    if (!AT_REST.includes(job.state))
      return stop(
        refuse(
          context,
          "CONFLICT",
          `这次导入现在是 ${job.state}，请等它结束或先取消。`,
          `This import is ${job.state} now; wait until it has ended, or cancel it first.`,
        ),
      );
    await change(transaction, job);
    return await shown(context, transaction.sql, id);
  });
}

async function shown(context: Context, sql: Sql, id: string): Promise<ImportJob> {
  const job = await findJob(sql, id);
  return job ? toJob(job, context.language) : stop(notFound(context));
}

const about = (id: string, action: string) => ({ action, kind: "Import", id: id.toLowerCase() });

const advance = (
  sql: Sql,
  id: string,
  state: ImportStateName,
  settings: ImportSettings,
  dataset: string | null = null,
) =>
  sql(
    /* sql */ `
    update imports.jobs set state = :state, settings = :settings::jsonb, dataset = coalesce(:dataset, dataset),
      phase = null, rows_done = 0, attempts = 0, refusal = null, is_cancelling = false, queued_at = now(),
      started_at = null, ended_at = null, row_version = row_version + 1
    where id = :id`,
    { id, state, settings: JSON.stringify(settings), dataset },
  );

const remember = (
  sql: Sql,
  dataset: string,
  headersSha256: string,
  { mapping, crs, swapAxes }: ImportSettings,
) =>
  sql(
    /* sql */ `
    insert into imports.mappings (person_id, dataset, headers_sha256, posted, mapping, crs, swap_axes)
    values (access.viewer(), :dataset, :headersSha256, access.posted(), :mapping::jsonb, :crs, :swapAxes)
    on conflict (person_id, dataset, headers_sha256) do update
    set posted = excluded.posted, mapping = excluded.mapping, crs = excluded.crs, swap_axes = excluded.swap_axes, saved_at = now()`,
    {
      dataset,
      headersSha256,
      mapping: JSON.stringify(mapping),
      crs: crs ?? null,
      swapAxes: swapAxes ?? false,
    },
  );
