import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "csv-parse/sync";
import pg from "pg";
import { PMTiles } from "pmtiles";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { CANARIES } from "../server/demo/canaries.ts";
import { DEMONSTRATION } from "../server/exportFiles/words.ts";
import { atlases, graphql } from "./atlas.ts";
import { VILLAGE } from "./casework.ts";
import { type ExportAnswer, exported, fetchFile, look, newSecret, over, request } from "./exportClient.ts";
import { newToken } from "./newToken.ts";
import { signInAs } from "./signedIn.ts";
import { featuresOf, tilesOver } from "./tileClient.ts";

const run = promisify(execFile);
const secrets = CANARIES.flatMap(({ name, idNumber, phone }) => [name, idNumber, phone]);
const rowsOf = (text: string): Record<string, string>[] => parse(text, { bom: true, columns: true });
const never = (): never => {
  throw new Error("there is no such file");
};
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
  PMTILES: "pmtiles",
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
    // Events of the audit name them, so they stay, but nobody works there any more.
    await database.query(
      "update access.people set disabled_at = now() where login like 'files.%' and disabled_at is null",
    );
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

  it("hold every row of a county, of every open list, and nobody of the register; demonstration data says so", async () => {
    const files = await Promise.all(
      Object.keys(COUNTS).map((what) => exported(url, { what, format: "CSV", regionCode: COUNTY })),
    );
    for (const [index, [what, sql]] of Object.entries(COUNTS).entries()) {
      const file = files[index] ?? never();
      expect([what, file.state, file.error]).toEqual([what, "DONE", null]);
      const text = await textOf(file.link);
      expect(text.startsWith("\ufeff")).toBe(true);
      const rows = rowsOf(text);
      const expected = await numberOf(sql);
      expect([what, expected > 0]).toEqual([what, true]);
      expect([what, rows.length, file.rowsTotal, file.rowsDone]).toEqual([
        what,
        expected,
        expected,
        expected,
      ]);
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
      // Codes of digits are text, and quoted: no reader may take them for numbers.
      expect(text).not.toMatch(/(^|,)360827\d*(,|\r)/m);
      const demo = rows.filter(({ 模拟数据 }) => 模拟数据 === "true");
      expect(demo.every(({ 数据说明 }) => 数据说明 === DEMONSTRATION)).toBe(true);
      expect(rows.filter(({ 数据说明 }) => 数据说明 !== "").length).toBe(demo.length);
      expect(file.isDemo).toBe(demo.length > 0);
      // Real divisions stand among invented things.
      if (what !== "REGIONS") expect([what, demo.length]).toEqual([what, rows.length]);
    }
  }, 120_000);

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

  const PLACES: Record<string, { from: string; place: string; title: string }> = {
    VILLAGES: {
      from: `atlas.villages where ${IN_COUNTY}`,
      place: "coalesce(outline, point)",
      title: "行政村",
    },
    REGIONS: {
      from: `atlas.regions where kind <> 'AREA' and ${IN_COUNTY}`,
      place: "coalesce(outline, point)",
      title: "区划与片区",
    },
    CONSTRAINTS: {
      from: `atlas.constraint_zones zone where exists (
        select from atlas.regions county where county.code = '${COUNTY}' and st_intersects(zone.outline, county.outline))`,
      place: "outline",
      title: "约束区",
    },
  };
  const extentOf = async (what: string): Promise<number[]> =>
    (
      await database.query<{ box: number[] }>(
        `select array[st_xmin(box), st_ymin(box), st_xmax(box), st_ymax(box)] as box
         from (select st_extent(${PLACES[what]?.place})::geometry as box from ${PLACES[what]?.from}) boxes`,
      )
    ).rows[0]?.box ?? [];

  it.runIf(inject("gdal"))(
    "are opened by GDAL, with as many features as the database has, where they lie",
    async () => {
      const wanted = [
        ...Object.keys(DRIVERS).map((format) => ["VILLAGES", format] as const),
        ["REGIONS", "GEOPACKAGE"] as const,
        ["REGIONS", "FLATGEOBUF"] as const,
        ["CONSTRAINTS", "GEOJSON"] as const,
      ];
      const files = await Promise.all(
        wanted.map(([what, format]) => exported(url, { what, format, regionCode: COUNTY })),
      );
      for (const [index, [what, format]] of wanted.entries()) {
        const file = files[index] ?? never();
        expect([what, format, file.state, file.error]).toEqual([what, format, "DONE", null]);
        const path = await saved(file, format);
        const { stdout } = await run("ogrinfo", ["-ro", "-al", path], { maxBuffer: 2 ** 28 });
        expect(stdout).toContain(`using driver \`${DRIVERS[format]}' successful`);
        const count = Number(/Feature Count: (\d+)/.exec(stdout)?.[1]);
        expect([what, format, count]).toEqual([what, format, await numberOf(COUNTS[what] ?? "")]);
        if (file.isDemo) expect(stdout).toContain(DEMONSTRATION);
        if (format === "XLSX") {
          // Codes stay text, numbers are numbers, truth is truth.
          expect(stdout).toMatch(/^12 位代码: String/m);
          expect(stdout).toMatch(/^经度: Real/m);
          expect(stdout).toMatch(/^户数: Integer/m);
          expect(stdout).toMatch(/^曾为贫困村: Integer\(Boolean\)/m);
          continue;
        }
        expect(stdout).toContain("WGS 84");
        const box =
          /Extent: \(([-\d.]+), ([-\d.]+)\) - \(([-\d.]+), ([-\d.]+)\)/.exec(stdout)?.slice(1).map(Number) ??
          [];
        for (const [side, degrees] of (await extentOf(what)).entries())
          expect(box[side]).toBeCloseTo(degrees, 5);
        if (format === "GEOPACKAGE") expect(stdout).toContain(PLACES[what]?.title);
      }
    },
    120_000,
  );

  it("are read by the PMTiles reader of its authors: every village in the deepest tiles, nothing outside the county", async () => {
    const file = await exported(url, { what: "VILLAGES", format: "PMTILES", regionCode: COUNTY });
    expect([file.state, file.error]).toEqual(["DONE", null]);
    const bytes = readFileSync(await saved(file, "PMTILES"));
    const archive = new PMTiles({
      getKey: () => "file",
      getBytes: async (offset, length) => ({
        data: Uint8Array.from(bytes.subarray(offset, offset + length)).buffer,
      }),
    });
    const header = await archive.getHeader();
    const metadata = (await archive.getMetadata()) as {
      description: string;
      vector_layers: { id: string }[];
    };
    expect(metadata.description).toContain(DEMONSTRATION);
    expect(metadata.vector_layers.map(({ id }) => id)).toEqual(["villages"]);
    const codes = new Set<string>();
    const box = [header.minLon, header.minLat, header.maxLon, header.maxLat] as const;
    for (const [side, degrees] of (await extentOf("VILLAGES")).entries())
      expect(box[side]).toBeCloseTo(degrees, 5);
    for (const [z, x, y] of tilesOver(box, header.maxZoom)) {
      const tile = await archive.getZxy(z, x, y);
      for (const { properties } of tile ? featuresOf(new Uint8Array(tile.data), "villages") : []) {
        codes.add(String(properties.code));
        expect(properties.data_note).toBe(DEMONSTRATION);
      }
    }
    expect(codes.size).toBe(await numberOf(COUNTS.VILLAGES ?? ""));
    expect([...codes].every((code) => code.startsWith(COUNTY))).toBe(true);
    expect(file.rowsDone).toBe(codes.size);
  }, 120_000);

  it("are refused in words where a list cannot be had so, and one id is one file", async () => {
    const secret = newSecret();
    const villages = { what: "VILLAGES", format: "CSV", secret };
    const refusals: [Record<string, unknown>, string][] = [
      [{ what: "FUNDS", format: "GEOPACKAGE", secret }, "INVALID"],
      [{ ...villages, period: "2026-08" }, "INVALID"],
      [{ ...villages, where: { equal: [{ property: "name", value: "x" }] } }, "INVALID"],
      [{ ...villages, where: { equal: [{ property: "poor_village", value: "x" }] } }, "INVALID"],
      [{ ...villages, where: { cases: { mine: true } } }, "INVALID"],
      [{ ...villages, secret: "short" }, "INVALID"],
      [{ ...villages, id: "7" }, "INVALID"],
    ];
    for (const [given, code] of refusals) {
      const { made } = await request(url, given);
      expect([given, made?.__typename, made?.code]).toEqual([given, "Refused", code]);
    }
    for (const given of [
      { regionCode: "999999" },
      { what: "VILLAGE_FIGURES", period: "1999-01" },
      { what: "REGION_INDICES", period: "soon" },
    ]) {
      const { errors } = await request(url, { ...villages, ...given });
      expect(["BAD_USER_INPUT", "NOT_FOUND"]).toContain(errors?.[0]?.extensions.code);
    }
    const asked = { id: randomUUID(), what: "ENCLAVES", format: "CSV", regionCode: COUNTY, secret };
    const first = await request(url, asked);
    expect((await request(url, asked)).made?.id).toBe(first.made?.id);
    expect((await request(url, { ...asked, format: "XLSX" })).made?.code).toBe("OTHER_CONTENT");
    expect((await request(url, { ...asked, secret: newSecret() })).made?.code).toBe("OTHER_CONTENT");
    expect(await look(url, asked.id, newSecret())).toBeNull();
    const file = await over(url, asked.id, secret);
    const red = await exported(url, {
      what: "VILLAGES",
      format: "CSV",
      regionCode: COUNTY,
      where: { equal: [{ property: "level", value: "RED" }] },
    });
    expect(red.rowsTotal).toBe(
      await numberOf(`select count(*)::int from atlas.village_cards where ${IN_COUNTY} and level = 'RED'`),
    );
    const response = await fetchFile(url, file.link);
    expect(response.headers.get("cache-control")).toContain("no-store");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(decodeURIComponent(response.headers.get("content-disposition") ?? "")).toMatch(
      /^attachment; filename="enclaves-\d{4}-\d\d-\d\d\.csv"; filename\*=UTF-8''飞地-遂川县-\d{4}-\d\d-\d\d\.csv$/,
    );
    expect((await fetchFile(url, `${file.link}x`)).status).toBe(404);
    expect((await fetchFile(url, `/exports/files/${file.id}`)).status).toBe(404);
    const { rows } = await database.query<{ row: string }>(
      "select job::text as row from access.export_jobs job where id = $1",
      [file.id],
    );
    expect(rows[0]?.row).not.toContain(secret);
  }, 60_000);

  /** Somebody of a post of one's own, so that the demonstration people stay as they are. */
  const newPerson = async (role: string, region: string) => {
    const [id, login] = [randomUUID(), `files.${randomUUID().slice(0, 12)}`];
    await database.query(
      "insert into access.people (id, login, name, role, password_hash) values ($1, $2, '测试·导出', $3, '$argon2id$none')",
      [id, login, role],
    );
    await database.query("insert into access.person_regions values ($1, $2)", [id, region]);
    const session = { cookie: `__Host-atlas=${await newToken(database, login, "SESSION")}` };
    return { id, login, session };
  };
  const eventsOf = async (id: string) =>
    (
      await database.query<{ action: string }>(
        "select action from audit.events where entity_kind = 'Export' and entity_id = $1 order by id",
        [id],
      )
    ).rows.map(({ action }) => action);

  it("hold the households and cases a person sees, masked as on the screen; two posts get different rows", async () => {
    const [worker, county] = [await newPerson("VILLAGE_WORKER", VILLAGE), await newPerson("COUNTY", COUNTY)];
    for (const [{ session }, region] of [
      [worker, VILLAGE],
      [county, COUNTY],
    ] as const) {
      const [households, cases] = await Promise.all([
        exported(url, { what: "HOUSEHOLDS", format: "CSV" }, session),
        exported(url, { what: "CASES", format: "CSV", regionCode: COUNTY }, session),
      ]);
      const text = await textOf(households.link, session);
      const casesText = await textOf(cases.link, session);
      const rows = rowsOf(text);
      const numbers = (
        await database.query<{ number: string }>(
          `select number from casework.households where village_code like '${region}%' order by number collate "C"`,
        )
      ).rows.map(({ number }) => number);
      expect(numbers.length).toBeGreaterThan(5);
      expect(rows.map(({ 户编号 }) => 户编号)).toEqual(numbers);
      const { rows: matters } = await database.query<{ number: string }>(
        `select household.number from casework.cases matter join casework.households household on household.id = matter.household_id
         where matter.village_code like '${region}%'`,
      );
      const numbersOfCases = rowsOf(casesText).map(({ 户编号 }) => 户编号);
      expect(numbersOfCases.sort()).toEqual(matters.map(({ number }) => number).sort());
      expect(secrets.filter((secret) => `${text}${casesText}`.includes(secret))).toEqual([]);
      const { data } = await graphql<{
        households: {
          nodes: {
            number: string;
            members: {
              relation: string;
              name: string;
              idNumber: string;
              phone: string | null;
              leftOn: string | null;
            }[];
          }[];
        };
      }>(
        url,
        `{ households(within: "${VILLAGE}", first: 20) { nodes { number members { relation name idNumber phone leftOn } } } }`,
        {},
        session,
      );
      const byNumber = new Map(rows.map((row) => [row.户编号, row]));
      for (const { number, members } of data.households.nodes) {
        const head = members.find(({ relation, leftOn }) => relation === "HEAD" && leftOn === null);
        const row = byNumber.get(number);
        expect([row?.户主姓名, row?.户主身份证号, row?.户主电话]).toEqual([
          head?.name ?? "",
          head?.idNumber ?? "",
          head?.phone ?? "",
        ]);
      }
      expect(await eventsOf(households.id)).toEqual(["export.request", "export.download"]);
    }
    const outside = await exported(
      url,
      { what: "HOUSEHOLDS", format: "CSV", regionCode: "360828" },
      worker.session,
    );
    expect([outside.state, outside.rowsTotal]).toEqual(["DONE", 0]);
    const { data } = await graphql<{ exports: { totalCount: number; nodes: { id: string }[] } }>(
      url,
      "{ exports(first: 2) { totalCount nodes { id } } }",
      {},
      worker.session,
    );
    expect([data.exports.totalCount, data.exports.nodes[0]?.id]).toEqual([3, outside.id]);
  }, 120_000);

  it("open to nobody but their maker, who must still have the post and the region, for a day", async () => {
    const county = await newPerson("COUNTY", COUNTY);
    const other = await newPerson("COUNTY", COUNTY);
    const key = { authorization: `Bearer ${await newToken(database, county.login, "API_KEY")}` };
    const file = await exported(url, { what: "CASES", format: "XLSX", regionCode: VILLAGE }, county.session);
    const ofKey = await exported(
      url,
      { what: "VILLAGES", format: "CSV", regionCode: VILLAGE.slice(0, 9) },
      key,
    );
    const again = { cookie: `__Host-atlas=${await newToken(database, county.login, "SESSION")}` };
    const status = async (link: string | null, headers: Record<string, string> = {}) =>
      (await fetchFile(url, link, headers)).status;
    expect(await status(file.link, county.session)).toBe(200);
    expect(await status(file.link, again)).toBe(200);
    for (const headers of [{}, other.session, key]) expect(await status(file.link, headers)).toBe(404);
    expect(await status(ofKey.link, key)).toBe(200);
    for (const headers of [{}, other.session, county.session])
      expect(await status(ofKey.link, headers)).toBe(404);
    expect(await look(url, file.id, null, other.session)).toBeNull();

    await database.query("update access.person_regions set region_code = '360828' where person_id = $1", [
      county.id,
    ]);
    expect(await status(file.link, county.session)).toBe(404);
    await database.query("update access.person_regions set region_code = $2 where person_id = $1", [
      county.id,
      COUNTY,
    ]);
    await database.query("update access.people set role = 'PROVINCE' where id = $1", [county.id]);
    expect(await status(file.link, county.session)).toBe(404);
    await database.query("update access.people set role = 'COUNTY' where id = $1", [county.id]);
    expect(await status(file.link, county.session)).toBe(200);

    await database.query("update access.export_jobs set expires_at = now() where id = $1", [file.id]);
    const gone = await fetchFile(url, file.link, county.session);
    expect([gone.status, await gone.text()]).toEqual([410, expect.stringContaining("过期")]);
    expect((await look(url, file.id, null, county.session))?.state).toBe("EXPIRED");

    await database.query("update access.people set disabled_at = now() where id = $1", [county.id]);
    expect(await status(ofKey.link, key)).toBe(401);
  }, 60_000);

  it.each(["demo.planner", "demo.auditor", "demo.province", null])(
    "of casework are refused to %s",
    async (login) => {
      const headers = login === null ? {} : await signInAs(url, login);
      for (const what of ["HOUSEHOLDS", "CASES"]) {
        const { errors } = await request(url, { what, format: "CSV", secret: newSecret() }, headers);
        expect(errors?.[0]?.extensions.code).toBe(login === null ? "UNAUTHENTICATED" : "FORBIDDEN");
      }
    },
  );
});
