import { pointsLeft } from "../access/budget.ts";
import type { Viewer } from "../access/viewer.ts";
import { TODAY } from "../caseworkSql.ts";
import type { Sql } from "../context.ts";
import type { KeyUsage } from "./type.ts";

const sums = ["requests", "answered", "refused", "limited", "failed", "cost"];
const asJson = (first: string) =>
  `jsonb_build_object(${first}, ${sums.map((sum) => `'${sum}', ${sum}`).join(", ")})`;
const added = sums.map((sum) => `coalesce(sum(${sum}), 0) as ${sum}`).join(", ");

/**
 * Usage of the last days: of the key one came with; for who manages the keys of an organisation of all of them; for
 * anybody else of their personal keys.
 */
export async function selectUsage(sql: Sql, viewer: Viewer, days: number): Promise<KeyUsage[]> {
  const rows = await sql<Omit<KeyUsage, "pointsLeft">>(
    /* sql */ `
    with asked as (
      select key.id, key.name, key.points_per_minute, key.created_at
      from access.organisation_keys key
      where key.id = :keyId::uuid
        or (:keyId::uuid is null and :managesKeys and key.organisation_id = :organisationId::uuid and key.revoked_at is null)
      union all
      select token.id, case when label = '' then '' else left(label, -22) end, token.points_per_minute, token.created_at
      from access.tokens token
      where token.kind = 'API_KEY' and token.organisation_key_id is null and (token.id = :keyId::uuid
        or (:keyId::uuid is null and token.person_id = :personId::uuid and token.revoked_at is null and token.expires_at > now()))),
    used as (select * from partners.key_usage where key_id in (select id from asked) and day > ${TODAY} - :days::int)
    select asked.id as "keyId", asked.name, asked.points_per_minute as "pointsPerMinute",
      (select ${asJson("'of', 0")} from (select ${added} from used where key_id = asked.id) total) as total,
      coalesce((select jsonb_agg(${asJson("'day', day")} order by day)
        from (select day, ${added} from used where key_id = asked.id group by day) by_day), '[]') as days,
      coalesce((select jsonb_agg(${asJson("'operation', operation, 'hash', operation_hash")} order by cost desc, requests desc, operation, operation_hash)
        from (select operation, operation_hash, ${added} from used where key_id = asked.id
              group by operation, operation_hash order by sum(cost) desc, sum(requests) desc, operation, operation_hash limit 100) by_operation), '[]') as operations,
      coalesce((select jsonb_agg(jsonb_build_object('element', element, 'requests', requests, 'lastDay', last_day) order by requests desc, element)
        from (select element, sum(requests) as requests, max(day) as last_day from partners.deprecated_use
              where key_id = asked.id and day > ${TODAY} - :days::int group by element order by sum(requests) desc, element limit 100) old), '[]') as deprecated
    from asked order by asked.created_at, asked.id limit 50`,
    {
      keyId: viewer.keyId,
      personId: viewer.personId,
      organisationId: viewer.organisationId,
      managesKeys: viewer.managesKeys,
      days,
    },
  );
  return Promise.all(
    rows.map(async (row) => ({ ...row, pointsLeft: await pointsLeft(row.keyId, row.pointsPerMinute) })),
  );
}
