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
      "{ __typename }",
    ])
      expect(taken(query), query).toBe(false);
  });
});
