import { isDay } from "../../geo/days.ts";
import { findPersonalData } from "../../geo/personalData.ts";
import type { CaseworkTransaction } from "../casework.ts";
import { isInScope, TODAY } from "../caseworkSql.ts";
import type { Context } from "../context.ts";
import { conflict, notFound, type Refused, refuse } from "../refusals.ts";
import { refusing } from "../refusing.ts";
import { isUuid } from "../uuid.ts";
import { dueBefore } from "./dueDays.ts";
import { findItem } from "./queries.ts";
import { FixerCannotVerify, type LedgerItem, type LedgerItemInput } from "./type.ts";

type Outcome = Promise<LedgerItem | FixerCannotVerify | Refused>;

/** Words of the ledger are shown to everybody who coordinates: nothing of a person may stand in them. */
function refuseWords(context: Context, text: string, least: number): Refused | null {
  const length = [...text.trim()].length;
  if (length < least || length > 1_000)
    return refuse(
      context,
      "INVALID",
      `文字须为 ${least} 至 1000 个字，现为 ${length} 个。`,
      `The text has ${length} characters; between ${least} and 1,000 are taken.`,
    );
  const [found] = findPersonalData(text);
  return (
    (found &&
      refuse(
        context,
        "INVALID",
        "文字中像有身份证号、电话、银行卡号或病情；台账不得含个人信息，请删去。",
        "The text seems to hold an identity number, telephone, bank card or illness; leave out what is of a person.",
        [found.kind],
      )) ??
    null
  );
}

export function registerItem(context: Context, given: LedgerItemInput): Outcome {
  const place = given.place.trim().padEnd(12, "0");
  const bad = refuseWords(context, given.description, 4);
  if (bad) return Promise.resolve(bad);
  if (!isUuid(given.id) || !isDay(given.targetOn) || (given.owner != null && !isUuid(given.owner)))
    return Promise.resolve(
      refuse(
        context,
        "INVALID",
        `标识须为 UUID，目标日须形如 2026-12-31（收到 ${given.targetOn.slice(0, 20)}）。`,
        `Ids are UUIDs and the target is a day like 2026-12-31 (got ${given.targetOn.slice(0, 20)}).`,
      ),
    );
  return refusing(context, async ({ sql, record }) => {
    const known = await findItem(sql, given.id);
    if (known) return known;
    const [facts] = await sql<{ today: string; mayUse: boolean; ownerKnown: boolean }>(
      /* sql */ `
      select ${TODAY} as today, :owner::uuid is null or exists (select from access.names(array[:owner::uuid])) as "ownerKnown",
             ${isInScope(":place::text", "WORK")} and (
               exists (select from atlas.villages where code = :place) or
               exists (select from atlas.regions where code in (left(:place, 2), left(:place, 4), left(:place, 6), left(:place, 9))
                       and rpad(code, 12, '0') = :place)) as "mayUse"`,
      { place, owner: given.owner ?? null },
    );
    if (!facts?.mayUse || !facts.ownerKnown) return notFound(context);
    if (given.targetOn < facts.today)
      return refuse(
        context,
        "INVALID",
        `目标日 ${given.targetOn} 已过；请给今天（${facts.today}）或以后的日期。`,
        `The target ${given.targetOn} is past; give today (${facts.today}) or later.`,
      );
    const rows = await sql(
      /* sql */ `
      insert into casework.ledger_items
        (id, village_code, found_by, subject, description, severity, owner_id, target_on, due_on, is_demo)
      values (:id::uuid, :place, :foundBy, :subject, :description, :severity,
              coalesce(:owner::uuid, access.worker_of(:place)), :targetOn::date, :dueOn::date, :isDemo)
      on conflict (id) do nothing returning id`,
      {
        ...given,
        place,
        description: given.description.trim(),
        owner: given.owner ?? null,
        // What demonstration people register goes when they go.
        isDemo: context.viewer?.isDemo ?? false,
        dueOn: dueBefore(given.targetOn, given.severity, facts.today),
      },
    );
    if (rows.length === 0)
      return refuse(
        context,
        "OTHER_CONTENT",
        "此标识已被使用；请换一个新的 UUID。",
        "This id is taken; make a new UUID.",
      );
    await record({
      action: "ledger.register",
      kind: "LedgerItem",
      id: given.id,
      regionCode: place,
      detail: { subject: given.subject, severity: given.severity, foundBy: given.foundBy },
    });
    return (await findItem(sql, given.id)) ?? notFound(context);
  });
}

interface Deed {
  /** thing.verb of the audit. */
  readonly action: string;
  /** What the columns become; values are bound from `values`. */
  readonly set: string;
  readonly values?: Record<string, unknown>;
  /** Reason of a step back. */
  readonly purpose?: string;
}

