import { isDay } from "../../geo/days.ts";
import { yearlyPromise } from "../../geo/investment.ts";
import { findPersonalData } from "../../geo/personalData.ts";
import type { CaseworkTransaction } from "../casework.ts";
import { TODAY } from "../caseworkSql.ts";
import type { Context, Sql } from "../context.ts";
import { notFound, type Refused, refuse } from "../refusals.ts";
import { refusing } from "../refusing.ts";
import { isUuid } from "../uuid.ts";
import { findEntry } from "./queries.ts";
import type { EnclaveEntry, EnclaveEntryInput } from "./type.ts";

type Outcome = Promise<EnclaveEntry | Refused>;

/** Far above any enclave, and far below where a number stops being exact. */
const LARGEST_FEN = 100_000_000_000_000;
/** Any fixed number: with the enclave it names the lock that lets one entry of an enclave be recorded at a time. */
const LEDGER_LOCK = 360_827_014;

const yuan = (fen: number) => (fen / 100).toFixed(2);

function refuseInput(
  context: Context,
  { id, day, year, amountFen, note }: EnclaveEntryInput,
): Refused | null {
  const invalid = (zh: string, en: string) => refuse(context, "INVALID", zh, en);
  if (!isUuid(id))
    return invalid("标识须为 UUID，请由客户端生成。", "The id must be a UUID; make one in the client.");
  if (!isDay(day))
    return invalid(
      `日期 ${day.slice(0, 20)} 无效，应形如 2026-03-31。`,
      `${day.slice(0, 20)} is no day; write it like 2026-03-31.`,
    );
  if (!Number.isSafeInteger(amountFen) || amountFen <= 0 || amountFen > LARGEST_FEN)
    return invalid(
      `金额 ${amountFen} 分无效：须为大于 0 且不超过一万亿元的整数分；记错的请冲销，不能用负数。`,
      `${amountFen} fen is no amount: whole fen above 0 and at most a trillion yuan; reverse what is wrong instead of writing a negative.`,
    );
  if (year < 2000 || year > 2100)
    return invalid(`年份 ${year} 应在 2000 至 2100 之间。`, `The year ${year} must be 2000 to 2100.`);
  return refuseNote(context, note);
}

function refuseNote(context: Context, note: string | null | undefined): Refused | null {
  const text = note?.trim() ?? "";
  if ([...text].length > 200)
    return refuse(
      context,
      "INVALID",
      `说明有 ${[...text].length} 个字，至多 200 个。`,
      `The note has ${[...text].length} characters; at most 200 are taken.`,
    );
  const [found] = findPersonalData(text);
  return found
    ? refuse(
        context,
        "INVALID",
        "说明中像有身份证号、电话、银行卡号或病情；台账公开，不得含个人信息，请删去。",
        "The note seems to hold an identity number, telephone, bank card or illness; the ledger is open, so leave out what is of a person.",
        [found.kind],
      )
    : null;
}

interface Facts {
  mayRecord: boolean;
  today: string;
  principal: number;
  placedYear: number | null;
  contractFrom: string | null;
  contractTo: string | null;
  promisedBasisPoints: number | null;
  promised: number;
  paid: number;
}

/** What is known of an enclave and a year, after every other writer of this enclave has ended. */
async function lockFacts(sql: Sql, enclave: string, year: number): Promise<Facts | null> {
  await sql("select pg_advisory_xact_lock(:lock::int, hashtext(:enclave))", { lock: LEDGER_LOCK, enclave });
  const [facts] = await sql<Facts>(
    /* sql */ `
    select access.may_record_enclave(enclave.code) as "mayRecord", to_char(${TODAY}, 'YYYY-MM-DD') as today,
           (select coalesce(sum(amount_fen), 0)::int8 from atlas.enclave_investors where enclave_code = enclave.code) as principal,
           extract(year from enclave.started_on)::int as "placedYear",
           enclave.contract_from as "contractFrom", enclave.contract_to as "contractTo",
           enclave.promised_basis_points as "promisedBasisPoints",
           coalesce(dividend.promised_fen, 0)::int8 as promised, coalesce(dividend.paid_fen, 0)::int8 as paid
    from atlas.enclaves enclave
    left join atlas.dividends dividend on dividend.enclave_code = enclave.code and dividend.year = :year::int
    where enclave.code = :enclave`,
    { enclave, year },
  );
  return facts ?? null;
}

