import { findPersonalData } from "../../geo/personalData.ts";
import type { Context } from "../context.ts";
import { conflict, notFound, type Refused, refuse } from "../refusals.ts";
import { refusing } from "../refusing.ts";
import { isUuid } from "../uuid.ts";
import { findAlert, findContradiction } from "./queries.ts";
import type { Alert, AlertAnswerName, Contradiction, SettlementName } from "./type.ts";

interface AlertReply {
  readonly id: string;
  readonly answer: AlertAnswerName;
  readonly reason: string | null;
  readonly rowVersion: number;
}

/** Answers an alert: recognised, the lead waits for its case; dismissed, it ends there. The task is done either way. */
export function answerAlert(context: Context, given: AlertReply): Promise<Alert | Refused> {
  const reason = given.reason?.trim() || null;
  return refusing(context, async ({ sql, record }) => {
    if (isUuid(given.id))
      await sql("select from casework.alerts where id = :id::uuid for update", { ...given });
    const alert = await findAlert(sql, context, given.id);
    if (!alert) return notFound(context);
    if (alert.rowVersion !== given.rowVersion) return conflict(context, alert.rowVersion);
    if (alert.answer !== null)
      return refuse(context, "ALREADY_DONE", "这条预警已经答复。", "This alert has been answered.");
    const tooLong = (reason ?? "").length > 500;
    if (
      (given.answer === "DISMISS" && reason === null) ||
      tooLong ||
      findPersonalData(reason ?? "").some(({ kind }) => kind !== "ILLNESS")
    )
      return refuse(
        context,
        "INVALID",
        "排除须说明原因，至多 500 字，不得含身份证号、电话或银行卡号。",
        "A dismissal needs a reason, at most 500 characters, without identity number, telephone or bank card.",
      );
    await sql(
      /* sql */ `
      with answered as (
        update casework.alerts set answer = :answer, reason = :reason, answered_by = access.viewer(), answered_at = now(),
          row_version = row_version + 1
        where id = :id::uuid returning lead_id, answer, reason),
      lead as (
        update casework.leads lead set status = 'DISMISSED', dismissed_reason = answered.reason, row_version = lead.row_version + 1
        from answered where lead.id = answered.lead_id and answered.answer = 'DISMISS' and lead.status = 'RECEIVED')
      update casework.tasks task set done_at = now(), row_version = task.row_version + 1,
        result = case answered.answer when 'RECOGNISE' then 'CONFIRMED' else 'NOT_CONFIRMED' end
      from answered where task.lead_id = answered.lead_id and task.kind = 'VERIFY_ALERT' and task.done_at is null`,
      { ...given, reason },
    );
    await record({
      action: "alert.answer",
      kind: "Alert",
      id: given.id,
      regionCode: alert.villageCode,
      detail: { answer: given.answer, rule: alert.rule.key, version: alert.rule.version },
    });
    return (await findAlert(sql, context, given.id)) ?? notFound(context);
  });
}

/** Says which was wrong. The same again changes nothing; another word about a settled one is refused. */
export function settleContradiction(
  context: Context,
  { id, settlement }: { id: string; settlement: SettlementName },
): Promise<Contradiction | Refused> {
  return refusing(context, async ({ sql, record }) => {
    if (isUuid(id)) await sql("select from casework.contradictions where id = :id::uuid for update", { id });
    const found = await findContradiction(sql, context, id);
    if (!found) return notFound(context);
    if (found.settlement === settlement) return found;
    if (found.settlement !== null)
      return refuse(context, "ALREADY_DONE", "这处矛盾已经处理。", "This contradiction was settled before.");
    await sql(
      /* sql */ `
      update casework.contradictions set settlement = :settlement, settled_at = now(), settled_by = access.viewer()
      where id = :id::uuid`,
      { id, settlement },
    );
    await record({
      action: "contradiction.settle",
      kind: "Contradiction",
      id,
      regionCode: found.villageCode,
      detail: { item: found.item, settlement },
    });
    return (await findContradiction(sql, context, id)) ?? notFound(context);
  });
}
