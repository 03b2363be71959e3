import { createHash, randomBytes, randomUUID } from "node:crypto";
import { findPersonalData } from "../../geo/personalData.ts";
import { stepDue } from "../../geo/procedureClocks.ts";
import { limitAddress } from "../access/budget.ts";
import { readProcedureRules } from "../cases/loadRules.ts";
import type { CaseworkTransaction } from "../casework.ts";
import type { Context, Sql } from "../context.ts";
import { countReveal } from "../households/changesOfMembers.ts";
import { isInScope, readPlace, TODAY } from "../households/queries.ts";
import type { RevealPurposeName } from "../householdWords.ts";
import { conflict, notFound, type Refused, refuse } from "../refusals.ts";
import { refusing, stop } from "../refusing.ts";
import { isUuid } from "../uuid.ts";
import { calendar } from "../workingDays.ts";
import { openTold, readLead, readTask, sealTold, type Told } from "./queries.ts";
import type {
  Lead,
  LeadInput,
  LeadProgress,
  LeadReceipt,
  LeadReport,
  RevealedLead,
  Task,
  TaskResultName,
} from "./type.ts";

const MOST_WORDS = 300;
/** No letters or digits that are taken for another: the code is read out on the telephone. 32 of them, so no byte leans to one. */
const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const RECEIPT_LETTERS = 16;

const newReceipt = () =>
  [...randomBytes(RECEIPT_LETTERS)]
    .map((byte) => ALPHABET[byte % ALPHABET.length] ?? "")
    .join("")
    .replaceAll(/(.{4})(?=.)/g, "$1-");

/** However it was typed: small letters, blanks and hyphens are forgiven. */
const receiptHash = (receipt: string) =>
  createHash("sha256")
    .update(
      receipt
        .normalize("NFKC")
        .toUpperCase()
        .replaceAll(/[^0-9A-Z]/g, ""),
    )
    .digest();

function refuseLongWords(context: Context, words: string | null | undefined): void {
  const length = [...(words ?? "")].length;
  if (length > MOST_WORDS)
    stop(
      refuse(
        context,
        "INVALID",
        `说明至多 ${MOST_WORDS} 字，现为 ${length} 字。`,
        `The words have ${length} characters; at most ${MOST_WORDS} are taken.`,
      ),
    );
}

/** The visit of a new lead, for whoever is posted there, due by the rules of the province. */
async function assignVisit(sql: Sql, leadId: string, villageCode: string): Promise<void> {
  const [now] = await sql<{ today: string }>(`select ${TODAY} as today`);
  const today = now?.today ?? "";
  const { rules } = await readProcedureRules(sql, villageCode.slice(0, 2), today);
  const due = stepDue("LEAD", today, rules, calendar);
  await sql("select casework.visit_lead(:task::uuid, :leadId::uuid, :due::date)", {
    task: randomUUID(),
    leadId,
    due,
  });
}

/** A self-report without sign-in. Nothing is read and nothing told but the receipt. */
export async function reportLead(context: Context, given: LeadReport): Promise<LeadReceipt | Refused> {
  await limitAddress(context, "reportLead");
  return refusing({ ...context, casework: context.publicDoor }, async ({ sql, record }) => {
    const id = given.id ?? randomUUID();
    const [name, phone, words] = [given.name.trim(), given.phone.trim(), given.words?.trim() ?? ""];
    refuseLongWords(context, words);
    if (!isUuid(id) || name === "" || [...name].length > 40 || !/^[+\d][\d -]{4,19}$/.test(phone))
      stop(
        refuse(
          context,
          "INVALID",
          "请填写姓名（至多 40 字）和能联系上的电话。",
          "Give a name of at most 40 characters and a telephone where you can be reached.",
        ),
      );
    const [village] = await sql("select code from atlas.villages where code = :code", {
      code: given.villageCode,
    });
    if (village === undefined) stop(notFound(context));
    const receipt = newReceipt();
    const told: Told = { name, phone, ...(words === "" ? {} : { words }) };
    // Nothing is returned: who may hand in may not read.
    await sql(
      /* sql */ `
      insert into casework.leads (id, village_code, channel, cause, told_sealed, receipt_sha256)
      values (:id::uuid, :villageCode, 'SELF_REPORT', :cause, :told, :receipt)`,
      {
        id,
        villageCode: given.villageCode,
        cause: given.cause,
        told: sealTold(context.keys, id, told),
        receipt: receiptHash(receipt),
      },
    );
    await assignVisit(sql, id, given.villageCode);
    await record({
      action: "lead.report",
      kind: "Lead",
      id,
      regionCode: given.villageCode,
      detail: { cause: given.cause },
    });
    return { receipt };
  });
}

