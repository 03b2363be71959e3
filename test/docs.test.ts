import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type StyleSpecification, validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { buildSchema } from "graphql";
import pg from "pg";
import type { Browser } from "playwright-core";
import { afterAll, describe, expect, inject, it } from "vitest";
import { en } from "../server/docs/en.ts";
import { type Example, readExamples } from "../server/docs/examples.ts";
import { membersOf, typesOf } from "../server/docs/reference.ts";
import { zh } from "../server/docs/zh.ts";
import { atlases, statementsOf } from "./atlas.ts";
import { launch, visit } from "./browser.ts";
import { newToken } from "./newToken.ts";
import { sqlOn } from "./tileClient.ts";

const examples = readExamples();
const schema = buildSchema(readFileSync(new URL("../server/schema.graphql", import.meta.url), "utf8"));
const LIMITS = { tokens: 1, depth: 1, aliases: 1, cost: 1 };

interface Sent {
  status: number;
  headers: Headers;
  text: string;
  /** Of an answer in JSON. */
  json: <Content>() => Content;
  statements: number;
}

async function send(url: string, example: Example, values: Record<string, string> = {}): Promise<Sent> {
  const filled = (text: string) => text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? "");
  const headers = Object.fromEntries(
    Object.entries(example.headers).map(([name, value]) => [name, filled(value)]),
  );
  const response = await fetch(`${url}${example.path}`, {
    method: example.method,
    headers,
    body: example.body,
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: <Content>() => JSON.parse(text) as Content,
    statements: statementsOf(response),
  };
}

type Sql = <Row extends pg.QueryResultRow>(text: string) => Promise<Row[]>;

/** What each example must answer, as the database has it. */
const EXPECTED: Record<
  string,
  (sent: Sent, sql: Sql, url: string, example: Example) => Promise<void> | void
