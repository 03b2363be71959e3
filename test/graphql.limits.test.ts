import "reflect-metadata";
import { getIntrospectionQuery } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LIMITS } from "../server/graphql.ts";
import { atlases, graphql } from "./atlas.ts";
import { hasPostgres, type OwnAtlas, ownAtlas } from "./ownAtlas.ts";
import { JSON_TYPE, post, raw, send } from "./send.ts";

const chain = (levels: number) =>
  `{ region(code: "36") ${"{ parent ".repeat(levels)} { code } ${"}".repeat(levels)} }`;
const doubling = (levels: number) => {
  const fragments = Array.from(
    { length: levels },
    (_, level) => `fragment f${level} on Query { ...f${level + 1} ...f${level + 1} }`,
  );
  return `{ ...f0 } ${fragments.join(" ")} fragment f${levels} on Query { about { villages } }`;
};

const TOO_MUCH: [string, string, string][] = [
  ["a tree of 30 levels", chain(30), "GRAPHQL_VALIDATION_FAILED"],
  [
    "16 aliases",
    `{ ${Array.from({ length: 16 }, (_, n) => `a${n}: about { villages }`).join(" ")} }`,
    "GRAPHQL_VALIDATION_FAILED",
  ],
  ["1,501 tokens", `{ ${"about { villages } ".repeat(400)} }`, "GRAPHQL_PARSE_FAILED"],
  [
    "21 directives",
    `{ about { villages ${"@include(if: true) ".repeat(21)} } }`,
    "GRAPHQL_VALIDATION_FAILED",
  ],
  ["300 unknown directives", `{ about { villages ${"@foo ".repeat(300)} } }`, "GRAPHQL_VALIDATION_FAILED"],
  [
    "fragments in a circle",
    "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
    "GRAPHQL_VALIDATION_FAILED",
  ],
  ["2^22 selections by fragments", doubling(22), "GRAPHQL_VALIDATION_FAILED"],
  ["2^40 selections by fragments", doubling(40), "GRAPHQL_VALIDATION_FAILED"],
  [
    "a list literal of 700 levels",
    `{ villages(intersects: ${"[".repeat(700)}${"]".repeat(700)}) { nodes { code } } }`,
    "GEOMETRY_INVALID",
  ],
  [
    "pages of pages",
    "{ villages(first: 500) { nodes { projects(first: 500) { nodes { code } } } } }",
    "OPERATION_TOO_LARGE",
  ],
  [
    "a page paid for by a negative one",
    "{ a: villages(first: -1000000) { nodes { code } } villages(first: 500) { nodes { projects(first: 500) { nodes { code } } } } }",
    "OPERATION_TOO_LARGE",
  ],
];

describe.each(atlases)("limits of $name", ({ url }) => {
  it.each(TOO_MUCH)("refuse %s with 400 before any SQL", async (_name, query, code) => {
    const answer = await post(url, query);
    expect(answer).toMatchObject({ status: 400, code, statements: 0 });
  });

  it("allow what stands just below: depth, aliases and directives", async () => {
    const aliases = `{ ${Array.from({ length: LIMITS.aliases }, (_, n) => `a${n}: about { villages }`).join(" ")} }`;
    for (const query of [chain(LIMITS.depth - 3), aliases])
      expect((await post(url, query)).body.errors).toBeUndefined();
  });

  it("count a page size given by a variable like a literal, and tell the cost", async () => {
    const query =
      "query($n: Int) { villages(first: $n) { nodes { code facts { key } projects(first: $n) { nodes { code } } } } }";
    const cheap = await graphql(url, query, { n: 2 });
    expect(cheap.extensions?.cost).toBe(1 + 2 * (1 + 1 + 11 + 1 + 2 * 2));
    expect(cheap.errors).toBeUndefined();
    expect(await post(url, query, { n: 400 })).toMatchObject({
      status: 400,
      code: "OPERATION_TOO_LARGE",
      statements: 0,
    });
    const ids = Array.from({ length: 400 }, () => "Region:360827");
    const nodes =
      "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Region { villages(first: 200) { nodes { code } } } } }";
    expect(await post(url, nodes, { ids })).toMatchObject({
      status: 400,
      code: "OPERATION_TOO_LARGE",
      statements: 0,
    });
  });

  it("refuse variables that do not fit with 400 and one error, however many there are", async () => {
    const page = "query($n: Int!) { villages(first: $n) { nodes { code } } }";
    for (const n of ["x", 1.5, null, [1], { a: 1 }, 2 ** 40, undefined])
      expect(await post(url, page, { n })).toMatchObject({
        status: 400,
        code: "BAD_USER_INPUT",
        statements: 0,
      });
    const levels = "query($l: [WarningLevel!]) { villages(where: { levels: $l }) { nodes { code } } }";
    const many = await post(url, levels, { l: Array.from({ length: 20_000 }, () => "x") });
    expect(many).toMatchObject({ status: 400, code: "BAD_USER_INPUT", statements: 0 });
    expect(many.body.errors).toHaveLength(1);
  });

  it("refuse a body of more than 1 MB with 413, in JSON", async () => {
    const answer = await raw(
      url,
      JSON.stringify({ query: "{ about { villages } }", variables: { x: "a".repeat(1_050_000) } }),
    );
    expect(answer).toMatchObject({ status: 413, code: "PAYLOAD_TOO_LARGE" });
  });

  it("refuse input nested 8,000 levels with 400", async () => {
    const nested = `${"[".repeat(8_000)}${"]".repeat(8_000)}`;
    const answer = await raw(
      url,
      `{"query":"query($p: GeoJSONPolygon) { villages(intersects: $p) { nodes { code } } }","variables":{"p":${nested}}}`,
    );
    expect(answer).toMatchObject({ status: 400, code: "BAD_REQUEST" });
  });
});

describe.runIf(hasPostgres)("a server in production", () => {
  let atlas: OwnAtlas;
  beforeAll(async () => {
    atlas = await ownAtlas({ NODE_ENV: "production" });
  });
  afterAll(() => atlas?.stop());

  it("refuses introspection in every form", async () => {
    const forms = [
      getIntrospectionQuery(),
      "{ __schema { types { name } } }",
      '{ a: __type(name: "Village") { name } }',
      "{ ...f } fragment f on Query { __schema { queryType { name } } }",
    ];
    for (const query of forms)
      expect(await post(atlas.url, query)).toMatchObject({
        status: 400,
        code: "GRAPHQL_VALIDATION_FAILED",
        statements: 0,
      });
    const path = `/graphql?query=${encodeURIComponent("{ __schema { types { name } } }")}`;
    expect((await send(atlas.url, { headers: JSON_TYPE }, path)).status).toBe(400);
  });

  it("gives no suggestion for a name it does not know", async () => {
    const guesses = [
      "{ abuot { villages } }",
      "{ villages(orderBy: COD) { nodes { code } } }",
      "{ villages(frist: 1) { nodes { code } } }",
      "{ villages(where: { level: [RED] }) { nodes { code } } }",
    ];
    for (const query of guesses) {
      const { status, body } = await post(atlas.url, query);
      expect([query, status]).toEqual([query, 400]);
      expect(JSON.stringify(body)).not.toMatch(/did you mean/i);
    }
    const { body } = await post(
      atlas.url,
      "query($o: VillageOrder) { villages(orderBy: $o) { nodes { code } } }",
      { o: "COD" },
    );
    expect(JSON.stringify(body)).not.toMatch(/did you mean/i);
  });
});
