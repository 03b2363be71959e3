import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import fc from "fast-check";
import { type Zippable, zipSync } from "fflate";
import gcoord from "gcoord";
import knexFrom, { type Knex } from "knex";
import initSqlJs from "sql.js";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { doubleArea, isInsideRing, polygonsOfRings } from "../geo/rings.ts";
import { badRowsOf } from "../server/imports/badRows.ts";
import { formatOf } from "../server/imports/files/formats.ts";
import { JsonObjects } from "../server/imports/files/jsonObjects.ts";
import { sridOfText } from "../server/imports/files/wellKnownText.ts";
import { probe } from "../server/imports/probe.ts";
import { type ImportHooks, type ImportRequest, runImport } from "../server/imports/run.ts";
import type { SourceRow } from "../server/imports/type.ts";
import { villages } from "../server/imports/villages.ts";
import { migrate } from "../server/migrate.ts";
import { loadRegions } from "../server/regions/load.ts";

const folder = mkdtempSync(join(tmpdir(), "files-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const write = (content: string | Uint8Array, extension: string) => {
  const path = join(folder, `file-${++files}${extension}`);
  writeFileSync(path, content);
  return path;
};
const ring = (x: number, y: number, size = 0.01): [number, number][] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];
const feature = (properties: object, geometry: unknown) => ({ type: "Feature", properties, geometry });
const collection = (features: object[]) =>
  write(JSON.stringify({ type: "FeatureCollection", features }), ".geojson");
const rowsOf = async (path: string, layer?: string) => {
  const reading = await (await formatOf(path, path)).open(path, layer);
  const rows: SourceRow[] = [];
  for await (const row of reading.rows()) rows.push(row);
  return { ...reading, rows };
};

/** Two villages of Suichuan: one with a hole, one of two parts; names as GBK can write them. */
const TWO = () =>
  collection([
    feature(
      { 代码: "360827100201", 名称: "洣塘村", 户数: 12 },
      { type: "Polygon", coordinates: [ring(114.5, 26.33), ring(114.503, 26.333, 0.003).reverse()] },
    ),
    feature(
      { 代码: "360827100202", 名称: "大汾村", 户数: 7 },
      { type: "MultiPolygon", coordinates: [[ring(114.52, 26.33)], [ring(114.54, 26.33)]] },
    ),
  ]);

// Where GDAL is missing test/run.mjs says so in a line; CI installs it.
describe.runIf(inject("gdal"))("files as GIS software writes them", () => {
  const ogr = (...args: string[]) => execFileSync("ogr2ogr", args, { stdio: "pipe" });
  const shapefile = (system: string, leaveOut: RegExp) => {
    const out = join(folder, `shapefile-${++files}`);
    mkdirSync(out);
    ogr("-f", "ESRI Shapefile", out, TWO(), "-lco", "ENCODING=GBK", "-t_srs", system, "-nln", "村界");
    const content: Zippable = {};
    for (const name of readdirSync(out))
      if (!leaveOut.test(name)) content[name] = readFileSync(join(out, name));
    return write(zipSync(content), ".zip");
  };
  const cells = [
    ["360827100201", "洣塘村", "12"],
    ["360827100202", "大汾村", "7"],
  ];

  it.each([
    ["4490", 4490],
    ["4526", 4526],
    ["4547", 4547],
  ])("reads a Shapefile in GBK without its .cpg, in EPSG:%s by its .prj", async (system, srid) => {
    const { encoding, crs, layers, rows } = await rowsOf(shapefile(`EPSG:${system}`, /\.cpg$/));
    expect({ encoding, crs, layers }).toEqual({ encoding: "GB18030", crs: srid, layers: ["村界"] });
    expect(rows.map((row) => row.cells)).toEqual(cells);
    expect(
      rows.map((row) =>
        (row.geometry as { coordinates: unknown[][] }).coordinates.map((polygon) => polygon.length),
      ),
    ).toEqual([[2], [1, 1]]);
  });

  it("reads a GeoPackage table by table, with Chinese names and its own reference system", async () => {
    const path = join(folder, "two.gpkg");
    ogr("-f", "GPKG", path, TWO(), "-t_srs", "EPSG:4490", "-nln", "行政村");
    ogr("-f", "GPKG", "-update", path, TWO(), "-nln", "别的");
    const { crs, layers, rows, headers } = await rowsOf(path, "行政村");
    expect({ crs, layers, headers }).toEqual({
      crs: 4490,
      layers: ["行政村", "别的"],
      headers: ["代码", "名称", "户数"],
    });
    expect(rows.map((row) => row.cells)).toEqual(cells);
    expect(rows[0]?.geometry).toMatchObject({ type: "Polygon" });
    await expect(rowsOf(path, "没有")).rejects.toMatchObject({
      code: "UnknownLayer",
      zh: expect.stringContaining("行政村、别的"),
    });
  });

  it("reads XLSX with codes whole, and takes the title above the header for no header", async () => {
    const path = join(folder, "two.xlsx");
    ogr("-f", "XLSX", path, TWO(), "-nln", "名单");
    const { rows, layers } = await rowsOf(path);
    expect(layers).toEqual(["名单"]);
    expect(rows).toEqual(cells.map((row, index) => ({ number: index + 2, cells: row })));
  });
});

