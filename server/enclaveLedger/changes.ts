import type { CaseworkTransaction } from "../casework.ts";
import { TODAY } from "../caseworkSql.ts";
import type { Context, Sql } from "../context.ts";
import { notFound, type Refused, refuse } from "../refusals.ts";
import { refusing } from "../refusing.ts";
import { isUuid } from "../uuid.ts";
import { findEntry } from "./queries.ts";
import { type Facts, refuseByFacts, refuseInput, refuseNote, refuseReversal } from "./refuse.ts";
import type { EnclaveEntry, EnclaveEntryInput } from "./type.ts";

type Outcome = Promise<EnclaveEntry | Refused>;

/** Any fixed number: with the enclave it names the lock that lets one entry of an enclave be recorded at a time. */
const LEDGER_LOCK = 360_827_014;

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
