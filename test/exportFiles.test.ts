import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "csv-parse/sync";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { CANARIES } from "../server/demo/canaries.ts";
import { DEMONSTRATION } from "../server/exportFiles/words.ts";
import { atlases, graphql } from "./atlas.ts";
import { asOwner, VILLAGE } from "./casework.ts";
import { type ExportAnswer, exported, fetchFile, look, newSecret, over, request } from "./exportClient.ts";
import { newToken } from "./newToken.ts";
import { signInAs } from "./signedIn.ts";

const run = promisify(execFile);
const secrets = CANARIES.flatMap(({ name, idNumber, phone }) => [name, idNumber, phone]);
const rowsOf = (text: string): Record<string, string>[] => parse(text, { bom: true, columns: true });
const COUNTY = "360827";
const IN_COUNTY = `code >= '${COUNTY}' and code < '${COUNTY}:'`;

/** Rows that each list holds of the county, by an oracle of their own. */
const COUNTS: Record<string, string> = {
  REGIONS: `select count(*)::int from atlas.regions where kind <> 'AREA' and ${IN_COUNTY}`,
  VILLAGES: `select count(*)::int from atlas.villages where ${IN_COUNTY}`,
  SETTLEMENTS: `select count(*)::int from atlas.settlements where county_code = '${COUNTY}'`,
  PROJECTS: `select count(*)::int from atlas.industry_projects where county_code = '${COUNTY}'`,
  ENCLAVES: `select count(*)::int from atlas.enclaves where host_code = '${COUNTY}' or code in (
    select enclave_code from atlas.enclave_investors where village_code like '${COUNTY}%')`,
  CONSTRAINTS: `select count(*)::int from atlas.constraint_zones zone, atlas.regions county
    where county.code = '${COUNTY}' and st_intersects(zone.outline, county.outline)`,
  EVENTS: `select count(distinct code)::int from atlas.emergency_events where
    code in (select event_code from atlas.emergency_effects where county_code = '${COUNTY}')
    or code in (select event_code from atlas.event_villages where county_code = '${COUNTY}')`,
  VILLAGE_FIGURES: `select count(*)::int from atlas.villages where ${IN_COUNTY}`,
  REGION_INDICES: `select count(*)::int from atlas.region_indices its join atlas.publications publication on publication.id = its.publication_id
    where publication.is_current and publication.quarter = (select max(quarter) from atlas.publications where is_current) and region_code = '${COUNTY}'`,
  FUNDS: `select count(distinct pot)::int from atlas.fund_movements where county_code = '${COUNTY}'`,
};
const DRIVERS: Record<string, string> = {
  GEOJSON: "GeoJSON",
  GEOJSON_SEQ: "GeoJSONSeq",
  GEOPACKAGE: "GPKG",
  FLATGEOBUF: "FlatGeobuf",
  XLSX: "XLSX",
};
const EXTENSIONS: Record<string, string> = {
  GEOJSON: "geojson",
  GEOJSON_SEQ: "geojsonl",
  GEOPACKAGE: "gpkg",
  FLATGEOBUF: "fgb",
  XLSX: "xlsx",
  CSV: "csv",
};

