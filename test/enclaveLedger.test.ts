import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PLANTED } from "../server/demo/planted.ts";
import { graphql } from "./atlas.ts";
import { imbalances } from "./drills/enclaveLedger.ts";
import { newToken } from "./newToken.ts";
import { type OwnAtlas, ownAtlas, places } from "./ownAtlas.ts";
import { featuresOf, getTile } from "./tileClient.ts";

const CODE = "ETEST001";
/** Three villages of Suichuan with a third each: 100 yuan and more never divide evenly. */
const SHARES = ["0.3333333333", "0.3333333333", "0.3333333334"];
/** 7 % of the principal. */
const YEARLY = 21_000_000;

interface Entry {
  __typename: string;
  id?: string;
  code?: string;
  message?: string;
  kind?: string;
  amount?: number;
  advance?: number;
  isReversed?: boolean;
  postings?: { account: string; villageCode: string; amount: number }[];
}

const RESULT =
  "{ __typename ... on EnclaveEntry { id kind amount advance isReversed postings { account villageCode amount } } ... on Refused { code message } }";
const DOCUMENTS = {
  promise: `mutation ($entry: EnclaveEntryInput!) { deed: recordDividendPromise(entry: $entry) ${RESULT} }`,
  pay: `mutation ($entry: EnclaveEntryInput!) { deed: recordDividendPayment(entry: $entry) ${RESULT} }`,
  reverse: `mutation ($id: ID!, $reverses: ID!, $note: String!) { deed: reverseEnclaveEntry(id: $id, reverses: $reverses, note: $note) ${RESULT} }`,
};
const STATEMENT =
  "enclaveStatement { enclaves principal promised paid gap households years { year promised paid gap } }";
interface Statement {
  enclaves: number;
  principal: number;
  promised: number;
  paid: number;
  gap: number;
  households: number;
  years: { year: number; promised: number; paid: number; gap: number }[];
}

