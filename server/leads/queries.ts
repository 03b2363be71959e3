import { maskName, maskPhone } from "../../geo/masks.ts";
import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Context, Sql } from "../context.ts";
import { countRows } from "../count.ts";
import { TODAY, WITHIN } from "../households/queries.ts";
import type { Keys } from "../keys.ts";
import { URGENCY_RANK, urgencyNamed, urgencyValues } from "../urgency/queries.ts";
import { isUuid } from "../uuid.ts";
import {
  type ChannelCounts,
  LEAD_CHANNELS,
  type Lead,
  type LeadChannelName,
  type LeadWhere,
  type Task,
} from "./type.ts";

/** What a reporter told, as one sealed value. */
export interface Told {
  readonly name?: string;
  readonly phone?: string;
  readonly words?: string;
}

const TOLD = "casework.leads.told";
export const sealTold = (keys: Keys, row: string, told: Told): Buffer =>
  keys.seal(JSON.stringify(told), { column: TOLD, row });
export const openTold = (keys: Keys, row: string, sealed: Buffer | null): Told =>
  sealed === null ? {} : (JSON.parse(keys.open(sealed, { column: TOLD, row }).toString("utf8")) as Told);

type LeadRow = Omit<Lead, "name" | "phone" | "hasWords"> & { told: Buffer | null; place: string };

/** Microseconds as text: a number would lose the last of them and skip rows between pages. */
const RECEIVED = "to_char(lead.received_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')";

const leadColumns = /* sql */ `
  lead.id, lead.village_code as "villageCode", lead.channel, lead.cause, lead.household_id as "householdId",
  lead.received_at as "receivedAt", lead.status, lead.dismissed_reason as "dismissedReason", lead.row_version as "rowVersion",
  lead.told_sealed as told, ${RECEIVED} as place,
  (select village.name from atlas.villages village where village.code = lead.village_code) as "villageName"`;

function masked({ told, ...row }: LeadRow, keys: Keys): Lead & { place: string } {
  const { name, phone, words } = openTold(keys, row.id, told);
  return {
    ...row,
    name: name === undefined ? null : maskName(name),
    phone: phone === undefined ? null : maskPhone(phone),
    hasWords: words !== undefined,
  };
}

const newestFirst: Order<Lead & { place: string }> = [
  { sql: RECEIVED, type: "text", descending: true, value: (row) => row.place },
  { sql: "lead.id::text", type: "text", value: (row) => row.id },
];

export async function selectLeads(
  { casework, keys }: Context,
  within: string,
  where: LeadWhere,
  page: Page,
): Promise<Connection<Lead & { place: string }>> {
  const clauses = [WITHIN("lead.village_code")];
  if (where.status) clauses.push("lead.status = any (:status::text[])");
  if (where.channel) clauses.push("lead.channel = any (:channel::text[])");
  if (where.cause) clauses.push("lead.cause = any (:cause::text[])");
  const from = `from casework.leads lead where ${clauses.join(" and ")}`;
  const order = keyset(newestFirst, page);
  const values = { within, ...where };
  const rows = await casework(({ sql }) =>
    sql<LeadRow>(
      `select ${leadColumns} ${from} and ${order.where} order by ${order.orderBy} limit :pageLimit`,
      {
        ...values,
        ...order.values,
      },
    ),
  );
  return toConnection(
    rows.map((row) => masked(row, keys)),
    page,
    newestFirst,
    (mode) => casework(({ sql }) => countRows(sql, from, values, mode)),
  );
}

export async function readLead(sql: Sql, keys: Keys, id: string): Promise<Lead | null> {
  if (!isUuid(id)) return null;
  const [row] = await sql<LeadRow>(
    `select ${leadColumns} from casework.leads lead where lead.id = :id::uuid`,
    {
      id,
    },
  );
  return row ? masked(row, keys) : null;
}

/** Leads received from a day to a day, both included. */
export async function countByChannel(
  { casework }: Context,
  period: { within: string; from: string; to: string },
): Promise<ChannelCounts> {
  const rows = await casework(({ sql }) =>
    sql<{ channel: LeadChannelName | null; leads: number }>(
      /* sql */ `
      select lead.channel, count(*)::int as leads from casework.leads lead
      where ${WITHIN("lead.village_code")}
        and (lead.received_at at time zone 'Asia/Shanghai')::date between :from::date and :to::date
      group by grouping sets ((lead.channel), ())`,
      period,
    ),
  );
  const countOf = (channel: LeadChannelName | null) =>
    rows.find((row) => row.channel === channel)?.leads ?? 0;
  return {
    total: countOf(null),
    channels: LEAD_CHANNELS.map((channel) => ({ channel, leads: countOf(channel) })),
  };
}

/** The most urgent where a lead came from several alerts. */
const TASK_RANK = /* sql */ `(
  select min(${URGENCY_RANK}) from casework.alerts alert
  join casework.screening_rules rule on rule.id = alert.rule_id
  where alert.lead_id = task.lead_id and task.kind = 'VERIFY_ALERT' and task.done_at is null)`;

const taskColumns = /* sql */ `
  task.id, task.kind, task.village_code as "villageCode", task.lead_id as "leadId", task.case_id as "caseId",
  task.household_id as "householdId", task.owner_id as "ownerId", coalesce(task.owner_id = access.viewer(), false) as "isMine",
  task.due_on as "dueOn", task.done_at is null and task.due_on < ${TODAY} as "isOverdue", task.done_at as "doneAt", task.result,
  task.row_version as "rowVersion", ${urgencyNamed(TASK_RANK)} as urgency,
  (select household.number from casework.households household where household.id = task.household_id) as "householdNumber",
  (select village.name from atlas.villages village where village.code = task.village_code) as "villageName"`;

/** Open tasks, soonest due first. */
export const selectTasks = (
  { casework }: Context,
  query: { overdue: boolean | null; mine: boolean | null; first: number },
): Promise<Task[]> =>
  casework(async ({ sql }) =>
    sql<Task>(
      /* sql */ `
      select ${taskColumns} from casework.tasks task
      where task.done_at is null
        and (:overdue::boolean is null or (task.due_on < ${TODAY}) = :overdue::boolean)
        and (:mine::boolean is null or coalesce(task.owner_id = (select access.viewer()), false) = :mine::boolean)
      order by task.due_on, task.id limit :first`,
      { ...(await urgencyValues(sql)), ...query },
    ),
  );

export async function readTask(sql: Sql, id: string): Promise<Task | null> {
  if (!isUuid(id)) return null;
  const [row] = await sql<Task>(`select ${taskColumns} from casework.tasks task where task.id = :id::uuid`, {
    ...(await urgencyValues(sql)),
    id,
  });
  return row ?? null;
}
