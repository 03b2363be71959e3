import { randomUUID } from "node:crypto";
import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { carriedOver, disbursedShare, isIdle, isSlow, settledShare, yearElapsed } from "../geo/fundPace.ts";
import { PLANTED } from "../server/demo/planted.ts";
import { graphql } from "./atlas.ts";
import { type OwnAtlas, ownAtlas, places } from "./ownAtlas.ts";
import { signInAs } from "./signedIn.ts";

const SUMS =
  "allocated disbursed settled returned carriedOver disbursedShare settledShare lastMovedOn movements isDemo";
interface Sums {
  allocated: number;
  disbursed: number;
  settled: number;
  returned: number;
  carriedOver: number;
  disbursedShare: number | null;
  settledShare: number | null;
  lastMovedOn: string | null;
  movements: number;
}
interface Table {
  funds: { asOf: string; rowCount: number; total: Sums; rows: { key: string; name: string; sums: Sums }[] };
}
interface Pots {
  nodes: { pot: string; why: string; year: number; sums: Sums; idleDays: number; county: { code: string } }[];
  totalCount: number;
}

/** The rule of the country, unless a test writes another. */
const PACE = { slowPoints: 20, idleDays: 90 };

describe("the pace of money", () => {
  const sums = (allocated: number, disbursed: number, returned = 0, settled = 0) => ({
    allocated,
    disbursed,
    settled,
    returned,
  });

  it("counts the days of a budget year that are over", () => {
    expect(yearElapsed(2026, "2026-09-30")).toEqual({ days: 273, of: 365 });
    expect(yearElapsed(2024, "2024-02-29")).toEqual({ days: 60, of: 366 });
    expect(yearElapsed(2026, "2025-12-31").days).toBe(0);
    expect(yearElapsed(2025, "2026-03-01")).toEqual({ days: 365, of: 365 });
  });

  it("gives shares of what there is to spend, and none where there is nothing", () => {
    expect(carriedOver(sums(1_000, 600, 100))).toBe(300);
    expect(disbursedShare(sums(1_000, 600, 200))).toBe(0.75);
    expect(settledShare(sums(1_000, 600, 0, 150))).toBe(0.25);
    expect(disbursedShare(sums(100, 0, 100))).toBeNull();
    expect(settledShare(sums(100, 0))).toBeNull();
  });

  it("calls slow what is more than 20 points behind, and not what is exactly 20 behind", () => {
    // The year is over: 80 of 100 is exactly 20 points behind.
    expect(isSlow(sums(100, 80), 2025, "2025-12-31", PACE)).toBe(false);
    expect(isSlow(sums(100, 79), 2025, "2025-12-31", PACE)).toBe(true);
    // 273 of 365 days less 20 points is 54.7945…%.
    expect(isSlow(sums(10_000, 5_480), 2026, "2026-09-30", PACE)).toBe(false);
    expect(isSlow(sums(10_000, 5_479), 2026, "2026-09-30", PACE)).toBe(true);
    expect(isSlow(sums(0, 0), 2025, "2025-12-31", PACE)).toBe(false);
    expect(isSlow(sums(100, 80, 20), 2025, "2026-06-30", PACE)).toBe(false);
  });

  it("calls idle what has a balance and did not move for more than 90 days", () => {
    expect(isIdle(sums(10, 4), "2026-07-02", "2026-09-30", PACE)).toBe(false);
    expect(isIdle(sums(10, 4), "2026-07-01", "2026-09-30", PACE)).toBe(true);
    expect(isIdle(sums(10, 4, 6), "2026-01-01", "2026-09-30", PACE)).toBe(false);
  });

  it("follows another rule, to the point and the day", () => {
    const rule = { slowPoints: 0, idleDays: 0 };
    expect(isSlow(sums(100, 100), 2025, "2025-12-31", rule)).toBe(false);
    expect(isSlow(sums(100, 99), 2025, "2025-12-31", rule)).toBe(true);
    expect(isIdle(sums(10, 4), "2026-09-30", "2026-09-30", rule)).toBe(false);
    expect(isIdle(sums(10, 4), "2026-09-29", "2026-09-30", rule)).toBe(true);
    expect(isSlow(sums(100, 0), 2025, "2025-12-31", { slowPoints: 100, idleDays: 0 })).toBe(false);
  });
});

