import { isDay } from "../../geo/days.ts";
import type { CaseworkTransaction } from "../casework.ts";
import type { Context } from "../context.ts";
import { InputError } from "../errors.ts";
import { notFound, refuse } from "../refusals.ts";
import { refusing, stop } from "../refusing.ts";
import { accountView, figuresOf, judged, noLine } from "./account.ts";
import type { AccountEntryInput, ConsentInput, GuaranteeIssueInput } from "./arguments.ts";
import {
  type Outcome,
  placeOf,
  present,
  refuseBadDay,
  refuseBadId,
  refuseForeignMember,
  refuseUpdate,
} from "./changes.ts";
import { readAccountFacts, TODAY } from "./queries.ts";
import type { Household } from "./type.ts";

/** Tables whose rows hang on a household, with what a row is called in the audit. */
type Part = "account_entries" | "consents" | "guarantee_issues";

/** A row once for its id: the same again changes nothing and appends no event. */
async function insertPart(
  context: Context,
  transaction: CaseworkTransaction,
  {
    table,
    given,
    columns,
    ...event
  }: {
    table: Part;
    given: { readonly id: string; readonly householdId: string };
    columns: Record<string, unknown>;
    action: string;
    kind: string;
  },
): Promise<Household> {
  const { sql } = transaction;
  refuseBadId(context, given.id, given.householdId);
  const place = await placeOf(context, transaction, given.householdId);
  const values: Record<string, unknown> = {
    ...columns,
    id: given.id,
    household_id: place.id,
    village_code: place.villageCode,
  };
  const names = Object.keys(values);
  const rows = await sql(
    `insert into casework.${table} (${names.join(", ")}) values (${names.map((name) => `:${name}`).join(", ")})
     on conflict (id) do nothing returning id`,
    values,
  );
  if (rows.length === 0) {
    const own = await sql(
      `select from casework.${table} where id = :id and household_id = :household_id`,
      values,
    );
    if (own.length === 0) stop(notFound(context));
  } else await transaction.record({ ...event, id: given.id, regionCode: place.villageCode });
  return present(context, sql, place.id);
}

export const recordAccountEntry = (context: Context, given: AccountEntryInput): Outcome =>
  refusing(context, (transaction) => insertEntry(context, transaction, given));

export async function insertEntry(
  context: Context,
  transaction: CaseworkTransaction,
  given: AccountEntryInput,
): Promise<Household> {
  refuseBadDay(context, given.day);
  refuseBadId(context, given.householdId, given.memberId);
  await refuseForeignMember(context, transaction.sql, given);
  return insertPart(context, transaction, {
    table: "account_entries",
    given,
    action: "account.record",
    kind: "AccountEntry",
    columns: {
      member_id: given.memberId ?? null,
      kind: given.kind,
      day: given.day,
      amount_fen: given.amountFen,
      reimbursed_fen: given.reimbursedFen ?? 0,
      realised: given.realised ?? true,
      one_off: given.oneOff ?? false,
      recorded_by: context.viewer?.personId,
    },
  });
}

/** Entries are never changed: one that was wrong is taken back by another. */
export const reverseAccountEntry = (context: Context, id: string, entryId: string): Outcome =>
  refusing(context, async (transaction) => {
    const { sql } = transaction;
    refuseBadId(context, id, entryId);
    const [entry] = await sql<Record<string, unknown> & { householdId: string; taken: string | null }>(
      /* sql */ `
      select entry.household_id as "householdId", entry.member_id, entry.kind, entry.day, entry.amount_fen, entry.reimbursed_fen,
             entry.realised, entry.one_off, entry.reverses,
             (select later.id from casework.account_entries later where later.reverses = entry.id) as taken
      from casework.account_entries entry where entry.id = :entryId::uuid`,
      { entryId },
    );
    if (!entry) stop(notFound(context));
    const { householdId, taken, reverses, ...columns } = entry;
    if (reverses !== null || (taken !== null && taken !== id))
      stop(
        refuse(
          context,
          "ALREADY_DONE",
          "这一笔已被冲正，或本身就是冲正。",
          "This entry was taken back already, or takes another one back.",
        ),
      );
    return insertPart(context, transaction, {
      table: "account_entries",
      given: { id, householdId },
      action: "account.reverse",
      kind: "AccountEntry",
      columns: { ...columns, reverses: entryId, recorded_by: context.viewer?.personId },
    });
  });

export const giveConsent = (context: Context, given: ConsentInput): Outcome =>
  refusing(context, (transaction) => {
    refuseBadDay(context, given.givenOn);
    if (given.scope.length === 0 || !/^([0-9a-f]{64})?$/i.test(given.formSha256 ?? ""))
      stop(
        refuse(
          context,
          "INVALID",
          "请至少选择一项授权范围；承诺书的 SHA-256 为 64 位十六进制。",
          "Choose at least one scope; the SHA-256 of the form has 64 hexadecimal digits.",
        ),
      );
    return insertPart(context, transaction, {
      table: "consents",
      given,
      action: "consent.give",
      kind: "Consent",
      columns: {
        scope: [...new Set(given.scope)],
        form_version: given.formVersion.slice(0, 40),
        form_sha256: given.formSha256 ? Buffer.from(given.formSha256, "hex") : null,
        witness: context.viewer?.role,
        given_on: given.givenOn,
        recorded_by: context.viewer?.personId,
      },
    });
  });

