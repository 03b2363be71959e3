import { maskBankCard, maskBirthDate, maskIdNumber, maskName, maskPhone } from "../../geo/masks.ts";
import type { CaseworkTransaction } from "../casework.ts";
import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Batch, Context, Sql } from "../context.ts";
import { countRows } from "../count.ts";
import { erasedWord } from "../householdWords.ts";
import { blindIdNumber } from "../identityNumbers.ts";
import type { Keys } from "../keys.ts";
import { isUuid } from "../uuid.ts";
import type { HouseholdWhere } from "./arguments.ts";
import type {
  AccountEntry,
  Consent,
  GuaranteeIssue,
  Household,
  HouseholdAssessment,
  HouseholdMember,
} from "./type.ts";

export const TODAY = "(now() at time zone 'Asia/Shanghai')::date";

const columns = /* sql */ `
  household.id, household.number, household.village_code as "villageCode", household.category, household.grade,
  household.status, household.formerly_poor as "formerlyPoor", household.lacks_funds as "lacksFunds",
  household.lacks_skills as "lacksSkills", household.is_demo as "isDemo", household.row_version as "rowVersion",
  household.changed_at as "changedAt",
  (select max(erasure.erased_on) from casework.erasures erasure
   where erasure.household_id = household.id and erasure.member_id is null) as "erasedOn",
  (select village.name from atlas.villages village where village.code = household.village_code) as "villageName"`;

/**
 * Rows of a village, of any other division, of an area or of the country (CN). What lies outside the viewer's regions
 * is not there whatever is asked for: the database sees to that.
 */
export const WITHIN = (codeColumn: string) => /* sql */ `(
  :within = 'CN' or (:within ~ '^[0-9]+$' and ${codeColumn} >= :within and ${codeColumn} < :within || ':')
  or left(${codeColumn}, 6) in (
    select member.county_code from atlas.area_members member where member.area_code = :within and member.member_to is null))`;

const byNumber: Order<Household> = [{ sql: "household.number", type: "text", value: (row) => row.number }];

export async function selectHouseholds(
  { casework }: Context,
  within: string,
  where: HouseholdWhere,
  page: Page,
): Promise<Connection<Household>> {
  const clauses = [WITHIN("household.village_code")];
  if (where.status) clauses.push("household.status = any (:status::text[])");
  if (where.category) clauses.push("household.category = any (:category::text[])");
  if (where.grade) clauses.push("household.grade = any (:grade::text[])");
  if (where.number != null) clauses.push("starts_with(household.number, :number)");
  if (where.hasOpenGuarantee != null)
    clauses.push(/* sql */ `:hasOpenGuarantee = exists (
      select from casework.guarantee_issues issue where issue.household_id = household.id and issue.closed_on is null)`);
  const from = `from casework.households household where ${clauses.join(" and ")}`;
  const keys = keyset(byNumber, page);
  const values = { within, ...where };
  const rows = await casework(({ sql }) =>
    sql<Household>(`select ${columns} ${from} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`, {
      ...values,
      ...keys.values,
    }),
  );
  return toConnection(rows, page, byNumber, (mode) =>
    casework(({ sql }) => countRows(sql, from, values, mode)),
  );
}

export async function readHousehold(sql: Sql, id: string): Promise<Household | null> {
  if (!isUuid(id)) return null;
  const [row] = await sql<Household>(
    `select ${columns} from casework.households household where household.id = :id`,
    { id },
  );
  return row ?? null;
}

export const findHousehold = ({ casework }: Context, id: string): Promise<Household | null> =>
  casework(({ sql }) => readHousehold(sql, id));

/** By equality only, and inside the viewer's regions only; who looks somebody up by number is noted. */
export const findByIdNumber = ({ casework, keys }: Context, idNumber: string): Promise<Household | null> =>
  casework(async ({ sql, record }) => {
    const [row] = await sql<Household>(
      /* sql */ `
      select ${columns} from casework.identities identity
      join casework.members member on member.id = identity.member_id
      join casework.households household on household.id = member.household_id
      where identity.id_number_blind = :blind`,
      { blind: blindIdNumber(keys, idNumber) },
    );
    await record({
      action: "household.find",
      kind: "Household",
      id: row?.id ?? "none",
      regionCode: row?.villageCode ?? null,
    });
    return row ?? null;
  });

/** Rows shown of a household and kind: the newest of what may have gathered over many years. */
const LONGEST_LIST = 200;

/** What masking asks of who looks: the keys, and the language of a word that stands for what was erased. */
export type Masking = Pick<Context, "keys" | "language">;