describe("archives made to harm", () => {
  const table = new TextEncoder().encode("code,name\n");
  const shapes: Zippable = { "a.shp": table, "a.dbf": table };
  const zip = (content: Zippable) => write(zipSync(content), ".zip");
  const refused = (path: string) => expect(rowsOf(path)).rejects.toMatchObject({ code: "ArchiveRefused" });
  const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`${index}.txt`, table]));

  it.each<[string, Zippable]>([
    ["a way out", { ...shapes, "../../x.shp": table }],
    ["a way to the root", { ...shapes, "/etc/x": table }],
    ["a drive", { ...shapes, "C:\\x.shp": table }],
    ["a back-slash", { ...shapes, "a\\..\\b": table }],
    ["a device", { ...shapes, "sub/CON.txt": table }],
    ["a name of 300 letters", { ...shapes, [`${"a".repeat(300)}.shp`]: table }],
    ["a control character", { ...shapes, "a\u0001.shp": table }],
    ["an archive inside", { ...shapes, "inner.zip": table }],
    ["names that differ in case", { ...shapes, "A.SHP": table }],
    ["too many files", { ...shapes, ...many }],
    ["a bomb", { ...shapes, "b.bin": new Uint8Array(64 * 1_048_576) }],
    ["a link", { ...shapes, link: [table, { os: 3, attrs: (0o120777 << 16) >>> 0 }] }],
  ])("%s is refused in a sentence", (_, content) => refused(zip(content)));

  it("a size that lies is found by counting what comes", async () => {
    const bytes = Buffer.from(zipSync({ "a.shp": new Uint8Array(3_000_000), "a.dbf": table }));
    // Both headers say 10 bytes.
    for (let at = bytes.indexOf("PK\u0001\u0002"); at >= 0; at = -1) bytes.writeUInt32LE(10, at + 24);
    bytes.writeUInt32LE(10, 22);
    await refused(write(bytes, ".zip"));
  });

  it("one that is encrypted or cut off is refused", async () => {
    const bytes = Buffer.from(zipSync(shapes));
    bytes.writeUInt16LE(1, bytes.indexOf("PK\u0001\u0002") + 8);
    await refused(write(bytes, ".zip"));
    await refused(write(zipSync(shapes).slice(0, -10), ".zip"));
  });

  it("XML with a document type is refused, in any part of a workbook", () =>
    refused(
      write(
        zipSync({
          "[Content_Types].xml": new TextEncoder().encode("<Types/>"),
          "xl/sharedStrings.xml": new TextEncoder().encode('<!DOCTYPE x [<!ENTITY a "b">]><sst/>'),
        }),
        ".xlsx",
      ),
    ));

  it.each([
    [".csv", zipSync(shapes), /Shapefile/],
    [".xlsx", zipSync(shapes), /Shapefile/],
    [".gpkg", new TextEncoder().encode("code,name\n"), /CSV/],
    [".geojson", new TextEncoder().encode("code,name\n"), /CSV/],
    [".xls", Buffer.from("d0cf11e0a1b11ae1", "hex"), /xlsx/],
    [".csv", Buffer.from("code\0name\n"), /something else/],
  ])("a file called %s that is something else is told so", async (extension, content, sentence) => {
    const path = write(content, extension);
    await expect(formatOf(path, path)).rejects.toMatchObject({
      code: "UnknownFormat",
      message: expect.stringMatching(sentence),
    });
  });

  it("a GeoPackage that is any SQLite, or names a view, has no table to read", async () => {
    const sqlite = await initSqlJs();
    const plain = new sqlite.Database();
    plain.run("create table t (code text)");
    const view = new sqlite.Database();
    view.run(`create table gpkg_contents (table_name text, data_type text);
      create view bomb as with recursive n (i) as (select 1 union all select i + 1 from n) select i as code from n;
      insert into gpkg_contents values ('bomb', 'attributes')`);
    for (const database of [plain, view])
      await expect(rowsOf(write(database.export(), ".gpkg"))).rejects.toMatchObject({ code: "SyntaxBroken" });
  });

  it("a Shapefile whose records are cut off or lie about their size is refused", async () => {
    const shp = Buffer.alloc(140);
    shp.writeInt32BE(9994, 0);
    shp.writeInt32BE(1_000_000, 104);
    const dbf = Buffer.alloc(70);
    dbf.writeUInt16LE(65, 8);
    dbf.writeUInt16LE(1, 10);
    dbf[64] = 13;
    await expect(rowsOf(zip({ "a.shp": shp, "a.dbf": dbf }))).rejects.toMatchObject({ code: "SyntaxBroken" });
  });
});

