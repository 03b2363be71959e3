import { randomUUID } from "node:crypto";
import { findPersonalData } from "../../geo/personalData.ts";
import type { CaseworkTransaction } from "../casework.ts";
import { mayWorkAt } from "../caseworkSql.ts";
import type { Context, Sql } from "../context.ts";
import { conflict, notFound, type Refused, refuse } from "../refusals.ts";
import { refusing, stop } from "../refusing.ts";
import { isUuid } from "../uuid.ts";
import { insertHelper, selectCurrent, selectHelper, selectPlace, updateHelper } from "./queries.ts";
import type { Helper } from "./type.ts";

const FIELD = ["VILLAGE_WORKER", "TOWNSHIP", "COUNTY"];

async function checkPerson(
  context: Context,
  sql: Sql,
  { personId, villageCode }: { personId: string; villageCode: string },
): Promise<void> {
  if (!(await mayWorkAt(sql, { personId, villageCode, posts: FIELD })))
    stop(
      refuse(
        context,
        "INVALID",
        "责任人须是村、乡、县的在岗人员，且辖区包括该户所在村。",
        "A helper is a colleague of the village, township or county whose region takes in the household's village.",
      ),
    );
}

async function currentOf(context: Context, sql: Sql, id: string): Promise<Helper> {
  const helper = isUuid(id) ? await selectHelper(sql, id) : null;
  if (!helper) return stop(notFound(context));
  if (helper.until !== null)
    return stop(refuse(context, "ALREADY_DONE", "该责任人已卸任。", "This helper answers no longer."));
  return helper;
}

const note = (
  { record }: CaseworkTransaction,
  verb: "assign" | "transfer" | "accept" | "recall",
  { id, villageCode, householdId }: Pick<Helper, "id" | "villageCode" | "householdId">,
  detail: Record<string, string>,
) =>
  record({
    action: `helper.${verb}`,
    kind: "Helper",
    id,
    regionCode: villageCode,
    detail: { household: householdId, ...detail },
  });

/** Names the helper of a household that has none. */
export function assignHelper(
  context: Context,
  { id, householdId, personId }: { id: string; householdId: string; personId: string },
): Promise<Helper | Refused> {
  return refusing(context, async (transaction) => {
    const { sql } = transaction;
    if (!isUuid(id) || !isUuid(householdId)) return stop(notFound(context));
    const before = await selectHelper(sql, id);
    if (before)
      return before.householdId === householdId && before.personId === personId
        ? before
        : stop(refuse(context, "OTHER_CONTENT", "此标识已用于另一责任人。", "Another helper has this id."));
    const villageCode = await selectPlace(sql, householdId);
    if (villageCode === null) return stop(notFound(context));
    await checkPerson(context, sql, { personId, villageCode });
    if ((await selectCurrent(sql, [householdId])).length > 0)
      return stop(
        refuse(
          context,
          "ALREADY_DONE",
          "该户已有责任人，请移交或先召回。",
          "The household has a helper; transfer the work or recall that one first.",
        ),
      );
    await insertHelper(sql, { id, householdId, villageCode, personId });
    await note(transaction, "assign", { id, villageCode, householdId }, { person: personId });
    return (await selectHelper(sql, id)) ?? stop(notFound(context));
  });
}

/** Asks a colleague to take over; until they accept, the present helper answers. */
export function transferHelper(
  context: Context,
  { id, personId, rowVersion }: { id: string; personId: string; rowVersion: number },
): Promise<Helper | Refused> {
  return refusing(context, async (transaction) => {
    const { sql } = transaction;
    const helper = await currentOf(context, sql, id);
    const { viewer } = context;
    if (viewer?.role === "VILLAGE_WORKER" && viewer.personId !== helper.personId)
      return stop(
        refuse(
          context,
          "FORBIDDEN",
          "只能移交自己负责的户。",
          "Only your own households can be transferred.",
        ),
      );
    await checkPerson(context, sql, { personId, villageCode: helper.villageCode });
    if (personId === helper.personId)
      return stop(refuse(context, "INVALID", "不能移交给自己。", "It is that person's already."));
    if (!(await updateHelper(sql, "hand", { id, rowVersion, personId })))
      return stop(conflict(context, helper.rowVersion));
    await note(transaction, "transfer", helper, { from: helper.personId, to: personId });
    return (await selectHelper(sql, id)) ?? stop(notFound(context));
  });
}

/** Accepts what was handed over; from now on the viewer answers. */
export function acceptHelper(
  context: Context,
  { id, rowVersion }: { id: string; rowVersion: number },
): Promise<Helper | Refused> {
  return refusing(context, async (transaction) => {
    const { sql } = transaction;
    const helper = await currentOf(context, sql, id);
    const personId = context.viewer?.personId ?? "";
    if (helper.handedTo !== personId)
      return stop(refuse(context, "FORBIDDEN", "没有移交给您。", "It was not handed over to you."));
    // The region of who was asked may have changed since.
    await checkPerson(context, sql, { personId, villageCode: helper.villageCode });
    if (!(await updateHelper(sql, "accept", { id, rowVersion })))
      return stop(conflict(context, helper.rowVersion));
    const next = randomUUID();
    await insertHelper(sql, { ...helper, id: next, personId });
    await note(transaction, "accept", { ...helper, id: next }, { from: helper.personId, to: personId });
    return (await selectHelper(sql, next)) ?? stop(notFound(context));
  });
}

/** Recalls 召回 a helper who is not effective, with the reason. */
export function recallHelper(
  context: Context,
  { id, reason, rowVersion }: { id: string; reason: string; rowVersion: number },
): Promise<Helper | Refused> {
  return refusing(context, async (transaction) => {
    const { sql } = transaction;
    const helper = await currentOf(context, sql, id);
    const text = reason.trim();
    if (text === "" || text.length > 500 || findPersonalData(text).length > 0)
      return stop(
        refuse(
          context,
          "INVALID",
          "请写明原因，至多 500 字，不得含个人信息。",
          "Give the reason, at most 500 characters, without personal data.",
        ),
      );
    if (!(await updateHelper(sql, "recall", { id, rowVersion, reason: text })))
      return stop(conflict(context, helper.rowVersion));
    await note(transaction, "recall", helper, { person: helper.personId });
    return (await selectHelper(sql, id)) ?? stop(notFound(context));
  });
}