/** How the self-report of a receipt stands; null for a code that was never given. */
export async function leadProgress(context: Context, receipt: string): Promise<LeadProgress | null> {
  await limitAddress(context, "leadStatus");
  const [row] = await context.publicDoor(({ sql }) =>
    sql<LeadProgress>("select status, changed_on as since from casework.lead_status(:hash)", {
      hash: receiptHash(receipt),
    }),
  );
  return row ?? null;
}

const presentLead = async (context: Context, sql: Sql, id: string): Promise<Lead> =>
  (await readLead(sql, context.keys, id)) ?? stop(notFound(context));

export const recordLead = (context: Context, given: LeadInput): Promise<Lead | Refused> =>
  refusing(context, async (transaction) => {
    const { sql, record } = transaction;
    refuseLongWords(context, given.words);
    if (!isUuid(given.id)) stop(refuse(context, "INVALID", "标识须为 UUID。", "Ids are UUIDs."));
    const known = await readLead(sql, context.keys, given.id);
    if (known) return known;
    const place = given.householdId == null ? null : await readPlace(transaction, given.householdId);
    const fits = given.householdId == null || place?.villageCode === given.villageCode;
    if (!fits || !(await isInScope(sql, given.villageCode))) stop(notFound(context));
    const words = given.words?.trim() ?? "";
    await sql(
      /* sql */ `
      insert into casework.leads (id, village_code, channel, household_id, cause, told_sealed, received_by)
      values (:id::uuid, :villageCode, 'INSPECTION', :householdId::uuid, :cause, :told, access.viewer())`,
      {
        id: given.id,
        villageCode: given.villageCode,
        householdId: given.householdId ?? null,
        cause: given.cause,
        told: words === "" ? null : sealTold(context.keys, given.id, { words }),
      },
    );
    await assignVisit(sql, given.id, given.villageCode);
    await record({
      action: "lead.record",
      kind: "Lead",
      id: given.id,
      regionCode: given.villageCode,
      detail: { cause: given.cause },
    });
    return presentLead(context, sql, given.id);
  });

export const dismissLead = (
  context: Context,
  { id, rowVersion, reason }: { id: string; rowVersion: number; reason: string },
): Promise<Lead | Refused> =>
  refusing(context, async ({ sql, record }) => {
    const lead = await presentLead(context, sql, id);
    if (lead.rowVersion !== rowVersion) stop(conflict(context, lead.rowVersion));
    if (lead.status !== "RECEIVED")
      stop(refuse(context, "ALREADY_DONE", "这条线索已经处理。", "This lead was dealt with already."));
    const length = [...reason.trim()].length;
    if (length < 4 || length > 200 || findPersonalData(reason).length > 0)
      stop(
        refuse(
          context,
          "INVALID",
          "请写明排除理由，4 至 200 字，不得含身份证号、电话、账号与病情。",
          "Give the reason in 4 to 200 characters, without identity numbers, telephones, accounts or illness.",
        ),
      );
    const rows = await sql(
      /* sql */ `
      with done as (
        update casework.tasks set done_at = now(), result = 'NOT_CONFIRMED', row_version = row_version + 1
        where lead_id = :id::uuid and done_at is null)
      update casework.leads set status = 'DISMISSED', dismissed_reason = :reason, row_version = row_version + 1
      where id = :id::uuid and row_version = :rowVersion returning id`,
      { id, rowVersion, reason: reason.trim() },
    );
    if (rows.length === 0) stop(conflict(context, lead.rowVersion + 1));
    await record({ action: "lead.dismiss", kind: "Lead", id, regionCode: lead.villageCode });
    return presentLead(context, sql, id);
  });