> = {
  firstQuery: ({ status, json }) => {
    const { region } = json<{
      data: {
        region: {
          name: string;
          index: { valueShown: number; level: string; contributions: { valueShown: number }[] };
        };
      };
    }>().data;
    expect([status, region.name]).toEqual([200, "遂川县"]);
    const sum = region.index.contributions.reduce((total, { valueShown }) => total + valueShown, 0);
    expect(sum).toBeCloseTo(region.index.valueShown, 6);
  },
  viewer: ({ json }) => {
    const { viewer } = json<{ data: { viewer: { role: string; permissions: string[] } } }>().data;
    expect(viewer.role).toBe("PARTNER");
    expect(viewer.permissions).toContain("document.write");
  },
  page: async ({ json }, sql) => {
    const { villages } = json<{
      data: {
        villages: { totalCount: number; pageInfo: { hasNextPage: boolean }; nodes: { code: string }[] };
      };
    }>().data;
    const rows = await sql<{ code: string }>(
      "select code from atlas.villages where county_code = '360827' order by code",
    );
    expect(villages.totalCount).toBe(rows.length);
    expect(villages.pageInfo.hasNextPage).toBe(true);
    expect(villages.nodes.map(({ code }) => code)).toEqual(rows.slice(0, 10).map(({ code }) => code));
  },
  riskiest: ({ json }) => {
    const { villages } = json<{
      data: { villages: { nodes: { risk: { scoreShown: number; interval90: number[] } }[] } };
    }>().data;
    const scores = villages.nodes.map(({ risk }) => risk.scoreShown);
    expect(scores).toHaveLength(3);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  },
  around: async ({ json }, sql) => {
    const { settlements } = json<{
      data: { settlements: { nodes: { name: string; distanceM: number }[] } };
    }>().data;
    const rows = await sql<{ name: string }>(
      `select name from atlas.settlements where st_dwithin(point::geography, st_point(114.52, 26.32)::geography, 20000)
       order by st_distance(point::geography, st_point(114.52, 26.32)::geography), code limit 5`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(settlements.nodes.map(({ name }) => name)).toEqual(rows.map(({ name }) => name));
  },
  wrongPeriod: ({ status, json }) => {
    const { errors } = json<{
      errors: { message: string; path: string[]; extensions: { code: string } }[];
    }>();
    expect([status, errors[0]?.extensions.code, errors[0]?.path]).toEqual([
      200,
      "BAD_USER_INPUT",
      ["region", "index"],
    ]);
    expect(errors[0]?.message).toContain("2026Q5");
  },
  tooLarge: ({ status, json, statements }) => {
    const { errors } = json<{ errors: { extensions: { code: string } }[] }>();
    expect([status, errors[0]?.extensions.code, statements]).toEqual([400, "OPERATION_TOO_LARGE", 0]);
  },
  cached: async ({ status, headers }, _sql, url, example) => {
    expect([status, headers.get("cache-control")]).toEqual([200, "public, no-cache"]);
    const etag = String(headers.get("etag"));
    const again = await send(url, { ...example, headers: { ...example.headers, "if-none-match": etag } });
    expect([again.status, again.statements, again.text]).toEqual([304, 0, ""]);
  },
  documentId: async ({ json }, _sql, url, example) => {
    const data = { region: { name: "遂川县" } };
    expect(json<{ data: unknown }>().data).toEqual(data);
    const { documentId } = JSON.parse(String(example.body)) as { documentId: string };
    const alone = await send(url, { ...example, body: JSON.stringify({ documentId }) });
    expect(alone.json<{ data: unknown }>().data).toEqual(data);
  },
  style: ({ status, json }) => {
    expect(status).toBe(200);
    expect(validateStyleMin(json<StyleSpecification>())).toEqual([]);
  },
  tileJson: ({ json }) => expect(json()).toMatchObject({ tilejson: "3.0.0", name: "villages" }),
  ogcItems: async ({ json }, sql) => {
    const [row] = await sql<{ count: number }>(
      "select count(*)::int as count from atlas.villages where county_code = '360827' and poor_village",
    );
    expect(json()).toMatchObject({ type: "FeatureCollection", numberMatched: row?.count, numberReturned: 2 });
  },
  bulk: async ({ text }, sql) => {
    const rows = await sql<{ code: string; name: string }>(
      "select code, name from atlas.villages where county_code = '360827' order by code",
    );
    expect(
      text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(rows);
  },
  csv: ({ status, headers, text }) => {
    expect([status, headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"]);
    expect(text.split("\n").length).toBeGreaterThan(20);
    expect(text).toContain("360827");
  },
  possibleTypes: ({ json }) => expect(json<Record<string, string[]>>().Node).toContain("Region"),
  contract: ({ text }) => {
    expect(buildSchema(text).getQueryType()?.name).toBe("Query");
    expect(text).toContain('"""所有可读的内容"""');
  },
};

describe("the guide", () => {
  it("has the same sections in both languages, uses every example once, and expects something of each", () => {
    const shape = (words: typeof zh) =>
      words.sections(LIMITS).map(({ id, examples: names, codes }) => ({ id, names, codes }));
    expect(shape(en)).toEqual(shape(zh));
    expect(
      zh
        .sections(LIMITS)
        .flatMap((section) => section.examples)
        .sort(),
    ).toEqual([...examples.keys()].sort());
    expect(Object.keys(EXPECTED).sort()).toEqual([...examples.keys()].sort());
    for (const { zh: told, en: toldInEnglish } of examples.values()) {
      expect(told).toMatch(/\p{Script=Han}/u);
      expect(toldInEnglish).not.toMatch(/\p{Script=Han}/u);
    }
  });
});

describe.each(atlases)("the documentation of $name", ({ url, databaseUrl }) => {
  const read = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}${path}`, { headers });
    return {
      status: response.status,
      type: response.headers.get("content-type"),
      html: await response.text(),
    };
  };

  it.each([...examples.values()].map((example) => [example.name, example] as const))(
    "holds the example %s, which answers what it should",
    async (name, example) => {
      const database = new pg.Client({ connectionString: databaseUrl });
      await database.connect();
      const key = await newToken(database, "demo.partner", "API_KEY").finally(() => database.end());
      const sql: Sql = (text) => sqlOn(databaseUrl, text);
      await EXPECTED[name]?.(await send(url, example, { key }), sql, url, example);
      for (const lang of ["zh", "en"] as const) {
        const { html } = await read(`/docs?lang=${lang}`);
        const shown = new RegExp(
          `id="example-${name}"><figcaption>([^<]*)</figcaption><pre tabindex="0"><code>([^<]*)<`,
        ).exec(html);
        const plain = (text = "") =>
          text
            .replace(/&quot;/g, '"')
            .replace(/&#39;/g, "'")
            .replace(/&lt;/g, "<")
            .replace(/&gt;/g, ">")
            .replace(/&amp;/g, "&");
        expect([plain(shown?.[1]), plain(shown?.[2])]).toEqual([example[lang], example.shown]);
      }
    },
  );

  /** What does not come from the database is read from one server. */
  const isFirst = url === atlases[0]?.url;

  it.runIf(isFirst)(
    "tells of every type and field of the contract, in both languages",
    async () => {
      const { html: index } = await read("/docs");
      for (const lang of ["zh", "en"])
        for (const type of typesOf(schema)) {
          expect(index).toContain(`href="/docs/types/${type.name}"`);
          const { status, html } = await read(`/docs/types/${type.name}?lang=${lang}`);
          const main = html.slice(html.indexOf("<main"));
          const missing = membersOf(type).filter(
            ({ name, arguments: args }) =>
              !main.includes(`<div id="${name}">`) ||
              args.some((argument) => !main.includes(`<code>${argument.name}: `)),
          );
          expect([type.name, status, missing.map(({ name }) => name)]).toEqual([type.name, 200, []]);
          expect([type.name, /\p{Script=Han}/u.test(main)]).toEqual([type.name, lang === "zh"]);
        }
    },
    120_000,
  );

  it.runIf(isFirst)(
    "finds names and descriptions, exact names first, and takes any text as a text",
    async () => {
      const hits = async (q: string, lang = "zh") => {
        const { status, html } = await read(`/docs?lang=${lang}&q=${encodeURIComponent(q)}`);
        expect(status).toBe(200);
        return { html, links: [...html.matchAll(/<li><code><a href="([^"]+)">/g)].map(([, href]) => href) };
      };
      expect((await hits("village")).links[0]).toBe("/docs/types/Village");
      expect((await hits("飞地")).links.length).toBeGreaterThan(10);
      expect((await hits("dividendGap", "en")).links[0]).toBe("/docs/types/Enclave?lang=en#dividendGap");
      const { html, links } = await hits('<script>alert("x")</script>');
      expect(links).toEqual([]);
      expect(html).not.toContain("<script>");
      expect((await hits("e")).links).toHaveLength(100);
      expect(await read("/docs/types/Nothing", { accept: "text/html" })).toMatchObject({ status: 404 });
      expect((await read("/docs?page=2")).status).toBe(400);
      expect((await read("/docs?lang=fr")).status).toBe(400);
    },
  );
});

describe.runIf(inject("chromium") !== "")("the documentation in a browser", () => {
  const { url } = atlases.at(-1) ?? { url: "" };
  const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  let browser: Browser | undefined;
  afterAll(() => browser?.close());

  it("has no serious fault for axe, is as wide as a phone, and is reached from the page of signing in", {
    timeout: 120_000,
  }, async () => {
    browser = await launch();
    const { page, complaints } = await visit(browser, `${url}/sign-in`, { width: 360, height: 740 });
    expect(await page.locator('.top-bar a[href="/docs"]').count()).toBe(1);
    await page.locator('main a[href="/docs"]').click();
    await page.getByRole("heading", { level: 1, name: zh.title }).waitFor();
    for (const [colorScheme, paths] of [
      ["light", ["/docs", "/docs/types/Village"]],
      ["dark", ["/docs?lang=en", "/docs?q=village"]],
    ] as const)
      for (const path of paths) {
        await page.emulateMedia({ colorScheme });
        await page.goto(`${url}${path}`);
        expect([path, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, 360]);
        await page.evaluate(axeSource);
        const faults = await page.evaluate(async () => {
          const { axe } = window as never as {
            axe: {
              run: () => Promise<{
                violations: { id: string; impact: string; nodes: { target: string[] }[] }[];
              }>;
            };
          };
          const { violations } = await axe.run();
          return violations
            .filter(({ impact }) => ["serious", "critical"].includes(impact))
            .map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ target }) => target.join())]);
        });
        expect([path, colorScheme, faults]).toEqual([path, colorScheme, []]);
      }
    await page.goto(`${url}/docs`);
    await page.getByRole("searchbox").fill("risk");
    await page.keyboard.press("Enter");
    await page.getByRole("status").waitFor();
    expect(new URL(page.url()).search).toBe("?q=risk");
    expect(complaints.filter((complaint) => !/GPU|WebGL/.test(complaint))).toEqual([]);
  });
});
