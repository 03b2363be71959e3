import { isDay } from "../../geo/days.ts";
import type { CaseworkTransaction } from "../casework.ts";
import type { Context, Sql } from "../context.ts";
import type { HouseholdGradeName } from "../householdWords.ts";
import { conflict, notFound, type Refused, refuse } from "../refusals.ts";
import { refusing, stop } from "../refusing.ts";
import { isUuid } from "../uuid.ts";
import type { HouseholdChange, HouseholdInput } from "./arguments.ts";
import { isInScope, readHousehold, readPlace } from "./queries.ts";
import type { Household } from "./type.ts";

export type Outcome = Promise<Household | Refused>;

export function refuseBadId(context: Context, ...ids: (string | null | undefined)[]): void {
  if (ids.some((id) => id != null && !isUuid(id)))
    stop(refuse(context, "INVALID", "标识须为 UUID。", "Ids are UUIDs."));
}

export function refuseBadDay(context: Context, ...days: (string | null | undefined)[]): void {
  for (const day of days)
    if (day != null && !isDay(day))
      stop(
        refuse(
          context,
          "INVALID",
          `日期 ${day.slice(0, 20)} 无效，须形如 2026-04-15。`,
          `The day ${day.slice(0, 20)} is not valid; give one like 2026-04-15.`,
        ),
      );
}

/** The household after a change, or not found. */
export async function present(context: Context, sql: Sql, id: string): Promise<Household> {
  const household = await readHousehold(sql, id);
  if (household === null) stop(notFound(context));
  return household;
}

/** The household something is to be recorded for. Stops outside the scope. */
export async function placeOf(context: Context, transaction: CaseworkTransaction, householdId: string) {
  const place = await readPlace(transaction, householdId);
  if (place === null) stop(notFound(context));
  return place;
}

/** A member of that household, or none. The foreign key looks past the scope: by it a member anywhere would do, and be found. */
export async function refuseForeignMember(
  context: Context,
  sql: Sql,
  { householdId, memberId = null }: { householdId: string; memberId?: string | null },
): Promise<void> {
  if (memberId === null) return;
  const own = await sql(
    "select from casework.members where id = :memberId::uuid and household_id = :householdId::uuid",
    { householdId, memberId },
  );
  if (own.length === 0) stop(notFound(context));
}

/** Why an update of a row found nothing: somebody was faster, or it is not there. */
export function refuseUpdate(context: Context, found: { rowVersion: number } | undefined): never {
  stop(found ? conflict(context, found.rowVersion) : notFound(context));
}

export function recordHousehold(context: Context, given: HouseholdInput): Outcome {
  return refusing(context, async ({ sql, record }) => {
    refuseBadId(context, given.id);
    const known = await readHousehold(sql, given.id);
    if (known) return known;
    if (!(await isInScope(sql, given.villageCode))) stop(notFound(context));
    // Two who record at once in one village must not take the same number.
    await sql("select pg_advisory_xact_lock(hashtext('household ' || :villageCode))", {
      villageCode: given.villageCode,
    });
    await sql(
      /* sql */ `
      insert into casework.households (id, village_code, number, formerly_poor, lacks_funds, lacks_skills)
      select :id::uuid, :villageCode, :villageCode || '-' || lpad((coalesce(max(right(number, 4)::int), 0) + 1)::text, 4, '0'),
             :formerlyPoor, :lacksFunds, :lacksSkills
      from casework.households where village_code = :villageCode`,
      { ...given, lacksFunds: given.lacksFunds ?? false, lacksSkills: given.lacksSkills ?? false },
    );
    await record({
      action: "household.record",
      kind: "Household",
      id: given.id,
      regionCode: given.villageCode,
    });
    return present(context, sql, given.id);
  });
}

type Row = Record<string, unknown>;

export function updateHousehold(
  context: Context,
  id: string,
  rowVersion: number,
  change: HouseholdChange,
): Outcome {
  return refusing(context, (transaction) => {
    refuseEmptied(context, { ...change });
    const columns = {
      formerly_poor: change.formerlyPoor,
      lacks_funds: change.lacksFunds,
      lacks_skills: change.lacksSkills,
    };
    return update(context, transaction, { id, rowVersion, action: "household.update" }, columns, {});
  });
}

export function setGrade(
  context: Context,
  id: string,
  rowVersion: number,
  grade: HouseholdGradeName,
): Outcome {
  return refusing(context, async (transaction) => {
    const household = await present(context, transaction.sql, id);
    if (household.status === "ORDINARY")
      stop(
        refuse(
          context,
          "GUARDS_FAILED",
          "未认定的农户不分级；请先按程序认定。",
          "A household that is not recognised has no grade; recognise it by the procedure first.",
        ),
      );
    return update(
      context,
      transaction,
      { id, rowVersion, action: "household.grade" },
      { grade },
      {
        from: household.grade,
        to: grade,
      },
    );
  });
}

interface Change {
  readonly id: string;
  readonly rowVersion: number;
  readonly action: string;
}

async function update(
  context: Context,
  transaction: CaseworkTransaction,
  { id, rowVersion, action }: Change,
  columns: Row,
  detail: Record<string, unknown>,
): Promise<Household> {
  const { sql, record } = transaction;
  const place = await placeOf(context, transaction, id);
  const set = setClause(columns);
  const rows = await sql(
    `update casework.households set ${set.text} row_version = row_version + 1, changed_at = now()
     where id = :id::uuid and row_version = :rowVersion returning id`,
    { ...set.values, id, rowVersion },
  );
  if (rows.length === 0) refuseUpdate(context, place);
  await record({
    action,
    kind: "Household",
    id,
    regionCode: place.villageCode,
    detail: { changed: Object.keys(set.values), ...detail },
  });
  return present(context, sql, id);
}

/** Left out, a field stays; null empties it, which not every field can be. */
export function refuseEmptied(context: Context, fields: Readonly<Record<string, unknown>>): void {
  for (const [field, value] of Object.entries(fields))
    if (value === null || (typeof value === "string" && value.trim() === ""))
      stop(
        refuse(
          context,
          "INVALID",
          `${field} 不能为空；不改动请不要填写这一项。`,
          `${field} cannot be emptied; leave it out to keep what stands.`,
        ),
      );
}

/** SET of the columns that are given, null included; their names are written in code. */
export function setClause(columns: Row): { text: string; values: Row } {
  const given = Object.entries(columns).filter(([, value]) => value !== undefined);
  return {
    text: given.map(([column]) => `${column} = :${column}, `).join(""),
    values: Object.fromEntries(given),
  };
}
