import { isDay } from "../../geo/days.ts";
import type { AuditEvent, CaseworkTransaction } from "../casework.ts";
import type { Context, Sql } from "../context.ts";
import type { AccountEntryInput } from "../households/arguments.ts";
import { insertEntry } from "../households/changesOfAccount.ts";
import { insertMember } from "../households/changesOfMembers.ts";
import { endTask } from "../leads/changes.ts";
import { readTask } from "../leads/queries.ts";
import { isRefused, type Refused, refuse } from "../refusals.ts";
import { refusalOf, refusing, stop } from "../refusing.ts";
import { isUuid } from "../uuid.ts";
import { isToldAlready, recordWork } from "../workSpells/changes.ts";
import { readWork } from "../workSpells/queries.ts";
import type { WorkInput } from "../workSpells/type.ts";
import type { FieldOperation } from "./arguments.ts";
import { answeredOnce } from "./queries.ts";
import type { FieldVersion, SyncedField, SyncedOperation } from "./type.ts";

const MOST_OPERATIONS = 100;

/**
 * Takes over what was done without a network, as one deed with one event. The same batch again, also after an answer
 * that got lost, gets the same answer and changes nothing. What cannot stand leaves the others of the batch alone.
 */
export const syncField = (
  context: Context,
  batchKey: string,
  operations: readonly FieldOperation[],
): Promise<SyncedField | Refused> =>
  refusing(context, async ({ sql, record }) => {
    refuseUnfit(context, batchKey, operations);
    return answeredOnce(context, sql, { key: batchKey, content: operations }, async () => {
      const events: AuditEvent[] = [];
      const results: SyncedOperation[] = [];
      for (const operation of operations) results.push(await apply(context, sql, operation, events));
      await record({
        action: "field.sync",
        kind: "Batch",
        id: batchKey,
        detail: { operations: operations.length, done: events.map(({ action, id }) => ({ action, id })) },
      });
      return { results };
    });
  });

function refuseUnfit(context: Context, batchKey: string, operations: readonly FieldOperation[]): void {
  const isOne = ({ visit, entry, member, work }: FieldOperation) =>
    [visit, entry, member, work].filter((each) => each != null).length === 1;
  if (
    /^[A-Za-z0-9-]{8,64}$/.test(batchKey) &&
    operations.length <= MOST_OPERATIONS &&
    operations.every(isOne)
  )
    return;
  stop(
    refuse(
      context,
      "INVALID",
      `批次号为 8 至 64 个字母、数字或横线；每批至多 ${MOST_OPERATIONS} 项，每项恰填一种操作。`,
      `A batch key has 8 to 64 letters, digits or hyphens; a batch at most ${MOST_OPERATIONS} operations, each of exactly one kind.`,
    ),
  );
}

/** One operation within the batch: what fails is taken back to where it began. */
async function apply(
  context: Context,
  sql: Sql,
  operation: FieldOperation,
  events: AuditEvent[],
): Promise<SyncedOperation> {
  const id =
    operation.visit?.taskId ?? operation.entry?.id ?? operation.member?.id ?? operation.work?.memberId ?? "";
  const own: AuditEvent[] = [];
  const transaction: CaseworkTransaction = {
    sql,
    record: async (event) => {
      own.push(event);
    },
  };
  await sql("savepoint operation");
  try {
    const versions = await bothVersions(sql, operation);
    if (versions !== null) return { id, outcome: "CONFLICT", refused: null, ...versions };
    const done = await carryOut(context, transaction, operation);
    events.push(...own);
    if (isRefused(done)) return { id, outcome: "REFUSED", refused: done, given: null, present: null };
    return { id, outcome: own.length > 0 ? "APPLIED" : "ALREADY", refused: null, given: null, present: null };
  } catch (error) {
    await sql("rollback to savepoint operation");
    const refused = refusalOf(context, error);
    if (refused === null) throw error;
    return { id, outcome: "REFUSED", refused, given: null, present: null };
  }
}

async function carryOut(context: Context, transaction: CaseworkTransaction, operation: FieldOperation) {
  const { visit, entry, member, work } = operation;
  if (entry) return insertEntry(context, transaction, entry);
  if (member) return insertMember(context, transaction, member);
  if (work) return recordWork(context, transaction, work);
  if (!visit) return null;
  const task = await readTask(transaction.sql, visit.taskId);
  // Sent again under another batch key: it stands already as it was sent.
  if (task?.doneAt && task.result === visit.result) return null;
  return endTask(context, transaction, { ...visit, id: visit.taskId, note: visit.note ?? null });
}

const NOTHING: FieldVersion = {
  rowVersion: null,
  result: null,
  kind: null,
  work: null,
  day: null,
  amountFen: null,
  reimbursedFen: null,
};

/** What was sent and what stands, where they differ; null where they do not. */
async function bothVersions(
  sql: Sql,
  { visit, entry, work }: FieldOperation,
): Promise<{ given: FieldVersion; present: FieldVersion } | null> {
  if (entry) return versionsOfEntry(sql, entry);
  if (work) return versionsOfWork(sql, work);
  if (!visit) return null;
  const task = await readTask(sql, visit.taskId);
  const isSame = task === null || task.rowVersion === visit.rowVersion || task.result === visit.result;
  if (isSame) return null;
  return {
    given: { ...NOTHING, rowVersion: visit.rowVersion, result: visit.result },
    present: { ...NOTHING, rowVersion: task.rowVersion, result: task.result },
  };
}

async function versionsOfEntry(sql: Sql, entry: AccountEntryInput) {
  if (!isUuid(entry.id)) return null;
  const [stands] = await sql<Pick<FieldVersion, "kind" | "day" | "amountFen" | "reimbursedFen">>(
    /* sql */ `
    select kind, day, amount_fen as "amountFen", reimbursed_fen as "reimbursedFen"
    from casework.account_entries where id = :id::uuid`,
    { id: entry.id },
  );
  const { kind, day, amountFen } = entry;
  const sent = { kind, day, amountFen, reimbursedFen: entry.reimbursedFen ?? 0 };
  if (!stands || JSON.stringify({ ...sent }) === JSON.stringify({ ...stands })) return null;
  return { given: { ...NOTHING, ...sent }, present: { ...NOTHING, ...stands } };
}

async function versionsOfWork(sql: Sql, work: WorkInput) {
  if (!isUuid(work.memberId) || !isDay(work.since)) return null;
  const stands = await readWork(sql, work);
  if (!stands || stands.rowVersion === work.rowVersion || isToldAlready(stands, work)) return null;
  return {
    given: { ...NOTHING, rowVersion: work.rowVersion, work: work.state, day: work.since },
    present: { ...NOTHING, rowVersion: stands.rowVersion, work: stands.state, day: stands.since },
  };
}
