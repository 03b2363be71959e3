import { type ChildProcess, execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Context } from "../server/context.ts";
import type { FileFormat, Sheet } from "../server/exportFiles/formats/format.ts";
import { FILE_FORMATS } from "../server/exportFiles/formats.ts";
import { type Cell, type ExportRow, PAGE_ROWS } from "../server/exportFiles/list.ts";
import { LISTS } from "../server/exportFiles/lists.ts";
import { toStatement } from "../server/statement.ts";
import { atlases, graphql } from "./atlas.ts";
import { exported, fetchFile, look, newSecret, over, request } from "./exportClient.ts";
import { newToken } from "./newToken.ts";
import { copyOfKeys, hasPostgres, ownDatabase } from "./ownAtlas.ts";
import { startAtlas, stopChild } from "./setup.ts";

const run = promisify(execFile);

const CORPUS = [
  "=1+1",
  "+1",
  "-1",
  "@SUM(A1)",
  "\t=1",
  "\tword",
  "\rword",
  "  =1",
  "＝1",
  "＋1",
  "－1",
  "＠x",
  "|cmd",
  "%x",
  "\u0000=1",
  '=HYPERLINK("http://x","y")',
  "遂川县",
  "a=b",
  "360827100900",
  "<b>&\"'",
  "\ud800 lone",
];

const SHEET: Sheet = {
  name: "corpus",
  title: "语料",
  about: "=1+1",
  language: "zh",
  columns: [
    { name: "text", type: "string", zh: "文字", en: "Text" },
    { name: "number", type: "number", zh: "数", en: "Number" },
    { name: "day", type: "date", zh: "日", en: "Day" },
  ],
  total: 0,
  isDemo: true,
};
const rowOf = (cells: Cell[]): ExportRow => ({ id: null, geometry: null, isDemo: true, cells });

