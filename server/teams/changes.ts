import { randomUUID } from "node:crypto";
import { isDay } from "../../geo/days.ts";
import { findPersonalData } from "../../geo/personalData.ts";
import type { CaseworkTransaction } from "../casework.ts";
import { isInScope, mayWorkAt } from "../caseworkSql.ts";
import type { Context, Sql } from "../context.ts";
import { conflict, notFound, type Refused, refuse } from "../refusals.ts";
import { refusing, stop } from "../refusing.ts";
import { isUuid } from "../uuid.ts";
import { insertMember, isOwnVillage, selectDay, selectMember, updateMember } from "./queries.ts";
import type { TeamMember, TeamPostName } from "./type.ts";

/** Who can live in a village: village workers, and officials sent by the township or the county. */
const RESIDENT = ["VILLAGE_WORKER", "TOWNSHIP", "COUNTY"];

type Outcome = Promise<TeamMember | Refused>;

async function refuseAbsent(
  context: Context,
  sql: Sql,
  { personId, villageCode }: { personId: string; villageCode: string },
): Promise<void> {
  if (!(await mayWorkAt(sql, { personId, villageCode, posts: RESIDENT })))
    stop(
      refuse(
        context,
        "INVALID",
        "驻村人员须是村、乡、县的在岗人员，且辖区包括该村。",
        "A member of the team is a colleague of the village, township or county whose region takes in the village.",
      ),
    );
}

async function currentOf(context: Context, sql: Sql, id: string): Promise<TeamMember> {
  const member = await selectMember(sql, id);
  if (!member) return stop(notFound(context));
  if (member.until !== null)
    return stop(refuse(context, "ALREADY_DONE", "此人已离任。", "This person's time in the team is over."));
  return member;
}

const note = (
  { record }: CaseworkTransaction,
  verb: "assign" | "transfer" | "accept" | "recall" | "end",
  { id, villageCode }: Pick<TeamMember, "id" | "villageCode">,
  detail: Record<string, string>,
) => record({ action: `team.${verb}`, kind: "TeamMember", id, regionCode: villageCode, detail });

const present = async (context: Context, sql: Sql, id: string) =>
  (await selectMember(sql, id)) ?? stop(notFound(context));

export interface Posting {
  readonly id: string;
  readonly village: string;
  readonly personId: string;
  readonly post: TeamPostName;
  readonly unit: string;
  readonly since: string | null;
}

/** Posts somebody to the team of a village. */
export function assignTeamMember(context: Context, given: Posting): Outcome {
  return refusing(context, async (transaction) => {
    const { sql } = transaction;
    const { id, village, personId, post } = given;
    const unit = given.unit.trim();
    if (!isUuid(id)) stop(notFound(context));
    const before = await selectMember(sql, id);
    if (before)
      return before.villageCode === village && before.personId === personId && before.post === post
        ? before
        : stop(refuse(context, "OTHER_CONTENT", "此标识已用于另一人。", "Another member has this id."));
    if (!(await isOwnVillage(sql, village, isInScope(":villageCode", "WORK")))) stop(notFound(context));
    const today = await selectDay(sql);
    const since = given.since ?? today;
    if (!isDay(since) || since > today)
      stop(
        refuse(
          context,
          "INVALID",
          `起始日 ${since.slice(0, 20)} 须形如 2026-09-30，且不晚于今天。`,
          `The first day ${since.slice(0, 20)} is written 2026-09-30 and is not after today.`,
        ),
      );
    if (unit.length < 2 || unit.length > 60 || findPersonalData(unit).length > 0)
      stop(
        refuse(
          context,
          "INVALID",
          "派出单位须为 2 至 60 字，不得含个人信息。",
          "The unit has 2 to 60 characters and no personal data.",
        ),
      );
    await refuseAbsent(context, sql, { personId, villageCode: village });
    await insertMember(sql, { id, villageCode: village, personId, post, unit, since });
    await note(transaction, "assign", { id, villageCode: village }, { person: personId, post });
    return present(context, sql, id);
  });
}