/** Changes one entry: who sees it not, who saw an older version and who may not are told, in this order. */
function change(
  context: Context,
  { id, rowVersion }: { id: string; rowVersion: number },
  decide: (item: LedgerItem, sql: CaseworkTransaction["sql"]) => Promise<Deed | Refused | FixerCannotVerify>,
): Outcome {
  return refusing(context, async ({ sql, record }) => {
    if (isUuid(id)) await sql("select from casework.ledger_items where id = :id::uuid for update", { id });
    const item = await findItem(sql, id);
    if (!item) return notFound(context);
    if (item.rowVersion !== rowVersion) return conflict(context, item.rowVersion);
    const deed = await decide(item, sql);
    if (!("set" in deed)) return deed;
    await sql(
      `update casework.ledger_items set ${deed.set}, row_version = row_version + 1 where id = :id::uuid`,
      { ...deed.values, id, viewer: context.viewer?.personId ?? null },
    );
    const changed = await findItem(sql, id);
    await record({
      action: deed.action,
      kind: "LedgerItem",
      id,
      regionCode: item.placeCode,
      purpose: deed.purpose,
      detail: { from: item.status, to: changed?.status },
    });
    return changed ?? notFound(context);
  });
}

const wrongStatus = (context: Context, { status }: LedgerItem): Refused =>
  refuse(
    context,
    "ALREADY_DONE",
    `台账现为 ${status}，不能这样办理。`,
    `The entry is ${status}; this cannot be done now.`,
  );

const isOpen = ({ status }: LedgerItem) => status === "OPEN" || status === "REOPENED";

interface Which {
  readonly id: string;
  readonly rowVersion: number;
}

/** Asks somebody to take an entry over. The owner answers for it until that is accepted. */
export const handOver = (context: Context, which: Which, to: string): Outcome =>
  change(context, which, async (item, sql) => {
    const { viewer } = context;
    if (viewer?.role === "VILLAGE_WORKER" && item.owner?.id !== viewer.personId)
      return refuse(
        context,
        "FORBIDDEN",
        "只有责任人或上级可以移交。",
        "Only who answers for it, or an office above, hands it over.",
      );
    if (item.status === "CLOSED") return wrongStatus(context, item);
    const known = isUuid(to)
      ? await sql("select from access.names(array[:to::uuid]) where role = any(:roles::text[])", {
          to,
          roles: ["VILLAGE_WORKER", "TOWNSHIP", "COUNTY", "PROVINCE", "NATIONAL"],
        })
      : [];
    if (known.length === 0 || to === item.owner?.id)
      return refuse(
        context,
        "INVALID",
        "没有这位同事，或其已是责任人。",
        "There is no such colleague, or they answer for it already.",
      );
    return { action: "ledger.handOver", set: "handed_to = :to::uuid", values: { to } };
  });

export const acceptItem = (context: Context, which: Which): Outcome =>
  change(context, which, async (item) =>
    item.handedTo?.id !== context.viewer?.personId || item.handedTo === null
      ? refuse(context, "FORBIDDEN", "这条台账没有移交给您。", "This entry was not handed to you.")
      : { action: "ledger.accept", set: "owner_id = handed_to, handed_to = null" },
  );

export const submitFix = (context: Context, which: Which, evidence: string): Outcome =>
  change(context, which, async (item) => {
    if (!isOpen(item)) return wrongStatus(context, item);
    return (
      refuseWords(context, evidence, 4) ?? {
        action: "ledger.fix",
        set: "status = 'FIXED', fixed_by = :viewer::uuid, fixed_at = now(), evidence = :evidence",
        values: { evidence: evidence.trim() },
      }
    );
  });

/** Closes an entry 销号: never by who put it right, nor by who answers for it. */
export const verifyItem = (context: Context, which: Which): Outcome =>
  change(context, which, async (item) => {
    if (item.status !== "FIXED") return wrongStatus(context, item);
    const viewer = context.viewer?.personId;
    if (viewer === item.fixedBy?.id || viewer === item.owner?.id) {
      const [zh, en] = [
        "整改人与责任人不能核验销号；请由他人核验。",
        "Who put it right or answers for it cannot check it; somebody else has to.",
      ];
      return Object.assign(new FixerCannotVerify(), { message: context.language === "zh" ? zh : en });
    }
    return {
      action: "ledger.verify",
      set: "status = 'CLOSED', verified_by = :viewer::uuid, verified_at = now(), handed_to = null",
    };
  });

/** Reopens what was not put right after all, under its number. */
export const reopenItem = (
  context: Context,
  which: Which,
  { reason, targetOn }: { reason: string; targetOn: string },
): Outcome =>
  change(context, which, async (item, sql) => {
    if (isOpen(item)) return wrongStatus(context, item);
    const bad = refuseWords(context, reason, 4);
    if (bad) return bad;
    const [now] = await sql<{ today: string }>(`select ${TODAY} as today`);
    const today = now?.today ?? "";
    if (!isDay(targetOn) || targetOn < today)
      return refuse(
        context,
        "INVALID",
        `新的目标日 ${targetOn.slice(0, 20)} 无效或已过；请给今天（${today}）或以后的日期。`,
        `The new target ${targetOn.slice(0, 20)} is no day or past; give today (${today}) or later.`,
      );
    return {
      action: "ledger.reopen",
      purpose: reason.trim(),
      set: `status = 'REOPENED', verified_by = null, verified_at = null,
            target_on = :targetOn::date, due_on = :dueOn::date`,
      values: { targetOn, dueOn: dueBefore(targetOn, item.severity, today) },
    };
  });