/** A dividend of one year by contract; without a contract nothing may be paid ahead. */
function advanceAllowed({ principal, promisedBasisPoints, contractFrom, contractTo }: Facts): number {
  if (promisedBasisPoints === null || contractFrom === null || contractTo === null) return 0;
  return yearlyPromise(principal, {
    from: contractFrom,
    to: contractTo,
    promisedBasisPoints,
    returnsPrincipal: false,
  });
}

async function append(
  { sql, record }: CaseworkTransaction,
  context: Context,
  entry: EnclaveEntryInput & { kind: "PROMISE" | "PAYMENT"; advanceFen: number },
): Outcome {
  const rows = await sql(
    /* sql */ `
    insert into atlas.enclave_entries (id, enclave_code, kind, year, day, amount_fen, advance_fen, note)
    values (:id::uuid, :enclave, :kind, :year::int, :day::date, :amountFen::int8, :advanceFen::int8, :note)
    on conflict (id) do nothing returning id`,
    { ...entry, note: entry.note?.trim() || null },
  );
  if (rows.length === 0) return otherContent(context);
  await sql(
    /* sql */ `
    insert into atlas.enclave_postings (entry_id, account, village_code, amount_fen)
    select :id::uuid, line.account, line.village_code, line.amount_fen
    from atlas.postings_of(:kind, :enclave, :amountFen::int8, :advanceFen::int8) line`,
    { ...entry },
  );
  await record({
    action: entry.kind === "PROMISE" ? "enclave.promise" : "enclave.pay",
    kind: "EnclaveEntry",
    id: entry.id,
    detail: { enclave: entry.enclave, year: entry.year, amountFen: entry.amountFen },
  });
  return (await findEntry(sql, entry.id)) ?? notFound(context);
}

const otherContent = (context: Context): Refused =>
  refuse(
    context,
    "OTHER_CONTENT",
    "此标识已用于另一笔内容不同的分录；请换一个新的 UUID。",
    "This id belongs to an entry with other content; make a new UUID.",
  );

/** The entry that was sent before, if it says the same. */
function repeated(
  context: Context,
  known: EnclaveEntry,
  { enclave, year, day, amountFen }: EnclaveEntryInput,
  kind: string,
): EnclaveEntry | Refused {
  const same =
    known.kind === kind &&
    known.enclaveCode === enclave &&
    known.year === year &&
    known.day === day &&
    Number(known.amount) === amountFen;
  return same ? known : otherContent(context);
}

export const recordPromise = (context: Context, given: EnclaveEntryInput): Outcome =>
  recordOf(context, given, "PROMISE");
export const recordPayment = (context: Context, given: EnclaveEntryInput): Outcome =>
  recordOf(context, given, "PAYMENT");

async function recordOf(context: Context, given: EnclaveEntryInput, kind: "PROMISE" | "PAYMENT"): Outcome {
  const bad = refuseInput(context, given);
  if (bad) return bad;
  return refusing(context, async (transaction) => {
    const facts = await lockFacts(transaction.sql, given.enclave, given.year);
    if (!facts?.mayRecord) return notFound(context);
    const known = await findEntry(transaction.sql, given.id);
    if (known) return repeated(context, known, given, kind);
    const problem = refuseByFacts(context, given, facts, kind);
    if (problem) return problem;
    const beyond =
      kind === "PAYMENT"
        ? Math.max(
            0,
            Number(facts.paid) + given.amountFen - Math.max(Number(facts.promised), Number(facts.paid)),
          )
        : 0;
    return append(transaction, context, { ...given, kind, advanceFen: Math.min(beyond, given.amountFen) });
  });
}

