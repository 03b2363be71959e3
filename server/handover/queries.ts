import type { Sql } from "../context.ts";

/** Gives one open task seen at this version to somebody; false when somebody was faster. */
export async function giveTask(
  sql: Sql,
  values: { id: string; personId: string; rowVersion: number },
): Promise<boolean> {
  const rows = await sql(
    /* sql */ `
    update casework.tasks set owner_id = :personId::uuid, row_version = row_version + 1
    where id = :id::uuid and row_version = :rowVersion and done_at is null returning id`,
    values,
  );
  return rows.length === 1;
}

export interface LeftTask {
  readonly id: string;
  readonly villageCode: string;
  /** Whether whoever takes over is at work and posted to its village. */
  readonly covered: boolean;
}

/** Open tasks of somebody who is disabled or no longer posted to their villages, held until the transaction ends. */
export const lockLeftTasks = (sql: Sql, values: { from: string; to: string; village: string | null }) =>
  sql<LeftTask>(
    /* sql */ `
    with left_tasks as materialized (
      select id, village_code from casework.tasks
      where owner_id = :from::uuid and done_at is null and (:village::text is null or village_code = :village)
      order by id for update),
    -- Many tasks lie in one village: each is asked about once.
    places as materialized (
      select village_code, access.covers(:from::uuid, village_code) as is_served, access.covers(:to::uuid, village_code) as covered
      from (select distinct village_code from left_tasks) place)
    select id, village_code as "villageCode", covered from left_tasks join places using (village_code)
    where not is_served order by id`,
    values,
  );

export const giveTasks = (sql: Sql, values: { ids: string[]; to: string }) =>
  sql(
    /* sql */ `
    update casework.tasks set owner_id = :to::uuid, row_version = row_version + 1 where id = any (:ids::uuid[])`,
    values,
  );

export async function roleOf(sql: Sql, personId: string): Promise<string | null> {
  const [row] = await sql<{ role: string | null }>(
    "select (select role from access.names(array[:personId::uuid])) as role",
    { personId },
  );
  return row?.role ?? null;
}
