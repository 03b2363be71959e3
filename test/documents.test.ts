import { createHash } from "node:crypto";
import pg from "pg";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { KnownDocuments } from "../server/documents/known.ts";
import { collectDocuments, idOf } from "../web/documents/collect.mjs";
import { atlases, statementsOf } from "./atlas.ts";
import { launch, visit } from "./browser.ts";
import { manifest } from "./manifest.ts";
import { newToken } from "./newToken.ts";
import { type OwnAtlas, ownAtlas, places } from "./ownAtlas.ts";
import { JSON_TYPE } from "./send.ts";
import { signInAs } from "./signedIn.ts";
import { sqlOn } from "./tileClient.ts";

const [aboutId = "", aboutText = ""] =
  Object.entries(manifest).find(([, text]) => text.startsWith("query About ")) ?? [];

interface Answered {
  data?: Record<string, unknown>;
  errors?: { message: string; extensions: { code: string } }[];
}

async function ask(url: string, asked: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { ...JSON_TYPE, ...headers },
    body: JSON.stringify(asked),
  });
  return readAnswer(response);
}
async function get(url: string, asked: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/graphql?${new URLSearchParams(asked)}`, {
    headers: { ...JSON_TYPE, ...headers },
  });
  return readAnswer(response);
}
async function readAnswer(response: Response) {
  const text = await response.text();
  const body = (text === "" ? {} : JSON.parse(text)) as Answered;
  return {
    status: response.status,
    headers: response.headers,
    statements: statementsOf(response),
    code: body.errors?.[0]?.extensions.code,
    message: body.errors?.[0]?.message ?? "",
    ...body,
  };
}
const registering = (text: string) => ({
  persistedQuery: { version: 1, sha256Hash: createHash("sha256").update(text).digest("hex") },
});
const UNKNOWN = `sha256:${"0".repeat(64)}`;

describe("the manifest", () => {
  it("holds every operation of the web app by the digest of its text, and is made alike every time", () => {
    const web = new URL("../web", import.meta.url).pathname;
    const { manifest: again, ids } = collectDocuments(web);
    expect(JSON.stringify(again)).toBe(JSON.stringify(manifest));
    expect(Object.keys(manifest).length).toBeGreaterThan(100);
    for (const [id, text] of Object.entries(manifest)) expect(idOf(text)).toBe(id);
    expect(new Set(ids.values())).toEqual(new Set(Object.keys(manifest)));
  });
});

describe("what clients register", () => {
  it("stays within its bound, however many come", () => {
    const documents = new KnownDocuments(new Map(), false);
    const text = (n: number) => `{ about { villages } } # ${n} ${"x".repeat(100)}`;
    for (let n = 0; n < 100_000; n += 1)
      documents.textOf({ query: text(n), extensions: registering(text(n)) }, null);
    const { characters, count } = documents.registered;
    expect(characters).toBeLessThanOrEqual(2_000_000);
    expect(count).toBeGreaterThan(1_000);
    expect(count).toBeLessThan(20_000);
    const known = (n: number) => documents.textOf({ extensions: registering(text(n)) }, null);
    expect(known(99_999)).toBe(text(99_999));
    expect(() => known(0)).toThrow("PersistedQueryNotFound");
    const huge = "x".repeat(200_000);
    documents.textOf({ query: huge, extensions: registering(huge) }, null);
    expect(() => documents.textOf({ extensions: registering(huge) }, null)).toThrow();
  });
});

describe.each(atlases)("documents by their id on $name", ({ url }) => {
  it("answers an operation of the web app by its id alone, by POST and by GET", async () => {
    // By id first: an operation that was answered before takes another way.
    const byId = [await ask(url, { documentId: aboutId }), await get(url, { documentId: aboutId })];
    const byText = await ask(url, { query: aboutText });
    expect(byText.data).toBeDefined();
    for (const answer of byId) {
      expect(answer.status).toBe(200);
      expect(answer.data).toEqual(byText.data);
    }
  });

  it("says in a sentence that it does not know an id, that it is none, or that it is of another text", async () => {
    const unknown = await ask(url, { documentId: UNKNOWN }, { "accept-language": "en" });
    expect(unknown).toMatchObject({ status: 404, code: "PERSISTED_QUERY_NOT_FOUND" });
    expect(unknown.message).toContain(UNKNOWN);
    expect((await ask(url, { documentId: UNKNOWN })).message).toContain("服务端不认识文档");
    expect((await get(url, { documentId: UNKNOWN })).headers.get("cache-control")).toBe("private, no-store");
    for (const asked of [
      { documentId: "About" },
      { documentId: 7 },
      { documentId: aboutId, query: "{ about { villages } }" },
      { extensions: { persistedQuery: { version: 1, sha256Hash: "x" } } },
    ])
      expect(await ask(url, asked)).toMatchObject({ status: 400, code: "BAD_REQUEST" });
  });

  it("takes a registration as Apollo's and urql's libraries make it", async () => {
    const query = `{ about { villages } } # ${Math.random()}`;
    const extensions = registering(query);
    expect(await ask(url, { extensions })).toMatchObject({
      status: 404,
      code: "PERSISTED_QUERY_NOT_FOUND",
      message: "PersistedQueryNotFound",
    });
    expect((await ask(url, { query, extensions })).data).toEqual({ about: { villages: 5_000 } });
    expect((await ask(url, { extensions })).data).toEqual({ about: { villages: 5_000 } });
    const other = `${query} `;
    const documentId = idOf(other);
    expect((await ask(url, { documentId })).status).toBe(404);
    expect((await ask(url, { documentId, query: other })).status).toBe(200);
    expect((await ask(url, { documentId })).status).toBe(200);
    const byGet = await get(url, { extensions: JSON.stringify(extensions) });
    expect(byGet.data).toEqual({ about: { villages: 5_000 } });
  });
});