describe("pure parts", () => {
  it("cuts features out of a collection wherever the pieces of the text end, as parsing it whole does", () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string(), value), { maxLength: 6 }),
        fc.dictionary(fc.string(), value),
        fc.integer({ min: 1, max: 7 }),
        (features, more, size) => {
          const { features: _, ...rest } = more;
          const whole = { type: "FeatureCollection", ...rest, features, tail: { features: [1, "]"] } };
          const text = JSON.stringify(whole, null, features.length % 3);
          const objects = new JsonObjects();
          const found = [];
          for (let at = 0; at < text.length; at += size)
            found.push(...objects.read(text.slice(at, at + size)));
          objects.end();
          expect(found.filter(({ isMember }) => isMember).map((object) => JSON.parse(object.text))).toEqual(
            JSON.parse(JSON.stringify(features)),
          );
          expect(JSON.parse(found.at(-1)?.text ?? "")).toEqual({
            ...JSON.parse(JSON.stringify(whole)),
            features: [],
          });
        },
      ),
    );
  });

  it("gives every ring to one polygon, and each hole to the smallest ring around it", () => {
    const outer = (x: number, y: number, size: number) => ring(x, y, size).reverse();
    const [big, island] = [outer(0, 0, 10), outer(4, 4, 2)];
    const [lake, pond] = [ring(3, 3, 4), ring(4.5, 4.5, 0.5)];
    expect(polygonsOfRings([pond, big, lake, island])).toEqual([
      [big, lake],
      [island, pond],
    ]);
    expect(polygonsOfRings([ring(0, 0)])).toEqual([[ring(0, 0)]]);
    expect(doubleArea(ring(0, 0, 2))).toBe(8);
    expect([isInsideRing([1, 1], ring(0, 0, 2)), isInsideRing([3, 1], ring(0, 0, 2))]).toEqual([true, false]);
  });

  it.each([
    ['GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984"]]', 4326],
    [
      'GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",AUTHORITY["EPSG","1043"]],AUTHORITY["EPSG","4490"]]',
      4490,
    ],
    [
      'PROJCS["x",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000"],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",38500000.0],PARAMETER["Central_Meridian",114.0]]',
      4526,
    ],
    [
      'PROJCS["x",GEOGCS["GCS_Beijing_1954"],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["Central_Meridian",114.0]]',
      Number.NaN,
    ],
    ["nonsense", Number.NaN],
  ])("knows the system of %s", (text, srid) => expect(sridOfText(text)).toBe(srid));
});

