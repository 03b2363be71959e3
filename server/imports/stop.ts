import type { Knex } from "knex";
import { ImportRefused } from "./refused.ts";

/**
 * Runs work inside a transaction that ends when the signal comes, even in the middle of a statement, and is taken back
 * when the work fails.
 * @throws ImportRefused Cancelled when the signal came.
 */
export async function stoppable<Result>(
  knex: Knex,
  transaction: Knex.Transaction,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  let stop: (() => void) | undefined;
  try {
    if (signal) {
      signal.throwIfAborted();
      const { rows } = await transaction.raw<{ rows: [{ pid: number }] }>("select pg_backend_pid() as pid");
      // The embedded database has one session and no other to cancel it from: there the work stops between statements.
      stop = () => void knex.raw("select pg_cancel_backend(?)", [rows[0].pid]).catch(() => {});
      signal.addEventListener("abort", stop, { once: true });
    }
    const result = await work();
    signal?.throwIfAborted();
    return result;
  } catch (error) {
    await transaction.rollback().catch(() => {});
    if (!signal?.aborted) throw error;
    throw new ImportRefused(
      "Cancelled",
      "导入已取消，没有写入任何一行。",
      "The import was cancelled; no row was written.",
    );
  } finally {
    if (stop) signal?.removeEventListener("abort", stop);
  }
}