export const openGuaranteeIssue = (context: Context, given: GuaranteeIssueInput): Outcome =>
  refusing(context, (transaction) => {
    refuseBadDay(context, given.openedOn);
    return insertPart(context, transaction, {
      table: "guarantee_issues",
      given,
      action: "guarantee.open",
      kind: "GuaranteeIssue",
      columns: { kind: given.kind, opened_on: given.openedOn },
    });
  });

/** Ends a consent or closes a matter of guarantees: once, on a day. */
const endPart = (
  context: Context,
  { table, column, ...event }: { table: Part; column: string; action: string; kind: string },
  { id, rowVersion, day }: { id: string; rowVersion: number; day: string },
): Outcome =>
  refusing(context, async ({ sql, record }) => {
    refuseBadId(context, id);
    refuseBadDay(context, day);
    const [found] = await sql<{
      householdId: string;
      villageCode: string;
      rowVersion: number;
      ended: string | null;
    }>(
      `select household_id as "householdId", village_code as "villageCode", row_version as "rowVersion", ${column} as ended
       from casework.${table} where id = :id::uuid`,
      { id },
    );
    if (found?.ended != null && found.rowVersion === rowVersion)
      stop(
        refuse(
          context,
          "ALREADY_DONE",
          `已于 ${found.ended} 办结。`,
          `This ended on ${found.ended} already.`,
        ),
      );
    const rows = await sql(
      `update casework.${table} set ${column} = :day::date, row_version = row_version + 1
       where id = :id::uuid and row_version = :rowVersion returning id`,
      { id, rowVersion, day },
    );
    if (!found || rows.length === 0) refuseUpdate(context, found);
    await record({ ...event, id, regionCode: found.villageCode });
    return present(context, sql, found.householdId);
  });

export interface Ending {
  readonly id: string;
  readonly rowVersion: number;
  readonly day: string;
}

export const withdrawConsent = (context: Context, ending: Ending): Outcome =>
  endPart(
    context,
    { table: "consents", column: "withdrawn_on", action: "consent.withdraw", kind: "Consent" },
    ending,
  );

export const closeGuaranteeIssue = (context: Context, ending: Ending): Outcome =>
  endPart(
    context,
    { table: "guarantee_issues", column: "closed_on", action: "guarantee.close", kind: "GuaranteeIssue" },
    ending,
  );

/** The account of a household as of a day; null outside the scope. @throws InputError for a day that is none */
export async function householdAccount(context: Context, householdId: string, assessed: string | null) {
  if (assessed !== null && !isDay(assessed))
    throw new InputError(
      "BAD_USER_INPUT",
      `评估日 ${assessed.slice(0, 20)} 无效，须形如 2026-04-15。`,
      `The day ${assessed.slice(0, 20)} is not valid; give one like 2026-04-15.`,
    );
  const facts = await context.casework(({ sql }) => readAccountFacts(sql, householdId, assessed));
  if (facts === null || facts.members.length === 0) return null;
  return accountView(facts, assessed ?? facts.today, noLine(context, facts.villageCode).said);
}

/** Reckons the account of today and keeps it: what stability is judged by later. */
export const assessHousehold = (context: Context, id: string, householdId: string): Outcome =>
  refusing(context, async (transaction) => {
    const { sql, record } = transaction;
    refuseBadId(context, id);
    const place = await placeOf(context, transaction, householdId);
    const repeated = await sql(
      "select from casework.assessments where id = :id::uuid and household_id = :householdId::uuid",
      { id, householdId },
    );
    if (repeated.length > 0) return present(context, sql, place.id);
    const facts = await readAccountFacts(sql, place.id, null);
    if (facts === null || facts.members.length === 0)
      stop(
        refuse(
          context,
          "GUARDS_FAILED",
          "这一户还没有登记成员，无法算账。",
          "No member of this household is recorded, so there is no account.",
        ),
      );
    const { account, assessment } = judged(facts, facts.today);
    if (assessment === null || facts.lineFen === null) {
      const { zh, en } = noLine(context, place.villageCode);
      return stop(refuse(context, "NO_MONITORING_LINE", zh, en));
    }
    await sql(
      /* sql */ `
      insert into casework.assessments (id, household_id, case_id, village_code, assessed_on, persons, line_fen, net_fen, rigid_fen,
        stable_net_fen, candidate, grade, detail, assessed_by)
      values (:id::uuid, :householdId::uuid,
        (select matter.id from casework.cases matter where matter.household_id = :householdId::uuid and matter.closed_on is null),
        :villageCode, ${TODAY}, :persons, :lineFen, :netFen, :rigidFen, :stableNetFen, :candidate, :grade, :detail::jsonb, :viewer)`,
      {
        id,
        householdId: place.id,
        villageCode: place.villageCode,
        persons: account.persons,
        lineFen: facts.lineFen,
        netFen: account.netFen,
        rigidFen: account.rigidFen,
        stableNetFen: account.stableNetFen,
        candidate: assessment.candidate,
        grade: assessment.card,
        detail: JSON.stringify({ ...figuresOf(account), ...assessment }),
        viewer: context.viewer?.personId,
      },
    );
    await record({
      action: "household.assess",
      kind: "Assessment",
      id,
      regionCode: place.villageCode,
      detail: { candidate: assessment.candidate, grade: assessment.card },
    });
    return present(context, sql, place.id);
  });
