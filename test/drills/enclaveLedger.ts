/**
 * Drill of the ledger: thousands of promises, payments and reversals at once, and the server killed in the middle.
 * Run it with `DATABASE_URL=postgres://… node --import tsx test/drills/enclaveLedger.ts [operations]` on a database that
 * holds demonstration data and may be written to; test/enclaveLedger.drill.test.ts runs a small sample.
 *
 * Whoever gets no answer sends the same operation again, with the same id. Afterwards nothing may be recorded twice or
 * half, and every sum must agree: see `imbalances`.
 */
import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { newToken } from "../newToken.ts";
import { startAtlas, stopChild } from "../setup.ts";

export interface LedgerDrill {
  readonly operations: number;
  /** Operations under way at the same time. */
  readonly atOnce: number;
  /** The server is killed after so many answers. */
  readonly killAfter: number;
  readonly seed: number;
}

export const FULL_LEDGER_DRILL: LedgerDrill = {
  operations: 10_000,
  atOnce: 64,
  killAfter: 5_000,
  seed: 2026,
};

export interface LedgerOutcome {
  readonly recorded: number;
  readonly refused: number;
  /** Operations that had to be sent more than once. */
  readonly repeated: number;
  /** Ids answered as recorded that are not in the ledger exactly once. */
  readonly lost: number;
  /** Entries in the ledger whose operation was never answered as recorded. */
  readonly unknown: number;
  readonly imbalances: Record<string, number>;
}

/** What must be zero in every ledger at every moment. */
export async function imbalances(database: pg.Client): Promise<Record<string, number>> {
  const { rows } = await database.query<Record<string, number>>(/* sql */ `
    select
      (select count(*) from (select from atlas.enclave_postings group by entry_id having sum(amount_fen) <> 0 or count(*) < 2) x)::int as entries,
      (select count(*) from (select from atlas.enclave_postings group by entry_id, village_code having sum(amount_fen) <> 0) x)::int as villages,
      (select count(*) from atlas.enclave_entries entry where not exists (select from atlas.enclave_postings where entry_id = entry.id))::int as bare,
      (select coalesce(sum(amount_fen), 0) from atlas.enclave_postings)::int as trial,
      (select count(*) from atlas.enclave_entries reversal join atlas.enclave_entries former on former.id = reversal.reverses
       where former.kind not in ('PROMISE', 'PAYMENT') or exists (
         select from atlas.enclave_postings line where line.entry_id = reversal.id and not exists (
           select from atlas.enclave_postings its where its.entry_id = former.id
             and (its.account, its.village_code, its.amount_fen) = (line.account, line.village_code, -line.amount_fen))))::int as mirrors,
      (select count(*) from atlas.dividends full join (
         select enclave_code, year,
                sum(case when posting.account = 'DIVIDEND_INCOME' then -posting.amount_fen else 0 end) as promised,
                sum(case when posting.account = 'CASH' then posting.amount_fen else 0 end) as paid
         from atlas.enclave_entries entry join atlas.enclave_postings posting on posting.entry_id = entry.id
         where entry.kind <> 'PRINCIPAL' group by 1, 2) ledger using (enclave_code, year)
       where (promised_fen, paid_fen) is distinct from (promised, paid))::int as summary,
      (select count(*) from atlas.enclave_flows flow where gap_fen <> (
         select round(gap * (select sum(share) from atlas.enclave_investors where enclave_code = flow.enclave_code
                             and left(village_code, 6) = flow.origin_code))
         from (select coalesce(sum(greatest(promised_fen - paid_fen, 0)), 0) as gap from atlas.dividends
               where enclave_code = flow.enclave_code) it))::int as flows,
      (select count(*) from atlas.enclave_entries entry where kind <> 'PRINCIPAL' and note is distinct from '模拟' and note is distinct from '由原台账结转'
         and (select count(*) from audit.events where entity_kind = 'EnclaveEntry' and entity_id = entry.id::text) <> 1)::int as "withoutEvent"`);
  return rows[0] ?? {};
}

interface Operation {
  readonly id: string;
  readonly document: string;
  readonly variables: Record<string, unknown>;
}

const RESULT = "{ __typename ... on EnclaveEntry { id } ... on Refused { code message } }";
const RECORD = (name: string) =>
  `mutation ($entry: EnclaveEntryInput!) { deed: ${name}(entry: $entry) ${RESULT} }`;
const REVERSE = `mutation ($id: ID!, $reverses: ID!) { deed: reverseEnclaveEntry(id: $id, reverses: $reverses, note: "演练冲销") ${RESULT} }`;