const VILLAGES =
  'query ($n: Int!) { villages(within: "360827", first: $n) { nodes { code name risk { scoreShown level } } } }';

describe.each(atlases)("GET of public figures on $name", ({ url }) => {
  it("has an ETag by which the same answer costs no SQL, in each language and for each page of its own", async () => {
    const asked = { query: VILLAGES, variables: '{"n":7}' };
    const first = await get(url, asked);
    const etag = String(first.headers.get("etag"));
    expect(etag).toMatch(/^"[\w-]+"$/);
    expect(first.headers.get("cache-control")).toBe("public, no-cache");
    expect(first.headers.get("vary")).toContain("accept-language");
    expect(first.statements).toBeGreaterThan(0);
    const again = await get(url, asked, { "if-none-match": etag });
    expect(again).toMatchObject({ status: 304, statements: 0 });
    expect(again.headers.get("etag")).toBe(etag);
    expect((await get(url, asked, { "if-none-match": `"other", W/${etag}` })).status).toBe(304);
    const other = await get(url, { ...asked, variables: '{"n":8}' }, { "if-none-match": etag });
    expect(other.status).toBe(200);
    expect(other.headers.get("etag")).not.toBe(etag);
  });

  it("asks the database again where other tables are read, and still sends nothing that is known", async () => {
    const asked = { query: "{ commodities { code name } settlements(first: 3) { nodes { name } } }" };
    const first = await get(url, asked);
    const again = await get(url, asked, { "if-none-match": String(first.headers.get("etag")) });
    expect(again.status).toBe(304);
    expect(again.statements).toBe(first.statements);
  });

  it("lets nobody keep what is for one alone, what failed, or what came with a session or a key", async () => {
    const query = "{ about { villages } }";
    const kept = async (asked: Record<string, string>, headers: Record<string, string> = {}) => {
      const answer = await get(url, asked, headers);
      return [answer.headers.get("cache-control"), answer.headers.get("etag")];
    };
    const nobody = ["private, no-store", null];
    expect((await kept({ query }))[0]).toBe("public, no-cache");
    expect(await kept({ query }, await signInAs(url, "demo.county"))).toEqual(nobody);
    expect(await kept({ query }, { cookie: "__Host-atlas=stale-session-of-somebody" })).toEqual(nobody);
    for (const other of [
      "{ viewer { name } }",
      "{ demoPeople { login code } }",
      "query A { about { villages } viewer { name } }",
      "{ ...F } fragment F on Query { viewer { name } }",
      '{ leadStatus(receipt: "AAAA-BBBB-CCCC") { __typename } }',
      "{ cases(first: 1) { totalCount } }",
      '{ village(code: "360827") { nothing } }',
      '{ region(code: "360827") { index(period: "soon") { value } } }',
    ])
      expect([other, ...(await kept({ query: other }))]).toEqual([other, ...nobody]);
    const posted = await ask(url, { query });
    expect(posted.headers.get("cache-control")).toBe("private, no-store");
  });
});

