import type { ActionKey } from "../../geo/procedure.ts";
import type { CaseState } from "../../geo/procedureFacts.ts";
import { TODAY } from "../caseworkSql.ts";
import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Context, Sql } from "../context.ts";
import { countRows } from "../count.ts";
import { type Scope, scopeFilter } from "../regions/queries.ts";
import { isUuid } from "../uuid.ts";
import { Case, type CaseStep } from "./type.ts";

/** A notice may end on its due day at the earliest, so until the day after nobody is late. */
const OVERDUE = `coalesce(matter.due_on < ${TODAY}, false)`;

const columns = /* sql */ `
  matter.id, matter.household_id as "householdId", household.number as "householdNumber", matter.lead_id as "leadId",
  matter.village_code as "villageCode", coalesce(village.name, matter.village_code) as "villageName",
  left(matter.village_code, 2) as "provinceCode", matter.state, matter.state_since as since,
  to_char(matter.due_on, 'YYYY-MM-DD') as due, ${OVERDUE} as "isOverdue",
  to_char(coalesce((select (max(step.at) at time zone 'Asia/Shanghai')::date from casework.case_steps step
    where step.case_id = matter.id and step.to_state = 'LEAD'), matter.opened_on), 'YYYY-MM-DD') as "openedOn",
  to_char(matter.recognised_on, 'YYYY-MM-DD') as "recognisedOn", to_char(matter.eliminated_on, 'YYYY-MM-DD') as "eliminatedOn",
  to_char(matter.closed_on, 'YYYY-MM-DD') as "closedOn", coalesce(matter.category, household.category) as category,
  coalesce(matter.grade, household.grade) as grade, matter.legacy,
  (select name from access.names(array[matter.owner_id])) as owner,
  coalesce(matter.owner_id = access.viewer(), false) as "isMine", matter.row_version as "rowVersion"`;

const from = /* sql */ `
  from casework.cases matter
  join casework.households household on household.id = matter.household_id
  left join atlas.villages village on village.code = matter.village_code`;

const asCase = (row: Case): Case => Object.assign(new Case(), row);

