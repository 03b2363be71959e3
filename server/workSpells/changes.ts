import { isDay } from "../../geo/days.ts";
import type { CaseworkTransaction } from "../casework.ts";
import type { Context } from "../context.ts";
import { conflict, notFound, refuse } from "../refusals.ts";
import { stop } from "../refusing.ts";
import { isUuid } from "../uuid.ts";
import { readWork, type WorkNow, writeWork } from "./queries.ts";
import type { WorkInput } from "./type.ts";

/** Whether it stands already as it is told. */
export const isToldAlready = (now: WorkNow, { state, since }: WorkInput): boolean =>
  now.state === state && now.since === since;

/** Records since when a member is in work or without. What stands already leaves no event. */
export async function recordWork(
  context: Context,
  { sql, record }: CaseworkTransaction,
  given: WorkInput,
): Promise<void> {
  if (!isUuid(given.memberId)) stop(notFound(context));
  if (!isDay(given.since)) refuseDay(context, given.since, null);
  const now = (await readWork(sql, given)) ?? stop(notFound(context));
  if (isToldAlready(now, given)) return;
  if (now.rowVersion !== given.rowVersion) stop(conflict(context, now.rowVersion));
  refuseUnfit(context, now, given);
  await writeWork(sql, given, now);
  await record({
    action: "member.work",
    kind: "Member",
    id: given.memberId,
    regionCode: now.villageCode,
    detail: { from: now.state, to: given.state, since: given.since },
  });
}

function refuseDay(context: Context, since: string, between: readonly [string | null, string] | null): never {
  const [first, last] = between ?? [null, null];
  const shown = since.slice(0, 20);
  return stop(
    refuse(
      context,
      "INVALID",
      last === null
        ? `日期 ${shown} 无效，应形如 2026-09-01。`
        : `起始日 ${shown} 应${first === null ? "" : `不早于前一状态的 ${first}，且`}不晚于今天（${last}）。`,
      last === null
        ? `${shown} is no day; write it like 2026-09-01.`
        : `The first day ${shown} must be ${first === null ? "" : `no earlier than ${first}, when the state before began, and `}no later than today (${last}).`,
    ),
  );
}

function refuseUnfit(context: Context, now: WorkNow, { state, since }: WorkInput): void {
  // Spells follow each other: another state does not begin before this one; the day of this one, put right, moves the end
  // of the one before, but not past its beginning.
  const movesFormer = now.since !== null && now.since === now.formerEnded;
  const first =
    state !== now.state ? (now.since ?? now.formerEnded) : movesFormer ? now.formerBegan : now.formerEnded;
  if (since > now.today || (first !== null && since < first)) refuseDay(context, since, [first, now.today]);
  if (now.hasLeft)
    stop(
      refuse(
        context,
        "DOES_NOT_FIT",
        "该成员已离户，就业状态不再登记。",
        "This member has left the household; their work is recorded no more.",
      ),
    );
  if (state !== "EMPLOYED" && !now.canWork)
    stop(
      refuse(
        context,
        "DOES_NOT_FIT",
        `该成员在 ${since} 不是劳动力（16 至 59 岁、有劳动能力、不在校），不登记无业；请先核对劳动能力与在校情况。`,
        `On ${since} this member is no labourer (16 to 59, able to work, not at school), so no spell without work is recorded; check ability to work and schooling first.`,
      ),
    );
}
