import { colleague, isInScope } from "../caseworkSql.ts";
import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Context, Sql } from "../context.ts";
import { countRows } from "../count.ts";
import { issuesOf, membersOf, readHousehold } from "../households/queries.ts";
import { isUuid } from "../uuid.ts";
import type { BrokenGlass, HouseholdUnderGlass } from "./type.ts";

const IS_LIVE = "(glass.ended_at is null and glass.ends_at > now())";

const columns = /* sql */ `
  glass.id, glass.number, glass.reason, ${colleague("glass.person_id")} as person,
  glass.person_id = access.viewer() as "isMine", glass.broken_at as "brokenAt", glass.ends_at as "endsAt",
  glass.ended_at as "endedAt", ${IS_LIVE} as "isLive", ${colleague("glass.acknowledged_by")} as "acknowledgedBy",
  glass.acknowledged_at as "acknowledgedAt", glass.row_version as "rowVersion", glass.broken_at::text as position`;

export async function selectGlass(sql: Sql, id: string): Promise<BrokenGlass | null> {
  if (!isUuid(id)) return null;
  const [row] = await sql<BrokenGlass>(
    `select ${columns} from casework.broken_glass glass where glass.id = :id::uuid`,
    { id },
  );
  return row ?? null;
}

/** With the instant as the database writes it: a Date is less exact. */
type Row = BrokenGlass & { position: string };
const order: Order<Row> = [
  { sql: "glass.broken_at::text", type: "text", descending: true, value: (row) => row.position },
  { sql: "glass.id::text", type: "text", descending: true, value: (row) => row.id },
];

/** One's own, those of the county one keeps, or all for the auditor: the policies say which. */
export async function selectBroken(
  { casework }: Context,
  { acknowledged, mine }: { acknowledged: boolean | null; mine: boolean | null },
  page: Page,
): Promise<Connection<BrokenGlass>> {
  const from = /* sql */ `
    from casework.broken_glass glass
    where (:acknowledged::boolean is null or (glass.acknowledged_at is not null) = :acknowledged)
      and (:mine::boolean is null or (glass.person_id = access.viewer()) = :mine)`;
  const values = { acknowledged, mine };
  const keys = keyset(order, page);
  const rows = await casework(({ sql }) =>
    sql<Row>(`select ${columns} ${from} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`, {
      ...values,
      ...keys.values,
    }),
  );
  return toConnection(rows, page, order, (mode) => casework(({ sql }) => countRows(sql, from, values, mode)));
}

/** What of one's own glasses bounds another, and whether the number lies in the scope anyway. */
export async function selectBounds(
  sql: Sql,
  number: string,
): Promise<{ live: number; today: number; isOwn: boolean }> {
  // Two at once must not both find that there is none.
  await sql("select pg_advisory_xact_lock(hashtext('glass ' || access.viewer()))");
  const [row] = await sql<{ live: number; today: number; isOwn: boolean }>(
    /* sql */ `
    select count(*) filter (where ${IS_LIVE}) as live,
           count(*) filter (where glass.broken_at >= date_trunc('day', now() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai') as today,
           ${isInScope("left(:number, 12)", "HOUSEHOLDS")} as "isOwn"
    from casework.broken_glass glass where glass.person_id = access.viewer()`,
    { number },
  );
  return row ?? { live: 0, today: 0, isOwn: false };
}

export const insertGlass = (
  sql: Sql,
  glass: { id: string; number: string; reason: string; minutes: number },
) => sql("select casework.break_glass(:id::uuid, :number, :reason, :minutes::int)", glass);

/** Ends one's own glass; false when it was over already. */
export async function endGlassNow(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql(
    `update casework.broken_glass glass set ended_at = now(), row_version = row_version + 1
     where glass.id = :id::uuid and glass.person_id = access.viewer() and ${IS_LIVE} returning id`,
    { id },
  );
  return rows.length === 1;
}

/** Notes that the county knows; false when it was noted already. */
export async function acknowledge(sql: Sql, id: string, rowVersion: number): Promise<boolean> {
  const rows = await sql(
    `update casework.broken_glass set acknowledged_by = access.viewer(), acknowledged_at = now(), row_version = row_version + 1
     where id = :id::uuid and row_version = :rowVersion and acknowledged_at is null returning id`,
    { id, rowVersion },
  );
  return rows.length === 1;
}

/** Looks through one's own live glass, with an event; null where there is none. */
export function lookThrough(context: Context, id: string): Promise<HouseholdUnderGlass | null> {
  return context.casework(async ({ sql, record }) => {
    const glass = await selectGlass(sql, id);
    if (!glass?.isMine || !glass.isLive) return null;
    // For this transaction alone: every other question of the same person sees nothing more than before.
    const [opened] = await sql<{ household: string | null }>(
      `select set_config('atlas.glass', :id, true) as glass, casework.under_glass() as household`,
      { id },
    );
    const household = opened?.household ? await readHousehold(sql, opened.household) : null;
    const [members, guaranteeIssues] = household
      ? [await membersOf(sql, context, household.id), await issuesOf(sql, household.id)]
      : [[], []];
    await record({
      action: "glass.look",
      kind: "BrokenGlass",
      id,
      regionCode: glass.number.slice(0, 12),
      purpose: glass.reason,
      detail: { household: household?.id ?? null, members: members.length },
    });
    return {
      glass,
      isFound: household !== null,
      villageName: household?.villageName ?? null,
      status: household?.status ?? null,
      category: household?.category ?? null,
      grade: household?.grade ?? null,
      formerlyPoor: household?.formerlyPoor ?? null,
      members,
      guaranteeIssues,
    };
  });
}
