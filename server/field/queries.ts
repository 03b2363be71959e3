import type { Context, Sql } from "../context.ts";
import { refuse } from "../refusals.ts";
import { stop } from "../refusing.ts";

interface Asked {
  /** Made by the client, once for one deed. */
  readonly key: string;
  readonly content: unknown;
}

/**
 * Does something once for a key of the viewer: the same key with the same content again, also after an answer that got
 * lost, gets the same answer and changes nothing; with other content it is refused.
 */
export async function answeredOnce<Reply extends object>(
  context: Context,
  sql: Sql,
  { key, content }: Asked,
  run: () => Promise<Reply>,
): Promise<Reply> {
  const values = { key, body: context.keys.blind(JSON.stringify(content)) };
  await sql("select pg_advisory_xact_lock(hashtext('sync ' || access.viewer() || :key))", values);
  const [before] = await sql<{ reply: Reply; isSame: boolean }>(
    'select reply, body_sha256 = :body as "isSame" from casework.replies where person_id = access.viewer() and key = :key',
    values,
  );
  if (before?.isSame) return Object.assign({}, before.reply);
  if (before)
    stop(
      refuse(
        context,
        "OTHER_CONTENT",
        "这个批次号已用于另一批内容；请换一个新的批次号。",
        "This batch key was used for other content; send it under a new key.",
      ),
    );
  const reply = await run();
  await sql(
    /* sql */ `
    insert into casework.replies (person_id, key, body_sha256, reply) values (access.viewer(), :key, :body, :reply::jsonb)`,
    { ...values, reply: JSON.stringify(reply) },
  );
  return reply;
}
