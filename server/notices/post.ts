import { maskName } from "../../geo/masks.ts";
import { type Category, renderNotice } from "../../geo/notice.ts";
import { readProcedureRules } from "../cases/loadRules.ts";
import { selectCase } from "../cases/queries.ts";
import { lockedCase, moveCase } from "../cases/steps.ts";
import type { Case } from "../cases/type.ts";
import type { Context } from "../context.ts";
import { notFound, type Refused, refuse } from "../refusals.ts";
import { refusing, stop } from "../refusing.ts";
import { isUuid } from "../uuid.ts";
import { insertNotice, type NoticeOfCase, selectForNotice, selectNotice, takeDown } from "./queries.ts";

export interface NoticeGiven {
  readonly id: string;
  readonly caseId: string;
  readonly group: number;
  readonly rowVersion: number;
}

/** Renders and posts the notice of a case whose state asks for one; once in each stay. */
export function postNotice(context: Context, given: NoticeGiven): Promise<NoticeOfCase | Refused> {
  return refusing(context, async ({ sql, record }) => {
    if (!isUuid(given.id) || !Number.isSafeInteger(given.group) || given.group < 1 || given.group > 99)
      return stop(
        refuse(
          context,
          "INVALID",
          "请给出 UUID 标识与 1 至 99 的村民小组号。",
          "Give a UUID as id and a villagers' group from 1 to 99.",
        ),
      );
    const before = await selectNotice(sql, given.id);
    if (before)
      return before.caseId === given.caseId
        ? before
        : stop(refuse(context, "OTHER_CONTENT", "此标识已用于另一公示。", "Another notice has this id."));
    const found = await lockedCase(context, sql, given.caseId, given.rowVersion);
    const needs = (await selectForNotice(sql, found.id)) ?? stop(notFound(context));
    refuseUntimely(context, found, needs.hangs);
    const { rules } = await readProcedureRules(sql, found.provinceCode, found.openedOn);
    const name =
      needs.name === null || needs.memberId === null
        ? "*"
        : maskName(
            context.keys
              .open(needs.name, { column: "casework.identities.name", row: needs.memberId })
              .toString("utf8"),
          );
    const kind = found.state === "NOTICE" ? "RECOGNITION" : "ELIMINATION";
    const body = renderNotice({
      kind,
      villageName: found.villageName,
      group: given.group,
      maskedName: name === "" ? "*" : name,
      category: found.category as Category,
      day: needs.today,
      days: rules.noticeDays,
    });
    await insertNotice(sql, {
      id: given.id,
      caseId: found.id,
      villageCode: found.villageCode,
      kind,
      body,
      days: rules.noticeDays,
    });
    await record({
      action: "notice.post",
      kind: "Notice",
      id: given.id,
      regionCode: found.villageCode,
      detail: { case: found.id, kind, days: rules.noticeDays },
    });
    return (await selectNotice(sql, given.id)) ?? stop(notFound(context));
  });
}

function refuseUntimely(context: Context, { state, category }: Case, hangs: boolean): void {
  if (state !== "NOTICE" && state !== "ELIMINATION_NOTICE")
    stop(
      refuse(
        context,
        "GUARDS_FAILED",
        "只有公示阶段可以张贴公示。",
        "A notice is posted only in a state of public notice.",
        ["WRONG_STATE"],
      ),
    );
  if (hangs)
    stop(
      refuse(context, "ALREADY_DONE", "公示只张贴一次，已经张贴。", "A notice is posted once, and it was."),
    );
  if (category === null)
    stop(
      refuse(context, "GUARDS_FAILED", "请先确定类别。", "Choose the category first.", [
        "CATEGORY_AND_CAUSE_NAMED",
      ]),
    );
}

/** An objection during the notice: a case goes back to verification, an elimination back to assistance. */
export function raiseObjection(
  context: Context,
  { caseId, rowVersion, reason }: { caseId: string; rowVersion: number; reason: string },
): Promise<Case | Refused> {
  return refusing(context, async (transaction) => {
    const found = await lockedCase(context, transaction.sql, caseId, rowVersion);
    const action = found.state === "ELIMINATION_NOTICE" ? "OBJECT_TO_ELIMINATION" : "OBJECT";
    return moveCase(context, transaction, found, { action, reason, evidence: [] });
  });
}

/** Takes a notice down, at the earliest when it has stood its days. */
export function takeDownNotice(context: Context, id: string): Promise<NoticeOfCase | Refused> {
  return refusing(context, async ({ sql, record }) => {
    const notice = isUuid(id) ? await selectNotice(sql, id) : null;
    if (!notice) return stop(notFound(context));
    if (notice.takenDownAt !== null) return notice;
    const matter = (await selectCase(sql, notice.caseId)) ?? stop(notFound(context));
    if (!(await takeDown(sql, id)))
      return stop(
        refuse(
          context,
          "GUARDS_FAILED",
          `公示须满 ${notice.days} 日，未到时间不能撤下。`,
          `The notice has to stand for ${notice.days} days; it cannot be taken down yet.`,
          ["NOTICE_LONG_ENOUGH"],
        ),
      );
    await record({
      action: "notice.takeDown",
      kind: "Notice",
      id,
      regionCode: matter.villageCode,
      detail: { case: matter.id },
    });
    return (await selectNotice(sql, id)) ?? stop(notFound(context));
  });
}
