import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import iconv from "iconv-lite";
import knexFrom, { type Knex } from "knex";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import type { Database } from "../server/db.ts";
import { importFile } from "../server/imports/command.ts";
import { PROBLEM_CODES } from "../server/imports/problems.ts";
import { printReport } from "../server/imports/report.ts";
import { runImport } from "../server/imports/run.ts";
import { villages } from "../server/imports/villages.ts";
import { migrate } from "../server/migrate.ts";
import { loadRegions } from "../server/regions/load.ts";
import { refreshVillageCells } from "../server/villages/cells.ts";

const connection = inject("postgresUrl");
const database = `imports_${process.pid}`;
const folder = mkdtempSync(join(tmpdir(), "imports-"));
const EXAMPLE = fileURLToPath(new URL("examples/villages.csv", import.meta.url));

let files = 0;
const write = (content: string | Uint8Array, extension = ".csv") => {
  const path = join(folder, `file-${++files}${extension}`);
  writeFileSync(path, content);
  return path;
};
const ring = (x: number, y: number, size = 0.01) => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];
const polygon = (x: number, y: number, size?: number) => ({
  type: "Polygon",
  coordinates: [ring(x, y, size)],
});
const feature = (properties: object, geometry: unknown) => ({ type: "Feature", properties, geometry });
const collection = (features: object[], more: object = {}) =>
  write(JSON.stringify({ type: "FeatureCollection", ...more, features }), ".geojson");
/** Enough corners to be simplified: a circle of about 1 km with 120 vertices, the border at `x` shared. */
const half = (x: number, y: number, side: 1 | -1) => {
  const border = Array.from({ length: 61 }, (_, i) => [x + 0.00002 * (i % 2), y + i * 0.0002]);
  const outer = Array.from({ length: 59 }, (_, i) => {
    const angle = (Math.PI * (i + 1)) / 60;
    return [x + side * 0.006 * Math.sin(angle), y + 0.006 + 0.006 * Math.cos(angle)];
  });
  return { type: "Polygon", coordinates: [[...border, ...outer, border[0]]] };
};

afterAll(() => rmSync(folder, { recursive: true }));