describe.each(places)("the ledger of enclaves on %s", (place) => {
  let atlas: OwnAtlas;
  let database: pg.Client;
  let villages: string[];
  const headers = new Map<string, Record<string, string>>();

  beforeAll(async () => {
    atlas = await ownAtlas({}, place);
    database = new pg.Client({ connectionString: atlas.databaseUrl });
    await database.connect();
    for (const login of ["demo.county", "demo.neighbour", "demo.worker", "demo.province", "demo.planner"])
      headers.set(login, { cookie: `__Host-atlas=${await newToken(database, login, "SESSION")}` });
    const { rows } = await database.query<{ code: string }>(
      "select code from atlas.villages where county_code = '360827' order by code limit 3",
    );
    villages = rows.map((row) => row.code);
    await database.query(
      `insert into atlas.enclaves (code, name, host_code, operator, sector, started_on, point, is_demo,
         contract_number, contract_from, contract_to, promised_basis_points, returns_principal)
       values ($1, '测试飞地（模拟）', '430121', '模拟测试公司', '物流园', '2021-07-01', st_setsrid(st_makepoint(113.1, 28.2), 4326), true,
         '模拟合同1号', '2022-01-01', '2031-12-31', 700, true)`,
      [CODE],
    );
    await database.query(
      `insert into atlas.enclave_investors (enclave_code, village_code, amount_fen, share, households)
       select $1, code, 100000000, share::numeric, 10 * place from unnest($2::text[], $3::text[]) with ordinality as it (code, share, place)`,
      [CODE, villages, SHARES],
    );
  }, 180_000);
  afterAll(async () => {
    await database?.end();
    await atlas?.stop();
  });

  const entry = (more: Record<string, unknown> = {}) => ({
    id: randomUUID(),
    enclave: CODE,
    year: 2024,
    day: "2024-12-20",
    amountFen: 1_000,
    ...more,
  });
  const as = async (login: string, deed: keyof typeof DOCUMENTS, variables: Record<string, unknown>) => {
    const { data, errors } = await graphql<{ deed: Entry }>(
      atlas.url,
      DOCUMENTS[deed],
      variables,
      headers.get(login),
    );
    expect(errors).toBeUndefined();
    return data.deed;
  };
  const record = (deed: "promise" | "pay", more: Record<string, unknown> = {}, login = "demo.county") =>
    as(login, deed, { entry: entry(more) });
  const reverse = (reverses: string | undefined, id: string = randomUUID(), login = "demo.county") =>
    as(login, "reverse", { id, reverses: reverses ?? "", note: "记错年份" });
  const yearOf = async (year: number) =>
    (
      await database.query<{ promised: number; paid: number }>(
        "select promised_fen::int8 as promised, paid_fen::int8 as paid from atlas.dividends where enclave_code = $1 and year = $2",
        [CODE, year],
      )
    ).rows.map(({ promised, paid }) => [Number(promised), Number(paid)])[0];
  const statement = async (kind: "village" | "region", code: string) => {
    const { data, errors } = await graphql<Record<string, { enclaveStatement: Statement }>>(
      atlas.url,
      `{ ${kind}(code: "${code}") { ${STATEMENT} } }`,
    );
    expect(errors).toBeUndefined();
    return (data[kind] as { enclaveStatement: Statement }).enclaveStatement;
  };
  const balanced = async () =>
    Object.entries(await imbalances(database)).filter(([, count]) => Number(count) !== 0);

  it("came out of what was loaded balanced, the planted arrears among it", async () => {
    expect(await balanced()).toEqual([]);
    const { data } = await graphql<{
      enclaves: { nodes: { code: string; dividendGap: number }[]; totalCount: number };
    }>(
      atlas.url,
      "{ enclaves(orderBy: GAP_DESC, where: { minGapFen: 1 }, first: 5) { nodes { code dividendGap } totalCount } }",
    );
    expect(data.enclaves.nodes.map(({ code }) => code)).toEqual([PLANTED.enclaveInArrears.code]);
    expect(data.enclaves.totalCount).toBe(1);
    const { data: one } = await graphql<{
      enclave: {
        dividends: { year: number; promised: number; paid: number }[];
        entries: { nodes: Entry[]; totalCount: number };
      };
    }>(
      atlas.url,
      `{ enclave(code: "${PLANTED.enclaveInArrears.code}") { dividends { year promised paid } entries(first: 3) { nodes { kind amount } totalCount } } }`,
    );
    // Four promises, three payments and the principal; newest first.
    expect(one.enclave.entries.totalCount).toBe(8);
    expect(one.enclave.entries.nodes[0]).toMatchObject({
      kind: "PROMISE",
      amount: one.enclave.dividends[3]?.promised,
    });
    expect(one.enclave.dividends.map(({ promised, paid }) => Math.round((100 * paid) / promised))).toEqual([
      100, 100, 50, 0,
    ]);
  });

  it("has investors whose shares add up to exactly one when the transaction commits, and takes no others", async () => {
    const { data } = await graphql<{
      enclave: {
        principal: number;
        investors: { village: { code: string }; amount: number; share: number }[];
      };
    }>(atlas.url, `{ enclave(code: "${CODE}") { principal investors { village { code } amount share } } }`);
    expect(data.enclave.principal).toBe(300_000_000);
    expect(data.enclave.investors).toEqual(
      villages.map((code, index) => ({
        village: { code },
        amount: 100_000_000,
        share: Number(SHARES[index]),
      })),
    );
    const change = (index: number, by: string) =>
      database.query(
        "update atlas.enclave_investors set share = share + $3::numeric where enclave_code = $1 and village_code = $2",
        [CODE, villages[index], by],
      );
    await expect(change(0, "0.0000000001")).rejects.toThrow(/add up to 1\.0000000001, not to 1/);
    // In between they may not, as long as they do at the end.
    await database.query("begin");
    await change(0, "-0.1");
    await change(1, "0.1");
    await database.query("commit");
    await database.query("begin");
    await change(0, "0.1");
    await expect(database.query("commit")).rejects.toThrow("not to 1");
    await database.query("begin");
    await change(0, "0.1");
    await change(1, "-0.1");
    await database.query("commit");
  });

  it("splits an amount by share to the fen, in double entry, once however often it is sent", async () => {
    const given = entry({ amountFen: 1_000 });
    const promise = await as("demo.county", "promise", { entry: given });
    // A third of 1,000 each: 333 and the fen left over to the largest remainder, 333.3333334.
    expect(promise.postings).toEqual(
      villages.flatMap((villageCode, index) => {
        const part = index === 2 ? 334 : 333;
        return [
          { account: "DIVIDEND_RECEIVABLE", villageCode, amount: part },
          { account: "DIVIDEND_INCOME", villageCode, amount: -part },
        ];
      }),
    );
    expect(await as("demo.county", "promise", { entry: given })).toEqual(promise);
    expect(await as("demo.county", "promise", { entry: { ...given, amountFen: 1_001 } })).toMatchObject({
      code: "OTHER_CONTENT",
    });
    expect(await as("demo.county", "pay", { entry: given })).toMatchObject({ code: "OTHER_CONTENT" });
    expect(await yearOf(2024)).toEqual([1_000, 0]);
    const { rows } = await database.query("select action from audit.events where entity_id = $1", [given.id]);
    expect(rows).toEqual([{ action: "enclave.promise" }]);
    expect(await record("pay", { amountFen: 400 })).toMatchObject({ amount: 400, advance: 0 });
    expect(await yearOf(2024)).toEqual([1_000, 400]);
    expect(await balanced()).toEqual([]);
  });

  it("adds up from village over township and county to province, the host's county counting nothing", async () => {
    // 1,000 promised, 400 paid: 133, 133 and 134 of the payment, so 200 is missing at each.
    const own = await Promise.all(villages.map((code) => statement("village", code)));
    const mine = await graphql<{
      enclave: { statement: { villageCode: string; promised: number; paid: number; gap: number }[] };
    }>(atlas.url, `{ enclave(code: "${CODE}") { statement { villageCode year promised paid gap } } }`);
    expect(mine.data.enclave.statement.map(({ promised, paid, gap }) => [promised, paid, gap])).toEqual([
      [333, 133, 200],
      [333, 133, 200],
      [334, 134, 200],
    ]);
    expect(own.every(({ enclaves }) => enclaves >= 1)).toBe(true);
    const { rows: codes } = await database.query<{ village: string }>(
      "select distinct village_code as village from atlas.enclave_investors order by 1",
    );
    const all = await Promise.all(
      codes.map(async ({ village }) => [village, await statement("village", village)] as const),
    );
    const sum = (prefix: string, pick: (one: Statement) => number) =>
      all.filter(([code]) => code.startsWith(prefix)).reduce((total, [, one]) => total + pick(one), 0);
    for (const code of ["360827100", "360827", "3608", "36", "43"]) {
      const region = await statement("region", code);
      for (const pick of [
        (one: Statement) => one.principal,
        (one: Statement) => one.promised,
        (one: Statement) => one.paid,
        (one: Statement) => one.gap,
        (one: Statement) => one.households,
        (one: Statement) => one.years.find(({ year }) => year === 2024)?.gap ?? 0,
      ])
        expect([code, pick(region)]).toEqual([code, sum(code, pick)]);
    }
    const { rows: gaps } = await database.query<{ gap: string }>(
      "select sum(greatest(promised_fen - paid_fen, 0))::int8 as gap from atlas.dividends",
    );
    expect(sum("", (one) => one.gap)).toBe(Number(gaps[0]?.gap));
    expect(await statement("region", "430121")).toMatchObject({
      enclaves: 0,
      principal: 0,
      gap: 0,
      years: [],
    });
    const area = await statement("region", "luoxiao");
    expect(area.principal).toBe(sum("", (one) => one.principal));
  });

  it("takes a payment ahead up to one contracted dividend, and books it as an advance", async () => {
    const most = YEARLY;
    const tooMuch = await record("pay", { year: 2025, amountFen: most + 1 });
    expect(tooMuch).toMatchObject({ code: "DOES_NOT_FIT" });
    expect(tooMuch.message).toContain("210000.00");
    const ahead = await record("pay", { year: 2025, amountFen: most });
    expect(ahead).toMatchObject({ amount: most, advance: most });
    expect(new Set(ahead.postings?.map(({ account }) => account))).toEqual(
      new Set(["CASH", "DIVIDEND_ADVANCE"]),
    );
    expect(await record("pay", { year: 2025, amountFen: 1 })).toMatchObject({ code: "DOES_NOT_FIT" });
    await record("promise", { year: 2025, amountFen: 500 });
    // 500 promised and 21,000,000 paid: another 500 come within the same allowance, all of it ahead.
    expect(await record("pay", { year: 2025, amountFen: 500 })).toMatchObject({ advance: 500 });
    expect(await yearOf(2025)).toEqual([500, most + 500]);
    // Half of a payment: what is promised first, the rest ahead.
    await record("promise", { year: 2023, amountFen: 1_000 });
    const half = await record("pay", { year: 2023, amountFen: 1_500 });
    expect(half).toMatchObject({ amount: 1_500, advance: 500 });
    const accounts = (account: string) =>
      half.postings
        ?.filter((line) => line.account === account)
        .reduce((total, line) => total + line.amount, 0);
    expect([accounts("CASH"), accounts("DIVIDEND_RECEIVABLE"), accounts("DIVIDEND_ADVANCE")]).toEqual([
      1_500, -1_000, -500,
    ]);
    expect(await balanced()).toEqual([]);
  });

  it("takes an entry back once, as its mirror, and never a reversal, a principal or a promise that was paid", async () => {
    const promise = await record("promise", { year: 2022, amountFen: 700 });
    const payment = await record("pay", { year: 2022, amountFen: 700 });
    expect(await reverse(promise.id)).toMatchObject({ code: "DOES_NOT_FIT" });
    const id = randomUUID();
    const back = await reverse(payment.id, id);
    expect(back).toMatchObject({ kind: "REVERSAL", amount: 700 });
    const mirrored = payment.postings?.map((line) => ({ ...line, amount: -line.amount }));
    expect(back.postings).toEqual(expect.arrayContaining(mirrored ?? []));
    expect(back.postings).toHaveLength(mirrored?.length ?? 0);
    expect(await yearOf(2022)).toEqual([700, 0]);
    expect(await reverse(payment.id, id)).toMatchObject({ id });
    expect(await reverse(payment.id)).toMatchObject({ code: "ALREADY_DONE" });
    expect(await reverse(back.id)).toMatchObject({ code: "DOES_NOT_FIT" });
    expect(await reverse(promise.id)).toMatchObject({ kind: "REVERSAL" });
    expect(await yearOf(2022)).toEqual([0, 0]);
    const { rows } = await database.query<{ id: string }>(
      "select id from atlas.enclave_entries where kind = 'PRINCIPAL' and enclave_code = $1",
      [PLANTED.enclaveInArrears.code],
    );
    expect(await reverse(rows[0]?.id, randomUUID(), "demo.province")).toMatchObject({ code: "DOES_NOT_FIT" });
    expect(await reverse("no such entry")).toMatchObject({ code: "NOT_FOUND" });
    expect(await balanced()).toEqual([]);
  });

  it("refuses what is no money, no day, no year, and nothing of ours", async () => {
    const bad = [
      { amountFen: 0 },
      { amountFen: -5 },
      { amountFen: 1.5 },
      { amountFen: 1e15 },
      { day: "2999-01-01" },
      { day: "2026-02-30" },
      { year: 1999 },
      { year: 2020 },
      { id: "1" },
      { note: "联系电话13812341234" },
      { note: "长".repeat(201) },
    ];
    for (const more of bad)
      expect([more, await record("promise", more)]).toEqual([
        more,
        expect.objectContaining({ code: "INVALID" }),
      ]);
    for (const enclave of ["E-none", ""])
      expect(await record("promise", { enclave })).toMatchObject({ code: "NOT_FOUND" });
    // The neighbour has neither the host nor a village of it.
    expect(await record("promise", {}, "demo.neighbour")).toMatchObject({ code: "NOT_FOUND" });
    for (const login of ["demo.worker", "demo.planner"]) {
      const { errors } = await graphql(atlas.url, DOCUMENTS.promise, { entry: entry() }, headers.get(login));
      expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    }
    expect(await record("promise", { year: 2026, amountFen: 3 }, "demo.province")).toMatchObject({
      amount: 3,
    });
  });

  it("is kept by the database itself against whoever goes round the server", async () => {
    const refuse = (sql: string, values: unknown[] = []) => expect(database.query(sql, values)).rejects;
    await refuse("update atlas.enclave_entries set amount_fen = amount_fen + 1 where enclave_code = $1", [
      CODE,
    ]).toThrow("append-only");
    await refuse("update atlas.enclave_postings set amount_fen = 1").toThrow("append-only");
    await refuse("truncate atlas.enclave_postings").toThrow("append-only");
    await refuse("update atlas.dividends set paid_fen = 0").toThrow("kept by the ledger");
    await refuse("insert into atlas.dividends values ($1, 2050, 1, 1)", [CODE]).toThrow("kept by the ledger");
    // Real enclaves keep their entries for good.
    await database.query("begin");
    await database.query("update atlas.enclaves set is_demo = false where code = $1", [CODE]);
    await refuse("delete from atlas.enclave_entries where enclave_code = $1", [CODE]).toThrow("append-only");
    await database.query("rollback");
    const attempt = async (postings: string, event = true) => {
      const id = randomUUID();
      await database.query("begin");
      try {
        await database.query(
          "insert into atlas.enclave_entries (id, enclave_code, kind, year, day, amount_fen) values ($1, $2, 'PROMISE', 2024, '2024-01-01', 100)",
          [id, CODE],
        );
        if (postings)
          await database.query(
            `insert into atlas.enclave_postings select id, line.* from (select id from atlas.enclave_entries order by number desc limit 1) last
             cross join lateral (values ${postings}) line`,
          );
        if (event)
          await database.query(
            "insert into audit.events (channel, action, entity_kind, entity_id) values ('COMMAND', 'test.prepare', 'EnclaveEntry', $1)",
            [id],
          );
        await database.query("commit");
      } catch (error) {
        await database.query("rollback");
        throw error;
      }
    };
    const line = (account: string, index: number, amount: number) =>
      `('${account}', '${villages[index]}', ${amount})`;
    const whole = [line("DIVIDEND_RECEIVABLE", 0, 100), line("DIVIDEND_INCOME", 0, -100)];
    await expect(attempt("")).rejects.toThrow("has 0 postings");
    await expect(attempt(whole[0] ?? "")).rejects.toThrow("do not add up to zero");
    await expect(
      attempt([line("DIVIDEND_RECEIVABLE", 0, 100), line("DIVIDEND_INCOME", 1, -100)].join()),
    ).rejects.toThrow("do not add up to zero");
    await expect(
      attempt([line("DIVIDEND_RECEIVABLE", 0, 99), line("DIVIDEND_INCOME", 0, -99)].join()),
    ).rejects.toThrow("amount of their entry");
    await expect(
      attempt("('DIVIDEND_RECEIVABLE', '360828100900', 100), ('DIVIDEND_INCOME', '360828100900', -100)"),
    ).rejects.toThrow("did not invest");
    await expect(attempt(whole.join(), false)).rejects.toThrow("without an audit event");
    await attempt(whole.join());
    // Nothing is added to an entry that is whole.
    await refuse(
      `insert into atlas.enclave_postings select id, line.* from (select id from atlas.enclave_entries order by number desc limit 1) last
       cross join lateral (values ${[line("CASH", 1, 5), line("DIVIDEND_ADVANCE", 1, -5)].join()}) line`,
    ).toThrow("amount of their entry");
    expect(await balanced()).toEqual([]);
    // The role of casework writes only where the viewer's region has to do with the enclave, and no principal.
    await database.query("begin; set local role atlas_casework");
    await refuse(
      "insert into atlas.enclave_entries (id, enclave_code, kind, year, day, amount_fen) values ($1, $2, 'PROMISE', 2024, '2024-01-01', 100)",
      [randomUUID(), CODE],
    ).toThrow("row-level security");
    await database.query("rollback");
  });

  it("tells contract, payback and rates of return as they are worked out by hand", async () => {
    const { data } = await graphql<{
      enclave: {
        contract: Record<string, unknown>;
        returns: {
          paybackYear: number;
          paybackBasis: string;
          rateSoFar: number;
          rateContracted: number;
          sentence: string;
        };
      };
    }>(
      atlas.url,
      `{ enclave(code: "${CODE}") { contract { number from to promisedBasisPoints yearlyPromise returnsPrincipal }
          returns { paybackYear paybackBasis rateSoFar rateContracted sentence } } }`,
    );
    expect(data.enclave.contract).toEqual({
      number: "模拟合同1号",
      from: "2022-01-01",
      to: "2031-12-31",
      promisedBasisPoints: 700,
      yearlyPromise: YEARLY,
      returnsPrincipal: true,
    });
    const { returns } = data.enclave;
    // Placed in 2021, 7 % from 2022 on, all back at the end.
    expect(returns.rateContracted).toBeCloseTo(0.07, 9);
    // Ten years of 7 % never add up to the principal itself.
    expect([returns.paybackYear, returns.paybackBasis]).toEqual([null, "NEVER"]);
    expect(returns.rateSoFar).toBeLessThan(0);
    expect(returns.sentence).toContain("7.00%");
  });

  it("draws each flow by its amount and its gap, and another gap as soon as money comes in", async () => {
    const arrears = PLANTED.enclaveInArrears.code;
    // The tile of zoom 5 around the Luoxiao Mountains.
    const flows = async () =>
      featuresOf((await getTile(atlas.url, "enclaves", [5, 26, 13])).body, "enclaves").filter(
        ({ properties }) => properties.kind === "flow",
      );
    const drawn = await flows();
    expect(drawn.length).toBeGreaterThan(10);
    const { rows } = await database.query<{ code: string; amount: string; gap: string }>(
      "select enclave_code as code, amount_fen::float8 / 100 as amount, gap_fen::float8 / 100 as gap from atlas.enclave_flows",
    );
    const known = new Map(rows.map((row) => [row.code, row]));
    for (const { properties } of drawn)
      expect([properties.code, properties.amount, properties.gap]).toEqual([
        properties.code,
        Number(known.get(String(properties.code))?.amount),
        Number(known.get(String(properties.code))?.gap),
      ]);
    const gapOf = (features: Awaited<ReturnType<typeof flows>>) =>
      Number(features.find(({ properties }) => properties.code === arrears)?.properties.gap);
    const before = gapOf(drawn);
    expect(before).toBeGreaterThan(0);
    const paid = await as("demo.province", "pay", {
      entry: entry({ enclave: arrears, year: 2025, day: "2026-01-15", amountFen: 100_000 }),
    });
    expect(paid).toMatchObject({ amount: 100_000 });
    await expect.poll(async () => gapOf(await flows()), { timeout: 20_000 }).toBeCloseTo(before - 1_000, 6);
    expect(await balanced()).toEqual([]);
  });
});