function refuseByFacts(
  context: Context,
  { day, year, amountFen }: EnclaveEntryInput,
  facts: Facts,
  kind: "PROMISE" | "PAYMENT",
): Refused | null {
  if (Number(facts.principal) <= 0)
    return refuse(
      context,
      "DOES_NOT_FIT",
      "该飞地没有出资村，分红无从归属；请先登记出资。",
      "The enclave has no investing village to credit; register the investors first.",
    );
  if (day > facts.today)
    return refuse(
      context,
      "INVALID",
      `日期 ${day} 在今天（${facts.today}）之后；请在发生之后再记。`,
      `${day} is after today (${facts.today}); record it when it has happened.`,
    );
  if (facts.placedYear !== null && year < facts.placedYear)
    return refuse(
      context,
      "INVALID",
      `年份 ${year} 早于出资的 ${facts.placedYear} 年。`,
      `The year ${year} is before the money was placed, in ${facts.placedYear}.`,
    );
  if (kind === "PROMISE") return null;
  const most = Number(facts.promised) + advanceAllowed(facts);
  if (Number(facts.paid) + amountFen <= most) return null;
  return refuse(
    context,
    "DOES_NOT_FIT",
    `${year} 年约定 ${yuan(facts.promised)} 元，已付 ${yuan(facts.paid)} 元；再收 ${yuan(amountFen)} 元将超过约定加一年合同分红（合计 ${yuan(most)} 元）。请先登记约定，或核对年份与金额。`,
    `${yuan(facts.promised)} yuan are promised for ${year} and ${yuan(facts.paid)} paid; ${yuan(amountFen)} more would be beyond the promise and one contracted dividend ahead (${yuan(most)} in all). Record the promise first, or check year and amount.`,
  );
}

/** Takes a promise or a payment back, once: every posting is mirrored. */
export async function reverseEntry(
  context: Context,
  { id, reverses, note }: { id: string; reverses: string; note: string },
): Outcome {
  if (!isUuid(id))
    return refuse(
      context,
      "INVALID",
      "标识须为 UUID，请由客户端生成。",
      "The id must be a UUID; make one in the client.",
    );
  if (note.trim().length < 2)
    return refuse(context, "INVALID", "请写明冲销的原因。", "Say why the entry is taken back.");
  const bad = refuseNote(context, note);
  if (bad) return bad;
  return refusing(context, async (transaction) => {
    const { sql, record } = transaction;
    const found = await findEntry(sql, reverses);
    if (!found) return notFound(context);
    const facts = await lockFacts(sql, found.enclaveCode, found.year);
    if (!facts?.mayRecord) return notFound(context);
    const known = await findEntry(sql, id);
    if (known) return known.reverses === found.id ? known : otherContent(context);
    // Read again: while this waited for the lock, somebody may have taken it back.
    const former = (await findEntry(sql, reverses)) ?? found;
    const problem = refuseReversal(context, former, facts);
    if (problem) return problem;
    await sql(
      /* sql */ `
      insert into atlas.enclave_entries (id, enclave_code, kind, year, day, amount_fen, advance_fen, reverses, note)
      select :id::uuid, enclave_code, 'REVERSAL', year, ${TODAY}, amount_fen, advance_fen, id, :note
      from atlas.enclave_entries where id = :reverses::uuid`,
      { id, reverses, note: note.trim() },
    );
    await sql(
      /* sql */ `
      insert into atlas.enclave_postings (entry_id, account, village_code, amount_fen)
      select :id::uuid, account, village_code, -amount_fen from atlas.enclave_postings where entry_id = :reverses::uuid`,
      { id, reverses },
    );
    await record({
      action: "enclave.reverse",
      kind: "EnclaveEntry",
      id,
      purpose: note.trim(),
      detail: { enclave: former.enclaveCode, year: former.year, reverses },
    });
    return (await findEntry(sql, id)) ?? notFound(context);
  });
}

function refuseReversal(context: Context, former: EnclaveEntry, facts: Facts): Refused | null {
  if (former.isReversed)
    return refuse(
      context,
      "ALREADY_DONE",
      "这笔分录已经冲销过，不能再冲。",
      "This entry was taken back already; it cannot be again.",
    );
  if (former.kind === "REVERSAL")
    return refuse(
      context,
      "DOES_NOT_FIT",
      "冲销分录不能再冲销；请重新记一笔。",
      "A reversal cannot be taken back; record the entry anew.",
    );
  if (former.kind === "PRINCIPAL")
    return refuse(
      context,
      "DOES_NOT_FIT",
      "本金随出资登记，不能在此冲销。",
      "The principal belongs to the register of investors and is not taken back here.",
    );
  const left = Number(facts.promised) - Number(former.amount);
  if (former.kind === "PROMISE" && Number(facts.paid) > left)
    return refuse(
      context,
      "DOES_NOT_FIT",
      `${former.year} 年已付 ${yuan(facts.paid)} 元，冲销后约定只剩 ${yuan(left)} 元；请先冲销多出的收款，再冲销约定。`,
      `${yuan(facts.paid)} yuan were paid for ${former.year}, and only ${yuan(left)} would stay promised; take the payments beyond it back first, then the promise.`,
    );
  return null;
}
