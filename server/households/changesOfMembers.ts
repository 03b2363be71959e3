import type { CaseworkTransaction } from "../casework.ts";
import type { Context, Sql } from "../context.ts";
import { refuseErased } from "../erasure/queries.ts";
import type { RevealPurposeName } from "../householdWords.ts";
import { birthDayOfIdNumber, blindIdNumber, normaliseIdNumber } from "../identityNumbers.ts";
import { notFound, type Refused, refuse } from "../refusals.ts";
import { possibleDuplicate, refusing, stop } from "../refusing.ts";
import type { MemberChange, MemberInput } from "./arguments.ts";
import {
  type Outcome,
  placeOf,
  present,
  refuseBadDay,
  refuseBadId,
  refuseEmptied,
  refuseUpdate,
  setClause,
} from "./changes.ts";
import { IDENTITY, opened } from "./queries.ts";
import type { RevealedMember } from "./revealedType.ts";
import type { Household } from "./type.ts";

/** Looks at clear values one person may take a day. */
const REVEALS_A_DAY = 50;

/** Every way a person enters the register asks this: a number that is known anywhere is not entered again. */
export async function isKnownNumber(sql: Sql, blind: Buffer): Promise<boolean> {
  const [row] = await sql<{ known: boolean }>("select casework.is_registered(:blind) as known", { blind });
  return row?.known ?? false;
}

export const recordMember = (context: Context, given: MemberInput): Outcome =>
  refusing(context, (transaction) => insertMember(context, transaction, given));

/** Stops where the values cannot stand; a possible duplicate is an answer, for its event must stay. */
export async function insertMember(
  context: Context,
  transaction: CaseworkTransaction,
  given: MemberInput,
): Promise<Household | Refused> {
  const { sql, record } = transaction;
  refuseBadId(context, given.id, given.householdId);
  refuseBadDay(context, given.idleSince);
  const place = await placeOf(context, transaction, given.householdId);
  const repeated = await sql(
    "select from casework.members where id = :id::uuid and household_id = :householdId::uuid",
    {
      id: given.id,
      householdId: given.householdId,
    },
  );
  if (repeated.length > 0) return present(context, sql, place.id);
  const bornOn = birthDayOfIdNumber(given.idNumber);
  if (bornOn === null || given.name.trim() === "" || given.name.length > 60)
    stop(
      refuse(
        context,
        "INVALID",
        "身份证号的位数、出生日期或校验码不对，或姓名为空；请对照证件核对。",
        "The identity number has a wrong length, day of birth or check digit, or the name is empty; compare it with the card.",
      ),
    );
  const event = { kind: "Member", id: given.id, regionCode: place.villageCode } as const;
  const blind = blindIdNumber(context.keys, given.idNumber);
  if (await isKnownNumber(sql, blind)) {
    await record({ action: "member.duplicate", ...event });
    return possibleDuplicate(context);
  }
  await sql(
    /* sql */ `
    with member as (
      insert into casework.members (id, household_id, village_code, relation, sex, born_on, labour, employed, idle_since, idle_by_choice, works_away, at_school, disability_grade)
      values (:id::uuid, :householdId::uuid, :villageCode, :relation, :sex, :bornOn::date, :labour, :employed, :idleSince::date, :idleByChoice, :worksAway, :atSchool, :disabilityGrade)
      returning id, village_code)
    insert into casework.identities (member_id, village_code, name_sealed, id_number_sealed, id_number_blind, phone_sealed, bank_account_sealed, health_sealed)
    select id, village_code, :name::bytea, :idNumber::bytea, :blind::bytea, :phone::bytea, :bankAccount::bytea, :health::bytea from member`,
    {
      ...given,
      employed: given.employed ?? false,
      idleSince: given.idleSince ?? null,
      idleByChoice: given.idleByChoice ?? false,
      worksAway: given.worksAway ?? false,
      atSchool: given.atSchool ?? false,
      disabilityGrade: given.disabilityGrade ?? null,
      villageCode: place.villageCode,
      bornOn,
      blind,
      ...sealedColumns(context, given.id, { ...given, idNumber: normaliseIdNumber(given.idNumber) }),
    },
  );
  await record({ action: "member.record", ...event });
  return present(context, sql, place.id);
}

type Sealed = Partial<Record<keyof typeof IDENTITY, string | null>>;

const sealedColumns = (
  { keys }: Context,
  row: string,
  given: Sealed,
): Record<keyof typeof IDENTITY, Buffer | null> => {
  const seal = (column: keyof typeof IDENTITY) => {
    const value = given[column]?.normalize("NFC").trim() ?? "";
    return value === "" ? null : keys.seal(value, { column: IDENTITY[column], row });
  };
  return {
    name: seal("name"),
    idNumber: seal("idNumber"),
    phone: seal("phone"),
    bankAccount: seal("bankAccount"),
    health: seal("health"),
  };
};