/** One case of the viewer's regions; null for none. */
export async function selectCase(sql: Sql, id: string): Promise<Case | null> {
  if (!isUuid(id)) return null;
  const [row] = await sql<Case>(`select ${columns} ${from} where matter.id = :id`, { id });
  return row ? asCase(row) : null;
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockCase(sql: Sql, id: string): Promise<Case | null> {
  if (!isUuid(id)) return null;
  await sql("select from casework.cases where id = :id for update", { id });
  return selectCase(sql, id);
}

export interface CaseFilter {
  readonly state?: CaseState | null;
  readonly overdue?: boolean | null;
  readonly mine?: boolean | null;
}

const byDue: Order<Case> = [
  {
    sql: "coalesce(to_char(matter.due_on, 'YYYY-MM-DD'), '9999-12-31')",
    type: "text",
    value: (row) => row.due ?? "9999-12-31",
  },
  { sql: "matter.id::text", type: "text", value: (row) => row.id },
];

/** A page of the cases of the viewer's regions, the most urgent first. */
export async function selectCases(
  { casework }: Context,
  scope: Scope,
  { state, overdue, mine }: CaseFilter,
  page: Page,
): Promise<Connection<Case>> {
  const inside = scopeFilter(scope, "matter.village_code", "matter.county_code");
  const keys = keyset(byDue, page);
  const values = {
    ...inside.values,
    ...keys.values,
    state: state ?? null,
    overdue: overdue ?? null,
    mine: mine ?? false,
  };
  const where = /* sql */ `
    where ${inside.where} and (:state::text is null or matter.state = :state)
      and (:overdue::boolean is null or ${OVERDUE} = :overdue) and (not :mine::boolean or matter.owner_id = access.viewer())`;
  const rows = await casework(({ sql }) =>
    sql<Case>(
      `select ${columns} ${from} ${where} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`,
      values,
    ),
  );
  return toConnection(rows.map(asCase), page, byDue, (mode) =>
    casework(({ sql }) => countRows(sql, `${from} ${where}`, values, mode)),
  );
}

export interface NewCase {
  readonly id: string;
  readonly householdId: string;
  readonly leadId: string | null;
  readonly villageCode: string;
  readonly due: string | null;
}

export interface Opening {
  readonly householdId: string | null;
  readonly villageCode: string;
  readonly status: string | null;
  readonly today: string;
  readonly openCase: string | null;
}

/** What a case would be opened for: the household itself, or that of a lead. */
export async function selectOpening(
  sql: Sql,
  { leadId, householdId }: { leadId: string | null; householdId: string | null },
): Promise<Opening | null> {
  if (leadId !== null) {
    if (!isUuid(leadId)) return null;
    await sql("select from casework.leads where id = :leadId for update", { leadId });
  } else if (householdId === null || !isUuid(householdId)) return null;
  const [row] = await sql<Opening>(
    leadId === null
      ? `select household.id as "householdId", household.village_code as "villageCode", null as status,
                to_char(${TODAY}, 'YYYY-MM-DD') as today,
                (select id from casework.cases where household_id = household.id and closed_on is null) as "openCase"
         from casework.households household where household.id = :householdId`
      : `select lead.household_id as "householdId", lead.village_code as "villageCode", lead.status,
                to_char(${TODAY}, 'YYYY-MM-DD') as today,
                (select id from casework.cases where household_id = lead.household_id and closed_on is null) as "openCase"
         from casework.leads lead where lead.id = :leadId`,
    { leadId, householdId },
  );
  return row ?? null;
}

/** Opens a case with the worker of the village as its owner; its lead is from now on in it. */
export async function insertCase(sql: Sql, given: NewCase): Promise<void> {
  await sql(
    /* sql */ `
    insert into casework.cases (id, household_id, lead_id, village_code, owner_id, due_on)
    values (:id, :householdId, :leadId, :villageCode, access.worker_of(:villageCode), :due::date)`,
    { ...given },
  );
  if (given.leadId !== null)
    await sql(
      "update casework.leads set status = 'IN_CASE', row_version = row_version + 1 where id = :leadId",
      { leadId: given.leadId },
    );
}

export interface NewStep {
  readonly id: string;
  readonly caseId: string;
  readonly villageCode: string;
  readonly action: ActionKey;
  readonly from: CaseState;
  readonly to: CaseState;
  readonly person: string;
  readonly reason: string | null;
  readonly evidence: Readonly<Record<string, string>>;
}

/** Inserts the step, by which the database moves the case. */
export async function insertStep(sql: Sql, step: NewStep): Promise<void> {
  await sql(
    /* sql */ `
    insert into casework.case_steps (id, case_id, village_code, action, from_state, to_state, by_person, reason, evidence)
    values (:id, :caseId, :villageCode, :action, :from, :to, :person, :reason, :evidence::jsonb)`,
    { ...step, evidence: JSON.stringify(step.evidence) },
  );
}

export const noteObjection = (sql: Sql, caseId: string) =>
  sql(
    /* sql */ `
    update casework.notices notice set objections = notice.objections + 1
    from casework.cases matter
    where notice.case_id = :caseId and matter.id = notice.case_id and notice.posted_at >= matter.state_since`,
    { caseId },
  );

export const setDue = (sql: Sql, caseId: string, due: string | null) =>
  sql("update casework.cases set due_on = :due::date where id = :caseId", { caseId, due });

/** Proposes category and grade; those not given stay. */
export const setProposal = (
  sql: Sql,
  caseId: string,
  { category, grade }: { category: string; grade: string | null },
) =>
  sql(
    /* sql */ `
    update casework.cases set category = :category, grade = coalesce(:grade, grade), row_version = row_version + 1
    where id = :caseId`,
    { caseId, category, grade },
  );

export async function isFormerlyPoor(sql: Sql, householdId: string): Promise<boolean> {
  const [row] = await sql<{ poor: boolean }>(
    "select formerly_poor as poor from casework.households where id = :householdId",
    { householdId },
  );
  return row?.poor ?? false;
}

/** Steps of many cases, the latest first. */
export async function selectSteps(
  sql: Sql,
  caseIds: readonly string[],
): Promise<(CaseStep & { caseId: string })[]> {
  return sql(
    /* sql */ `
    select step.id, step.case_id as "caseId", step.action, step.from_state as "from", step.to_state as "to", step.at, step.reason,
           person.name as "by"
    from (select *, row_number() over (partition by case_id order by at desc, id) as place from casework.case_steps
          where case_id = any(:caseIds::uuid[])) step
    left join access.names(array(select distinct by_person from casework.case_steps where case_id = any(:caseIds::uuid[]))) person
      on person.id = step.by_person
    where step.place <= 200 order by step.case_id, step.place`,
    { caseIds: [...caseIds] },
  );
}
