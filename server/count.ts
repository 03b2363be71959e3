import { CountMode } from "./connection.ts";
import type { Sql } from "./context.ts";

/** Counts the rows of `from … where …`; the estimate asks the planner and reads no row. */
export async function countRows(
  sql: Sql,
  from: string,
  values: Record<string, unknown>,
  mode: CountMode,
): Promise<number> {
  if (mode === CountMode.ESTIMATE) {
    const [plan] = await sql<{ "QUERY PLAN": [{ Plan: { "Plan Rows": number } }] }>(
      `explain (format json) select 1 ${from}`,
      values,
    );
    return plan?.["QUERY PLAN"][0].Plan["Plan Rows"] ?? 0;
  }
  const [row] = await sql<{ count: number }>(`select count(*) as count ${from}`, values);
  return row?.count ?? 0;
}