// Left out only where there is no PostgreSQL, which test/run.mjs then says in a line; CI stops instead.
describe.skipIf(!connection)("imports of villages", () => {
  let server: Knex;
  let knex: Knex;
  const rows = async <Row>(sql: string, bindings: Knex.RawBinding[] = []): Promise<Row[]> =>
    (await knex.raw<{ rows: Row[] }>(sql, bindings)).rows;
  const village = async (code: string) =>
    (
      await rows<Record<string, unknown>>(
        "select * , st_x(point) as x, st_y(point) as y from atlas.villages where code = ?",
        [code],
      )
    )[0];
  const count = async (table: string) =>
    Number((await rows<{ n: string }>(`select count(*) as n from atlas.${table}`))[0]?.n);
  const load = (path: string, options: { crs?: string; dryRun?: boolean } = {}) =>
    runImport(knex, { dataset: villages, path, fileName: basename(path), ...options });
  /** Everything an import may write, as one value to compare. */
  const state = () =>
    rows(`
      select (select md5(string_agg(v::text, '' order by code)) from atlas.villages v) as villages,
             (select md5(string_agg(c::text, '' order by code)) from atlas.village_cards c) as cards,
             (select md5(string_agg(s::text, '' order by id)) from atlas.search_entries s) as search,
             (select md5(string_agg(r.code || r.name, '' order by code)) from atlas.regions r where kind = 'TOWNSHIP') as townships,
             (select count(*) from atlas.data_sources) as sources, (select count(*) from atlas.data_changes) as changes`);

  beforeAll(async () => {
    server = knexFrom({ client: "pg", connection });
    await server.raw("create database ??", [database]);
    const url = new URL(connection ?? "");
    url.pathname = `/${database}`;
    knex = knexFrom({ client: "pg", connection: url.href, pool: { min: 0, max: 3 } });
    await migrate(knex);
    await loadRegions(knex);
  });

  afterAll(async () => {
    await knex?.destroy();
    await server?.raw("drop database if exists ??", [database]);
    await server?.destroy();
  });

  beforeEach(() =>
    knex.raw(`
      delete from atlas.village_cards; delete from atlas.search_entries; delete from atlas.villages;
      delete from atlas.data_changes; delete from atlas.code_aliases where alias = '999999'`),
  );

  test("the example file is taken, with pinyin, fen, cards and search", async () => {
    const report = await load(EXAMPLE);
    expect(report.problems).toEqual([]);
    expect(report).toMatchObject({ rows: 4, encoding: "UTF-8", ignored: [], warnings: [] });
    expect(report.counts).toEqual({ inserted: 4, changed: 0, unchanged: 0, townships: 0 });
    expect(await village("360827100291")).toMatchObject({
      ...{
        name: "示例上坪村",
        name_en: "Shangping (example)",
        pinyin: "shilishangpingcun",
        initials: "slspc",
      },
      ...{
        township_code: "360827100",
        county_code: "360827",
        households: 412,
        population: 1630,
        labour_force: 905,
      },
      ...{
        migrant_workers: 388,
        poor_village: true,
        x: 114.521,
        y: 26.332,
        datum: "EPSG:4326",
        is_demo: false,
        row_version: 1,
      },
    });
    expect(
      await rows(`
        select left_poverty_on::text, per_capita_income_fen::text as income, collective_income_fen::text as collective, labour_force
        from atlas.villages where code in ('360827100291', '360827100293') order by code`),
    ).toEqual([
      { left_poverty_on: "2017-12-26", income: "1685050", collective: "18230000", labour_force: 905 },
      { left_poverty_on: "2018-07-29", income: "1598005", collective: "9650000", labour_force: null },
    ]);
    expect(await rows("select households from atlas.village_cards where code = '360827100294'")).toEqual([
      { households: 530 },
    ]);
    expect(
      await rows(
        "select e.code from atlas.search_entries e join atlas.search_terms t on t.entry_id = e.id where term = 'slfl' || 'c'",
      ),
    ).toEqual([{ code: "360827100293" }]);
  });

  test.each([
    ["UTF-8 with a mark, commas", (text: string) => Buffer.from(`\ufeff${text}`), "UTF-8"],
    ["GB18030 with four-byte characters", (text: string) => iconv.encode(text, "gb18030"), "GB18030"],
    ["semicolons", (text: string) => Buffer.from(text.replaceAll(",", ";")), "UTF-8"],
    [
      "tabs and CR LF",
      (text: string) => Buffer.from(text.replaceAll(",", "\t").replaceAll("\n", "\r\n")),
      "UTF-8",
    ],
  ])("a table in %s is read", async (_, encode, encoding) => {
    const report = await load(
      write(
        encode("行政区划代码,村名,户 数,备注\n'360827100201,㐀坪村（东）,１２,x\n360827100202,乙村,,y\n"),
      ),
    );
    expect(report).toMatchObject({ encoding, ignored: ["备注"], problems: [], counts: { inserted: 2 } });
    expect(await village("360827100201")).toMatchObject({ name: "㐀坪村（东）", households: 12 });
    expect(await village("360827100202")).toMatchObject({ households: null });
  });

  test("English headers are read, whatever their case", async () => {
    const report = await load(
      write(
        "Code,NAME,Poor Village,left-poverty-on,per_capita_income\n360827100201,Jia,yes,2018/7/29,1.15\n",
      ),
    );
    expect(report.problems).toEqual([]);
    expect(
      await rows(
        "select poor_village, left_poverty_on::text as day, per_capita_income_fen::text as fen from atlas.villages",
      ),
    ).toEqual([{ poor_village: true, day: "2018-07-29", fen: "115" }]);
  });

  test("outlines come from GeoJSON, with a point inside; points from tables are kept", async () => {
    await load(write("code,name,lon,lat\n360827100201,甲村,114.502,26.332\n"));
    const report = await load(
      collection([
        feature({ 区划代码: 360827100201, 名称: "甲村", households: 7 }, polygon(114.5, 26.33)),
        feature(
          { 区划代码: "360827100202", 名称: "乙村" },
          { type: "MultiPolygon", coordinates: [[ring(114.51, 26.33)], [ring(114.6, 26.33, 0.001)]] },
        ),
      ]),
    );
    expect(report).toMatchObject({ format: "GeoJSON", problems: [], counts: { inserted: 1, changed: 1 } });
    expect(await village("360827100201")).toMatchObject({
      x: 114.502,
      y: 26.332,
      households: 7,
      row_version: 2,
    });
    expect(
      await rows(`
        select st_area(outline) as area, st_intersects(outline, villages.point) as inside, shape is not null as drawn, st_x(villages.point) < 114.55 as in_largest
        from atlas.villages join atlas.village_cards using (code) where code = '360827100202'`),
    ).toEqual([{ area: expect.closeTo(0.000101, 9), inside: true, drawn: true, in_largest: true }]);
    // A table without coordinates or figures leaves those that are stored.
    expect((await load(write("code,name\n360827100201,甲新村\n"))).counts).toMatchObject({ changed: 1 });
    expect(await village("360827100201")).toMatchObject({
      name: "甲新村",
      households: 7,
      x: 114.502,
      row_version: 3,
    });
    expect(await rows("select code from atlas.villages where outline is not null order by 1")).toHaveLength(
      2,
    );
  });

  test("GeoJSON sequences are read, with and without record separators", async () => {
    const line = (code: string) =>
      JSON.stringify(feature({ code, name: "甲村" }, { type: "Point", coordinates: [114.5, 26.33, 99] }));
    expect(
      (await load(write(`${line("360827100201")}\n\u001e${line("360827100202")}\n`, ".geojsonl"))).counts,
    ).toMatchObject({ inserted: 2 });
    const bad = await load(write(`${line("360827100203")}\n\n${line("360827100900")}\n`, ".geojson"));
    expect(bad.problems).toMatchObject([{ row: 3, code: "DEMO_CODE_BLOCK" }]);
  });

  test("the same file again changes nothing: no row, no version, no source, no tile", async () => {
    const path = collection([
      feature({ code: "360827100201", name: "甲村", per_capita_income: 12345.67 }, half(114.5, 26.33, 1)),
      feature({ code: "360827100202", name: "乙村" }, half(114.5, 26.33, -1)),
    ]);
    expect((await load(path)).counts).toEqual({ inserted: 2, changed: 0, unchanged: 0, townships: 0 });
    const before = await state();
    expect((await load(path)).counts).toEqual({ inserted: 0, changed: 0, unchanged: 2, townships: 0 });
    expect(await state()).toEqual(before);
  });

  test("only the changed row grows its version, and only its tiles are told", async () => {
    const table = (households: number) =>
      write(
        `code,name,households,lon,lat\n360827100201,甲村,${households},114.50,26.33\n360827100202,乙村,5,114.55,26.33\n360321101201,丙村,5,114.0,27.2\n`,
      );
    await load(table(5));
    expect(
      await rows(
        "select west, south, east, north from atlas.data_changes where layer = 'villages' order by west",
      ),
    ).toEqual([
      { west: 114, south: 27.2, east: 114, north: 27.2 },
      { west: 114.5, south: 26.33, east: 114.55, north: 26.33 },
    ]);
    await knex.raw("delete from atlas.data_changes");
    expect((await load(table(6))).counts).toMatchObject({ changed: 1, unchanged: 2 });
    expect(await rows("select code, row_version from atlas.villages order by code")).toEqual([
      { code: "360321101201", row_version: 1 },
      { code: "360827100201", row_version: 2 },
      { code: "360827100202", row_version: 1 },
    ]);
    expect(await rows("select layer, west, east from atlas.data_changes")).toEqual([
      { layer: "villages", west: 114.5, east: 114.5 },
    ]);
  });

  test("a village that moves is redrawn where it was and where it is", async () => {
    const at = (lon: number) => write(`code,name,lon,lat\n360827100201,甲村,${lon},26.33\n`);
    await load(at(114.3));
    await knex.raw("delete from atlas.data_changes");
    await load(at(114.9));
    expect(await rows("select west, east from atlas.data_changes order by west")).toEqual([
      { west: 114.3, east: 114.3 },
      { west: 114.9, east: 114.9 },
    ]);
  });

  test("the grid after an import is the one that would be built anew, in every month", async () => {
    const grid = () =>
      rows(`
        select (select json_agg(c order by level, cell_x, cell_y) from atlas.village_cells c) as cells,
               (select json_agg(m order by level, period, cell_x, cell_y) from atlas.village_cell_months m) as months`);
    const table = (lon: number, households: number) =>
      write(
        `code,name,households,lon,lat\n360827100201,甲村,${households},${lon},26.33\n360827100202,乙村,7,114.5,26.33\n360321101201,丙村,9,114,27.2\n`,
      );
    await load(table(114.3, 40));
    await knex.raw(/* sql */ `
      insert into atlas.publications (quarter, version, is_current, method_versions, rules, data_cut_off, facts_recorded_until, coverage, content_sha256)
      values ('2026-07-01', 1, true, '{}', '{}', '2026-09-30', now(), 1, 'of a test');
      insert into atlas.village_risks (village_code, period, status, score, level, coverage, method_version, publication_id, facts_revision)
      select code, month::date, 'OK', 37.5, 'BLUE', 1, 'of a test', id, 1
      from atlas.publications, (values ('360827100201'), ('360827100202')) scored (code),
           generate_series('2026-07-01', '2026-09-01', interval '1 month') month`);
    await refreshVillageCells(knex);
    for (const path of [table(114.3, 41), table(114.5, 41), table(114.9, 0)]) {
      expect((await load(path)).counts).toMatchObject({ changed: 1 });
      const [counted] = await grid();
      await refreshVillageCells(knex);
      expect([counted]).toEqual(await grid());
      expect(counted).toMatchObject({ cells: expect.anything(), months: expect.anything() });
    }
    await knex.raw("delete from atlas.village_risks; delete from atlas.publications");
  });

  test("borders stay shared when outlines are simplified, within a county and across", async () => {
    await load(
      collection([
        feature({ code: "360827100201", name: "甲村" }, half(114.5, 26.33, 1)),
        feature({ code: "360827100202", name: "乙村" }, half(114.5, 26.33, -1)),
        feature({ code: "360827100203", name: "丙村" }, half(114.7, 26.33, 1)),
        feature({ code: "360828100201", name: "丁村", township: "示例镇" }, half(114.7, 26.33, -1)),
      ]),
    );
    const shapes = await rows<{ full: number; far: number; gap: number }>(`
      select st_npoints(shape) as full, st_npoints(shape_far) as far, st_area(st_symdifference(shape, shape_far)) / st_area(shape) as gap
      from atlas.village_cards`);
    for (const { full, far, gap } of shapes) {
      expect(full).toBeGreaterThan(110);
      expect(far).toBeLessThan(60);
      expect(gap).toBeLessThan(0.03);
    }
    expect(
      await rows(`
        select one.code, other.code as beside, st_area(st_intersection(one.shape_far, other.shape_far)) < 1e-3 as apart,
               st_length(st_intersection(st_boundary(one.shape_far), st_boundary(other.shape_far))) > 1000 as touching
        from atlas.village_cards one join atlas.village_cards other on other.code > one.code and other.shape && one.shape order by 1`),
    ).toEqual([
      { code: "360827100201", beside: "360827100202", apart: true, touching: true },
      { code: "360827100203", beside: "360828100201", apart: true, touching: true },
    ]);
  });

  test("a dry run reports what the run reports and writes nothing", async () => {
    const path = write(
      "code,name,township,lon,lat\n360827199201,甲村,示例新镇,114.5,26.33\n360827100202,乙村,,110.5,26.33\n",
    );
    const before = await state();
    const dry = await load(path, { dryRun: true });
    expect(await state()).toEqual(before);
    const real = await load(path);
    expect(printReport(dry, "zh")).toBe(printReport(real, "zh"));
    expect(dry).toEqual(real);
    expect(real.counts).toMatchObject({ inserted: 2, townships: 1 });
    expect(real.warnings).toMatchObject([{ row: 3, code: "POINT_OUTSIDE_COUNTY" }]);
    expect(
      await rows("select kind, name, parent_code, pinyin from atlas.regions where code = '360827199'"),
    ).toEqual([{ kind: "TOWNSHIP", name: "示例新镇", parent_code: "360827", pinyin: "shilixinzhen" }]);
    expect(await rows("select code from atlas.search_entries where kind = 'REGION'")).toEqual([
      { code: "360827199" },
    ]);
    await knex.raw("delete from atlas.villages; delete from atlas.regions where code = '360827199'");
  });

  test("every bad cell of every row is told, and nothing is written", async () => {
    const before = await state();
    const path = write(
      [
        "区划代码,名称,乡镇名称,户数,出列村,出列时间,人均可支配收入(元),经度,纬度",
        "360827100201,甲村,,12,是,2018-07-29,1,114.5,26.33",
        ",,,12,是,,1,,",
        "36082710020,乙村,,十二,maybe,2018,1.234,114.5,",
        "360827100901,模拟村,,-1,,,,26.33,114.5",
        '3.60827E+11,"跨行\n村",,1E+05,,,,,',
        "360721100201,旧县村,,,,,,,",
        "369999100201,无县村,,,,,,,",
        "360827998201,无乡村,,,,,,,",
        "360827100201,重复村,,,,,,,",
        "360827100202,远村,,,,2999-01-01,,200,26",
        "360827100203,短行",
        `360827100204,${"长".repeat(101)},,,,,,,`,
      ].join("\n"),
    );
    const report = await load(path);
    expect(report.counts).toBeNull();
    expect(report.problems.map(({ row, column, code }) => `${row} ${column} ${code}`)).toEqual([
      "3 区划代码 MISSING_VALUE",
      "3 名称 MISSING_VALUE",
      "4 区划代码 BAD_CODE",
      "4 户数 NOT_A_NUMBER",
      "4 出列村 BAD_BOOLEAN",
      "4 出列时间 BAD_DATE",
      "4 人均可支配收入(元) NOT_A_NUMBER",
      "4 纬度 MISSING_VALUE",
      "5 区划代码 DEMO_CODE_BLOCK",
      "5 户数 OUT_OF_RANGE",
      "5 经度 COORDINATES_SWAPPED",
      "6 区划代码 LOSSY_NUMBER",
      "6 名称 BAD_CHARACTER",
      "6 户数 LOSSY_NUMBER",
      "8 区划代码 RETIRED_COUNTY_CODE",
      "9 区划代码 UNKNOWN_COUNTY",
      "10 区划代码 UNKNOWN_TOWNSHIP",
      "11 区划代码 DUPLICATE_IN_FILE",
      "12 出列时间 BAD_DATE",
      "12 经度 OUTSIDE_CHINA",
      "13 区划代码 WRONG_COLUMN_COUNT",
      "14 名称 TEXT_TOO_LONG",
    ]);
    const of = (code: string) => report.problems.find((problem) => problem.code === code);
    expect(of("RETIRED_COUNTY_CODE")?.zh).toContain("现行代码为 360704");
    expect(of("RETIRED_COUNTY_CODE")?.en).toContain("the present one is 360704");
    expect(of("DUPLICATE_IN_FILE")?.zh).toContain("已在第 2 行出现");
    expect(of("COORDINATES_SWAPPED")).toMatchObject({ value: "26.33, 114.5" });
    expect([...(of("TEXT_TOO_LONG")?.value ?? "")]).toHaveLength(60);
    for (const { zh, en } of report.problems) {
      expect(zh).toMatch(/[；。].*/u);
      expect(`${zh}${en}`).not.toContain("undefined");
    }
    expect(await state()).toEqual(before);
  });

  test("bad shapes are told with reason and place", async () => {
    const bowTie = {
      type: "Polygon",
      coordinates: [
        [
          [114.5, 26.3],
          [114.52, 26.32],
          [114.52, 26.3],
          [114.5, 26.32],
          [114.5, 26.3],
        ],
      ],
    };
    const huge = { type: "Polygon", coordinates: [Array.from({ length: 200_001 }, () => [114.5, 26.3])] };
    const square = polygon(114.5, 26.33);
    const open = { type: "Polygon", coordinates: [ring(114.5, 26.33).slice(0, 4)] };
    const shapes = [
      bowTie,
      huge,
      square,
      polygon(26.3, 114.5),
      polygon(10, 20),
      open,
      { type: "LineString", coordinates: ring(114.5, 26.33) },
      { type: "Point", coordinates: ["114", 26] },
      { type: "Polygon", coordinates: [] },
      polygon(114.5, 26.33, 0),
    ];
    const report = await load(
      collection(
        shapes.map((shape, index) =>
          feature(
            {
              code: `3608271002${index + 10}`,
              name: "甲村",
              ...(shape === square ? { lon: 114.6, lat: 26.3 } : {}),
            },
            shape,
          ),
        ),
      ),
    );
    expect(report.problems.map(({ row, column, code }) => `${row} ${column} ${code}`)).toEqual([
      "1 geometry GEOMETRY_INVALID",
      "2 geometry GEOMETRY_TOO_LARGE",
      "3 lon POINT_OUTSIDE_OUTLINE",
      "4 geometry COORDINATES_SWAPPED",
      "5 geometry OUTSIDE_CHINA",
      "6 geometry GEOMETRY_INVALID",
      "7 geometry GEOMETRY_INVALID",
      "8 geometry GEOMETRY_INVALID",
      "9 geometry GEOMETRY_INVALID",
      "10 geometry GEOMETRY_INVALID",
    ]);
    expect(report.problems[0]?.zh).toMatch(/自相交，位于 114\.51\d*, 26\.31/);
    expect(report.problems[0]?.en).toMatch(/Self-intersection at 114\.51\d*, 26\.31/);
    expect(await count("villages")).toBe(0);
  });

  test("a point must lie in the outline that is stored", async () => {
    await load(collection([feature({ code: "360827100201", name: "甲村" }, polygon(114.5, 26.33))]));
    const report = await load(write("code,name,lon,lat\n360827100201,甲村,114.6,26.33\n"));
    expect(report.problems).toMatchObject([
      { row: 2, column: "lon", code: "POINT_OUTSIDE_OUTLINE", value: "114.600000, 26.330000" },
    ]);
  });

  test("warnings hold nothing back: metres outside the county, another name of the township", async () => {
    const report = await load(write("code,name,township,lon,lat\n360827100201,甲村,泉水镇,110.5,26.33\n"));
    expect(report.counts).toMatchObject({ inserted: 1, townships: 0 });
    expect(report.warnings.map(({ code }) => code)).toEqual([
      "TOWNSHIP_NAME_DIFFERS",
      "POINT_OUTSIDE_COUNTY",
    ]);
    const metres = Number(/界外 (\d+) 米/.exec(report.warnings[1]?.zh ?? "")?.[1]);
    const [{ truth } = { truth: 0 }] = await rows<{ truth: number }>(
      "select st_distance(outline::geography, 'point(110.5 26.33)'::geography) as truth from atlas.regions where code = '360827'",
    );
    expect(metres).toBe(Math.round(truth));
  });

  test("CGCS2000 and Gauss–Krüger land within a metre and keep their name", async () => {
    const metresOff = async (code: string) =>
      (
        await rows<{ off: number; datum: string }>(
          "select st_distance(point::geography, 'point(115.36 26.33)'::geography) as off, datum from atlas.villages where code = ?",
          [code],
        )
      )[0];
    const at = (code: string, x: string, y: string) => write(`code,name,lon,lat\n${code},甲村,${x},${y}\n`);
    await load(at("360732100201", "115.36", "26.33"), { crs: "4490" });
    await load(at("360732100202", "38635785.207", "2914110.315"), { crs: "4526" });
    await load(at("360732100203", "635785.207", "2914110.315"), { crs: "EPSG:4547" });
    expect(await metresOff("360732100201")).toEqual({ off: expect.closeTo(0, 1), datum: "EPSG:4490" });
    expect(await metresOff("360732100202")).toEqual({ off: expect.closeTo(0, 1), datum: "EPSG:4526" });
    expect(await metresOff("360732100203")).toEqual({ off: expect.closeTo(0, 1), datum: "EPSG:4547" });
    const swapped = await load(at("360732100204", "2914110.315", "38635785.207"), { crs: "4526" });
    expect(swapped.problems).toMatchObject([{ code: "COORDINATES_SWAPPED" }]);
    // Degrees under a plane system never reach PROJ.
    expect((await load(at("360732100204", "115.36", "26.33"), { crs: "4526" })).problems).toMatchObject([
      { code: "OUTSIDE_CHINA" },
    ]);
  });

  test.each([
    ["UnknownCrs", "3857", ".csv", "code,name\n", /4326.*4490.*4513/],
    ["UnknownFormat", "4326", ".kml", "<kml/>", /CSV.*GeoJSON/],
    ["ColumnMissing", "4326", ".csv", "编号,户数\n1,2\n", /编号 \| 户数/],
    ["ColumnTwice", "4326", ".csv", "code,村代码,name\n", /村代码/],
    ["SyntaxBroken", "4326", ".csv", 'code,name\n360827100201,"甲村\n', /line \d/],
    ["SyntaxBroken", "4326", ".geojson", '{"type": "FeatureCollection", "features": [', /JSON/],
    ["SyntaxBroken", "4326", ".geojson", '{"type": "Topology"}', /FeatureCollection/],
    [
      "CrsContradicted",
      "4326",
      ".geojson",
      '{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4490"}},"features":[]}',
      /--crs 4490/,
    ],
    [
      "EncodingUnclear",
      "4326",
      ".csv",
      Buffer.concat([
        iconv.encode("代码,名称\n360827100201,甲村\n360827100202,", "gbk"),
        Buffer.from([0xff, 0x0a]),
      ]),
      /Line 3/,
    ],
    [
      "EncodingUnclear",
      "4326",
      ".csv",
      Buffer.concat([
        Buffer.from("代码,名称\n360827100201,甲村\n360827100202,乙"),
        Buffer.from([0xe6, 0x0a]),
      ]),
      /Line 3/,
    ],
    ["EncodingUnclear", "4326", ".csv", Buffer.from("\ufeffcode,name\n", "utf16le"), /UTF-16/],
  ])(
    "%s is one sentence for the whole file (--crs %s, %s)",
    async (code, crs, extension, content, sentence) => {
      await expect(load(write(content, extension), { crs })).rejects.toMatchObject({
        code,
        message: expect.stringMatching(sentence),
        zh: expect.stringMatching(/[；。]/u),
      });
    },
  );

  test("a crs member that agrees is taken", async () => {
    const crs = { type: "name", properties: { name: "urn:ogc:def:crs:EPSG::4490" } };
    const path = collection([feature({ code: "360827100201", name: "甲村" }, polygon(114.5, 26.33))], {
      crs,
    });
    expect((await load(path, { crs: "4490" })).counts).toMatchObject({ inserted: 1 });
  });

  test("of two imports at once the second is told so", async () => {
    const path = write("code,name\n360827100201,甲村\n");
    const results = await Promise.allSettled([load(path), load(path)]);
    const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(refused).toMatchObject([
      { code: "ImportAlreadyRunning", message: expect.stringContaining("ImportAlreadyRunning") },
    ]);
    expect(await count("villages")).toBe(1);
  });

  test("a township invented for demonstration is unknown, until a row gives its name", async () => {
    await knex.raw(
      "insert into atlas.regions (code, kind, name, parent_code, province_code, is_demo) values ('360102100', 'TOWNSHIP', '某镇（模拟）', '360102', '36', true)",
    );
    expect((await load(write("code,name\n360102100201,甲村\n"))).problems).toMatchObject([
      { code: "UNKNOWN_TOWNSHIP" },
    ]);
    expect((await load(write("code,name,township\n360102100201,甲村,示例镇\n"))).counts).toMatchObject({
      inserted: 1,
      townships: 1,
    });
    expect(await rows("select name, is_demo from atlas.regions where code = '360102100'")).toEqual([
      { name: "示例镇", is_demo: false },
    ]);
    await knex.raw("delete from atlas.villages; delete from atlas.regions where code = '360102100'");
  });

  describe("the command", () => {
    let printed: string[];
    const run = async (...args: string[]) => {
      printed = [];
      await importFile({ primary: knex } as Database, args, (text) => printed.push(text));
    };
    afterEach(() => {
      process.exitCode = 0;
    });

    test("a refused file leaves an error file by which it can be corrected and loaded", async () => {
      const good = [
        ["区划代码", "名称", "户数"],
        ["360827100201", "甲村", "12"],
        ["360827100202", "乙村", "7"],
      ];
      const bad = [good[0] ?? [], ["360827100201", "", "12"], ["360827100202", "乙村", "=1+1"]];
      const text = (table: string[][]) => table.map((cells) => cells.join(",")).join("\n");
      const path = write(text(bad));
      await run("villages", path, "--lang", "en");
      expect(process.exitCode).toBe(1);
      expect(printed[0]).toContain("Refused: 2 problems in 2 rows");
      const bytes = readFileSync(`${path}.errors.csv`);
      expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      const errors: Record<string, string>[] = parse(bytes, { columns: true, bom: true });
      expect(errors).toMatchObject([
        { row: "2", column: "名称", code: "MISSING_VALUE", value: "" },
        { row: "3", column: "户数", code: "NOT_A_NUMBER", value: "'=1+1" },
      ]);
      for (const { row, column } of errors) {
        const line = Number(row) - 1;
        const place = good[0]?.indexOf(column ?? "") ?? -1;
        (bad[line] ?? [])[place] = good[line]?.[place] ?? "";
      }
      writeFileSync(path, text(bad));
      process.exitCode = 0;
      await run("villages", path);
      expect(process.exitCode).toBe(0);
      expect(printed[0]).toContain("新增 2，更新 0，不变 0");
      expect(printed[1]).toContain("npm run recompute");
      await run("villages", path);
      expect(printed).toHaveLength(1);
      expect(() => readFileSync(`${path}.errors.csv`)).toThrow();
    });

    test("a dry run says so below its report", async () => {
      const path = write("code,name\n360827100201,甲村\n");
      await run("villages", path, "--dry-run");
      expect(printed).toEqual([expect.stringContaining("新增 1"), "试运行：以上没有写入数据库。"]);
      expect(await count("villages")).toBe(0);
    });

    test.each([[["villages"]], [["villages", "a.csv", "--force"]], [["villages", "a.csv", "--lang", "fr"]]])(
      "%j is answered with the usage",
      async (args) => {
        await expect(run(...args)).rejects.toMatchObject({
          code: "UsageUnclear",
          message: expect.stringContaining("--dry-run"),
        });
      },
    );

    test("an unknown dataset or file is one sentence", async () => {
      await expect(run("cows", "a.csv")).rejects.toMatchObject({ code: "UnknownDataset" });
      await expect(run("villages", join(folder, "none.csv"))).rejects.toMatchObject({
        code: "FileUnreadable",
      });
    });
  });
});

test("every code of a problem is met in these tests", () => {
  const text = ["imports.test.ts", "imports.files.test.ts", "imports.lists.test.ts"]
    .map((name) => readFileSync(fileURLToPath(new URL(name, import.meta.url)), "utf8"))
    .join("");
  expect(PROBLEM_CODES.filter((code) => !text.includes(code))).toEqual([]);
});
