import type { Context, Sql } from "./context.ts";
import type { Refused } from "./refusals.ts";
import { refusalOf } from "./refusing.ts";
import { toStatement } from "./statement.ts";

/** What is appended to the audit beside a change outside of casework. */
export interface OwnerEvent {
  /** thing.verb */
  readonly action: string;
  readonly kind: string;
  readonly id: string;
  /** Codes and numbers only. */
  readonly detail?: Record<string, unknown>;
}

export interface OwnerTransaction {
  readonly sql: Sql;
  /** Exactly one for each write. */
  readonly record: (event: OwnerEvent) => Promise<void>;
}

/**
 * Runs a change of people, keys or webhooks in one short transaction as the owner of the database: those tables have no
 * policies, so every statement names whose rows it means. What it stops with is the answer.
 */
export async function asOwner<Result>(
  context: Context,
  run: (transaction: OwnerTransaction) => Promise<Result>,
): Promise<Result | Refused> {
  const client = await context.accessPool.connect();
  const sql: Sql = async <Row>(text: string, values: Record<string, unknown> = {}) => {
    context.statements.count += 1;
    const statement = toStatement(text);
    const { rows } = await client.query(
      statement.text,
      statement.names.map((name) => values[name]),
    );
    return rows as Row[];
  };
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const result = await run({
      sql,
      record: async ({ action, kind, id, detail = {} }) => {
        const { viewer } = context;
        await client.query(
          `insert into audit.events (channel, person_id, role, action, entity_kind, entity_id, detail)
           values ($1, $2, $3, $4, $5, $6, $7::jsonb)`,
          [
            viewer?.channel ?? "COMMAND",
            viewer?.personId ?? null,
            viewer?.role ?? null,
            action,
            kind,
            id,
            JSON.stringify(detail),
          ],
        );
      },
    });
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((failure: Error) => {
      broken = failure;
    });
    const refused = refusalOf(context, error);
    if (refused) return refused;
    throw error;
  } finally {
    client.release(broken);
  }
}
