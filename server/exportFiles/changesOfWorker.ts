import type { RoleName } from "../access/rules.ts";
import { placeName } from "../caseworkSql.ts";
import type { Sql } from "../context.ts";
import type { Language } from "../errors.ts";
import type { Conditions } from "./list.ts";
import type { FormatName, WhatName } from "./words.ts";

/** How long a process may say nothing before another takes its file up. */
const LEASE = "interval '30 seconds'";
const MOST_ATTEMPTS = 3;

export interface Job {
  readonly id: string;
  readonly what: WhatName;
  readonly format: FormatName;
  readonly regionCode: string | null;
  readonly regionName: string | null;
  readonly period: string | null;
  readonly conditions: Conditions;
  readonly language: Language;
  readonly login: string | null;
  readonly makerRole: RoleName | null;
  readonly makerRegions: readonly string[] | null;
  /** Counts who took it up: only the last of them may write. */
  readonly attempt: number;
  readonly today: string;
}

/** The next file to make: one that waits, or one whose maker fell silent. Nobody else gets it. */
export async function takeJob(sql: Sql): Promise<Job | null> {
  const [job] = await sql<Job>(
    /* sql */ `
    with taken as (
      update access.export_jobs set state = 'RUNNING', attempt = attempt + 1, lease_until = now() + ${LEASE}, rows_done = 0
      where id = (
        select id from access.export_jobs
        where (state = 'QUEUED' or (state = 'RUNNING' and lease_until < now() and attempt < ${MOST_ATTEMPTS})) and expires_at > now()
        order by requested_at, id limit 1 for update skip locked)
      returning *)
    select job.id, job.what, job.format, job.region_code as "regionCode", job.period, job.conditions, job.language, job.attempt,
           person.login, job.maker_role as "makerRole", job.maker_regions as "makerRegions",
           to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as today,
           case when job.region_code is null then null else coalesce(
             (select area.name from atlas.regions area where area.code = job.region_code),
             ${placeName("rpad(job.region_code, 12, '0')")}) end as "regionName"
    from taken job left join access.people person on person.id = job.person_id`,
  );
  return job ?? null;
}

type Mine = Pick<Job, "id" | "attempt">;

/** Says how far a file is. False when it was cancelled, or somebody else has it: then nothing more is to be done. */
export async function renewJob(
  sql: Sql,
  { id, attempt }: Mine,
  rowsDone: number,
  found?: { total: number; isDemo: boolean },
): Promise<boolean> {
  const rows = await sql(
    /* sql */ `
    update access.export_jobs set rows_done = :rowsDone, lease_until = now() + ${LEASE},
           rows_total = coalesce(:total::int, rows_total), is_demo = coalesce(:isDemo::boolean, is_demo)
    where id = :id::uuid and attempt = :attempt::int and state = 'RUNNING' returning id`,
    { id, attempt, rowsDone, total: found?.total ?? null, isDemo: found?.isDemo ?? null },
  );
  return rows.length > 0;
}

/** The file is whole and in its place. False when nobody wants it any more. */
export async function finishJob(
  sql: Sql,
  { id, attempt }: Mine,
  done: { rows: number; isDemo: boolean; sizeBytes: number; sha256: string },
): Promise<boolean> {
  const rows = await sql(
    /* sql */ `
    update access.export_jobs set state = 'DONE', rows_done = :rows, rows_total = :rows, is_demo = :isDemo,
           size_bytes = :sizeBytes, sha256 = :sha256, finished_at = now(), lease_until = null
    where id = :id::uuid and attempt = :attempt::int and state = 'RUNNING' returning id`,
    { id, attempt, ...done },
  );
  return rows.length > 0;
}

/** Leaves a file to the next process: this one is being stopped, which counts as no attempt. */
export const giveBack = (sql: Sql, { id, attempt }: Mine) =>
  sql(
    /* sql */ `
    update access.export_jobs set state = 'QUEUED', attempt = attempt - 1, lease_until = null, rows_done = 0
    where id = :id::uuid and attempt = :attempt::int and state = 'RUNNING'`,
    { id, attempt },
  );

export const failJob = (sql: Sql, { id, attempt }: Mine, zh: string, en: string) =>
  sql(
    /* sql */ `
    update access.export_jobs set state = 'FAILED', error_zh = :zh, error_en = :en, finished_at = now(), lease_until = null
    where id = :id::uuid and attempt = :attempt::int and state = 'RUNNING'`,
    { id, attempt, zh, en },
  );

/** Gives up what fell silent too often, and says which files are over; their rows go a month later. */
export async function expireJobs(sql: Sql): Promise<string[]> {
  await sql(
    /* sql */ `
    update access.export_jobs set state = 'FAILED', finished_at = now(), lease_until = null,
           error_zh = '生成时服务中断了 ${MOST_ATTEMPTS} 次，已放弃；请缩小范围后再试。',
           error_en = 'Making it was broken off ${MOST_ATTEMPTS} times and given up; try again with less.'
    where state = 'RUNNING' and lease_until < now() and attempt >= ${MOST_ATTEMPTS}`,
  );
  const rows = await sql<{ id: string }>(
    /* sql */ `
    update access.export_jobs set state = 'EXPIRED', error_zh = null, error_en = null, lease_until = null
    where state <> 'EXPIRED' and expires_at <= now() returning id`,
  );
  await sql("delete from access.export_jobs where expires_at < now() - interval '30 days'");
  return rows.map(({ id }) => id);
}