describe.each(places)("a server that answers trusted documents only, on %s", (place) => {
  let own: OwnAtlas;
  let browser: Browser | undefined;
  beforeAll(async () => {
    own = await ownAtlas({ TRUSTED_ONLY: "1" }, place);
  });
  afterAll(async () => {
    await browser?.close();
    await own?.stop();
  });

  /** The session of the county, written into the database: the operations by which tests sign in are not of the web app. */
  async function session(): Promise<string> {
    const database = new pg.Client({ connectionString: own.databaseUrl });
    await database.connect();
    return newToken(database, "demo.county", "SESSION").finally(() => database.end());
  }

  /** A key written into the database, with its points a minute. */
  async function keyOf(login: string, points: number): Promise<Record<string, string>> {
    const key = `key-of-${login.replace(".", "-")}-${points}-points`;
    await sqlOn(
      own.databaseUrl,
      `insert into access.tokens (sha256, person_id, kind, expires_at, points_per_minute)
       select $1, id, 'API_KEY', now() + interval '1 hour', $2 from access.people where login = $3`,
      [createHash("sha256").update(key).digest(), points, login],
    );
    return { authorization: `Bearer ${key}` };
  }

  it("refuses every other before a word of it is parsed, whoever is signed in, and answers the text of its own", async () => {
    for (const query of ["{ about { villages } }", "{", "x".repeat(5_000)])
      for (const headers of [undefined, { cookie: `__Host-atlas=${await session()}` }]) {
        const answer = await ask(own.url, { query }, headers);
        expect(answer).toMatchObject({ status: 404, code: "PERSISTED_QUERY_NOT_FOUND" });
        expect(answer.message).toContain("合作方密钥");
      }
    const query = "{ about { villages } }";
    expect((await get(own.url, { query })).code).toBe("PERSISTED_QUERY_NOT_FOUND");
    expect((await ask(own.url, { query, extensions: registering(query) })).status).toBe(404);
    expect((await ask(own.url, { extensions: registering(query) })).status).toBe(404);
    expect((await ask(own.url, { query: aboutText })).status).toBe(200);
    expect((await ask(own.url, { documentId: aboutId })).status).toBe(200);
  });

  it("answers what a partner writes, out of the budget of the key, and nobody else's key", async () => {
    const query = "{ about { villages } }";
    const bulk = (headers: Record<string, string>) =>
      fetch(`${own.url}/exports/bulk`, {
        method: "POST",
        headers: { ...JSON_TYPE, ...headers },
        body: JSON.stringify({
          query:
            'query ($first: Int, $after: String) { villages(within: "360827", first: $first, after: $after) { nodes { code } pageInfo { hasNextPage endCursor } } }',
        }),
      });
    const rich = await keyOf("demo.partner", 1_000_000);
    expect((await ask(own.url, { query }, rich)).data).toEqual({ about: { villages: 5_000 } });
    const exported = await bulk(rich);
    expect((await exported.text()).trim().split("\n").length).toBeGreaterThan(100);
    expect((await bulk({})).status).toBe(404);
    expect((await ask(own.url, { query }, await keyOf("demo.county", 1_000_000))).status).toBe(404);
    const poor = await keyOf("demo.partner", 3);
    const answers = [];
    for (let n = 0; n < 3; n += 1) answers.push((await ask(own.url, { query }, poor)).status);
    expect(answers).toContain(429);
  });

  it("forgets what it remembers of an answer when data changes", async () => {
    const partner = Object.entries(manifest).find(([, text]) => text.startsWith("query CountyRisks"));
    const asked = { documentId: partner?.[0] ?? "", variables: '{"period":"2026-09"}' };
    const first = await get(own.url, asked);
    const headers = { "if-none-match": String(first.headers.get("etag")) };
    expect(await get(own.url, asked, headers)).toMatchObject({ status: 304, statements: 0 });
    await sqlOn(own.databaseUrl, "insert into atlas.data_changes (layer) values ('*')");
    await expect
      .poll(async () => (await get(own.url, asked, headers)).statements, { timeout: 10_000 })
      .toBe(first.statements);
  });

  it.runIf(inject("chromium") !== "" && place === places[0])(
    "serves the whole web app, which sends nothing but ids",
    async () => {
      browser = await launch();
      const { page, complaints } = await visit(browser, `${own.url}/?r=region:360827`);
      const bodies: Record<string, unknown>[] = [];
      page.on("request", (request) => {
        if (request.url().endsWith("/graphql"))
          bodies.push(request.postDataJSON() as Record<string, unknown>);
      });
      await page.locator(".risk-score").waitFor();
      for (const path of ["/tables", "/prices", "/assets", "/report/status", "/sign-in"]) {
        await page.goto(`${own.url}${path}`, { waitUntil: "networkidle" });
      }
      await page.context().addCookies([
        {
          name: "__Host-atlas",
          value: await session(),
          url: own.url.replace("http:", "https:"),
          secure: true,
          httpOnly: true,
        },
      ]);
      for (const path of ["/cases", "/ledger", "/screening", "/teams", "/events", "/siting"])
        await page.goto(`${own.url}${path}`, { waitUntil: "networkidle" });
      expect(await page.getByRole("main").count()).toBe(1);
      await page.locator("main h1").waitFor();
      expect(complaints).toEqual([]);
      expect(bodies.length).toBeGreaterThan(20);
      for (const body of bodies)
        expect([body.query, manifest[String(body.documentId)]]).toEqual([undefined, expect.any(String)]);
      expect(new Set(bodies.map(({ documentId }) => documentId)).size).toBeGreaterThan(12);
    },
  );
});