/** Lists of several households in one transaction. */
const listOf =
  <Row extends { householdId: string }, Value>(
    text: string,
    toValue: (row: Row, context: Masking) => Value,
  ): Batch<string, Value[]> =>
  async (context, ids) => {
    const rows = await context.casework(({ sql }) => sql<Row>(text, { ids }));
    const lists = new Map<string, Value[]>(ids.map((id) => [id, []]));
    for (const row of rows) lists.get(row.householdId)?.push(toValue(row, context));
    return ids.map((id) => (lists.get(id) ?? []).slice(0, LONGEST_LIST));
  };

interface MemberRow
  extends Omit<HouseholdMember, "name" | "idNumber" | "phone" | "bankAccount" | "birthYear"> {
  householdId: string;
  bornOn: string;
  name: Buffer | null;
  idNumber: Buffer | null;
  phone: Buffer | null;
  bankAccount: Buffer | null;
}

export const IDENTITY = {
  name: "casework.identities.name",
  idNumber: "casework.identities.id_number",
  phone: "casework.identities.phone",
  bankAccount: "casework.identities.bank_account",
  health: "casework.identities.health",
} as const;

/** Clear text of a sealed column; null where nothing is sealed. */
export const opened = (keys: Keys, column: keyof typeof IDENTITY, row: string, sealed: Buffer | null) =>
  sealed === null ? null : keys.open(sealed, { column: IDENTITY[column], row }).toString("utf8");

/** Opened and masked in one place: no clear value leaves this file but by revealMember. */
export function maskedMember(row: MemberRow, { keys, language }: Masking): HouseholdMember {
  const { name, idNumber, phone, bankAccount, bornOn, ...plain } = row;
  const clear = (column: "name" | "idNumber" | "phone" | "bankAccount", sealed: Buffer | null) =>
    opened(keys, column, row.id, sealed);
  const erased = plain.erasedOn === null ? null : erasedWord(language);
  const [clearPhone, clearBank] = [clear("phone", phone), clear("bankAccount", bankAccount)];
  return {
    ...plain,
    birthYear: maskBirthDate(bornOn),
    name: erased ?? maskName(clear("name", name) ?? ""),
    idNumber: erased ?? maskIdNumber(clear("idNumber", idNumber) ?? "", "CASEWORK"),
    phone: clearPhone === null ? null : maskPhone(clearPhone),
    bankAccount: clearBank === null ? null : maskBankCard(clearBank),
  };
}

export const memberColumns = /* sql */ `
  member.id, member.household_id as "householdId", member.relation, member.sex, member.born_on as "bornOn",
  member.born_on > ${TODAY} - interval '18 years' as "isMinor", member.labour, member.employed,
  member.idle_since as "idleSince", member.idle_by_choice as "idleByChoice", member.employed_since as "employedSince",
  member.works_away as "worksAway", member.at_school as "atSchool", member.disability_grade is not null as "isDisabled",
  member.left_on as "leftOn",
  (select erasure.erased_on from casework.erasures erasure where erasure.member_id = member.id) as "erasedOn",
  member.row_version as "rowVersion", identity.health_sealed is not null as "hasHealthRecord",
  identity.name_sealed as name, identity.id_number_sealed as "idNumber", identity.phone_sealed as phone,
  identity.bank_account_sealed as "bankAccount"`;

const MEMBERS = /* sql */ `
  select ${memberColumns}
  from casework.members member left join casework.identities identity on identity.member_id = member.id
  where member.household_id = any (:ids::uuid[])
  order by member.relation <> 'HEAD', member.born_on, member.id`;

export const membersByHousehold = listOf<MemberRow, HouseholdMember>(MEMBERS, maskedMember);

/** Members of one household, masked, in a transaction that is under way. */
export const membersOf = async (sql: Sql, context: Masking, id: string): Promise<HouseholdMember[]> =>
  (await sql<MemberRow>(MEMBERS, { ids: [id] }))
    .slice(0, LONGEST_LIST)
    .map((row) => maskedMember(row, context));

export const consentsByHousehold = listOf<Consent & { householdId: string }, Consent>(
  /* sql */ `
  select id, household_id as "householdId", scope, form_version as "formVersion", given_on as "givenOn",
         withdrawn_on as "withdrawnOn", row_version as "rowVersion"
  from casework.consents where household_id = any (:ids::uuid[]) order by given_on desc, id`,
  (row) => row,
);

const ISSUES = /* sql */ `
  select id, household_id as "householdId", kind, opened_on as "openedOn", closed_on as "closedOn", row_version as "rowVersion"
  from casework.guarantee_issues where household_id = any (:ids::uuid[]) order by opened_on desc, id`;

