import { isDay } from "../../geo/days.ts";
import { findPersonalData } from "../../geo/personalData.ts";
import { TODAY } from "../caseworkSql.ts";
import type { Context } from "../context.ts";
import { conflict, notFound, type Refused, refuse } from "../refusals.ts";
import { refusing } from "../refusing.ts";
import { findSettlementItem } from "./queries.ts";
import type { SettlementItem, SettlementItemKey, SettlementItemState } from "./type.ts";

export interface ItemChange {
  readonly settlement: string;
  readonly item: SettlementItemKey;
  readonly state: SettlementItemState;
  readonly since: string;
  readonly dueOn: string | null;
  readonly note: string;
  readonly rowVersion: number;
}

function refuseContent(context: Context, { state, since, dueOn, note }: ItemChange): Refused | null {
  if (!isDay(since) || (dueOn !== null && !isDay(dueOn)))
    return refuse(
      context,
      "INVALID",
      `日期须形如 2026-11-30（收到 ${since.slice(0, 20)}、${(dueOn ?? "").slice(0, 20)}）。`,
      `Days are like 2026-11-30 (got ${since.slice(0, 20)}, ${(dueOn ?? "").slice(0, 20)}).`,
    );
  if (dueOn !== null && (state !== "OPEN" || dueOn < since))
    return refuse(
      context,
      "INVALID",
      `只有未完成的事项有期限，且期限 ${dueOn} 不早于起始日 ${since}。`,
      `Only an open item has a day to be done by, and ${dueOn} must not be before ${since}.`,
    );
  const length = [...note].length;
  const [found] = findPersonalData(note);
  if (length > 300 || found)
    return refuse(
      context,
      "INVALID",
      `说明至多 300 字（现为 ${length} 字），不得含证件号、电话、账号或病情；请删去。`,
      `A note has at most 300 characters (this one ${length}) and no identity number, telephone, account or illness; leave them out.`,
      found ? [found.kind] : [],
    );
  return null;
}

/** Sets an item of the checklist. The same content sent twice is told once more, and nothing is written. */
export function setSettlementItem(context: Context, given: ItemChange): Promise<SettlementItem | Refused> {
  const change = { ...given, note: given.note.trim() };
  const bad = refuseContent(context, change);
  if (bad) return Promise.resolve(bad);
  return refusing(context, async ({ sql }) => {
    const own = { sql, language: context.language };
    const [facts] = await sql<{ today: string; known: boolean }>(
      `select ${TODAY} as today, exists (select from atlas.settlements where code = :settlement
         and access.works_in_county(county_code)) as known`,
      { settlement: change.settlement },
    );
    if (!facts?.known) return notFound(context);
    if (change.since > facts.today)
      return refuse(
        context,
        "INVALID",
        `起始日 ${change.since} 还没有到；请给今天（${facts.today}）或以前的日期。`,
        `${change.since} is still to come; give today (${facts.today}) or an earlier day.`,
      );
    const before = await findSettlementItem(own, change.settlement, change.item);
    if (before && isSame(before, change)) return before;
    if (before && before.rowVersion !== change.rowVersion) return conflict(context, before.rowVersion);
    await sql(
      `select casework.set_settlement_item(:settlement, :item, :state, :since::date, :dueOn::date, :note, :rowVersion::integer)`,
      { ...change },
    );
    return (await findSettlementItem(own, change.settlement, change.item)) ?? notFound(context);
  });
}

const isSame = (before: SettlementItem, { state, since, dueOn, note }: ItemChange) =>
  before.state === state && before.since === since && before.dueOn === dueOn && before.note === note;