describe.each(atlases)("files of lists on the $name database", ({ url, databaseUrl }) => {
  let database: pg.Client;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "atlas-exports-"));
    database = new pg.Client({ connectionString: databaseUrl });
    await database.connect();
  });
  afterAll(async () => {
    await database.end();
    rmSync(folder, { recursive: true, force: true });
  });
  const numberOf = async (sql: string): Promise<number> =>
    Object.values((await database.query<Record<string, number>>(sql)).rows[0] ?? {})[0] ?? Number.NaN;
  const textOf = async (link: string | null, headers: Record<string, string> = {}): Promise<string> => {
    const response = await fetchFile(url, link, headers);
    expect(response.status).toBe(200);
    // fetch would take the byte-order mark away.
    return Buffer.from(await response.arrayBuffer()).toString("utf8");
  };
  const saved = async (file: ExportAnswer, format: string): Promise<string> => {
    const response = await fetchFile(url, file.link);
    expect(response.status).toBe(200);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(file.sha256);
    expect(bytes.length).toBe(file.sizeBytes);
    const path = join(folder, `${file.id}.${EXTENSIONS[format]}`);
    writeFileSync(path, bytes);
    return path;
  };

  it.each(Object.keys(COUNTS))(
    "hold every row of %s of a county, and none of the register, marked as demonstration data",
    async (what) => {
      const file = await exported(url, { what, format: "CSV", regionCode: COUNTY });
      expect([file.state, file.error]).toEqual(["DONE", null]);
      const text = await textOf(file.link);
      expect(text.startsWith("\ufeff")).toBe(true);
      const rows = rowsOf(text);
      const expected = await numberOf(COUNTS[what] ?? "");
      expect(expected).toBeGreaterThan(0);
      expect([rows.length, file.rowsTotal, file.rowsDone]).toEqual([expected, expected, expected]);
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
      const demo = rows.filter(({ 模拟数据 }) => 模拟数据 === "true");
      expect(demo.every(({ 数据说明 }) => 数据说明 === DEMONSTRATION)).toBe(true);
      expect(rows.filter(({ 数据说明 }) => 数据说明 !== "").length).toBe(demo.length);
      expect(file.isDemo).toBe(demo.length > 0);
      if (what !== "REGIONS") expect(demo.length).toBe(rows.length);
    },
    60_000,
  );

  it("hold the published figures and nothing else: scores and indices equal to the API's", async () => {
    const [scores, indices] = await Promise.all([
      exported(url, { what: "VILLAGE_FIGURES", format: "CSV", regionCode: COUNTY, period: "2026-08" }),
      exported(url, { what: "REGION_INDICES", format: "CSV", regionCode: "luoxiao", period: "2026Q2" }),
    ]);
    const { data } = await graphql<{
      villages: { nodes: { code: string; risk: { score: number | null; level: string | null } | null }[] };
      region: {
        members: { code: string; index: { value: number | null; level: string } | null }[];
        index: { value: number };
      };
    }>(
      url,
      `{ villages(within: "${COUNTY}", period: "2026-08", first: 500) { nodes { code risk(period: "2026-08") { score level } } }
         region(code: "luoxiao") { index(period: "2026Q2") { value } members { code index(period: "2026Q2") { value level } } } }`,
    );
    const byVillage = new Map(rowsOf(await textOf(scores.link)).map((row) => [row.村代码, row]));
    expect(byVillage.size).toBeGreaterThan(100);
    for (const { code, risk } of data.villages.nodes)
      expect([code, byVillage.get(code)?.返贫风险分, byVillage.get(code)?.月份]).toEqual([
        code,
        risk?.score == null ? "" : String(risk.score),
        "2026-08",
      ]);
    const byRegion = new Map(rowsOf(await textOf(indices.link)).map((row) => [row.区域代码, row]));
    const withIndex = data.region.members.filter(({ index }) => index !== null);
    expect(byRegion.size).toBe(withIndex.length + 1);
    expect(Number(byRegion.get("luoxiao")?.规模性返贫指数)).toBe(data.region.index.value);
    for (const { code, index } of withIndex)
      expect([code, byRegion.get(code)?.规模性返贫指数, byRegion.get(code)?.预警等级]).toEqual([
        code,
        index?.value === null ? "" : String(index?.value),
        index?.level,
      ]);
  });

  it
    .runIf(inject("gdal"))
    .each(
      ["VILLAGES", "REGIONS", "CONSTRAINTS", "PROJECTS"].flatMap((what) =>
        Object.keys(DRIVERS).map((format) => [what, format] as const),
      ),
    )(
    "are opened by GDAL: %s as %s, with as many features as the database has",
    async (what, format) => {
      const file = await exported(url, { what, format, regionCode: COUNTY });
      expect([file.state, file.error]).toEqual(["DONE", null]);
      const path = await saved(file, format);
      const { stdout } = await run("ogrinfo", ["-ro", "-al", "-so", path]);
      expect(stdout).toContain(`using driver \`${DRIVERS[format]}' successful`);
      expect(Number(/Feature Count: (\d+)/.exec(stdout)?.[1])).toBe(await numberOf(COUNTS[what] ?? ""));
      if (format === "XLSX") {
        expect(stdout).toMatch(/^12 位代码: String|^代码: String/m);
        expect(stdout).toMatch(/^经度: Real/m);
        return;
      }
      const [west, south, east, north] =
        (
          await database.query<{ box: number[] }>(
            `select array[st_xmin(b), st_ymin(b), st_xmax(b), st_ymax(b)] as box from (select st_extent(${
              {
                VILLAGES: "coalesce(outline, point)",
                REGIONS: "coalesce(outline, point)",
                CONSTRAINTS: "outline",
                PROJECTS: "point",
              }[what]
            }) as b from ${
              {
                VILLAGES: `atlas.villages where ${IN_COUNTY}`,
                REGIONS: `atlas.regions where kind <> 'AREA' and ${IN_COUNTY}`,
                CONSTRAINTS:
                  `atlas.constraint_zones where exists (select from atlas.regions county where county.code = '${COUNTY}' and st_intersects(outline, county.outline))`.replace(
                    "st_intersects(outline,",
                    "st_intersects(constraint_zones.outline,",
                  ),
                PROJECTS: `atlas.industry_projects where county_code = '${COUNTY}'`,
              }[what]
            }) boxes`,
          )
        ).rows[0]?.box ?? [];
      const extent =
        /Extent: \(([-\d.]+), ([-\d.]+)\) - \(([-\d.]+), ([-\d.]+)\)/.exec(stdout)?.slice(1).map(Number) ??
        [];
      [west, south, east, north].forEach((side, index) =>
        expect(extent[index]).toBeCloseTo(side ?? Number.NaN, 5),
      );
      expect(stdout).toContain("WGS 84");
      const { stdout: all } = await run("ogrinfo", ["-ro", "-al", "-geom=NO", path], { maxBuffer: 2 ** 26 });
      expect(all).toContain(DEMONSTRATION);
      if (format === "GEOPACKAGE") {
        expect(stdout).toContain(
          "行政村 产业项目 约束区 区划与片区".split(" ")[
            ["VILLAGES", "PROJECTS", "CONSTRAINTS", "REGIONS"].indexOf(what)
          ],
        );
      }
    },
    60_000,
  );
});