/** @param start starts the server on the same database and gives its address and process */
export async function runLedgerDrill(
  drill: LedgerDrill,
  databaseUrl: string,
  start: () => Promise<{ url: string; child: ChildProcess }>,
): Promise<LedgerOutcome> {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  const token = await newToken(database, "demo.national", "SESSION");
  const { rows: enclaves } = await database.query<{ code: string }>(
    "select code from atlas.enclaves where is_demo order by code limit 20",
  );
  const { rows: before } = await database.query<{ count: number }>(
    "select count(*)::int as count from atlas.enclave_entries",
  );
  const random = xoroshiro128plus(drill.seed);
  const acknowledged: string[] = [];
  const counts = { recorded: 0, refused: 0, repeated: 0 };

  const next = (): Operation => {
    const id = randomUUID();
    const choice = uniformInt(random, 1, 10);
    const known = acknowledged[uniformInt(random, 0, Math.max(0, acknowledged.length - 1))];
    if (choice <= 2 && known) return { id, document: REVERSE, variables: { id, reverses: known } };
    const entry = {
      id,
      enclave: enclaves[uniformInt(random, 0, enclaves.length - 1)]?.code ?? "",
      year: uniformInt(random, 2022, 2026),
      day: "2026-06-30",
      amountFen: uniformInt(random, 1, 1_000_000),
      note: "演练",
    };
    return {
      id,
      document: RECORD(choice <= 6 ? "recordDividendPromise" : "recordDividendPayment"),
      variables: { entry },
    };
  };

  let server = await start();
  let answers = 0;
  let restarted: Promise<void> | null = null;
  const restart = async () => {
    const gone = new Promise((resolve) => server.child.once("exit", resolve));
    server.child.kill("SIGKILL");
    await gone;
    server = await start();
  };

  const send = async ({ id, document, variables }: Operation): Promise<void> => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const response = await fetch(`${server.url}/graphql`, {
          method: "POST",
          headers: { "content-type": "application/json", cookie: `__Host-atlas=${token}` },
          body: JSON.stringify({ query: document, variables }),
        });
        const { data, errors } = (await response.json()) as {
          data?: { deed: { __typename: string; code?: string } };
          errors?: { extensions?: { code?: string } }[];
        };
        if (!data || errors) throw new Error(JSON.stringify(errors));
        if (attempt > 0) counts.repeated += 1;
        if (data.deed.__typename === "EnclaveEntry") {
          counts.recorded += 1;
          acknowledged.push(id);
        } else counts.refused += 1;
        return;
      } catch (error) {
        if (attempt > 40) throw error;
        await restarted;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };

  let begun = 0;
  const worker = async () => {
    while (begun < drill.operations) {
      begun += 1;
      await send(next());
      answers += 1;
      if (answers === drill.killAfter) restarted = restart();
    }
  };
  try {
    await Promise.all(Array.from({ length: drill.atOnce }, worker));
    await restarted;
    const { rows: found } = await database.query<{ id: string }>("select id from atlas.enclave_entries");
    const ids = new Set(found.map((row) => row.id));
    return {
      ...counts,
      lost: acknowledged.filter((id) => !ids.has(id)).length,
      unknown: found.length - (before[0]?.count ?? 0) - new Set(acknowledged).size,
      imbalances: await imbalances(database),
    };
  } finally {
    await stopChild(server.child);
    await database.end();
  }
}

/** The built server on a database, and its process. */
export async function startOn(
  databaseUrl: string,
  environment: Record<string, string> = {},
): Promise<{ url: string; child: ChildProcess }> {
  const children: ChildProcess[] = [];
  const { url } = await startAtlas("ledger drill", { DATABASE_URL: databaseUrl, ...environment }, children);
  const [child] = children;
  if (!child) throw new Error("no server was started");
  return { url, child };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const databaseUrl = process.env.DATABASE_URL ?? "";
  const operations = Number(process.argv[2] ?? FULL_LEDGER_DRILL.operations);
  const keys = process.env.ATLAS_KEYS_DIRECTORY;
  const since = performance.now();
  const outcome = await runLedgerDrill(
    { ...FULL_LEDGER_DRILL, operations, killAfter: Math.floor(operations / 2) },
    databaseUrl,
    () => startOn(databaseUrl, keys ? { ATLAS_KEYS_DIRECTORY: keys } : {}),
  );
  console.log(JSON.stringify(outcome, null, 2));
  console.log(`${operations} operations in ${((performance.now() - since) / 1000).toFixed(0)} s`);
  process.exit(0);
}