describe("cells of a file", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "atlas-cells-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const written = async ({ open, extension }: FileFormat, rows: readonly ExportRow[]): Promise<string> => {
    const path = join(folder, `${Math.random()}.${extension}`);
    const writer = await open?.(path, { ...SHEET, total: rows.length });
    await writer?.write(rows);
    await writer?.end();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    return path;
  };

  it("are never run by a spreadsheet, and give every other text and every number back", async () => {
    const read = (path: string) =>
      parse(readFileSync(path, "utf8"), { bom: true, columns: true }) as { 文字: string; 数: string }[];
    const rows = read(
      await written(
        FILE_FORMATS.CSV,
        CORPUS.map((text) => rowOf([text, -5, "2026-09-30"])),
      ),
    );
    rows.forEach(({ 文字, 数 }, index) => {
      expect(
        [文字, `'${文字}`].some((text) => text === `'${CORPUS[index]}` || text === CORPUS[index]) ||
          index === CORPUS.length - 1,
      ).toBe(true);
      expect(文字).not.toMatch(/^[\s\p{Cc}]*[=+\-@|%＝＋－＠]|^\p{Cc}/u);
      expect(数).toBe("-5");
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: fc.constantFrom(..."=+-@|%＝\t\r\n \",'a遂\u0000") }), { maxLength: 20 }),
        async (texts) => {
          const cells = read(
            await written(
              FILE_FORMATS.CSV,
              texts.map((text) => rowOf([text, null, null])),
            ),
          );
          expect(cells.map(({ 文字 }) => 文字.replace(/^'/, ""))).toEqual(
            texts.map((text) => text.replace(/^'/, "")),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it.runIf(inject("gdal"))(
    "are of their own kind in a workbook: text is text, a negative number a number, a day a day",
    async () => {
      const path = await written(
        FILE_FORMATS.XLSX,
        CORPUS.map((text) => rowOf([text, -5.5, "2026-02-28"])),
      );
      const { stdout } = await run("ogr2ogr", [
        "-f",
        "CSV",
        "/vsistdout/",
        path,
        "数据",
        "-lco",
        "SEPARATOR=COMMA",
      ]);
      const rows = parse(stdout, { columns: true }) as { 文字: string; 数: string; 日: string }[];
      expect(rows.length).toBe(CORPUS.length);
      for (const { 文字, 数, 日 } of rows) {
        expect(文字).not.toMatch(/^[\s\p{Cc}]*[=+\-@|%＝＋－＠]/u);
        expect([数, 日.replaceAll("/", "-")]).toEqual(["-5.5", "2026-02-28"]);
      }
      expect(rows[0]?.文字).toBe("'=1+1");
      expect(rows[18]?.文字).toBe("360827100900");
      const { stdout: about } = await run("ogrinfo", ["-ro", "-al", path, "说明"]);
      expect(about).toContain("演示数据 / demonstration data");
      expect(about).toContain("'=1+1");
    },
  );
});

describe.each(atlases)("rows of a file on the $name database", ({ databaseUrl }) => {
  it("are read in pages, so that a file of any length is never held", async () => {
    const database = new pg.Client({ connectionString: databaseUrl });
    await database.connect();
    try {
      const sizes: number[] = [];
      const sql: Context["sql"] = async <Row>(written: string, values: Record<string, unknown> = {}) => {
        const { text, names } = toStatement(written);
        const { rows } = await database.query(
          text,
          names.map((name) => values[name]),
        );
        sizes.push(rows.length);
        return rows as Row[];
      };
      const context = { sql } as Context;
      const asked = { regionCode: null, period: null, conditions: {}, pinned: {} };
      const { total } = await LISTS.VILLAGES.count(context, asked);
      sizes.length = 0;
      const codes: Cell[] = [];
      for (let after: string | null = null, isLast = false; !isLast; ) {
        const page = await LISTS.VILLAGES.page(context, asked, after, { geometry: false, position: false });
        codes.push(...page.rows.map(({ cells }) => cells[0] ?? null));
        [after, isLast] = [page.next, page.next === null];
      }
      expect([codes.length, new Set(codes).size]).toEqual([total, total]);
      expect(sizes.length).toBe(Math.floor(total / PAGE_ROWS) + 1);
      expect(Math.max(...sizes)).toBe(PAGE_ROWS);
    } finally {
      await database.end();
    }
  }, 60_000);
});

describe.runIf(hasPostgres)("a file under way", () => {
  let database: { url: string; drop: () => Promise<void> };
  let keys: { directory: string; remove: () => void };
  let blocker: pg.Client;
  let folder: string;
  const children: ChildProcess[] = [];
  /** The one that is left running. */
  let serving: { url: string } | undefined;
  beforeAll(async () => {
    database = await ownDatabase("template");
    keys = copyOfKeys();
    folder = mkdtempSync(join(tmpdir(), "atlas-made-"));
    blocker = new pg.Client({ connectionString: database.url });
    await blocker.connect();
  }, 60_000);
  afterAll(async () => {
    await Promise.all(children.map(stopChild));
    await blocker.end();
    await database.drop();
    keys.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  const start = () =>
    startAtlas(
      "exports",
      { DATABASE_URL: database.url, ATLAS_KEYS_DIRECTORY: keys.directory, ATLAS_EXPORTS_DIRECTORY: folder },
      children,
    );
  const until = async (holds: () => Promise<boolean>) => {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 100));
  };
  const VILLAGES = { what: "VILLAGES", format: "GEOJSON", regionCode: "360827" };

  it("is given up when cancelled, made by the next server when its own is killed, goes after its day, and leaves nothing half-written", async () => {
    const { url } = await start();
    const [killed, cancelled] = [newSecret(), newSecret()];
    const old = await exported(url, { what: "SETTLEMENTS", format: "CSV", regionCode: "360827" });
    expect(readdirSync(folder)).toEqual([old.id]);
    // Nobody reads the villages meanwhile: whoever makes a file of them is caught in the middle.
    await blocker.query("begin; lock table atlas.village_cards in access exclusive mode");
    const first = await request(url, { ...VILLAGES, secret: cancelled });
    await until(async () => (await look(url, first.given.id, cancelled))?.state === "RUNNING");
    const second = await request(url, { ...VILLAGES, secret: killed });
    const { data } = await graphql<{ cancelExport: { state: string } }>(
      url,
      `mutation ($id: ID!, $secret: String) { cancelExport(id: $id, secret: $secret) { ... on Export { state } ... on Refused { code } } }`,
      { id: first.given.id, secret: cancelled },
    );
    expect(data.cancelExport.state).toBe("CANCELLED");
    await blocker.query("rollback; begin; lock table atlas.village_cards in access exclusive mode");
    await until(async () => (await look(url, second.given.id, killed))?.state === "RUNNING");
    expect((await fetchFile(url, `/exports/files/${second.given.id}?token=${killed}`)).status).toBe(404);
    const child = children[0];
    const ended = new Promise((resolve) => child?.once("exit", resolve));
    child?.kill("SIGKILL");
    await ended;
    await blocker.query("rollback");
    // What a lease of half a minute would bring about.
    await blocker.query("update access.export_jobs set lease_until = now() where state = 'RUNNING'");
    await blocker.query("update access.export_jobs set expires_at = now() where id = $1", [old.id]);
    const next = await start();
    serving = next;
    const done = await over(next.url, second.given.id, killed);
    expect([done.state, done.error]).toEqual(["DONE", null]);
    const response = await fetchFile(next.url, done.link);
    const collection = (await response.json()) as { features: { properties: { code: string } }[] };
    expect(collection.features.length).toBe(done.rowsTotal);
    const { rows } = await blocker.query<{ count: number }>(
      "select count(*)::int as count from atlas.villages where code like '360827%'",
    );
    expect(done.rowsTotal).toBe(rows[0]?.count);
    const seen = await look(next.url, first.given.id, cancelled);
    expect([seen?.state, seen?.link]).toEqual(["CANCELLED", null]);
    expect((await fetchFile(next.url, `/exports/files/${first.given.id}?token=${cancelled}`)).status).toBe(
      404,
    );
    expect(readdirSync(folder)).toEqual([second.given.id]);
    expect(statSync(join(folder, second.given.id)).mode & 0o777).toBe(0o600);
  }, 120_000);

  it("is not made for who lost the region meanwhile, and nobody has more than five waiting", async () => {
    const { url } = serving ?? (await start());
    const session = { cookie: `__Host-atlas=${await newToken(blocker, "demo.county", "SESSION")}` };
    await blocker.query("begin; lock table casework.households in access exclusive mode");
    const ids: string[] = [];
    for (let place = 0; place < 5; place += 1) {
      const { made, given } = await request(url, { what: "HOUSEHOLDS", format: "CSV" }, session);
      expect(made?.__typename).toBe("Export");
      ids.push(given.id);
    }
    expect((await request(url, { what: "HOUSEHOLDS", format: "CSV" }, session)).made?.code).toBe(
      "LIMIT_REACHED",
    );
    const [first = ""] = ids;
    await until(async () => (await look(url, first, null, session))?.state === "RUNNING");
    await blocker.query(
      "update access.person_regions set region_code = '360828' where person_id = (select id from access.people where login = 'demo.county')",
    );
    await blocker.query("commit");
    const files = await Promise.all(ids.map((id) => over(url, id, null, session)));
    expect(files.map(({ state }) => state)).toEqual(ids.map(() => "FAILED"));
    expect(files[0]?.error).toContain("辖区");
    expect(readdirSync(folder).filter((name) => ids.some((id) => name.startsWith(id)))).toEqual([]);
    const { rows } = await blocker.query<{ count: number }>(
      "select count(*)::int as count from access.tokens where kind = 'COMMAND'",
    );
    expect(rows[0]?.count).toBe(0);
  }, 120_000);
});
