import type { Knex } from "knex";
import { copyRows } from "../copy.ts";
import type { DemoEnclave } from "./enclaves.ts";
import { words } from "./rows.ts";

/** Principal, promises and payments of some enclaves as entries; the ledger itself makes the dividends by year of them. */
export async function loadEnclaveLedger(
  transaction: Knex.Transaction,
  enclaves: readonly DemoEnclave[],
): Promise<void> {
  if (enclaves.length === 0) return;
  await transaction.raw(/* sql */ `
    create temp table demo_money (enclave_code text, kind text, year smallint, day date, amount_fen bigint) on commit drop`);
  await copyRows(
    transaction,
    "demo_money",
    words("enclave_code kind year day amount_fen"),
    enclaves.flatMap((it) => [
      [
        it.code,
        "PRINCIPAL",
        Number(it.startedOn.slice(0, 4)),
        it.startedOn,
        it.investors.reduce((sum, investor) => sum + investor.amountFen, 0),
      ],
      ...it.dividends.flatMap(({ year, promisedFen, paidFen }) => [
        [it.code, "PROMISE", year, `${year}-01-01`, promisedFen],
        ...(paidFen > 0 ? [[it.code, "PAYMENT", year, `${year}-12-20`, paidFen]] : []),
      ]),
    ]),
  );
  // Identities are made of what an entry is, so that the same demonstration has the same ones.
  await transaction.raw(/* sql */ `
    with entry as (
      insert into atlas.enclave_entries (id, enclave_code, kind, year, day, amount_fen, note)
      select md5('enclave ' || enclave_code || ' ' || kind || ' ' || year)::uuid, enclave_code, kind, year, day, amount_fen, '模拟'
      from demo_money order by day, enclave_code
      returning id)
    insert into audit.events (channel, action, entity_kind, entity_id, detail)
    select 'COMMAND', 'demonstration.load', 'EnclaveEntry', 'demonstration', jsonb_build_object('entries', count(*)) from entry`);
  await transaction.raw(/* sql */ `
    insert into atlas.enclave_postings (entry_id, account, village_code, amount_fen)
    select entry.id, line.account, line.village_code, line.amount_fen
    from atlas.enclave_entries entry
    cross join lateral atlas.postings_of(entry.kind, entry.enclave_code, entry.amount_fen, entry.advance_fen) line
    where entry.enclave_code in (select enclave_code from demo_money)`);
  await transaction.raw("drop table demo_money");
}
