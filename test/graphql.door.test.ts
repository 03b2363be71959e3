import fc from "fast-check";
import { getIntrospectionQuery } from "graphql";
import { describe, expect, it } from "vitest";
import { atlases, graphql } from "./atlas.ts";
import { JSON_TYPE, post, raw, send } from "./send.ts";

describe.each(atlases)("the door of $name", ({ url }) => {
  it("refuses a batch, and every body that is not one operation, with 400 in JSON", async () => {
    const one = '{"query":"{ about { villages } }"}';
    const bodies = [
      `[${one},${one}]`,
      "[]",
      "null",
      "1",
      '""',
      "{",
      "",
      '{"query":1}',
      "{}",
      '{"query":"{"}',
      '{"query":"{ about { villages } }","__proto__":{"a":1}}',
      '{"query":"query A { about { villages } } query B { about { villages } }"}',
      '{"query":"{ about { villages } }","variables":"x"}',
    ];
    for (const body of bodies) expect([body, (await raw(url, body)).status]).toEqual([body, 400]);
  });

  it("refuses what a form of a foreign page could send, and charsets other than UTF-8", async () => {
    const body = '{"query":"{ about { villages } }"}';
    const statusOf = async (type: string) => (await raw(url, body, { "content-type": type })).status;
    expect(await statusOf("text/plain")).toBe(400);
    expect(await statusOf("application/x-www-form-urlencoded")).toBe(415);
    expect(await statusOf("multipart/form-data; boundary=x")).toBe(415);
    for (const charset of ["utf-7", "utf-16", "utf-8x", "gbk"])
      expect([charset, await statusOf(`application/json; charset=${charset}`)]).toEqual([charset, 415]);
    expect(await statusOf("application/json; charset=UTF-8")).toBe(200);
    expect((await send(url, { method: "POST", body: new Uint8Array([123, 125]) })).status).toBe(415);
  });

  it("answers GET only with a preflight header, and never for a mutation", async () => {
    const path = `/graphql?query=${encodeURIComponent("{ about { villages } }")}`;
    expect((await send(url, {}, path)).status).toBe(400);
    expect((await send(url, { headers: JSON_TYPE }, path)).status).toBe(200);
    expect((await send(url, { headers: JSON_TYPE }, "/graphql")).status).toBe(400);
    expect((await send(url, { headers: { accept: "text/html" } }, "/graphql")).status).toBe(400);
    expect(await send(url, { headers: JSON_TYPE }, "/graphql?query=mutation%7BsignOut%7D")).toMatchObject({
      status: 405,
      code: "METHOD_NOT_ALLOWED",
    });
    for (const method of ["PUT", "PATCH", "DELETE"]) expect((await send(url, { method })).status).toBe(405);
    expect((await fetch(`${url}${path}`, { method: "HEAD" })).status).toBeLessThan(500);
  });

  it("tells caches what the answer depends on", async () => {
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { ...JSON_TYPE, "accept-encoding": "br" },
      body: JSON.stringify({ query: "{ villages(first: 100) { nodes { code name } } }" }),
    });
    expect(response.headers.get("vary")).toMatch(/accept-language.*accept-encoding/);
    await response.arrayBuffer();
  });

  it("answers an unknown route and an unreadable one in JSON", async () => {
    expect(await send(url, {}, "/nothing/here")).toMatchObject({ status: 404, code: "NOT_FOUND" });
    expect(await send(url, {}, "/%")).toMatchObject({ status: 400, code: "BAD_REQUEST" });
  });

  it("tells whether it lives and is ready, and its metrics", async () => {
    for (const path of ["/livez", "/readyz"]) expect((await send(url, {}, path)).status).toBe(200);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/atlas_http_seconds_bucket\{[^}]*route="\/graphql"/);
    expect(metrics).toMatch(/^atlas_sql_statements_total \d+$/m);
  });

  it("takes anything in a text, a code or a cursor as a value: never a 5xx, never INTERNAL, and every table stays", async () => {
    const nasty = [
      "'",
      "''",
      '"',
      "\\",
      "%",
      "_",
      "?",
      ":code",
      "$1",
      "\u0000",
      "\ud800",
      "\u202e",
      "; drop table atlas.villages; --",
      "' or 1=1 --",
      "1); select pg_sleep(5); --",
      "__proto__",
      "{}",
      "\n",
      "🗺️",
      "360827' --",
      "999999999999999999999",
    ];
    const text = fc.oneof(
      fc.constantFrom(...nasty),
      fc.string({ unit: "binary" }),
      fc.tuple(fc.constantFrom(...nasty), fc.string()).map((parts) => parts.join("")),
    );
    const cursor = fc
      .array(fc.oneof(text, fc.double(), fc.integer()), { maxLength: 3 })
      .map((parts) => Buffer.from(JSON.stringify(parts)).toString("base64url"));
    const orders = [
      "CODE",
      "RISK_DESC",
      "RISK_ASC",
      "HOUSEHOLDS_DESC",
      "DISTANCE",
      "pg_sleep(5)",
      "code; drop table",
    ];
    const query =
      "query($t: String!, $c: String!, $o: VillageOrder) { search(text: $t, first: 2) { code } region(code: $t) { code } village(code: $t) { code } node(id: $t) { id } r: regions(search: $t, first: 1) { nodes { code } } s: settlements(within: $t, first: 1) { nodes { code } } e: enclaves(origin: $t, after: $c, first: 1) { nodes { code } } p: villages(period: $t, first: 1) { nodes { code } } v: villages(orderBy: $o, after: $c, first: 1) { nodes { code } } }";
    await fc.assert(
      fc.asyncProperty(text, cursor, fc.constantFrom(...orders), async (t, c, o) => {
        const { body } = await post(url, query, { t, c, o });
        expect((body.errors ?? []).filter((error) => error.extensions.code === "INTERNAL")).toEqual([]);
      }),
      {
        numRuns: 60,
        examples: nasty.map(
          (t) =>
            [t, Buffer.from(JSON.stringify([t])).toString("base64url"), "CODE"] as [string, string, string],
        ),
      },
    );
    expect(
      (await graphql<{ about: { villages: number } }>(url, "{ about { villages } }")).data.about.villages,
    ).toBe(5_000);
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });

  it("shows its schema to whoever develops against it, with suggestions", async () => {
    expect((await post(url, getIntrospectionQuery())).body.errors).toBeUndefined();
    expect((await post(url, "{ abuot { villages } }")).body.errors[0]?.message).toContain("Did you mean");
  });
});
