import type { Pool, PoolClient } from "pg";
import type { Sql } from "./context.ts";
import { InputError } from "./errors.ts";
import { toStatement } from "./statement.ts";

/** One event of the audit, appended in the transaction of the deed. */
export interface AuditEvent {
  /** thing.verb */
  readonly action: string;
  readonly kind: string;
  readonly id: string;
  readonly regionCode?: string | null;
  readonly purpose?: string | null;
  /** Codes and numbers only. */
  readonly detail?: Record<string, unknown>;
}

export interface CaseworkTransaction {
  readonly sql: Sql;
  /** Exactly one for each write and each sensitive read; the database refuses to commit a write without. */
  readonly record: (event: AuditEvent) => Promise<void>;
}

/** Runs something in one short transaction under row-level security, as whoever the token belongs to. */
export type Casework = <Result>(
  run: (transaction: CaseworkTransaction) => Promise<Result>,
) => Promise<Result>;

/**
 * Nothing else may be asked of the database while it runs: on the embedded one a transaction holds the only connection.
 * @param token null for the public door, which may only insert a self-report
 */
export function caseworkOf(pool: Pool, token: string | null, statements: { count: number }): Casework {
  return async (run) => {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      // In one message. The token is our own alphabet (access/viewer.ts), so it can stand in the text.
      await client.query(`begin; set local atlas.token = '${token ?? ""}'; set local role atlas_casework`);
      const sql = sqlOn(client, statements);
      const result = await run({
        sql,
        record: async ({ action, kind, id, regionCode = null, purpose = null, detail = {} }) => {
          await sql("select audit.record(:action, :kind, :id, :regionCode, :purpose, :detail::jsonb)", {
            action,
            kind,
            id,
            regionCode,
            purpose,
            detail: JSON.stringify(detail),
          });
        },
      });
      await client.query("commit");
      return result;
    } catch (error) {
      await client.query("rollback").catch((failure: Error) => {
        broken = failure;
      });
      throw asConflict(error);
    } finally {
      client.release(broken);
    }
  };
}

const sqlOn =
  (client: PoolClient, statements: { count: number }): Sql =>
  async <Row>(text: string, values: Record<string, unknown> = {}) => {
    statements.count += 1;
    const statement = toStatement(text);
    // Not prepared by name: a plan made for one scope must not serve another.
    const { rows } = await client.query(
      statement.text,
      statement.names.map((name) => values[name]),
    );
    return rows as Row[];
  };

/** What the database refuses because somebody was faster, or because it lies outside the scope, told in a sentence. */
function asConflict(error: unknown): unknown {
  const { code } = error as { code?: string };
  if (code === "40001" || code === "40P01")
    return new InputError(
      "CONFLICT",
      "刚才有人改动了同一条记录，请刷新后再试。",
      "Somebody changed this record just now; reload and try again.",
    );
  // A row that would leave the scope is refused by the policy; whoever asked learns no more than "not found".
  if (code === "42501")
    return new InputError(
      "NOT_FOUND",
      "没有这条记录，或不在您的辖区。",
      "There is no such record in your region.",
    );
  return error;
}
