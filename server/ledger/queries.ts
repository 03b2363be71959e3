import { colleague, placeName, TODAY } from "../caseworkSql.ts";
import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Context, Sql } from "../context.ts";
import { countRows } from "../count.ts";
import { type Scope, scopeFilter } from "../regions/queries.ts";
import { isUuid } from "../uuid.ts";
import type { LedgerCount, LedgerItem, LedgerWhere } from "./type.ts";

/** Only what still has to be put right can be late; what waits for a check cannot. */
export const IS_OVERDUE = `(item.status in ('OPEN', 'REOPENED') and item.due_on < ${TODAY})`;

const columns = /* sql */ `
  item.id, item.number, item.village_code as "placeCode", ${placeName("item.village_code")} as "placeName",
  item.found_by as "foundBy", item.subject, item.description, item.severity, item.status,
  ${colleague("item.owner_id")} as owner, ${colleague("item.handed_to")} as "handedTo",
  item.target_on as "targetOn", item.due_on as "dueOn", ${IS_OVERDUE} as "isOverdue",
  ${colleague("item.fixed_by")} as "fixedBy", item.fixed_at as "fixedAt", item.evidence,
  ${colleague("item.verified_by")} as "verifiedBy", item.verified_at as "verifiedAt",
  item.opened_at as "openedAt", item.is_demo as "isDemo", item.row_version as "rowVersion",
  array(select jsonb_build_object('step', rung.step, 'kind', rung.kind, 'at', rung.at)
        from casework.escalations rung where rung.item_id = item.id order by rung.step) as escalations`;

/** Times inside JSON come as text. */
const withTimes = (item: LedgerItem): LedgerItem => ({
  ...item,
  escalations: item.escalations.map((rung) => ({ ...rung, at: new Date(rung.at) })),
});

/** One entry within the scope; null for one outside and for none. */
export async function findItem(sql: Sql, id: string): Promise<LedgerItem | null> {
  if (!isUuid(id)) return null;
  const [item] = await sql<LedgerItem>(
    `select ${columns} from casework.ledger_items item where item.id = :id::uuid`,
    { id },
  );
  return item ? withTimes(item) : null;
}

const order: Order<LedgerItem> = [
  { sql: "item.due_on::text", type: "text", value: (item) => item.dueOn },
  { sql: "item.number", type: "integer", value: (item) => item.number },
];

function filter(context: Context, scope: Scope, where: LedgerWhere) {
  const inside = scopeFilter(scope, "item.village_code", "item.county_code");
  return {
    from: /* sql */ `
      from casework.ledger_items item
      where ${inside.where}
        and (:status::text is null or item.status = :status) and (:subject::text is null or item.subject = :subject)
        and (:severity::text is null or item.severity = :severity)
        and (:foundBy::text is null or item.found_by = :foundBy)
        and (:overdue::boolean is null or ${IS_OVERDUE} = :overdue)
        and (:mine::uuid is null or :mine in (item.owner_id, item.handed_to))`,
    values: {
      ...inside.values,
      status: where.status ?? null,
      subject: where.subject ?? null,
      severity: where.severity ?? null,
      foundBy: where.foundBy ?? null,
      overdue: where.overdue ?? null,
      mine: where.mine ? (context.viewer?.personId ?? null) : null,
    },
  };
}

/** A page of the ledger, soonest due first. */
export async function selectItems(
  context: Context,
  scope: Scope,
  where: LedgerWhere,
  page: Page,
): Promise<Connection<LedgerItem>> {
  const { from, values } = filter(context, scope, where);
  const keys = keyset(order, page);
  const rows = await context.casework(({ sql }) =>
    sql<LedgerItem>(`select ${columns} ${from} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`, {
      ...values,
      ...keys.values,
    }),
  );
  return toConnection(rows.map(withTimes), page, order, (mode) =>
    context.casework(({ sql }) => countRows(sql, from, values, mode)),
  );
}

/** Entries by status for each division one level below: counties, then townships, then villages. */
export function countItems(context: Context, scope: Scope, first: number): Promise<LedgerCount[]> {
  const inside = scopeFilter(scope, "item.village_code", "item.county_code");
  const below = scope.list === null ? ({ 6: 9, 9: 12, 12: 12 }[scope.from.length] ?? 6) : 6;
  return context.casework(({ sql }) =>
    sql<LedgerCount>(
      /* sql */ `
      select counted.*, ${placeName("rpad(counted.code, 12, '0')")} as name
      from (
        select left(item.village_code, :below) as code,
               (count(*) filter (where item.status = 'OPEN'))::int as open,
               (count(*) filter (where item.status = 'FIXED'))::int as fixed,
               (count(*) filter (where item.status = 'CLOSED'))::int as closed,
               (count(*) filter (where item.status = 'REOPENED'))::int as reopened,
               (count(*) filter (where ${IS_OVERDUE}))::int as overdue
        from casework.ledger_items item where ${inside.where}
        group by 1 order by 1 limit :first
      ) counted order by counted.code`,
      { ...inside.values, below, first },
    ),
  );
}
