import { findPersonalData } from "../../geo/personalData.ts";
import type { Context } from "../context.ts";
import { conflict, notFound, type Refused, refuse } from "../refusals.ts";
import { refusing, stop } from "../refusing.ts";
import { isUuid } from "../uuid.ts";
import { acknowledge, endGlassNow, insertGlass, selectBounds, selectGlass } from "./queries.ts";
import type { BrokenGlass } from "./type.ts";

export const LONGEST_MINUTES = 180;
const MOST_A_DAY = 10;

type Outcome = Promise<BrokenGlass | Refused>;

export interface Asked {
  readonly id: string;
  readonly number: string;
  readonly reason: string;
  readonly minutes: number;
}

/**
 * Breaks the glass of one household outside the regions by the number on its paper. Reason and number are written down
 * before anything is shown, and nothing here depends on whether there is such a household.
 */
export function breakGlass(context: Context, asked: Asked): Outcome {
  return refusing(context, async ({ sql, record }) => {
    const { id, minutes } = asked;
    const number = asked.number.normalize("NFKC").trim();
    const reason = asked.reason.trim();
    const problem = problemOf({ id, number, reason, minutes });
    if (problem) stop(refuse(context, "INVALID", ...problem));
    const before = await selectGlass(sql, id);
    if (before)
      return before.number === number && before.isMine
        ? before
        : stop(refuse(context, "OTHER_CONTENT", "此标识已用于另一次查阅。", "Another look has this id."));
    const { live, today, isOwn } = await selectBounds(sql, number);
    if (isOwn)
      stop(
        refuse(
          context,
          "DOES_NOT_FIT",
          "此编号在您的辖区内，请直接在农户页查找。",
          "This number lies in your region; look for it among the households.",
        ),
      );
    if (live > 0 || today >= MOST_A_DAY)
      stop(
        refuse(
          context,
          "LIMIT_REACHED",
          `每次限一户、每天至多 ${MOST_A_DAY} 次；请先结束正在进行的查阅。`,
          `One household at a time and ${MOST_A_DAY} a day; end the one under way first.`,
        ),
      );
    await insertGlass(sql, { id, number, reason, minutes });
    await record({
      action: "glass.break",
      kind: "BrokenGlass",
      id,
      regionCode: number.slice(0, 12),
      purpose: reason,
      detail: { minutes },
    });
    return (await selectGlass(sql, id)) ?? stop(notFound(context));
  });
}

function problemOf({ id, number, reason, minutes }: Asked): readonly [zh: string, en: string] | null {
  if (!isUuid(id)) return ["标识须为 UUID。", "Ids are UUIDs."];
  if (!/^[0-9]{12}-[0-9]{4}$/.test(number))
    return [
      "户编号须形如 360827100900-0001，见农户手中的登记凭证。",
      "The number is written 360827100900-0001, as on the paper the household carries.",
    ];
  if (reason.length < 4 || reason.length > 500 || findPersonalData(reason).length > 0)
    return [
      "事由须为 4 至 500 字，不得含个人信息。",
      "The reason has 4 to 500 characters and no personal data.",
    ];
  if (minutes < 5 || minutes > LONGEST_MINUTES)
    return [
      `时长 ${minutes} 分钟须在 5 与 ${LONGEST_MINUTES} 之间。`,
      `${minutes} minutes: between 5 and ${LONGEST_MINUTES}.`,
    ];
  return null;
}

/** Ends one's own look before its time. */
export function endGlass(context: Context, id: string): Outcome {
  return refusing(context, async ({ sql, record }) => {
    const glass = await selectGlass(sql, id);
    if (!glass?.isMine) return stop(notFound(context));
    if (!(await endGlassNow(sql, id)))
      stop(refuse(context, "ALREADY_DONE", "此次查阅已经结束。", "This look is over already."));
    await record({ action: "glass.end", kind: "BrokenGlass", id, regionCode: glass.number.slice(0, 12) });
    return (await selectGlass(sql, id)) ?? stop(notFound(context));
  });
}

/** The county of the household takes note; the look went on without waiting for it. */
export function acknowledgeGlass(context: Context, id: string, rowVersion: number): Outcome {
  return refusing(context, async ({ sql, record }) => {
    const glass = await selectGlass(sql, id);
    if (!glass) return stop(notFound(context));
    if (glass.acknowledgedAt) stop(refuse(context, "ALREADY_DONE", "已登记知悉。", "That is noted already."));
    if (!(await acknowledge(sql, id, rowVersion))) stop(conflict(context, glass.rowVersion));
    await record({
      action: "glass.acknowledge",
      kind: "BrokenGlass",
      id,
      regionCode: glass.number.slice(0, 12),
    });
    return (await selectGlass(sql, id)) ?? stop(notFound(context));
  });
}
