import "reflect-metadata";

import fc from "fast-check";
import { parse } from "graphql";
import { describe, expect, it } from "vitest";
import { passThrough } from "../server/passThrough.ts";
import { buildAtlasSchema } from "../server/schema.ts";
import { atlases, type GraphqlAnswer, graphql } from "./atlas.ts";

const FIELDS = [
  "__typename",
  "id",
  "code",
  "name",
  "nameEn",
  "center",
  "households",
  "population",
  "labourForce",
  "migrantWorkers",
  "poorVillage",
  "isDemo",
  "outline",
  "where: center",
  "... on Village { named: name }",
  "...Shown",
];
const RISK_FIELDS = [
  "score",
  "scoreShown",
  "level",
  "status",
  "interval90",
  "coverage",
  "period",
  "methodVersion",
  "__typename",
];
const PAGE_FIELDS = ["hasNextPage", "hasPreviousPage", "startCursor", "endCursor", "__typename"];
const some = (names: readonly string[]) => fc.subarray([...names], { minLength: 1 });

const variables = fc.record({
  within: fc.constantFrom(null, "luoxiao", "360827", "360000", "430000"),
  bbox: fc.constantFrom(null, [113.9, 25.9, 114.4, 26.4], [70, 10, 140, 55], [0, 0, 1, 1]),
  where: fc.constantFrom(null, { levels: ["RED", "ORANGE"] }, { minScore: 40 }, { status: ["INSUFFICIENT"] }),
  orderBy: fc.constantFrom(null, "CODE", "RISK_DESC", "RISK_ASC", "HOUSEHOLDS_DESC"),
  first: fc.integer({ min: 1, max: 60 }),
});
const DECLARED =
  "($within: String, $bbox: [Float!], $where: VillageFilter, $orderBy: VillageOrder, $first: Int, $after: String, $period: String)";
const ARGUMENTS =
  "(within: $within, bbox: $bbox, where: $where, orderBy: $orderBy, first: $first, after: $after, period: $period)";
const SHOWN = "fragment Shown on Village { shownRisk: risk { level } }";

