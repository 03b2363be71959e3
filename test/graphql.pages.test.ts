import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { atlases, graphql } from "./atlas.ts";
import { hasPostgres, type OwnAtlas, ownAtlas } from "./ownAtlas.ts";

interface VillagePage {
  villages: {
    edges: { cursor: string; node: { code: string } }[];
    pageInfo: {
      hasNextPage: boolean;
      hasPreviousPage: boolean;
      startCursor: string | null;
      endCursor: string | null;
    };
  };
}

const NEAR = { lon: 114.5, lat: 26.3, radiusM: 500_000 };
const ORDERS = ["CODE", "RISK_DESC", "RISK_ASC", "HOUSEHOLDS_DESC", "DISTANCE"];
const PAGE = `query($o: VillageOrder, $near: NearInput, $first: Int, $after: String, $last: Int, $before: String) {
  villages(orderBy: $o, near: $near, first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { code } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

/** Codes of all villages, page by page; `between` runs after each page. */
async function walk(
  url: string,
  orderBy: string,
  direction: "forward" | "backward",
  between: (page: number) => Promise<void> = async () => {},
): Promise<string[]> {
  const codes: string[] = [];
  let cursor: string | null = null;
  for (let number = 0; number < 100; number += 1) {
    const variables: Record<string, unknown> = { o: orderBy, near: orderBy === "DISTANCE" ? NEAR : null };
    Object.assign(
      variables,
      direction === "forward" ? { first: 500, after: cursor } : { last: 500, before: cursor },
    );
    const { data, errors } = await graphql<VillagePage>(url, PAGE, variables);
    expect(errors).toBeUndefined();
    const { edges, pageInfo } = data.villages;
    const page = edges.map((edge) => edge.node.code);
    expect([pageInfo.startCursor, pageInfo.endCursor]).toEqual([
      edges[0]?.cursor ?? null,
      edges.at(-1)?.cursor ?? null,
    ]);
    if (direction === "forward") codes.push(...page);
    else codes.unshift(...page);
    await between(number);
    const more = direction === "forward" ? pageInfo.hasNextPage : pageInfo.hasPreviousPage;
    if (!more) return codes;
    cursor = direction === "forward" ? pageInfo.endCursor : pageInfo.startCursor;
  }
  throw new Error("the pages never end");
}

describe.each(atlases)("pages of $name", ({ url, databaseUrl }) => {
  let everyCode: string[];
  beforeAll(async () => {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    const { rows } = await client
      .query<{ code: string }>("select code from atlas.village_cards order by code")
      .finally(() => client.end());
    everyCode = rows.map((row) => row.code);
  });

  it.each(ORDERS)(
    "hold every village exactly once by %s, forwards and backwards in the same order",
    async (order) => {
      const forward = await walk(url, order, "forward");
      expect([...forward].sort()).toEqual(everyCode);
      expect(await walk(url, order, "backward")).toEqual(forward);
    },
  );

  it("hold 50 rows unless told otherwise, and at most 500", async () => {
    const plain = await graphql<VillagePage>(
      url,
      "{ villages { edges { cursor } pageInfo { hasNextPage } } }",
    );
    expect(plain.data.villages.edges).toHaveLength(50);
    const most = await graphql<VillagePage>(url, "{ villages(first: 500) { edges { cursor } } }");
    expect(most.data.villages.edges).toHaveLength(500);
    for (const asked of ["first: 501", "last: 501", "first: 100000"]) {
      const answer = await graphql(url, `{ villages(${asked}) { nodes { code } } }`);
      expect(answer).toMatchObject({ statements: 0, errors: [{ extensions: { code: "PAGE_TOO_LARGE" } }] });
    }
  });

  it("tell whether more rows precede and follow, also on an empty page beyond the end", async () => {
    const info = async (variables: object) =>
      (await graphql<VillagePage>(url, PAGE, { o: "CODE", ...variables })).data.villages;
    const first = await info({ first: 10 });
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const last = await info({ last: 10 });
    expect(last.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(last.edges.map((edge) => edge.node.code)).toEqual(everyCode.slice(-10));
    const beyond = await info({ first: 10, after: last.pageInfo.endCursor });
    expect(beyond).toMatchObject({
      edges: [],
      pageInfo: { hasNextPage: false, startCursor: null, endCursor: null },
    });
  });

  it("count only when asked: no statement more without totalCount, one more with it, none by reading rows with ESTIMATE", async () => {
    const ask = (fields: string) =>
      graphql<{ villages: { totalCount: number } }>(
        url,
        `{ villages(first: 1) { nodes { code } ${fields} } }`,
      );
    expect((await ask("")).statements).toBe(1);
    const exact = await ask("totalCount");
    expect([exact.statements, exact.data.villages.totalCount]).toEqual([2, everyCode.length]);
    const estimate = await ask("totalCount(mode: ESTIMATE)");
    expect(estimate.statements).toBe(2);
    expect(estimate.data.villages.totalCount).toBeGreaterThan(everyCode.length / 2);
    expect(estimate.data.villages.totalCount).toBeLessThan(everyCode.length * 2);
  });

  it("count each county by itself, equal to SQL", async () => {
    const { data } = await graphql<{
      region: { members: { code: string; villages: { totalCount: number } }[] };
    }>(url, '{ region(code: "luoxiao") { members { code villages(first: 1) { totalCount } } } }');
    for (const { code, villages } of data.region.members)
      expect([code, villages.totalCount]).toEqual([
        code,
        everyCode.filter((village) => village.startsWith(code)).length,
      ]);
  });

  it("take CN for the whole country, the region of national posts", async () => {
    const { data } = await graphql<Record<"inside" | "all", { totalCount: number }>>(
      url,
      `{ inside: villages(within: "CN", first: 1) { totalCount } all: villages(first: 1) { totalCount } }`,
    );
    expect(data.inside.totalCount).toBe(data.all.totalCount);
    expect(data.all.totalCount).toBeGreaterThan(4_000);
  });

  it("refuse a cursor that is not theirs, belongs to another order, or both directions at once", async () => {
    const cursorOf = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString("base64url");
    const wrong = [
      { after: "not a cursor" },
      { after: "" },
      { after: cursorOf() },
      { after: cursorOf({ a: 1 }) },
      { after: cursorOf(12.5) },
      { after: cursorOf(12.5, "360827") },
      { after: cursorOf("360827"), o: "RISK_DESC" },
      { after: cursorOf(12.5, "360827"), o: "HOUSEHOLDS_DESC" },
      { after: cursorOf(1e300, "360827"), o: "HOUSEHOLDS_DESC" },
      { after: cursorOf("12", "360827"), o: "RISK_ASC" },
      { first: 1, last: 1 },
      { first: 0 },
      { last: -1 },
      { o: "DISTANCE" },
    ];
    for (const variables of wrong) {
      const answer = await graphql(url, PAGE, { o: "CODE", ...variables });
      expect([variables, answer.errors?.[0]?.extensions.code, answer.statements]).toEqual([
        variables,
        "BAD_USER_INPUT",
        0,
      ]);
    }
  });
});

describe.runIf(hasPostgres)("pages while another client writes", () => {
  let atlas: OwnAtlas;
  let client: pg.Client;
  beforeAll(async () => {
    atlas = await ownAtlas();
    client = new pg.Client({ connectionString: atlas.databaseUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client?.end();
    await atlas?.stop();
  });

  it.each(["CODE", "RISK_DESC", "HOUSEHOLDS_DESC"])(
    "repeat none and miss none of the villages there were, by %s",
    async (order) => {
      const { rows } = await client.query<{ code: string }>("select code from atlas.village_cards");
      const before = rows.map((row) => row.code);
      // Rows come in on both sides of every page: codes, scores and households spread over the whole range.
      const insert = (page: number) =>
        client.query(
          `insert into atlas.village_cards (code, name, county_code, township_code, households, score, is_demo)
         select left(code, 9) || (400 + $1::int + 100 * $2::int)::text, name, county_code, township_code, households, score, true
         from atlas.village_cards where substr(code, 10, 1) = '9' and mod(households, 7) = mod($1::int, 7)
         on conflict do nothing`,
          [page, ORDERS.indexOf(order)],
        );
      let inserted = 0;
      const seen = await walk(atlas.url, order, "forward", async (page) => {
        inserted += (await insert(page)).rowCount ?? 0;
      });
      expect(inserted).toBeGreaterThan(1_000);
      expect(new Set(seen).size).toBe(seen.length);
      expect(before.filter((code) => !seen.includes(code))).toEqual([]);
    },
  );
});
