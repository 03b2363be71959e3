import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enclaveTrouble, TROUBLE_WEIGHT } from "../geo/enclaveTrouble.ts";
import { readConfig } from "../server/config.ts";
import { type Database, openDatabase } from "../server/db.ts";
import { publish } from "../server/indicators/publish.ts";
import { graphql } from "./atlas.ts";
import { newToken } from "./newToken.ts";
import { hasPostgres, type OwnAtlas, ownAtlas } from "./ownAtlas.ts";

const QUARTER = "2026-07-01";
const MONTH = "2026-09";
/** Publishing a quarter takes a few seconds, and several times as long beside other test files. */
const SLOW = 240_000;
/** A county with villages of its own hosts them; the money is of villages of two others. */
const HOST = "360881";
const ORIGIN = "360827";
const OTHER_ORIGIN = "360828";

interface Explained {
  numerator: number;
  denominator: number;
  rate: number | null;
  source: string | null;
}

// Left out only where there is no PostgreSQL, which test/run.mjs then says in a line; CI stops instead.
describe.skipIf(!hasPostgres)("risk of an enclave", () => {
  let atlas: OwnAtlas;
  let database: pg.Client;
  let atlasDatabase: Database;
  let cookie: string;
  /** Two villages of the origin county and one of the other. */
  let villages: [string, string, string];

  beforeAll(async () => {
    atlas = await ownAtlas();
    database = new pg.Client({ connectionString: atlas.databaseUrl });
    await database.connect();
    atlasDatabase = await openDatabase(readConfig({ DATABASE_URL: atlas.databaseUrl }), () => {});
    cookie = `__Host-atlas=${await newToken(database, "demo.county", "SESSION")}`;
    villages = [
      ...(await quietVillages(ORIGIN, 2)),
      ...(await quietVillages(OTHER_ORIGIN, 1)),
    ] as typeof villages;
  }, SLOW);
  afterAll(async () => {
    await database?.end();
    await atlasDatabase?.close();
    await atlas?.stop();
  });

  /** Villages with room for what is added, whose INDUSTRY was delivered. */
  const quietVillages = async (county: string, count: number) => {
    const { rows } = await database.query<{ code: string }>(
      `select village_code as code from atlas.village_facts
       where period = '2026-09-01' and left(village_code, 6) = $1 and industry_numerator = 0 and industry_denominator > 150
       order by village_code limit $2`,
      [county, count],
    );
    expect(rows).toHaveLength(count);
    return rows.map(({ code }) => code);
  };

  async function makeEnclave(code: string, investors: readonly [village: string, households: number][]) {
    await database.query(
      `insert into atlas.enclaves (code, name, host_code, operator, sector, started_on, point, is_demo)
       select $1, '测试飞地（模拟）', $2, '模拟测试公司', '物流园', '2021-07-01', point, true
       from atlas.villages where county_code = $2 order by code limit 1`,
      [code, HOST],
    );
    await database.query(
      `insert into atlas.enclave_investors (enclave_code, village_code, amount_fen, share, households)
       select $1, village, 100000000, $4::numeric, households from unnest($2::text[], $3::int[]) as it (village, households)`,
      [
        code,
        investors.map(([village]) => village),
        investors.map(([, homes]) => homes),
        1 / investors.length,
      ],
    );
  }

  const book = async (deed: "Promise" | "Payment", enclave: string, amountFen: number) => {
    const { data, errors } = await graphql<{ deed: { __typename: string } }>(
      atlas.url,
      `mutation ($entry: EnclaveEntryInput!) { deed: recordDividend${deed}(entry: $entry) { __typename ... on Refused { message } } }`,
      {
        entry: {
          id: randomUUID(),
          enclave,
          year: 2025,
          day: deed === "Promise" ? "2025-01-01" : "2025-12-20",
          amountFen,
        },
      },
      { cookie },
    );
    expect([errors, data?.deed]).toEqual([undefined, { __typename: "EnclaveEntry" }]);
  };

  const industryOf = async (code: string, period: string): Promise<Explained> => {
    const { data } = await graphql<{
      explainScore: { parts: (Explained & { key: string })[] };
    }>(
      atlas.url,
      "query ($code: String!, $period: String!) { explainScore(code: $code, period: $period) { parts { key numerator denominator rate source } } }",
      { code, period },
    );
    const part = data.explainScore.parts.find(({ key }) => key === "INDUSTRY");
    if (!part) throw new Error(`${code} has no INDUSTRY`);
    return part;
  };

  /** Everything published of the villages of a county that its people would see. */
  const scoresOf = async (county: string) =>
    (
      await graphql<{ villages: { nodes: { code: string }[] } }>(
        atlas.url,
        `query ($within: String!) { villages(within: $within, first: 500) { nodes {
           code risk { scoreShown level contributions { key valueShown } } } } }`,
        { within: county },
      )
    ).data.villages.nodes;

  /** Numerators and denominators of the village component, and the sub-index, of every county. */
  const countiesOf = async () => {
    const { rows } = await database.query<{ code: string }>(
      "select distinct county_code as code from atlas.villages order by 1",
    );
    const { data } = await graphql<{
      compare: {
        rows: { code: string; values: { numerator: number; denominator: number; value: number }[][] }[];
      };
    }>(
      atlas.url,
      `query ($regions: [String!]!) { compare(regions: $regions, periods: ["2026Q3"], indicators: ["VILLAGE_INDUSTRY", "INDEX_INDUSTRY"]) {
         rows { code values { numerator denominator value } } } }`,
      { regions: rows.map(({ code }) => code) },
    );
    return new Map(data.compare.rows.map(({ code, values }) => [code, values.map(([first]) => first)]));
  };

  it("counts at the villages whose money it holds, by exactly their households, and nowhere at its host", {
    timeout: SLOW,
  }, async () => {
    const before = {
      villages: await Promise.all(villages.map((code) => industryOf(code, MONTH))),
      county: await industryOf(ORIGIN, "2026Q3"),
      other: await industryOf(OTHER_ORIGIN, "2026Q3"),
      host: [await scoresOf(HOST), await industryOf(HOST, "2026Q3")],
      counties: await countiesOf(),
    };
    const [one, two, three] = villages;
    // Half paid: 40 households of the first village and 21 of the second count by half.
    await makeEnclave("ETESTHALF", [
      [one, 40],
      [two, 21],
    ]);
    await book("Promise", "ETESTHALF", 1_000_000);
    await book("Payment", "ETESTHALF", 999_999);
    // Nothing paid: 30 households of the first village and 50 in the other county count whole.
    await makeEnclave("ETESTNONE", [
      [one, 30],
      [three, 50],
    ]);
    await book("Promise", "ETESTNONE", 500_000);
    // Paid in full: its 60 households are in no trouble.
    await makeEnclave("ETESTFULL", [[two, 60]]);
    await book("Promise", "ETESTFULL", 300_000);
    await book("Payment", "ETESTFULL", 300_000);
    await publish(atlasDatabase.primary, [QUARTER]);

    // By hand: 40 / 2 + 30 = 50 in the first village, 21 / 2 = 10.5 in the second, 50 in the third.
    const added = [50, 10.5, 50];
    for (const [index, code] of villages.entries()) {
      const [was, is] = [before.villages[index], await industryOf(code, MONTH)];
      if (!was) throw new Error(code);
      expect([was.numerator, was.source?.includes("模拟")]).toEqual([0, true]);
      expect([is.numerator, is.denominator]).toEqual([added[index], was.denominator]);
      expect(is.rate).toBeCloseTo((added[index] ?? 0) / was.denominator, 12);
      expect(is.source).toBe("产业项目与飞地台账（平台汇总）");
    }

    // The index of a county counts the same households over all of its own: 60.5 here, 50 there, and none at the host.
    for (const [county, was, more] of [
      [ORIGIN, before.county, 60.5],
      [OTHER_ORIGIN, before.other, 50],
    ] as const) {
      const is = await industryOf(county, "2026Q3");
      expect([county, is.numerator - was.numerator, is.denominator]).toEqual([county, more, was.denominator]);
    }
    expect([await scoresOf(HOST), await industryOf(HOST, "2026Q3")]).toEqual(before.host);

    // Every county: the component by its numerator, the sub-index by a tenth of all households for 100.
    const after = await countiesOf();
    for (const [code, [component, subIndex]] of before.counties) {
      const more = code === ORIGIN ? 60.5 : code === OTHER_ORIGIN ? 50 : 0;
      const [nowComponent, nowSubIndex] = after.get(code) ?? [];
      expect([code, (nowComponent?.numerator ?? 0) - (component?.numerator ?? 0)]).toEqual([code, more]);
      expect([code, nowComponent?.denominator]).toEqual([code, component?.denominator]);
      const households = (await industryOf(code, "2026Q3")).denominator;
      const expected = Math.min(100, (subIndex?.value ?? 0) + (100 * more) / households / 0.1);
      expect(nowSubIndex?.value, code).toBeCloseTo(expected, 9);
    }
  });

  it("is published once: the same registers publish nothing new", {
    timeout: SLOW,
  }, async () => {
    expect(await publish(atlasDatabase.primary, [QUARTER])).toMatchObject([{ isUnchanged: true }]);
  });

  it("leaves what a county delivered where its registers know of nothing", { timeout: SLOW }, async () => {
    const { rows: quiet } = await database.query<{ county: string }>(
      `select left(village_code, 6) as county from atlas.village_facts
       where period = '2026-09-01' and industry_numerator > 0 and left(village_code, 6) not in ($1, $2, $3)
       group by 1 order by 1 limit 1`,
      [HOST, ORIGIN, OTHER_ORIGIN],
    );
    const county = quiet[0]?.county ?? "";
    expect(county).not.toBe("");
    const facts = async () =>
      (
        await database.query<{ rows: number; households: number }>(
          `select count(*)::int as rows, sum(industry_numerator)::float8 as households from atlas.village_facts
           where left(village_code, 6) = $1`,
          [county],
        )
      ).rows[0];
    const before = await facts();
    expect(before?.households).toBeGreaterThan(0);
    await database.query("delete from atlas.project_links where left(village_code, 6) = $1", [county]);
    // Its shares of enclaves go to villages of another county, so that each enclave still adds up to one.
    await database.query(
      `update atlas.enclave_investors investor set village_code = other.code
       from (select ctid, row_number() over () as place from atlas.enclave_investors where left(village_code, 6) = $1) moved,
            (select code, row_number() over (order by code desc) as place from atlas.villages where county_code = $2) other
       where investor.ctid = moved.ctid and other.place = moved.place`,
      [county, ORIGIN],
    );
    await publish(atlasDatabase.primary, [QUARTER]);
    expect(await facts()).toEqual(before);
  });

  it("is in the database what the formula says, of every enclave and month", async () => {
    const { rows: entries } = await database.query<{
      enclave: string;
      year: number;
      kind: string;
      day: string;
      amount: number;
    }>(
      `select entry.enclave_code as enclave, entry.year::int, entry.kind, entry.day::text, entry.amount_fen::float8 as amount
       from atlas.enclave_entries entry where entry.kind in ('PROMISE', 'PAYMENT')`,
    );
    const enclaves = [...new Set(entries.map(({ enclave }) => enclave))];
    for (const month of ["2023-01-01", "2024-12-01", "2025-01-01", "2025-12-01", "2026-09-01"]) {
      const { rows: told } = await database.query<{
        code: string;
        state: "AT_RISK" | "FAILED";
        households: number;
      }>(
        `select thing_code as code, state, sum(households)::int as households
         from atlas.troubled_households($1::date) where thing_kind = 'ENCLAVE' group by 1, 2`,
        [month],
      );
      const wanted = enclaves.flatMap((code) => {
        const its = entries.filter(
          ({ enclave, day }) => enclave === code && day.slice(0, 7) <= month.slice(0, 7),
        );
        const years = [...new Set(its.map(({ year }) => year))].map((year) => {
          const sum = (kind: string) =>
            its
              .filter((one) => one.year === year && one.kind === kind)
              .reduce((total, one) => total + one.amount, 0);
          return { year, promisedFen: sum("PROMISE"), paidFen: sum("PAYMENT") };
        });
        const state = enclaveTrouble(years, Number(month.slice(0, 4)));
        return state ? [`${code} ${TROUBLE_WEIGHT[state]}`] : [];
      });
      expect(told.map(({ code, state }) => `${code} ${TROUBLE_WEIGHT[state]}`).sort()).toEqual(wanted.sort());
    }
  });
});