interface Named {
  readonly id: string;
  readonly rowVersion: number;
}

/** Asks a colleague to take over; until they accept, the present member answers. */
export function transferTeamMember(context: Context, given: Named & { personId: string }): Outcome {
  return refusing(context, async (transaction) => {
    const { sql } = transaction;
    const { id, personId, rowVersion } = given;
    const member = await currentOf(context, sql, id);
    const { viewer } = context;
    if (viewer?.role === "VILLAGE_WORKER" && viewer.personId !== member.personId)
      stop(
        refuse(
          context,
          "FORBIDDEN",
          "只能移交自己的驻村岗位。",
          "Only your own place in a team can be transferred.",
        ),
      );
    if (personId === member.personId)
      stop(refuse(context, "INVALID", "不能移交给本人。", "It is that person's already."));
    await refuseAbsent(context, sql, { personId, villageCode: member.villageCode });
    const today = await selectDay(sql);
    if (!(await updateMember(sql, "hand", { id, rowVersion, personId, today })))
      stop(conflict(context, member.rowVersion));
    await note(transaction, "transfer", member, { from: member.personId, to: personId });
    return present(context, sql, id);
  });
}

/** Accepts what was handed over; from now on the viewer is in the team. */
export function acceptTeamMember(context: Context, { id, rowVersion }: Named): Outcome {
  return refusing(context, async (transaction) => {
    const { sql } = transaction;
    const member = await currentOf(context, sql, id);
    const personId = context.viewer?.personId ?? "";
    if (member.handedTo !== personId)
      stop(refuse(context, "FORBIDDEN", "没有移交给您。", "It was not handed over to you."));
    await refuseAbsent(context, sql, { personId, villageCode: member.villageCode });
    const today = await selectDay(sql);
    if (!(await updateMember(sql, "accept", { id, rowVersion, today })))
      stop(conflict(context, member.rowVersion));
    const next = randomUUID();
    await insertMember(sql, { ...member, id: next, personId, since: today });
    await note(transaction, "accept", { ...member, id: next }, { from: member.personId, to: personId });
    return present(context, sql, next);
  });
}

/** Ends a posting in the ordinary way, at the end of its term. */
export function endTeamMember(context: Context, given: Named & { until: string }): Outcome {
  return refusing(context, async (transaction) => {
    const { sql } = transaction;
    const { id, until, rowVersion } = given;
    const member = await currentOf(context, sql, id);
    const today = await selectDay(sql);
    if (!isDay(until) || until > today || until < member.since)
      stop(
        refuse(
          context,
          "INVALID",
          `终止日 ${until.slice(0, 20)} 须在起始日 ${member.since} 与今天 ${today} 之间。`,
          `The last day ${until.slice(0, 20)} lies between the first day ${member.since} and today ${today}.`,
        ),
      );
    if (!(await updateMember(sql, "end", { id, rowVersion, until })))
      stop(conflict(context, member.rowVersion));
    await note(transaction, "end", member, { person: member.personId, until });
    return present(context, sql, id);
  });
}

/** Recalls 召回 a member who is not effective, with the reason. */
export function recallTeamMember(context: Context, given: Named & { reason: string }): Outcome {
  return refusing(context, async (transaction) => {
    const { sql } = transaction;
    const { id, rowVersion } = given;
    const member = await currentOf(context, sql, id);
    const reason = given.reason.trim();
    if (reason === "" || reason.length > 500 || findPersonalData(reason).length > 0)
      stop(
        refuse(
          context,
          "INVALID",
          "请写明召回原因，至多 500 字，不得含个人信息。",
          "Give the reason, at most 500 characters, without personal data.",
        ),
      );
    const today = await selectDay(sql);
    if (!(await updateMember(sql, "recall", { id, rowVersion, reason, today })))
      stop(conflict(context, member.rowVersion));
    await note(transaction, "recall", member, { person: member.personId });
    return present(context, sql, id);
  });
}
