import { placeName } from "../caseworkSql.ts";
import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Context, Sql } from "../context.ts";
import { countRows } from "../count.ts";
import { type Scope, scopeFilter } from "../regions/queries.ts";
import { isUuid } from "../uuid.ts";
import type { OrphanedWork, TeamMember } from "./type.ts";

const columns = /* sql */ `
  team.id, team.village_code as "villageCode", ${placeName("team.village_code")} as "villageName",
  team.person_id as "personId", (select name from access.names(array[team.person_id])) as name, team.post, team.unit,
  to_char(team.since, 'YYYY-MM-DD') as since, to_char(team.until, 'YYYY-MM-DD') as until, team.handed_to as "handedTo",
  (select name from access.names(array[team.handed_to])) as "handedToName",
  to_char(team.accepted_on, 'YYYY-MM-DD') as "acceptedOn", team.recalled_reason as "recalledReason",
  access.covers(team.person_id, team.village_code) as "isAtWork", team.row_version as "rowVersion"`;

export async function selectMember(sql: Sql, id: string): Promise<TeamMember | null> {
  if (!isUuid(id)) return null;
  const [row] = await sql<TeamMember>(
    `select ${columns} from casework.village_team team where team.id = :id::uuid`,
    { id },
  );
  return row ?? null;
}

const order: Order<TeamMember> = [
  {
    sql: "(team.village_code || ' ' || team.post || ' ' || team.since::text)",
    type: "text",
    value: ({ villageCode, post, since }) => `${villageCode} ${post} ${since}`,
  },
  { sql: "team.id::text", type: "text", value: (row) => row.id },
];

/** A page of team members, by village, first secretaries first. */
export async function selectTeams(
  context: Context,
  scope: Scope,
  current: boolean | null,
  page: Page,
): Promise<Connection<TeamMember>> {
  const inside = scopeFilter(scope, "team.village_code", "team.county_code");
  const from = /* sql */ `
    from casework.village_team team
    where ${inside.where} and (:current::boolean is null or (team.until is null) = :current)`;
  const values = { ...inside.values, current };
  const keys = keyset(order, page);
  const rows = await context.casework(({ sql }) =>
    sql<TeamMember>(`select ${columns} ${from} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`, {
      ...values,
      ...keys.values,
    }),
  );
  return toConnection(rows, page, order, (mode) =>
    context.casework(({ sql }) => countRows(sql, from, values, mode)),
  );
}

/** Everything that is open, with who answers for it. */
const OPEN = /* sql */ `
  select 'TASK' as kind, id, village_code, owner_id as person, due_on, row_version from casework.tasks where done_at is null
  union all select 'CASE', id, village_code, owner_id, due_on, row_version from casework.cases where closed_on is null
  union all select 'HELPER', id, village_code, person_id, null, row_version from casework.helpers where until is null
  union all select 'MEASURE', id, village_code, owner_id, null, row_version from casework.measures where ended_on is null
  union all select 'LEDGER_ITEM', id, village_code, owner_id, due_on, row_version from casework.ledger_items
    where status in ('OPEN', 'REOPENED')
  union all select 'TEAM', id, village_code, person_id, null, row_version from casework.village_team where until is null`;

export const MOST_ORPHANED = 500;

/** Open work whose owner is disabled or no longer posted to the village, soonest due first. */
export async function selectOrphaned(context: Context, scope: Scope): Promise<OrphanedWork[]> {
  const inside = scopeFilter(scope, "work.village_code", "left(work.village_code, 6)");
  return context.casework(({ sql }) =>
    sql<OrphanedWork>(
      /* sql */ `
      with work as materialized (select * from (${OPEN}) work where work.person is not null and ${inside.where}),
      -- Many pieces of work have one owner and one village: each pair is asked about once.
      gone as materialized (
        select person, village_code from (select distinct person, village_code from work) pair
        where not access.covers(person, village_code))
      select work.kind, work.id, work.village_code as "villageCode", ${placeName("work.village_code")} as "villageName",
             work.person as "personId", (select name from access.names(array[work.person])) as name,
             to_char(work.due_on, 'YYYY-MM-DD') as "dueOn", work.row_version as "rowVersion"
      from work join gone using (person, village_code)
      order by work.due_on nulls last, work.village_code, work.kind, work.id limit ${MOST_ORPHANED}`,
      inside.values,
    ),
  );
}

export const selectColleagues = (context: Context, village: string) =>
  context.casework(({ sql }) =>
    sql<{ id: string; name: string; role: string }>(
      "select id, name, role from access.colleagues_at(:village)",
      { village },
    ),
  );

export const insertMember = (
  sql: Sql,
  member: Pick<TeamMember, "id" | "villageCode" | "personId" | "post" | "unit" | "since">,
) =>
  sql(
    /* sql */ `
    insert into casework.village_team (id, village_code, person_id, post, unit, since)
    values (:id::uuid, :villageCode, :personId::uuid, :post, :unit, :since::date)`,
    { ...member },
  );

const CHANGES = {
  hand: "handed_to = :personId::uuid, handed_on = :today::date",
  accept: "accepted_on = :today::date, until = greatest(since, :today::date)",
  end: "until = :until::date",
  recall: "until = greatest(since, :today::date), recalled_reason = :reason",
};

/** Changes a present member seen at this version; false when somebody was faster. */
export async function updateMember(
  sql: Sql,
  change: keyof typeof CHANGES,
  values: {
    id: string;
    rowVersion: number;
    today?: string;
    personId?: string;
    until?: string;
    reason?: string;
  },
): Promise<boolean> {
  const rows = await sql(
    `update casework.village_team set ${CHANGES[change]}, row_version = row_version + 1
     where id = :id::uuid and row_version = :rowVersion and until is null returning id`,
    values,
  );
  return rows.length === 1;
}

export async function selectDay(sql: Sql): Promise<string> {
  const [row] = await sql<{ today: string }>(
    "select to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as today",
  );
  return row?.today ?? "";
}

/** Whether a village exists and lies in the scope of the viewer. */
export async function isOwnVillage(sql: Sql, villageCode: string, scoped: string): Promise<boolean> {
  const [row] = await sql<{ own: boolean }>(
    `select exists (select from atlas.villages where code = :villageCode) and ${scoped} as own`,
    { villageCode },
  );
  return row?.own === true;
}