describe.each(atlases)("pages that $name writes as JSON itself", ({ url }) => {
  it("equal what the general way gives, field by field, page after page", async () => {
    const { data } = await graphql<{ about: { periods: string[] } }>(url, "{ about { periods } }");
    const month = data.about.periods.at(-2);
    await fc.assert(
      fc.asyncProperty(
        some(FIELDS),
        some(RISK_FIELDS),
        some(PAGE_FIELDS),
        variables,
        fc.boolean(),
        async (fields, risk, page, given, earlier) => {
          const selection = `{ nodes { ${fields.join(" ")} risk { ${risk.join(" ")} } } pageInfo { ${page.join(" ")} end: endCursor } __typename }`;
          const fragments = fields.includes("...Shown") ? SHOWN : "";
          const direct = `query ${DECLARED} { rows: villages${ARGUMENTS} ${selection} } ${fragments}`;
          // A second field at the root takes the general way.
          const general = direct.replace("{ rows:", "{ __typename rows:");
          let after: string | null = null;
          for (let number = 0; number < 3; number += 1) {
            const all: Record<string, unknown> = { ...given, after, period: earlier ? month : null };
            const one: GraphqlAnswer<Answer> = await graphql(url, direct, all);
            const other: GraphqlAnswer<Answer> = await graphql(url, general, all);
            expect(one.errors).toBeUndefined();
            expect(JSON.stringify(one.data.rows)).toBe(JSON.stringify(other.data.rows));
            after = one.data.rows.pageInfo.end;
            if (after === null) return;
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it("answer the same when they come again, whatever is asked and however it is wrong", async () => {
    // A text of its own for this run, so that the first of each pair is new to the server; names of one length, for
    // errors say the column.
    const query = `query Again${Date.now()}X($bbox: [Float!], $first: Int, $within: String) {
      villages(bbox: $bbox, first: $first, within: $within) { nodes { code risk { score } } pageInfo { endCursor } } }`;
    const box = [113, 25, 115, 27];
    const bodies: Record<string, unknown>[] = [
      { query, variables: { bbox: box, first: 3 } },
      { query, variables: { bbox: box, first: 3 }, operationName: null, extensions: null },
      { query, variables: { bbox: box, first: 3, more: 1 } },
      { query, variables: { bbox: [113, 25, 115] } },
      { query, variables: { bbox: "wide" } },
      { query, variables: { first: 501 } },
      { query, variables: { within: "a\0b" } },
      { query, variables: [1] },
      { query, operationName: "" },
      { query, operationName: "Other" },
    ];
    const ask = async (body: object, accept: string) => {
      const answer = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", accept },
        body: JSON.stringify(body),
      });
      const kept = ["content-type", "server-timing", "vary", "content-security-policy"];
      return [answer.status, kept.map((name) => answer.headers.get(name)), await answer.text()];
    };
    for (const accept of ["*/*", "application/graphql-response+json", "text/html"])
      for (const [index, body] of bodies.entries()) {
        // What the server has not seen, and what it may remember.
        const fresh = { ...body, query: query.replace("X(", `${index}(`) };
        const first = await ask(fresh, accept);
        expect(await ask(fresh, accept)).toEqual(first);
        await ask({ query, variables: { bbox: box, first: 1 } }, "*/*");
        expect(await ask(body, accept)).toEqual(first);
      }
  });

  it("and every other query answer the same each time, compiled or not, in order or not", async () => {
    // What the database refuses, found out by compiled code, once reached the client without a code of ours.
    const query = `query Any${Date.now()}($text: String!) { search(text: $text, first: 3) { kind code name } }`;
    const first = await Promise.all(["\u5927", "a\0b"].map((text) => graphql(url, query, { text })));
    expect(first[0]?.errors).toBeUndefined();
    expect(first[1]?.errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
    for (let round = 0; round < 4; round += 1)
      for (const [index, text] of ["\u5927", "a\0b"].entries())
        expect(await graphql(url, query, { text })).toEqual(first[index]);
  });

  it("take one statement each and carry their cost, and errors read as ever", async () => {
    const ask = (bbox: unknown, first: number) =>
      fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", "accept-language": "en" },
        body: JSON.stringify({
          query:
            "query ($bbox: [Float!], $first: Int) { villages(bbox: $bbox, first: $first) { nodes { code risk { score } } } }",
          variables: { bbox, first },
        }),
      });
    const answer = await ask([113, 25, 115, 27], 7);
    expect(answer.headers.get("server-timing")).toBe('sql;desc="1 statements"');
    const body = (await answer.json()) as { data: { villages: { nodes: object[] } }; extensions: object };
    expect(body.data.villages.nodes).toHaveLength(7);
    expect(body.extensions).toEqual({ cost: 29 });
    const wrong = (await (await ask([113, 25, 115], 7)).json()) as { errors: { path: string[] }[] };
    expect(wrong.errors).toMatchObject([{ path: ["villages"], extensions: { code: "BAD_USER_INPUT" } }]);
    const large = (await (await ask([113, 25, 115, 27], 501)).json()) as { errors: object[] };
    expect(large.errors).toMatchObject([{ extensions: { code: "PAGE_TOO_LARGE" } }]);
  });
});

const REGION_FIELDS = [
  "__typename",
  "id",
  "code",
  "kind",
  "name",
  "nameEn",
  "leadMinistry",
  "center",
  "isDemo",
];
const MONTH_FIELDS = [
  "__typename",
  "score",
  "scoreShown",
  "level",
  "status",
  "coverage",
  "villages",
  "households",
  "period",
  "methodVersion",
];
const REGION_CODES = ["luoxiao", " LUOXIAO", "360827", "360827000000", "36", "360827101", "nowhere", "a\0b"];

describe.each(atlases)("a region with its months that $name writes as JSON itself", ({ url }) => {
  it("equals what the general way gives, in one statement", async () => {
    const { data } = await graphql<{ about: { periods: string[] } }>(url, "{ about { periods } }");
    const months = fc.constantFrom(
      undefined,
      null,
      data.about.periods.at(0),
      data.about.periods.at(-2),
      "2026-13",
    );
    await fc.assert(
      fc.asyncProperty(
        some(REGION_FIELDS),
        some(REGION_FIELDS),
        some(MONTH_FIELDS),
        fc.constantFrom(...REGION_CODES),
        months,
        months,
        async (own, ofMembers, ofMonths, code, from, to) => {
          const series = `riskSeries(from: $from, to: $to) { ${ofMonths.join(" ")} } last: riskSeries(from: $to) { score }`;
          const direct = `query ($code: String!, $from: String, $to: String) {
            one: region(code: $code) { ${own.join(" ")} ${series} members { ${ofMembers.join(" ")} ${series} } } }`;
          const general = direct.replace("{\n            one:", "{ __typename one:");
          const variables = { code, from, to };
          const one: GraphqlAnswer<{ one: unknown }> = await graphql(url, direct, variables);
          const other: GraphqlAnswer<{ one: unknown }> = await graphql(url, general, variables);
          expect(JSON.stringify(one.data.one)).toBe(JSON.stringify(other.data.one));
          expect(one.errors?.map(({ message, path }) => [message, path])).toEqual(
            other.errors?.map(({ message, path }) => [message, path]),
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});

interface Answer {
  rows: { pageInfo: { end: string | null } };
}

const schema = buildAtlasSchema();

describe("which operations PostgreSQL answers by itself", () => {
  const taken = (query: string) => passThrough(schema, parse(query), "") !== null;

  it("takes a page of plain fields, fragments and names of the caller's own", () => {
    expect(taken("{ villages { nodes { code } } }")).toBe(true);
    expect(
      taken(
        "{ a: villages(first: 3) { __typename nodes { b: code risk { score } } pageInfo { endCursor } } }",
      ),
    ).toBe(true);
    expect(taken("{ villages { ...P } } fragment P on VillageConnection { nodes { ... { code } } }")).toBe(
      true,
    );
  });

  it("takes one region with its months, and an area with those of its counties", () => {
    expect(
      taken('{ region(code: "luoxiao") { name members { name riskSeries(from: "2026-01") { score } } } }'),
    ).toBe(true);
  });

  it("leaves everything else to the general way", () => {
    for (const query of [
      "{ villages { nodes { code } } __typename }",
      "{ villages { totalCount } }",
      "{ villages { edges { cursor } } }",
      "{ villages { nodes { county { name } } } }",
      '{ villages { nodes { risk(period: "2026-01") { score } } } }',
      "{ villages { nodes { outline(precision: 4) } } }",
      "query ($x: Boolean!) { villages { nodes { code @include(if: $x) } } }",
      "{ villages { nodes { code } more: nodes { name } } }",
      "{ villages { nodes { code ... on Node { id } } } }",
      '{ village(code: "1") { code } }',
      '{ region(code: "luoxiao") { members { members { name } } } }',
      '{ region(code: "luoxiao") { bbox } }',
      '{ region(code: "360827") { riskSeries { contributions { key } } } }',
      "{ __typename }",
    ])
      expect(taken(query), query).toBe(false);
  });
});