export function updateMember(
  context: Context,
  id: string,
  rowVersion: number,
  change: MemberChange,
): Outcome {
  return refusing(context, async ({ sql, record }) => {
    refuseBadId(context, id);
    refuseBadDay(context, change.leftOn, change.idleSince);
    await refuseErased(context, sql, id);
    const { name, relation, labour, employed, idleByChoice, worksAway, atSchool } = change;
    refuseEmptied(context, { name, relation, labour, employed, idleByChoice, worksAway, atSchool });
    const [found] = await sql<{ householdId: string; villageCode: string; rowVersion: number }>(
      'select household_id as "householdId", village_code as "villageCode", row_version as "rowVersion" from casework.members where id = :id::uuid',
      { id },
    );
    const plain = setClause({
      relation,
      labour,
      employed,
      idle_since: change.idleSince,
      idle_by_choice: idleByChoice,
      works_away: worksAway,
      at_school: atSchool,
      disability_grade: change.disabilityGrade,
      left_on: change.leftOn,
    });
    const rows = await sql(
      `update casework.members set ${plain.text} row_version = row_version + 1, changed_at = now()
       where id = :id::uuid and row_version = :rowVersion returning id`,
      { ...plain.values, id, rowVersion },
    );
    if (!found || rows.length === 0) refuseUpdate(context, found);
    const values = sealedColumns(context, id, change);
    const given = (column: keyof MemberChange & keyof typeof IDENTITY) =>
      change[column] === undefined ? undefined : values[column];
    const sealed = setClause({
      name_sealed: given("name"),
      phone_sealed: given("phone"),
      bank_account_sealed: given("bankAccount"),
      health_sealed: given("health"),
    });
    if (sealed.text !== "")
      await sql(
        `update casework.identities set ${sealed.text} changed_at = now() where member_id = :id::uuid`,
        {
          ...sealed.values,
          id,
        },
      );
    await record({
      action: "member.update",
      kind: "Member",
      id,
      regionCode: found.villageCode,
      detail: { changed: [...Object.keys(plain.values), ...Object.keys(sealed.values)] },
    });
    return present(context, sql, found.householdId);
  });
}

/** How many looks are left after this one. Stops when the day's are used up; one look of a person at a time. */
export async function countReveal(context: Context, sql: Sql): Promise<number> {
  await sql("select pg_advisory_xact_lock(hashtext('reveal ' || access.viewer()))");
  const [today] = await sql<{ looks: number }>("select casework.reveals_today() as looks");
  const left = REVEALS_A_DAY - (today?.looks ?? 0);
  if (left > 0) return left - 1;
  return stop(
    refuse(
      context,
      "LIMIT_REACHED",
      `每人每天至多查看 ${REVEALS_A_DAY} 次明文，今日已用完。`,
      `A person may look at ${REVEALS_A_DAY} clear values a day, and today's are used up.`,
    ),
  );
}

/** The one way to a clear value: noted with its purpose before it is answered, and counted. */
export function revealMember(
  context: Context,
  id: string,
  purpose: RevealPurposeName,
): Promise<RevealedMember | Refused> {
  return refusing(context, async ({ sql, record }) => {
    refuseBadId(context, id);
    await refuseErased(context, sql, id);
    const [row] = await sql<RevealRow>(
      /* sql */ `
      select member.id, member.village_code as "villageCode", member.born_on as "bornOn", member.disability_grade as "disabilityGrade",
             identity.name_sealed as name, identity.id_number_sealed as "idNumber", identity.phone_sealed as phone,
             identity.bank_account_sealed as "bankAccount", identity.health_sealed as health
      from casework.members member join casework.identities identity on identity.member_id = member.id
      where member.id = :id::uuid`,
      { id },
    );
    if (!row) stop(notFound(context));
    const leftToday = await countReveal(context, sql);
    await record({ action: "member.reveal", kind: "Member", id, regionCode: row.villageCode, purpose });
    const clear = (column: keyof typeof IDENTITY) => opened(context.keys, column, id, row[column]);
    return {
      id,
      name: clear("name") ?? "",
      idNumber: clear("idNumber") ?? "",
      phone: clear("phone"),
      bankAccount: clear("bankAccount"),
      health: clear("health"),
      bornOn: row.bornOn,
      disabilityGrade: row.disabilityGrade,
      leftToday,
    };
  });
}

type RevealRow = Record<keyof typeof IDENTITY, Buffer | null> & {
  villageCode: string;
  bornOn: string;
  disabilityGrade: number | null;
};
