import { createHash, randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import { send } from "../rawHttp.ts";
import { inCopyOf } from "./database.ts";
import { type Comparison, measure, median, quantile, type Sample } from "./measure.ts";
import { startServer } from "./server.ts";

const SECONDS = 3;

export interface AuditResult {
  readonly sentence: string;
  readonly comparison: Comparison;
}

/**
 * A write of casework through the door with its audit event, against the same write with audit taken out of the
 * database: nothing is recorded and no event is asked for. In a copy of the database, which is dropped.
 */
export async function auditWorkload(sourceUrl: string, rounds: number): Promise<AuditResult> {
  return inCopyOf(sourceUrl, "audit", (url) => measureAudit(url, rounds));
}

async function measureAudit(url: string, rounds: number): Promise<AuditResult> {
  const server = await startServer(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const pairs: [Sample, Sample][] = [];
  try {
    const write = await accountEntries(server.url, client);
    const turn = await auditSwitch(client);
    await measure(write, 1, 1);
    for (let round = 0; round < rounds; round += 1) {
      await turn("on");
      const withAudit = await measure(write, 1, SECONDS);
      await turn("off");
      pairs.push([withAudit, await measure(write, 1, SECONDS)]);
    }
  } finally {
    await client.end();
    await server.stop();
  }
  const side = (index: 0 | 1): Sample => ({
    perSecond: median(pairs.map((pair) => pair[index].perSecond)),
    latencies: pairs.flatMap((pair) => pair[index].latencies),
    bytes: median(pairs.map((pair) => pair[index].bytes)),
  });
  const p50 = (sample: Sample) => quantile(sample.latencies, 0.5);
  const overheads = pairs.map(([one, other]) => p50(one) / p50(other) - 1);
  console.log(
    `AUDIT: a write takes ${p50(side(0)).toFixed(2)} ms with its event and ${p50(side(1)).toFixed(2)} ms without; audit adds ${(100 * median(overheads)).toFixed(0)} % to the median (rounds ${overheads.map((each) => `${(100 * each).toFixed(0)} %`).join(", ")})`,
  );
  return {
    sentence: "a write of casework with its audit event / without audit, one after another",
    comparison: { product: side(0), limit: side(1), ratio: 1 / (1 + median(overheads)) },
  };
}

/** Adds an entry to the account of a demonstration household, each time of another one. */
async function accountEntries(url: string, client: pg.Client) {
  const token = randomBytes(32).toString("base64url");
  await client.query(
    `insert into access.tokens (sha256, person_id, kind, expires_at, points_per_minute)
     select $1, id, 'SESSION', now() + interval '1 hour', 10000000 from access.people where login = 'demo.county'`,
    [createHash("sha256").update(token).digest()],
  );
  const { rows: households } = await client.query<{ id: string }>(
    "select id from casework.households where county_code = '360827' order by id",
  );
  if (households.length === 0) throw new Error("the demonstration has no households");
  const query = `mutation ($entry: AccountEntryInput!) {
    recordAccountEntry(entry: $entry) { __typename ... on Refused { message } } }`;
  return async (number: number) => {
    const entry = {
      id: randomUUID(),
      householdId: households[number % households.length]?.id,
      kind: "WAGE",
      day: "2026-02-05",
      amountFen: 100 + number,
    };
    const answer = await send(
      `${url}/graphql`,
      { "content-type": "application/json", cookie: `__Host-atlas=${token}` },
      JSON.stringify({ query, variables: { entry } }),
    );
    const text = answer.body.toString();
    if (answer.status !== 200 || text.includes("errors") || text.includes("Refused"))
      throw new Error(`the write was answered ${answer.status}: ${text.slice(0, 300)}`);
    return answer.body.length;
  };
}

/** Takes audit out of a database, and puts it back as it was. */
async function auditSwitch(client: pg.Client): Promise<(how: "on" | "off") => Promise<void>> {
  const record =
    "audit.record(action text, entity_kind text, entity_id text, region_code text, purpose text, detail jsonb)";
  const { rows } = await client.query<{ definition: string }>(
    "select pg_get_functiondef($1::regprocedure) as definition",
    ["audit.record(text, text, text, text, text, jsonb)"],
  );
  const { rows: tables } = await client.query<{ name: string }>(
    "select tgrelid::regclass::text as name from pg_trigger where tgname = 'leaves_an_event'",
  );
  return async (how) => {
    await client.query(
      how === "on"
        ? (rows[0]?.definition ?? "")
        : `create or replace function ${record} returns void language sql security definer as 'select'`,
    );
    for (const { name } of tables)
      await client.query(
        `alter table ${name} ${how === "on" ? "enable" : "disable"} trigger leaves_an_event`,
      );
  };
}