export const revealLead = (
  context: Context,
  id: string,
  purpose: RevealPurposeName,
): Promise<RevealedLead | Refused> =>
  refusing(context, async ({ sql, record }) => {
    const { villageCode } = await presentLead(context, sql, id);
    const leftToday = await countReveal(context, sql);
    await record({ action: "lead.reveal", kind: "Lead", id, regionCode: villageCode, purpose });
    const [row] = await sql<{ told: Buffer | null }>(
      "select told_sealed as told from casework.leads where id = :id::uuid",
      { id },
    );
    const { name = null, phone = null, words = null } = openTold(context.keys, id, row?.told ?? null);
    return { id, name, phone, words, leftToday };
  });

export interface TaskEnd {
  readonly id: string;
  readonly rowVersion: number;
  readonly result: TaskResultName;
  readonly note: string | null;
}

export const finishTask = (context: Context, end: TaskEnd): Promise<Task | Refused> =>
  refusing(context, (transaction) => endTask(context, transaction, end));

/** Ends a task. Stops with a conflict when somebody was faster. */
export async function endTask(
  context: Context,
  { sql, record }: CaseworkTransaction,
  { id, rowVersion, result, note }: TaskEnd,
): Promise<Task> {
  refuseLongWords(context, note);
  const task = (await readTask(sql, id)) ?? stop(notFound(context));
  const words = note?.trim() ?? "";
  const sealed = words === "" ? null : context.keys.seal(words, { column: "casework.tasks.note", row: id });
  const answers = task.kind === "VERIFY_ALERT" && (await answerAlertOf(context, sql, task, result));
  const rows = await sql(
    /* sql */ `
    update casework.tasks set done_at = now(), result = :result, note_sealed = :sealed, row_version = row_version + 1
    where id = :id::uuid and row_version = :rowVersion and done_at is null returning id`,
    { id, rowVersion, result, sealed },
  );
  if (rows.length === 0) stop(conflict(context, task.rowVersion));
  await record({
    action: "task.finish",
    kind: "Task",
    id,
    regionCode: task.villageCode,
    detail: answers ? { result, answer: "RECOGNISE" } : { result },
  });
  return (await readTask(sql, id)) ?? stop(notFound(context));
}

/**
 * An alert is not left open by the end of its task: confirmed, it is recognised. Everything else needs a reason that
 * may be shown, which a task does not have.
 */
async function answerAlertOf(
  context: Context,
  sql: Sql,
  task: Task,
  result: TaskResultName,
): Promise<boolean> {
  const [open] = await sql<{ id: string }>(
    "select id from casework.alerts where lead_id = :leadId::uuid and answer is null for update",
    { leadId: task.leadId },
  );
  if (!open || task.doneAt !== null) return false;
  if (result !== "CONFIRMED")
    stop(
      refuse(
        context,
        "GUARDS_FAILED",
        "这条任务的预警还没有答复：核实属实可直接完成；否则请到“预警”写明原因并排除，任务随之完成。",
        "The alert of this task is not answered yet: confirm it here, or dismiss it with a reason among the alerts, which ends the task.",
        ["ALERT_ANSWERED"],
      ),
    );
  await sql(
    /* sql */ `
    update casework.alerts set answer = 'RECOGNISE', answered_by = access.viewer(), answered_at = now(), row_version = row_version + 1
    where id = :id::uuid`,
    { ...open },
  );
  return true;
}
