import type { Pool } from "pg";
import { TODAY } from "../caseworkSql.ts";
import type { DeprecatedRow, UsageRow } from "./recorder.ts";

/** Different operations of a key that are counted apart on one day; all others are counted together. */
export const MOST_OPERATIONS = 200;

/** Adds counts to those of the day, all of them in one statement. Keys that are unknown by now are left out. */
export async function storeUsage(pool: Pool, rows: UsageRow[], deprecated: DeprecatedRow[]): Promise<void> {
  await pool.query(
    /* sql */ `
    with given as (
      select *, row_number() over (partition by key_id order by requests desc, operation, operation_hash) as place
      from jsonb_to_recordset($1::jsonb) as given (key_id uuid, operation text, operation_hash text, requests bigint,
        answered bigint, refused bigint, limited bigint, failed bigint, cost bigint)),
    known as (
      select given.*, usage.key_id is not null as is_known,
             (select count(*) from partners.key_usage today where today.key_id = given.key_id and today.day = ${TODAY}) as others
      from given left join partners.key_usage usage on usage.key_id = given.key_id and usage.day = ${TODAY}
        and usage.operation = given.operation and usage.operation_hash = given.operation_hash),
    named as (
      select key_id, is_known or others + place <= ${MOST_OPERATIONS} as is_apart, operation, operation_hash,
             requests, answered, refused, limited, failed, cost from known)
    insert into partners.key_usage (key_id, day, operation, operation_hash, requests, answered, refused, limited, failed, cost)
    select key_id, ${TODAY}, case when is_apart then operation else '*' end, case when is_apart then operation_hash else '' end,
           sum(requests), sum(answered), sum(refused), sum(limited), sum(failed), sum(cost)
    from named group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (key_id, day, operation, operation_hash) do update set requests = key_usage.requests + excluded.requests,
      answered = key_usage.answered + excluded.answered, refused = key_usage.refused + excluded.refused,
      limited = key_usage.limited + excluded.limited, failed = key_usage.failed + excluded.failed,
      cost = key_usage.cost + excluded.cost`,
    [
      JSON.stringify(
        rows.map(({ keyId, hash, ...row }) => ({ ...row, key_id: keyId, operation_hash: hash })),
      ),
    ],
  );
  if (deprecated.length === 0) return;
  await pool.query(
    /* sql */ `
    insert into partners.deprecated_use (key_id, day, element, requests)
    select key_id, ${TODAY}, element, requests
    from jsonb_to_recordset($1::jsonb) as given (key_id uuid, element text, requests bigint) order by key_id, element
    on conflict (key_id, day, element) do update set requests = deprecated_use.requests + excluded.requests`,
    [JSON.stringify(deprecated.map(({ keyId, ...row }) => ({ ...row, key_id: keyId })))],
  );
}