describe.each(places)("funds on %s", { timeout: 120_000 }, (place) => {
  let atlas: OwnAtlas;
  let database: pg.Client;
  let county: Record<string, string>;
  const rows = async <Row>(sql: string, values: unknown[] = []) =>
    (await database.query(sql, values)).rows as Row[];
  const ask = async <Data>(query: string, variables: object = {}, headers = {}) => {
    const answer = await graphql<Data>(atlas.url, query, { ...variables }, headers);
    expect(answer.errors).toBeUndefined();
    return answer.data;
  };
  const table = (within: string, by: string, more = "") =>
    ask<Table>(
      `{ funds(within: "${within}", by: ${by}, first: 100 ${more}) { asOf rowCount total { ${SUMS} } rows { key name sums { ${SUMS} } } } }`,
    ).then((data) => data.funds);

  beforeAll(async () => {
    atlas = await ownAtlas({}, place);
    database = new pg.Client({ connectionString: atlas.databaseUrl });
    await database.connect();
    county = await signInAs(atlas.url, "demo.county");
  }, 300_000);
  afterAll(async () => {
    await database?.end();
    await atlas?.stop();
  });

  it("holds movements that add up to what every county reported, quarter by quarter, to the fen", async () => {
    const wrong = await rows(
      `select q.county_code, q.quarter, q.fund_budget_fen, q.fund_paid_fen, m.allocated, m.disbursed
       from atlas.county_quarters q cross join lateral (
         select coalesce(sum(amount_fen) filter (where kind = 'ALLOCATED'), 0) as allocated,
                coalesce(sum(amount_fen) filter (where kind = 'DISBURSED'), 0) as disbursed
         from atlas.fund_movements m where m.county_code = q.county_code and m.fiscal_year = extract(year from q.quarter)
           and m.day < q.quarter + interval '3 months') m
       where q.reported_on is not null and (q.fund_budget_fen <> m.allocated or q.fund_paid_fen <> m.disbursed)`,
    );
    expect(wrong).toEqual([]);
    const [reported] = await rows<{ count: string }>(
      "select count(*) from atlas.county_quarters where reported_on is not null",
    );
    expect(Number(reported?.count)).toBeGreaterThan(170);
  });

  it("adds up from projects to counties, prefectures, provinces and the area", async () => {
    const [area, jiangxi, hunan] = await Promise.all(
      ["luoxiao", "36", "43"].map((code) => table(code, "COUNTY")),
    );
    expect(area?.asOf).toBe("2026-09-30");
    expect(area?.rows).toHaveLength(23);
    for (const key of [
      "allocated",
      "disbursed",
      "settled",
      "returned",
      "carriedOver",
      "movements",
    ] as const) {
      expect(area?.rows.reduce((sum, row) => sum + row.sums[key], 0)).toBe(area?.total[key]);
      expect((jiangxi?.total[key] ?? 0) + (hunan?.total[key] ?? 0)).toBe(area?.total[key]);
      for (const by of ["SOURCE", "YEAR", "PREFECTURE", "PROVINCE"]) {
        const its = await table("luoxiao", by);
        expect([by, its.rows.reduce((sum, row) => sum + row.sums[key], 0)]).toEqual([by, area?.total[key]]);
      }
    }
    const projects = await table("360827", "PROJECT");
    expect(projects.rows.filter(({ key }) => key === "360827:")).toHaveLength(1);
    expect(projects.rows.reduce((sum, row) => sum + row.sums.disbursed, 0)).toBe(
      area?.rows.find(({ key }) => key === "360827")?.sums.disbursed,
    );
    const [paid] = await rows<{ sum: string }>(
      "select sum(amount_fen) from atlas.fund_movements where kind = 'DISBURSED' and county_code like '36%' and day <= '2026-09-30'",
    );
    expect(jiangxi?.total.disbursed).toBe(Number(paid?.sum));
  });

  it("shows the same money on a region and on a project", async () => {
    const [project] = await rows<{ code: string; sum: string }>(
      `select project_code as code, sum(amount_fen) from atlas.fund_movements
       where project_code is not null and kind = 'ALLOCATED' and day <= '2025-06-30' group by 1 order by 1 limit 1`,
    );
    const data = await ask<{
      region: { funds: Sums };
      area: { funds: Sums };
      township: { funds: null };
      industryProject: { funds: Sums; fundsBySource: { sums: Sums }[] };
    }>(
      `query ($code: String!) {
        region(code: "36") { funds(year: 2026) { ${SUMS} } }
        area: region(code: "luoxiao") { funds(year: 2026) { ${SUMS} } }
        township: region(code: "360827100") { funds { allocated } }
        industryProject(code: $code) { funds(asOf: "2025-06-30") { ${SUMS} }
          fundsBySource(asOf: "2025-06-30") { sums { ${SUMS} } } } }`,
      { code: project?.code },
    );
    expect(data.industryProject.funds.allocated).toBe(Number(project?.sum));
    const bySource = data.industryProject.fundsBySource.map(({ sums }) => sums);
    expect(bySource.length).toBeGreaterThan(0);
    for (const figure of ["allocated", "disbursed", "settled"] as const)
      expect(bySource.reduce((sum, sums) => sum + sums[figure], 0)).toBe(data.industryProject.funds[figure]);
    expect(data.region.funds).toEqual((await table("36", "SOURCE", ", year: 2026")).total);
    expect(data.area.funds).toEqual((await table("luoxiao", "SOURCE", ", year: 2026")).total);
    expect(data.township.funds).toBeNull();
  });

  it("lists exactly the slow and the idle pots that the rules name, each with the sentence why", async () => {
    const pots = await rows<{ pot: string; year: number; last: string } & Record<string, string>>(
      `select pot, min(fiscal_year)::int as year, max(day)::text as last,
         coalesce(sum(amount_fen) filter (where kind = 'ALLOCATED'), 0) as allocated,
         coalesce(sum(amount_fen) filter (where kind = 'DISBURSED'), 0) as disbursed,
         coalesce(sum(amount_fen) filter (where kind = 'RETURNED'), 0) as returned
       from atlas.fund_movements where day <= $1 and reverses is null group by pot`,
      ["2026-09-30"],
    );
    const judged = (judge: (sums: Sums, pot: (typeof pots)[number]) => boolean) =>
      pots
        .filter((pot) =>
          judge(
            {
              allocated: Number(pot.allocated),
              disbursed: Number(pot.disbursed),
              returned: Number(pot.returned),
              settled: 0,
            } as Sums,
            pot,
          ),
        )
        .map(({ pot }) => pot)
        .sort();
    const { slowFunds, idleFunds } = await ask<{ slowFunds: Pots; idleFunds: Pots }>(
      `{ slowFunds(within: "luoxiao", first: 500) { nodes { pot why year idleDays sums { ${SUMS} } county { code } } totalCount }
         idleFunds(within: "luoxiao", first: 500) { nodes { pot why year idleDays sums { ${SUMS} } county { code } } totalCount } }`,
    );
    expect(slowFunds.nodes.map(({ pot }) => pot).sort()).toEqual(
      judged((sums, { year }) => isSlow(sums, year, "2026-09-30", PACE)),
    );
    expect(idleFunds.nodes.map(({ pot }) => pot).sort()).toEqual(
      judged((sums, { last }) => isIdle(sums, last, "2026-09-30", PACE)),
    );
    expect([slowFunds.totalCount, idleFunds.totalCount]).toEqual([
      slowFunds.nodes.length,
      idleFunds.nodes.length,
    ]);
    const { idleFund, slowProject, zeroChange } = PLANTED;
    const idle = idleFunds.nodes.find(({ pot }) =>
      pot.startsWith(`${idleFund.source}/2026/${idleFund.county}/`),
    );
    expect(idle?.why).toContain(`${idle?.idleDays} 天没有变动`);
    expect(new Set(idleFunds.nodes.map((node) => node.county.code))).toEqual(
      new Set([idleFund.county, zeroChange.county]),
    );
    const slow = slowFunds.nodes.find(({ pot }) =>
      pot.startsWith(`${slowProject.source}/2026/${slowProject.county}/P`),
    );
    expect(slow?.why).toContain("74.8%");
    expect(idleFunds.nodes.map((node) => node.pot)).not.toContain(slow?.pot);
    const page = await ask<{ idleFunds: Pots & { pageInfo: { endCursor: string; hasNextPage: boolean } } }>(
      `{ idleFunds(within: "luoxiao", first: 1) { nodes { pot } pageInfo { endCursor hasNextPage } } }`,
    );
    const next = await ask<{ idleFunds: Pots }>(
      `query ($after: String) { idleFunds(within: "luoxiao", first: 1, after: $after) { nodes { pot } } }`,
      { after: page.idleFunds.pageInfo.endCursor },
    );
    expect([page.idleFunds.nodes[0]?.pot, next.idleFunds.nodes[0]?.pot]).toEqual(
      idleFunds.nodes.slice(0, 2).map(({ pot }) => pot),
    );
  });

  it("goes by the rule of the province and the day, and says which it was", async () => {
    const listed = async (asOf: string, finding: "slow" | "idle", within: string) =>
      (
        await ask<Record<string, { nodes: { pot: string; why: string; rule: object }[] }>>(
          `{ found: ${finding}Funds(within: "${within}", asOf: "${asOf}", first: 500) { totalCount nodes { pot why rule { slowPoints idleDays validFrom province } } } }`,
        )
      ).found?.nodes ?? [];
    const COUNTRY = { ...PACE, validFrom: "2000-01-01", province: null };
    const before = await listed("2026-08-31", "idle", "43");
    for (const { rule } of before) expect(rule).toEqual(COUNTRY);
    // Hunan alone, from September on: what the row does not name stays as the country has it.
    const id = (
      await rows<{ id: number }>(
        `insert into atlas.rule_books (rule, province_code, valid_from, content, source, grade)
         values ('FUND_PACE', '43', '2026-09-01', '{"idleDays": 2}', 'test', 'PROJECT') returning id`,
      )
    )[0]?.id;
    try {
      const pots = await rows<{ pot: string; last: string } & Record<string, string>>(
        `select pot, max(day)::text as last, county_code as county,
           coalesce(sum(amount_fen) filter (where kind = 'ALLOCATED'), 0) as allocated,
           coalesce(sum(amount_fen) filter (where kind = 'DISBURSED'), 0) as disbursed,
           coalesce(sum(amount_fen) filter (where kind = 'RETURNED'), 0) as returned
         from atlas.fund_movements where day <= '2026-09-30' and reverses is null group by pot, county_code`,
      );
      const idle = (province: string, idleDays: number) =>
        pots
          .filter(
            ({ county: its, allocated, disbursed, returned, last }) =>
              its?.startsWith(province) &&
              isIdle(
                {
                  allocated: Number(allocated),
                  disbursed: Number(disbursed),
                  returned: Number(returned),
                  settled: 0,
                },
                last,
                "2026-09-30",
                { ...PACE, idleDays },
              ),
          )
          .map(({ pot }) => pot)
          .sort();
      const hunan = await listed("2026-09-30", "idle", "43");
      expect(hunan.map(({ pot }) => pot).sort()).toEqual(idle("43", 2));
      expect(hunan.length).toBeGreaterThan(idle("43", 90).length);
      for (const { rule, why } of hunan) {
        expect(rule).toEqual({ slowPoints: 20, idleDays: 2, validFrom: "2026-09-01", province: "43" });
        expect(why).toMatch(/超过 2 天（本项目规则，自 2026-09-01 起/);
      }
      for (const { rule } of await listed("2026-09-30", "slow", "43"))
        expect(rule).toMatchObject({ slowPoints: 20, province: "43" });
      const jiangxi = await listed("2026-09-30", "idle", "36");
      expect(jiangxi.map(({ pot }) => pot).sort()).toEqual(idle("36", 90));
      for (const { rule } of jiangxi) expect(rule).toEqual(COUNTRY);
      // A day before the rule is judged as it was.
      expect(await listed("2026-08-31", "idle", "43")).toEqual(before);
    } finally {
      await rows("delete from atlas.rule_books where id = $1", [id]);
    }
    for (const [province, content] of [
      ["43", '{"idleDay": 10}'],
      ["43", '{"idleDays": -1}'],
      ["43", '{"slowPoints": 2.5}'],
      [null, '{"idleDays": 10}'],
    ])
      await expect(
        rows(
          `insert into atlas.rule_books (rule, province_code, valid_from, content, source, grade)
           values ('FUND_PACE', $1, '2026-09-01', $2, 'test', 'PROJECT')`,
          [province, content],
        ),
      ).rejects.toThrow("fund_pace_is_whole");
  });

  const RECORD = `mutation ($movement: FundMovementInput!) { recordFundMovement(movement: $movement) {
    __typename ... on FundMovement { id kind amount isReversed source { key } county { code } }
    ... on Refused { code message } } }`;
  const REVERSE = `mutation ($id: ID!, $movementId: ID!) { reverseFundMovement(id: $id, movementId: $movementId) {
    __typename ... on FundMovement { id kind amount reverses } ... on Refused { code message } } }`;
  type Answer = { __typename: string; code?: string; message?: string; id?: string };
  const record = async (movement: object, headers = county) =>
    (
      await ask<{ recordFundMovement: Answer }>(
        RECORD,
        {
          movement: {
            id: randomUUID(),
            source: "prefecture",
            year: 2026,
            county: "360827",
            kind: "ALLOCATED",
            amountFen: 100_000,
            day: "2026-11-02",
            ...movement,
          },
        },
        headers,
      )
    ).recordFundMovement;
  const reverse = async (movementId: string, id: string = randomUUID()) =>
    (await ask<{ reverseFundMovement: Answer }>(REVERSE, { id, movementId }, county)).reverseFundMovement;
  const events = async () =>
    Number(
      (await rows<{ n: string }>("select count(*) as n from audit.events where action like 'fund.%'"))[0]?.n,
    );

  it("records and takes back, once each however often it is sent, with one event each", async () => {
    const before = await events();
    const id = randomUUID();
    expect(await record({ id })).toMatchObject({ __typename: "FundMovement", id });
    expect(await record({ id })).toMatchObject({ __typename: "FundMovement", id });
    expect(await record({ id, amountFen: 5 })).toMatchObject({ code: "OTHER_CONTENT" });
    expect(await events()).toBe(before + 1);
    const paid = await record({ kind: "DISBURSED", amountFen: 60_000, day: "2026-11-03" });
    expect((await table("360827", "SOURCE", ', source: "prefecture", year: 2026')).total).toMatchObject({
      allocated: 100_000,
      disbursed: 60_000,
      carriedOver: 40_000,
      disbursedShare: 0.6,
    });
    // What was disbursed of it holds the allocation.
    expect(await reverse(id)).toMatchObject({ code: "INVALID" });
    const taking = randomUUID();
    expect(await reverse(paid.id ?? "", taking)).toMatchObject({ __typename: "FundMovement", id: taking });
    expect(await reverse(paid.id ?? "", taking)).toMatchObject({ __typename: "FundMovement", id: taking });
    expect(await reverse(paid.id ?? "")).toMatchObject({ code: "ALREADY_DONE" });
    expect(await reverse(taking)).toMatchObject({ code: "ALREADY_DONE" });
    expect(await reverse(id)).toMatchObject({ __typename: "FundMovement" });
    expect((await table("360827", "SOURCE", ', source: "prefecture", year: 2026')).total).toMatchObject({
      allocated: 0,
      disbursed: 0,
      carriedOver: 0,
      disbursedShare: null,
      movements: 4,
    });
    expect(await events()).toBe(before + 4);
  });

  it("refuses in a sentence what cannot be: too much, no number, a day to come, another county", async () => {
    const refusals = await Promise.all([
      record({ kind: "DISBURSED", source: "social" }),
      record({ kind: "SETTLED", source: "social" }),
      record({ amountFen: 0.5 }),
      record({ amountFen: -1 }),
      record({ day: "2099-01-01" }),
      record({ day: "2026-02-30" }),
      record({ source: "nowhere" }),
      record({ document: "电话 13800138000" }),
      record({ county: "360828" }),
      record({ project: "P3608280001" }),
    ]);
    expect(refusals.map(({ code }) => code)).toEqual([
      ...new Array<string>(8).fill("INVALID"),
      "NOT_FOUND",
      "NOT_FOUND",
    ]);
    for (const { message } of refusals) expect(message?.length).toBeGreaterThan(8);
    const { errors } = await graphql(
      atlas.url,
      RECORD,
      { movement: null },
      await signInAs(atlas.url, "demo.worker"),
    );
    expect(errors?.[0]).toBeDefined();
  });

  it("is kept by the database too: balances, reversals, projects of the county, and an event for every hand", async () => {
    const insert = (values: Record<string, unknown>) => {
      const row: Record<string, unknown> = {
        id: randomUUID(),
        source_key: "bank",
        fiscal_year: 2026,
        county_code: "360829",
        kind: "ALLOCATED",
        amount_fen: 100,
        day: "2026-03-02",
        ...values,
      };
      const columns = Object.keys(row);
      return database.query(
        `insert into atlas.fund_movements (${columns.join(", ")}) values (${columns.map((_, index) => `$${index + 1}`).join(", ")})`,
        Object.values(row),
      );
    };
    const id = randomUUID();
    await insert({ id });
    await insert({ kind: "DISBURSED", amount_fen: 60, day: "2026-03-05" });
    for (const bad of [
      { kind: "DISBURSED", amount_fen: 41, day: "2026-03-09" },
      // Enough in the end, but not on that day.
      { kind: "DISBURSED", amount_fen: 1, day: "2026-03-01" },
      { kind: "SETTLED", amount_fen: 61, day: "2026-03-09" },
      { kind: "RETURNED", amount_fen: 41, day: "2026-03-09" },
      { amount_fen: 0 },
      { amount_fen: 50, reverses: id },
      { reverses: id, day: "2026-03-01" },
      { reverses: id, day: "2026-04-01" },
      { project_code: "P3608280001" },
      { recorded_by: (await rows<{ id: string }>("select id from access.people limit 1"))[0]?.id },
    ])
      await expect(insert(bad), JSON.stringify(bad)).rejects.toThrow();
    await expect(
      database.query("update atlas.fund_movements set amount_fen = 1 where id = $1", [id]),
    ).rejects.toThrow();
  });

  it("lets one of two hands take the last of a pot, not both", async () => {
    await record({ source: "bank", amountFen: 100 });
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => record({ source: "bank", kind: "DISBURSED", amountFen: 60, day: "2026-11-03" })),
    );
    expect(answers.filter(({ __typename }) => __typename === "FundMovement")).toHaveLength(1);
  });

  it("sums any movements as a plain sum does, over sources, years, counties and days", async () => {
    const all = await rows<{
      county: string;
      source: string;
      year: number;
      kind: string;
      fen: string;
      day: string;
    }>(
      `select county_code as county, source_key as source, fiscal_year::int as year, kind, day::text as day,
         case when reverses is null then amount_fen else -amount_fen end as fen from atlas.fund_movements`,
    );
    const members = await rows<{ county: string }>(
      "select county_code as county from atlas.area_members where area_code = 'luoxiao' and member_to is null",
    );
    const area = new Set(members.map(({ county: code }) => code));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("36", "3607", "360732", "43", "431026", "luoxiao"),
        fc.constantFrom(null, 2024, 2025, 2026),
        fc.constantFrom(null, "central", "county", "social", "bank"),
        fc.constantFrom("2024-03-31", "2025-01-15", "2026-06-30", "2026-11-30"),
        async (within, year, source, asOf) => {
          const more = `${year ? `, year: ${year}` : ""}${source ? `, source: "${source}"` : ""}`;
          const { funds } = await ask<Table>(
            `{ funds(within: "${within}", first: 1, asOf: "${asOf}"${more}) { total { ${SUMS} } } }`,
          );
          const { total } = funds;
          const sum = (kind: string) =>
            all
              .filter(
                (row) =>
                  row.kind === kind &&
                  row.day <= asOf &&
                  (within === "luoxiao" ? area.has(row.county) : row.county.startsWith(within)) &&
                  (year === null || row.year === year) &&
                  (source === null || row.source === source),
              )
              .reduce((total_, row) => total_ + Number(row.fen), 0);
          expect([total.allocated, total.disbursed, total.settled, total.returned]).toEqual(
            ["ALLOCATED", "DISBURSED", "SETTLED", "RETURNED"].map(sum),
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});