export const issuesByHousehold = listOf<GuaranteeIssue & { householdId: string }, GuaranteeIssue>(
  ISSUES,
  (row) => row,
);

/** Matters of one household, in a transaction that is under way. */
export const issuesOf = async (sql: Sql, id: string): Promise<GuaranteeIssue[]> =>
  (await sql<GuaranteeIssue>(ISSUES, { ids: [id] })).slice(0, LONGEST_LIST);

export const assessmentsByHousehold = listOf<
  HouseholdAssessment & { householdId: string },
  HouseholdAssessment
>(
  /* sql */ `
  select id, household_id as "householdId", assessed_on as "assessedOn", persons, line_fen as "lineFen", net_fen as "netFen",
         rigid_fen as "rigidFen", stable_net_fen as "stableNetFen", candidate, grade
  from casework.assessments where household_id = any (:ids::uuid[]) order by assessed_on desc, recorded_at desc, id`,
  (row) => row,
);

/** Everything an account is reckoned from. */
export interface AccountFacts {
  readonly villageCode: string;
  readonly formerlyPoor: boolean;
  readonly lacksFunds: boolean;
  readonly lacksSkills: boolean;
  readonly suddenEvent: boolean;
  readonly today: string;
  readonly lineFen: number | null;
  readonly lineSource: string | null;
  readonly members: readonly { readonly labour: string; readonly employed: boolean }[];
  readonly entries: readonly AccountEntry[];
}

/** @param assessed a day; null for today */
export async function readAccountFacts(
  sql: Sql,
  householdId: string,
  assessed: string | null,
): Promise<AccountFacts | null> {
  const [household] = await sql<Omit<AccountFacts, "entries">>(
    /* sql */ `
    select household.village_code as "villageCode", household.formerly_poor as "formerlyPoor",
           household.lacks_funds as "lacksFunds", household.lacks_skills as "lacksSkills", ${TODAY} as today,
           exists (select from casework.case_risks risk where risk.household_id = household.id and risk.closed_on is null
                   and risk.cause in ('ILLNESS', 'DISASTER', 'ACCIDENT', 'EPIDEMIC')) as "suddenEvent",
           line."lineFen", line."lineSource",
           (select coalesce(json_agg(json_build_object('labour', member.labour, 'employed', member.employed)), '[]')
            from casework.members member where member.household_id = household.id
              and member.born_on <= day.assessed and (member.left_on is null or member.left_on > day.assessed)) as members
    from casework.households household
    cross join (select coalesce(:assessed::date, ${TODAY}) as assessed) day
    left join lateral (
      select round((book.content->>'yuanPerPersonAndYear')::numeric * 100)::bigint as "lineFen", book.source as "lineSource"
      from atlas.rule_books book
      where book.rule = 'MONITORING_LINE' and book.province_code = left(household.village_code, 2)
        and book.valid_from <= day.assessed
      order by book.valid_from desc, book.recorded_at desc, book.id desc limit 1) line on true
    where household.id = :householdId::uuid`,
    { householdId, assessed },
  );
  if (!household) return null;
  const entries = await sql<AccountEntry>(
    /* sql */ `
    select entry.id, entry.member_id as "memberId", entry.kind, entry.day, entry.amount_fen as "amountFen",
           entry.reimbursed_fen as "reimbursedFen", entry.realised, entry.one_off as "oneOff", entry.reverses,
           exists (select from casework.account_entries later where later.reverses = entry.id) as "isReversed"
    from casework.account_entries entry where entry.household_id = :householdId::uuid order by entry.day, entry.id`,
    { householdId },
  );
  return { ...household, entries };
}

/** Whether the viewer works in a village that exists. */
export async function isInScope(sql: Sql, villageCode: string): Promise<boolean> {
  const [row] = await sql<{ found: boolean }>(
    /* sql */ `
    select exists (select from atlas.villages where code = :villageCode) and (
      (:villageCode >= access.low('HOUSEHOLDS') and :villageCode < access.high('HOUSEHOLDS'))
      or left(:villageCode, 6) = any (access.counties('HOUSEHOLDS'))
      or :villageCode = any (access.villages('HOUSEHOLDS'))) is true as found`,
    { villageCode },
  );
  return row?.found ?? false;
}

/** What a change needs of the household it belongs to; null outside the scope. */
export async function readPlace({ sql }: CaseworkTransaction, id: string) {
  if (!isUuid(id)) return null;
  const [row] = await sql<{ id: string; villageCode: string; rowVersion: number }>(
    'select id, village_code as "villageCode", row_version as "rowVersion" from casework.households where id = :id::uuid',
    { id },
  );
  return row ?? null;
}