// Left out only where there is no PostgreSQL, which test/run.mjs then says in a line; CI stops instead.
describe.skipIf(!inject("postgresUrl"))("reference systems, repairs and stops", () => {
  const connection = inject("postgresUrl");
  const database = `files_${process.pid}`;
  const url = new URL(connection ?? "postgres://none");
  let server: Knex;
  let knex: Knex;
  const load = (path: string, options: Partial<ImportRequest> = {}, hooks: ImportHooks = {}) =>
    runImport(knex, { dataset: villages, path, fileName: basename(path), ...options }, hooks);
  const rows = async <Row>(sql: string): Promise<Row[]> => (await knex.raw<{ rows: Row[] }>(sql)).rows;
  const places = async () =>
    rows<{ code: string; x: number; y: number; datum: string }>(
      "select code, st_x(point) as x, st_y(point) as y, datum from atlas.villages order by 1",
    );
  const table = (points: readonly (readonly [number, number])[], first = 201) =>
    write(
      `code,name,lon,lat\n${points.map(([x, y], index) => `360827100${first + index},村${index},${x},${y}`).join("\n")}\n`,
      ".csv",
    );
  const POINTS = Array.from(
    { length: 6 },
    (_, index) => [114.45 + 0.01 * index, 26.3 + 0.005 * index] as const,
  );
  /** In 4526, by PostGIS. */
  const inPlane = async (srid: number) =>
    (
      await rows<{
        x: number;
        y: number;
      }>(`select st_x(p) as x, st_y(p) as y from (select st_transform(st_setsrid(st_makepoint(x, y), 4326), ${srid}) as p
      from (values ${POINTS.map(([x, y]) => `(${x}, ${y})`).join(", ")}) places (x, y)) moved`)
    ).map(({ x, y }) => [x, y] as const);

  beforeAll(async () => {
    server = knexFrom({ client: "pg", connection });
    await server.raw("create database ??", [database]);
    url.pathname = `/${database}`;
    knex = knexFrom({ client: "pg", connection: url.href, pool: { min: 0, max: 4 } });
    await migrate(knex);
    await loadRegions(knex);
  });
  afterAll(async () => {
    await knex?.destroy();
    await server?.raw("drop database if exists ??", [database]);
    await server?.destroy();
  });
  beforeEach(() =>
    knex.raw(
      "delete from atlas.village_cards; delete from atlas.search_entries; delete from atlas.villages; delete from atlas.original_shapes",
    ),
  );

  it("knows degrees, zones with their number, and zones without it by the counties of the codes", async () => {
    for (const srid of [4326, 4526, 4547]) {
      const report = await load(table(srid === 4326 ? POINTS : await inPlane(srid)));
      expect(report).toMatchObject({ crs: `EPSG:${srid}`, problems: [] });
      for (const [index, { x, y }] of (await places()).entries()) {
        expect(x).toBeCloseTo(POINTS[index]?.[0] ?? 0, 6);
        expect(y).toBeCloseTo(POINTS[index]?.[1] ?? 0, 6);
      }
    }
  });

  it("holds swapped axes until somebody confirms them", async () => {
    const swapped = table(POINTS.map(([x, y]) => [y, x] as const));
    const held = await load(swapped).catch((error: unknown) => error);
    expect(held).toMatchObject({ code: "ConfirmCrs", proposal: { crs: "4326", swapAxes: true } });
    expect(await places()).toEqual([]);
    expect(await probe(knex, swapped, "x.csv")).toMatchObject({
      detected: { swapAxes: true, isCertain: false },
    });
    expect((await load(swapped, { crs: "4326", swapAxes: true })).counts).toMatchObject({ inserted: 6 });
    expect((await places())[0]).toMatchObject({ x: 114.45, y: 26.3 });
  });

  it.each([
    ["GCJ-02", gcoord.GCJ02, 0.01],
    ["BD-09", gcoord.BD09, 0.5],
  ] as const)(
    "holds points that are %s by the places that are stored, and takes them back within a metre",
    async (name, datum, metres) => {
      await load(table(POINTS));
      const shifted = table(
        POINTS.map(([x, y]) => gcoord.transform([x, y], gcoord.WGS84, datum) as [number, number]),
      );
      const held = await load(shifted).catch((error: unknown) => error);
      expect(held).toMatchObject({ code: "ConfirmCrs", proposal: { crs: name, swapAxes: false } });
      expect((await load(shifted, { crs: name })).crs).toBe(name);
      for (const [index, place] of (await places()).entries()) {
        expect(place.datum).toBe(name);
        expect(Math.abs(place.x - (POINTS[index]?.[0] ?? 0)) * 99_700).toBeLessThan(metres);
      }
      expect((await load(shifted, { crs: "4326" })).counts).toMatchObject({ changed: 6 });
    },
  );

  it("repairs what touches itself by a hair and keeps the original; a bow-tie stays refused", async () => {
    const hair: [number, number][] = [
      [114.5, 26.33],
      [114.51, 26.33],
      [114.51, 26.34],
      [114.505, 26.3400001],
      [114.5050001, 26.3399999],
      [114.505, 26.34],
      [114.5, 26.34],
      [114.5, 26.33],
    ];
    const bowTie: [number, number][] = [
      [114.5, 26.33],
      [114.51, 26.34],
      [114.51, 26.33],
      [114.5, 26.34],
      [114.5, 26.33],
    ];
    const village = (coordinates: unknown) =>
      collection([feature({ code: "360827100201", name: "甲村" }, { type: "Polygon", coordinates })]);
    const spike: [number, number][] = [
      [114.5, 26.33],
      [114.51, 26.33],
      [114.512, 26.33],
      [114.51, 26.33],
      [114.51, 26.34],
      [114.5, 26.34],
      [114.5, 26.33],
    ];
    const repaired = await load(village([spike]));
    expect(repaired).toMatchObject({
      problems: [],
      warnings: [{ code: "GEOMETRY_REPAIRED", row: 1 }],
      counts: { inserted: 1 },
    });
    expect(
      await rows(
        "select st_isvalid(v.outline) as valid, o.key, st_npoints(o.outline)::int as corners, abs(st_area(v.outline) / st_area(o.outline) - 1) < 0.001 as same from atlas.villages v join atlas.original_shapes o on o.key = v.code",
      ),
    ).toEqual([{ valid: true, key: "360827100201", corners: 7, same: true }]);
    expect((await load(village([bowTie]))).problems).toMatchObject([{ code: "GEOMETRY_INVALID" }]);
    expect(await load(village([hair]))).toMatchObject({ counts: expect.anything() });
  });

  it("keeps to the divisions somebody may write, row by row", async () => {
    const path = write("code,name\n360827100201,甲村\n360828100201,乙村\n", ".csv");
    const report = await load(path, { scope: ["360827"] });
    expect(report.problems).toMatchObject([{ row: 3, code: "OUT_OF_SCOPE", value: "360828100201" }]);
    expect(report.counts).toBeNull();
    expect((await load(path, { scope: ["3608"] })).problems.map(({ code }) => code)).not.toContain(
      "OUT_OF_SCOPE",
    );
  });

  it("writes the good rows when asked to, and gives the bad ones as a file that loads alone once corrected", async () => {
    const good = Array.from(
      { length: 863 },
      (_, index) => `360827${100 + Math.floor(index / 600)}${200 + (index % 600)},村${index},好镇,5`,
    );
    const bad = Array.from(
      { length: 137 },
      (_, index) => `360827103${200 + index},坏村${index},坏镇,"=${index}"`,
    );
    const path = write(`代码,名称,乡镇名称,户数\n${[...good, ...bad].join("\n")}\n`, ".csv");
    expect(await load(path)).toMatchObject({ rows: 1000, badRows: 137, problemCount: 137, counts: null });
    expect(await places()).toEqual([]);
    const dry = await load(path, { mode: "GOOD_ROWS", dryRun: true });
    expect(await places()).toEqual([]);
    const report = await load(path, { mode: "GOOD_ROWS" });
    expect(JSON.stringify(report)).toBe(JSON.stringify(dry));
    expect(report).toMatchObject({ badRows: 137, counts: { inserted: 863 } });
    const { extension, lines } = await badRowsOf(path, report, "zh");
    let text = "";
    for await (const line of lines) text += line;
    expect(text.startsWith("\ufeff代码,名称,乡镇名称,户数,导入问题\r\n")).toBe(true);
    expect(text.trimEnd().split("\r\n")).toHaveLength(138);
    const corrected = await load(write(text.replace(/,'=\d+,/g, ",5,"), extension));
    expect(corrected).toMatchObject({ ignored: ["导入问题"], badRows: 0, counts: { inserted: 137 } });
  });

  it("takes a mapping of headers of its own", async () => {
    const path = write("编号,叫什么,户数\n360827100201,甲村,9\n", ".csv");
    expect((await load(path, { mapping: { code: "编号", name: "叫什么" } })).counts).toMatchObject({
      inserted: 1,
    });
    expect(await rows("select name, households from atlas.villages")).toEqual([
      { name: "甲村", households: null },
    ]);
  });

  it("stops when told to, in the middle of a statement, with nothing written", async () => {
    const path = table(POINTS);
    const other = knexFrom({ client: "pg", connection: url.href });
    const lock = await other.transaction();
    await lock.raw("lock table atlas.villages in exclusive mode");
    const stop = new AbortController();
    const running = load(path, {}, { signal: stop.signal }).catch((error: unknown) => error);
    await expect
      .poll(
        async () =>
          (
            await lock.raw<{ rows: [{ n: number }] }>(
              "select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
            )
          ).rows[0].n,
        { timeout: 20_000 },
      )
      .toBeGreaterThan(0);
    stop.abort();
    expect(await running).toMatchObject({ code: "Cancelled" });
    await lock.rollback();
    await other.destroy();
    expect(await places()).toEqual([]);
  });
});
