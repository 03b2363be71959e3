import type { Context, Sql } from "../context.ts";
import { type Outcome, present, refuseBadId } from "../households/changes.ts";
import { conflict, notFound, refuse } from "../refusals.ts";
import { refusing, stop } from "../refusing.ts";
import { lockHousehold, lockMember, type Retention, selectRetention, textsNaming } from "./queries.ts";
import type { ErasureReasonName } from "./type.ts";

export interface ErasureGiven {
  readonly id: string;
  readonly reason: ErasureReasonName;
  readonly rowVersion: number;
}

type Ended = Retention & { readonly endedOn: string; readonly erasableOn: string };

function refuseEarly(context: Context, retention: Retention): Ended {
  const { endedOn, erasableOn, months } = retention;
  if (endedOn === null || erasableOn === null) return stop(notFound(context));
  if (!retention.isOver)
    stop(
      refuse(
        context,
        "GUARDS_FAILED",
        `${endedOn} 起须保存 ${months} 个月，最早可于 ${erasableOn} 清除。`,
        `It is kept for ${months} months from ${endedOn} on; it may be erased from ${erasableOn} on.`,
      ),
    );
  return { ...retention, endedOn, erasableOn };
}

/** What the one event tells: days, a kind of reason and the rule, never a value. */
const detailOf = (reason: ErasureReasonName, { endedOn, months, ruleId }: Ended) => ({
  reason,
  endedOn,
  months,
  rule: ruleId,
});

const erase = (
  sql: Sql,
  erased: { household: string; member: string | null; reason: string; words: string[] },
) => sql("select casework.erase(:household::uuid, :member::uuid, :reason, :words::uuid[])", erased);

/** Erases what identifies a member who left; done already, it is answered as it stands. */
export function eraseMember(context: Context, { id, reason, rowVersion }: ErasureGiven): Outcome {
  return refusing(context, async ({ sql, record }) => {
    refuseBadId(context, id);
    const member = (await lockMember(sql, id)) ?? stop(notFound(context));
    const { householdId: household, villageCode } = member;
    if (member.isErased) return present(context, sql, household);
    if (member.rowVersion !== rowVersion) stop(conflict(context, member.rowVersion));
    const retention = (await selectRetention(sql, household, id)) ?? stop(notFound(context));
    if (retention.endedOn === null)
      stop(
        refuse(
          context,
          "GUARDS_FAILED",
          "该成员仍在户内，不能单独清除；离户后先登记离户日期。",
          "This member lives in the household and cannot be erased; record the day of leaving first, once the person left.",
        ),
      );
    const ended = refuseEarly(context, retention);
    const words = await textsNaming(sql, context.keys, { household, member: id });
    await erase(sql, { household, member: id, reason, words });
    await record({
      action: "member.erase",
      kind: "Member",
      id,
      regionCode: villageCode,
      detail: { ...detailOf(reason, ended), texts: words.length },
    });
    return present(context, sql, household);
  });
}

/** Erases what identifies everybody of a household whose case is closed, with its words and files. */
export function eraseHousehold(context: Context, { id, reason, rowVersion }: ErasureGiven): Outcome {
  return refusing(context, async ({ sql, record }) => {
    refuseBadId(context, id);
    const household = (await lockHousehold(sql, id)) ?? stop(notFound(context));
    if (household.isErased) return present(context, sql, id);
    if (household.rowVersion !== rowVersion) stop(conflict(context, household.rowVersion));
    if (household.isWatched)
      stop(
        refuse(
          context,
          "GUARDS_FAILED",
          "该户仍在监测，不能清除；风险已消除的也继续监测，须先终止。",
          "This household is still watched and cannot be erased; so is one whose risk is eliminated, until its case is closed.",
        ),
      );
    if (household.hasOpenCase)
      stop(
        refuse(
          context,
          "GUARDS_FAILED",
          "该户有正在办理的对象，不能清除；请先办结。",
          "This household has a case under way and cannot be erased; finish it first.",
        ),
      );
    const retention = (await selectRetention(sql, id, null)) ?? stop(notFound(context));
    if (retention.endedOn === null)
      stop(
        refuse(
          context,
          "GUARDS_FAILED",
          "该户没有终止的对象，仍是在册农户，不能清除；已离户的成员可以单独清除。",
          "No case of this household was closed as gone or moved away, so it is still in the register and cannot be erased; members who left can be, one by one.",
        ),
      );
    const ended = refuseEarly(context, retention);
    await erase(sql, { household: id, member: null, reason, words: [] });
    await record({
      action: "household.erase",
      kind: "Household",
      id,
      regionCode: household.villageCode,
      detail: detailOf(reason, ended),
    });
    return present(context, sql, id);
  });
}
