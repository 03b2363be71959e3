import type { Knex } from "knex";
import type { RoleName } from "../access/rules.ts";
import type { StoredRefusal } from "./queries.ts";
import { HOURS_KEPT, type ImportSettings } from "./settings.ts";
import type { ImportPhaseName, ImportStateName } from "./type.ts";

// What the process that runs imports does, as the owner of the database: whoever asked may have signed out since.

/** A job that is due. */
export interface DueJob {
  readonly id: string;
  readonly fileName: string;
  readonly state: "UPLOADED" | "RUNNING";
  readonly dataset: string | null;
  readonly settings: ImportSettings;
  readonly attempts: number;
}

export async function isAnyDue(knex: Knex): Promise<boolean> {
  const { rows } = await knex.raw<{ rows: unknown[] }>(
    "select from imports.jobs where state in ('UPLOADED', 'QUEUED', 'RUNNING') limit 1",
  );
  return rows.length > 0;
}

/**
 * The next job whose file lies here. Only one process asks at a time, so whatever runs already was left by one that died,
 * and comes first.
 */
export async function takeNext(knex: Knex, idsHere: readonly string[]): Promise<DueJob | null> {
  const { rows } = await knex.raw<{ rows: DueJob[] }>(
    /* sql */ `
    update imports.jobs set state = case when state = 'UPLOADED' then state else 'RUNNING' end, attempts = attempts + 1,
      started_at = now(), phase = null, rows_done = 0,
      row_version = row_version + case when state = 'QUEUED' then 1 else 0 end
    where id = (select id from imports.jobs
                where state in ('UPLOADED', 'QUEUED', 'RUNNING') and id = any (cast(:ids as uuid[]))
                order by state <> 'RUNNING', queued_at, id limit 1)
    returning id, file_name as "fileName", state, dataset, settings, attempts`,
    { ids: [...idsHere] },
  );
  return rows[0] ?? null;
}

/** Whose it is and where they may write by now; null for who left or changed their post. */
export async function findMaker(
  knex: Knex,
  id: string,
): Promise<{ role: RoleName; regions: readonly string[] } | null> {
  const { rows } = await knex.raw<{ rows: { role: RoleName; regions: string[] }[] }>(
    /* sql */ `
    select person.role,
           array(select distinct coalesce(member.county_code, scope.region_code) from access.person_regions scope
                 left join atlas.area_members member on member.area_code = scope.region_code and member.member_to is null
                 where scope.person_id = person.id order by 1) as regions
    from imports.jobs job join access.people person on person.id = job.person_id and person.disabled_at is null
    where job.id = ?`,
    [id],
  );
  return rows[0] ?? null;
}

/** Notes how far it is. @returns whether its maker wants it stopped */
export async function noteProgress(
  knex: Knex,
  id: string,
  { phase, rows: done }: { phase: ImportPhaseName | null; rows: number },
): Promise<boolean> {
  const { rows } = await knex.raw<{ rows: { isCancelling: boolean }[] }>(
    /* sql */ `
    update imports.jobs set phase = :phase, rows_done = :done where id = :id and state = 'RUNNING'
    returning is_cancelling as "isCancelling"`,
    { id, phase, done },
  );
  return rows[0]?.isCancelling ?? false;
}

/** Puts it back as it was: this process stops, or another import has the database. */
export const putBack = (knex: Knex, id: string) =>
  knex.raw(
    /* sql */ `
    update imports.jobs set state = case when state = 'RUNNING' then 'QUEUED' else state end, attempts = attempts - 1,
      phase = null, rows_done = 0, row_version = row_version + case when state = 'RUNNING' then 1 else 0 end
    where id = ? and state in ('UPLOADED', 'RUNNING')`,
    [id],
  );

export const noteProbed = (knex: Knex, id: string) =>
  knex.raw(
    /* sql */ `
    update imports.jobs set state = 'PROBED', refusal = null, ended_at = now(), row_version = row_version + 1
    where id = ? and state = 'UPLOADED'`,
    [id],
  );

export interface Ending {
  readonly state: ImportStateName;
  /** In the bytes it is downloaded with; null keeps no report. */
  readonly report: string | null;
  readonly refusal: StoredRefusal | null;
  /** Ending of the file of the bad rows. */
  readonly errorFile: "csv" | "geojsonl" | null;
  /** Rows and counts for the audit. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Writes how a run ended, with its one event. */
export async function noteEnding(knex: Knex, job: DueJob, ending: Ending): Promise<void> {
  await knex.transaction(async (transaction) => {
    const { rowCount } = await transaction.raw<{ rowCount: number }>(
      /* sql */ `
      update imports.jobs set state = :state, report = cast(:report as json), refusal = cast(:refusal as jsonb),
        error_file = :errorFile, is_cancelling = false, phase = null, ended_at = now(),
        file_removed_at = case when :state = 'DONE' then now() else file_removed_at end, row_version = row_version + 1
      where id = :id and state in ('UPLOADED', 'RUNNING')`,
      {
        id: job.id,
        state: ending.state,
        report: ending.report,
        refusal: ending.refusal && JSON.stringify(ending.refusal),
        errorFile: ending.errorFile,
      },
    );
    if (rowCount === 0) return;
    const { dryRun = false, mode = "ATOMIC" } = job.settings;
    const detail = { dataset: job.dataset, dryRun, mode, outcome: ending.state, ...ending.counts };
    await transaction.raw(
      /* sql */ `
      insert into audit.events (channel, person_id, role, action, entity_kind, entity_id, detail)
      select job.channel, person.id, person.role, :action, 'Import', job.id::text, cast(:detail as jsonb)
      from imports.jobs job join access.people person on person.id = job.person_id where job.id = :id`,
      {
        id: job.id,
        // A file that cannot be looked into never ran.
        action: job.state === "UPLOADED" ? "import.look" : "import.run",
        detail: JSON.stringify(detail),
      },
    );
  });
}

/**
 * What is older than a day: which of the files here may go. Unfinished imports among them are over.
 * @returns ids of files of this database that are too old
 */
export async function expire(knex: Knex, idsHere: readonly string[]): Promise<string[]> {
  const { rows } = await knex.raw<{ rows: { id: string }[] }>(
    /* sql */ `
    update imports.jobs set file_removed_at = coalesce(file_removed_at, now()), error_file = null,
      state = case when state in ('DONE', 'REFUSED', 'FAILED', 'CANCELLED') then state else 'CANCELLED' end,
      row_version = row_version + 1
    where created_at < now() - make_interval(hours => ${HOURS_KEPT}) and state <> 'RUNNING'
      and (file_removed_at is null or id = any (cast(? as uuid[])))
    returning id`,
    [[...idsHere]],
  );
  return rows.map(({ id }) => id);
}

/** Which of the files here belong to this database: a folder may serve several. */
export async function knownIds(knex: Knex, idsHere: readonly string[]): Promise<string[]> {
  const { rows } = await knex.raw<{ rows: { id: string }[] }>(
    "select id from imports.jobs where id = any (cast(? as uuid[]))",
    [[...idsHere]],
  );
  return rows.map(({ id }) => id);
}
