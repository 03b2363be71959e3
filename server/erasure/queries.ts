import { maskName } from "../../geo/masks.ts";
import { plainCharacters } from "../../geo/personalNumbers.ts";
import type { Context, Sql } from "../context.ts";
import { IDENTITY, opened } from "../households/queries.ts";
import type { Keys } from "../keys.ts";
import { openTold } from "../leads/queries.ts";
import { refuse } from "../refusals.ts";
import { stop } from "../refusing.ts";
import { isUuid } from "../uuid.ts";

/** Since when and by which rule something may be erased; no days where its time has not ended. */
export interface Retention {
  readonly endedOn: string | null;
  readonly months: number;
  readonly ruleId: number;
  readonly erasableOn: string | null;
  readonly isOver: boolean;
}

export async function selectRetention(sql: Sql, household: string, member: string | null) {
  const [row] = await sql<Retention>(
    /* sql */ `
    select ended_on as "endedOn", months, rule_id as "ruleId", erasable_on as "erasableOn",
           coalesce(erasable_on <= (now() at time zone 'Asia/Shanghai')::date, false) as "isOver"
    from casework.retention_of(:household::uuid, :member::uuid)`,
    { household, member },
  );
  return row ?? null;
}

export interface ErasableMember {
  readonly householdId: string;
  readonly villageCode: string;
  readonly rowVersion: number;
  readonly isErased: boolean;
}

/** Locked, so that of two who erase at once the second finds it done. Null outside the scope. */
export async function lockMember(sql: Sql, id: string): Promise<ErasableMember | null> {
  if (!isUuid(id)) return null;
  const [row] = await sql<ErasableMember>(
    /* sql */ `
    select member.household_id as "householdId", member.village_code as "villageCode", member.row_version as "rowVersion",
           exists (select from casework.erasures erasure where erasure.member_id = member.id) as "isErased"
    from casework.members member where member.id = :id::uuid for update`,
    { id },
  );
  return row ?? null;
}

export interface ErasableHousehold {
  readonly villageCode: string;
  readonly rowVersion: number;
  readonly isWatched: boolean;
  readonly hasOpenCase: boolean;
  /** As a whole, and nobody came since. */
  readonly isErased: boolean;
}

export async function lockHousehold(sql: Sql, id: string): Promise<ErasableHousehold | null> {
  if (!isUuid(id)) return null;
  const [row] = await sql<ErasableHousehold>(
    /* sql */ `
    select household.village_code as "villageCode", household.row_version as "rowVersion",
           household.status <> 'ORDINARY' as "isWatched",
           exists (select from casework.cases matter where matter.household_id = household.id and matter.closed_on is null) as "hasOpenCase",
           exists (select from casework.erasures erasure where erasure.household_id = household.id and erasure.member_id is null
                   and erasure.ended_on >= all (select matter.closed_on from casework.cases matter
                                                where matter.household_id = household.id and matter.closed_on is not null))
           and not exists (select from casework.members member where member.household_id = household.id
             and not exists (select from casework.erasures erasure where erasure.member_id = member.id)) as "isErased"
    from casework.households household where household.id = :id::uuid for update`,
    { id },
  );
  return row ?? null;
}

/** Stops where what identified the person is gone. */
export async function refuseErased(context: Context, sql: Sql, memberId: string): Promise<void> {
  const [row] = await sql<{ erasedOn: string }>(
    'select erased_on as "erasedOn" from casework.erasures where member_id = :memberId::uuid',
    { memberId },
  );
  if (row)
    stop(
      refuse(
        context,
        "ERASED",
        `该成员的个人信息已于 ${row.erasedOn} 清除，不能查看，也不能再填。`,
        `What identifies this member was erased on ${row.erasedOn}; it cannot be shown, nor be written again.`,
      ),
    );
}

type SealedRow = Record<keyof typeof IDENTITY, Buffer | null>;

/** What a text would name the member by: name, number, telephone, account; each as plain characters. */
async function valuesOf(sql: Sql, keys: Keys, memberId: string): Promise<string[]> {
  const [row] = await sql<SealedRow>(
    /* sql */ `
    select name_sealed as name, id_number_sealed as "idNumber", phone_sealed as phone, bank_account_sealed as "bankAccount"
    from casework.identities where member_id = :memberId::uuid`,
    { memberId },
  );
  if (!row) return [];
  return (["name", "idNumber", "phone", "bankAccount"] as const).flatMap((column) => {
    const value = plainCharacters(opened(keys, column, memberId, row[column]) ?? "").toUpperCase();
    return value === "" ? [] : [value];
  });
}

interface TextRow {
  readonly kind: "LEAD" | "TASK" | "NOTICE" | "WORDS";
  readonly id: string;
  readonly sealed: Buffer | null;
  readonly words: string | null;
}

/** Every text beside a household, sealed and plain: see columns.ts. */
const TEXTS = /* sql */ `
  with matters as (select id, lead_id from casework.cases where household_id = :household::uuid),
  told as (select id, told_sealed, dismissed_reason from casework.leads
           where household_id = :household::uuid or id in (select lead_id from matters))
  select 'LEAD' as kind, id, told_sealed as sealed, dismissed_reason as words from told
  union all
  select 'TASK', id, note_sealed, null from casework.tasks
  where note_sealed is not null and (household_id = :household::uuid or case_id in (select id from matters) or lead_id in (select id from told))
  union all
  select 'NOTICE', id, null, body from casework.notices where case_id in (select id from matters)
  union all
  select 'WORDS', id, null, reason from casework.case_steps where reason is not null and case_id in (select id from matters)
  union all
  select 'WORDS', id, null, reason from casework.alerts where reason is not null and household_id = :household::uuid
  union all
  select 'WORDS', id, null, recalled_reason from casework.helpers where recalled_reason is not null and household_id = :household::uuid
  union all
  select 'WORDS', id, null, reason from casework.broken_glass where household_id = :household::uuid`;

/** Ids of the texts beside the household that name the member. Read here, for the database cannot open what is sealed. */
export async function textsNaming(
  sql: Sql,
  keys: Keys,
  { household, member }: { household: string; member: string },
): Promise<string[]> {
  const values = await valuesOf(sql, keys, member);
  // A notice names the head by a masked name, which is written with the name at hand.
  const masked = values[0] === undefined ? null : maskName(values[0]);
  const rows = values.length === 0 ? [] : await sql<TextRow>(TEXTS, { household });
  return rows
    .filter(({ kind, id, sealed, words }) => {
      const told = kind === "LEAD" ? Object.values(openTold(keys, id, sealed)) : [];
      const note =
        kind === "TASK" && sealed !== null
          ? keys.open(sealed, { column: "casework.tasks.note", row: id }).toString("utf8")
          : "";
      const text = plainCharacters([...told, note, words ?? ""].join("\n")).toUpperCase();
      return (
        values.some((value) => text.includes(value)) ||
        (kind === "NOTICE" && masked !== null && (words ?? "").includes(masked))
      );
    })
    .map(({ id }) => id);
}
