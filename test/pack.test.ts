import { execFile, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import type { StyleSpecification } from "maplibre-gl";
import { PMTiles } from "pmtiles";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { tileLayers } from "../server/tiles.ts";
import { atlases } from "./atlas.ts";
import { keep, launch, rendered, settled, shareDrawn, visit } from "./browser.ts";
import { stopChild } from "./setup.ts";
import { featuresOf, getTile, layersOf, sqlOn, type TileAddress, tilesOver } from "./tileClient.ts";

const command = fileURLToPath(new URL("../dist/server/commands.js", import.meta.url));
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** The smallest county of the demonstration. */
const COUNTY = "360321";
const ZOOMS = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14];

const scratch = mkdtempSync(join(tmpdir(), "atlas-pack-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The database behind a server under test: a copy where two processes cannot share it. */
function environmentOf(name: string, databaseUrl: string): Record<string, string> {
  if (name !== "embedded") return { DATABASE_URL: databaseUrl };
  const data = join(scratch, "data");
  cpSync(inject("embeddedDirectory"), data, { recursive: true });
  return { ATLAS_DATA_DIRECTORY: data };
}

const pack = (environment: Record<string, string>, ...args: string[]) =>
  new Promise<{ code: number; output: string }>((resolve) => {
    execFile(
      process.execPath,
      [command, "pack", ...args],
      { env: { PATH: process.env.PATH, ...environment }, cwd: scratch },
      (error, stdout, stderr) =>
        resolve({
          code: typeof error?.code === "number" ? error.code : error ? 1 : 0,
          output: stdout + stderr,
        }),
    );
  });

function readerOf(path: string): PMTiles {
  const archive = readFileSync(path);
  return new PMTiles({
    getKey: () => path,
    getBytes: async (from, length) => ({
      data: Uint8Array.from(archive.subarray(from, from + length)).buffer,
    }),
  });
}

const jsonOf = (path: string) => JSON.parse(readFileSync(path, "utf8"));

describe.each(atlases)("npm run pack on $name", ({ name, url, databaseUrl }) => {
  const folder = join(scratch, name);
  let environment: Record<string, string> = {};
  let written = { code: -1, output: "" };
  let reader: PMTiles;
  const tileOf = async (tile: TileAddress) => {
    const found = await reader.getZxy(...tile);
    return found ? new Uint8Array(found.data) : null;
  };

  beforeAll(async () => {
    environment = environmentOf(name, databaseUrl);
    written = await pack(environment, "--county", COUNTY, "--out", folder);
    if (written.code === 0) reader = readerOf(join(folder, "county.pmtiles"));
  }, 240_000);

  it("writes a folder with everything in it, and says how far it is", () => {
    expect(written).toMatchObject({ code: 0 });
    for (const z of ZOOMS) expect(written.output).toContain(`Tiles of zoom ${z}: `);
    expect(written.output).toContain(`Written: ${folder}`);
    expect(readdirSync(folder).sort()).toEqual([
      "assets",
      "county.pmtiles",
      "index.html",
      "pack.json",
      "serve.mjs",
      "style.dark.json",
      "style.en.dark.json",
      "style.en.json",
      "style.json",
    ]);
  });

  it("holds the tiles that touch the county from zoom 5 to 14, and no other", async () => {
    const [{ box } = { box: null }] = await sqlOn<{ box: [number, number, number, number] }>(
      databaseUrl,
      "select bbox as box from atlas.regions where code = $1",
      [COUNTY],
    );
    if (!box) throw new Error(`county ${COUNTY} has no box`);
    let held = 0;
    for (const z of ZOOMS) {
      // Two tiles around the county on every side: none of them may be in the archive.
      const margin = 2 * (360 / 2 ** z);
      const around = tilesOver([box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin], z);
      const rows = await sqlOn<{ tile: string }>(
        databaseUrl,
        /* sql */ `
        select x || '/' || y as tile from unnest($2::int[], $3::int[]) as asked (x, y), atlas.region_shapes shape
        where region_code = $4 and to_zoom = 14 and st_intersects(shape, st_tileenvelope($1, x, y))`,
        [z, around.map(([, x]) => x), around.map(([, , y]) => y), COUNTY],
      );
      const touching = new Set(rows.map(({ tile }) => tile));
      expect(touching.size).toBeGreaterThan(0);
      for (const [, x, y] of around) {
        const isHeld = (await reader.getZxy(z, x, y)) !== undefined;
        expect([z, x, y, isHeld]).toEqual([z, x, y, touching.has(`${x}/${y}`)]);
        if (isHeld) held += 1;
      }
    }
    expect((await reader.getHeader()).numAddressedTiles).toBe(held);
  });

  it("shows what the open map shows: every figure is the same, and nothing of the county is left out", async () => {
    const rows = await sqlOn<{ id: number; lon: number; lat: number }>(
      databaseUrl,
      "select code::float8 as id, st_x(point) as lon, st_y(point) as lat from atlas.village_cards where county_code = $1 order by code",
      [COUNTY],
    );
    const seen = new Set<string>();
    for (const { lon, lat } of rows.filter((_, index) => index % 50 === 0))
      for (const z of [5, 6, 7, 8, 9, 10, 11, 12]) {
        const [tile] = tilesOver([lon, lat, lon, lat], z);
        if (!tile) continue;
        const body = await tileOf(tile);
        if (!body) throw new Error(`tile ${tile.join("/")} is not in the pack`);
        for (const { name: layer, maxZoom } of tileLayers) {
          if (z > maxZoom) continue;
          const open = await getTile(url, layer, tile);
          for (const part of layersOf(open.body)) {
            const byId = new Map(featuresOf(open.body, part).map((feature) => [feature.id, feature]));
            for (const feature of featuresOf(body, part)) {
              const same = byId.get(feature.id);
              expect([part, feature.id, feature.properties, feature.loadGeometry()]).toEqual([
                part,
                feature.id,
                same?.properties,
                same?.loadGeometry(),
              ]);
              seen.add(part);
            }
            if (part === "villages" && z >= 8) {
              const packed = new Set(featuresOf(body, part).map(({ id }) => id));
              const own = [...byId.values()].filter(({ properties }) =>
                String(properties.code).startsWith(COUNTY),
              );
              expect(own.length).toBeGreaterThan(0);
              for (const { id } of own) expect(packed).toContain(id);
            }
          }
        }
      }
    for (const part of [
      "regions",
      "boundaries",
      "region_labels",
      "villages",
      "settlement_lines",
      "data_quality",
    ])
      expect(seen).toContain(part);
    // Every village of the county, as deep as the pack goes.
    const drawn = new Set<unknown>();
    for (const { lon, lat } of rows) {
      const [tile] = tilesOver([lon, lat, lon, lat], 14);
      const body = tile && (await tileOf(tile));
      if (body) for (const { id } of featuresOf(body, "villages")) drawn.add(id);
    }
    expect(rows.filter(({ id }) => !drawn.has(id))).toEqual([]);
  });

  it("leaves out what lies elsewhere", async () => {
    const [tile] = tilesOver([114, 27.1, 114, 27.1], 7);
    const body = tile && (await tileOf(tile));
    const open = tile && (await getTile(url, "regions", tile));
    if (!body || !open) throw new Error("there is no tile of zoom 7");
    const codes = (bytes: Uint8Array) =>
      featuresOf(bytes, "regions").flatMap(({ properties }) =>
        properties.kind === "COUNTY" ? [String(properties.code)] : [],
      );
    const neighbours = await sqlOn<{ code: string }>(
      databaseUrl,
      /* sql */ `
      select other.region_code as code from atlas.region_shapes own join atlas.region_shapes other on other.to_zoom = 7
      join atlas.regions region on region.code = other.region_code and region.kind = 'COUNTY'
      where own.region_code = $1 and own.to_zoom = 14 and st_intersects(own.shape, other.shape)`,
      [COUNTY],
    );
    expect(codes(open.body).length).toBeGreaterThan(neighbours.length);
    expect(codes(body).sort()).toEqual(neighbours.map(({ code }) => code).sort());
  });

  it("says whose data it is, of which month, and that it is simulated", async () => {
    const description = jsonOf(join(folder, "pack.json"));
    expect(description).toMatchObject({ county: { code: COUNTY, name: "莲花县" }, isDemo: true });
    expect(description.period).toMatch(/^\d{4}-\d{2}$/);
    expect(description.credits.zh.join()).toContain("天地图");
    expect(await reader.getMetadata()).toMatchObject({
      name: "莲花县（模拟数据 demonstration data）",
      attribution: expect.stringContaining("天地图"),
      period: description.period,
      isDemo: true,
    });
    expect(jsonOf(join(folder, "style.json")).name).toBe("莲花县（模拟数据）");
  });

  it("has styles that any MapLibre draws, over layers the archive has", async () => {
    const { vector_layers } = (await reader.getMetadata()) as { vector_layers: { id: string }[] };
    const known = vector_layers.map(({ id }) => id);
    for (const file of readdirSync(folder).filter((path) => path.startsWith("style"))) {
      const style = jsonOf(join(folder, file)) as StyleSpecification;
      expect(validateStyleMin(style)).toEqual([]);
      expect(style.sources.ground).toEqual({ type: "vector", url: "pmtiles://county.pmtiles" });
      expect(style.glyphs ?? style.sprite).toBeUndefined();
      for (const layer of style.layers)
        if ("source-layer" in layer)
          expect([layer.id, known]).toEqual([layer.id, expect.arrayContaining([layer["source-layer"]])]);
      expect(style.layers.find(({ id }) => id === "region-picked")).toMatchObject({
        filter: ["==", ["get", "code"], COUNTY],
      });
    }
  });

  it("refuses what it cannot pack in one sentence of each language", async () => {
    const other = mkdtempSync(join(scratch, "other-"));
    writeFileSync(join(other, "mine.txt"), "");
    for (const [args, zh, en] of [
      [[], "参数有误", "not clear"],
      [["--county", "999999"], "没有代码为 999999 的县", "No county has the code 999999"],
      [["--county", "36"], "没有代码为 36 的县", "No county has the code 36"],
      [["--county", COUNTY, "--depth", "3"], "参数有误", "--depth"],
      [["--county", COUNTY, "--out", other], "里有别的文件", "holds other files"],
    ] as const) {
      const { code, output } = await pack(environment, ...args);
      expect(code).toBe(1);
      expect(output).toContain(zh);
      expect(output).toContain(en);
    }
    expect(readdirSync(other)).toEqual(["mine.txt"]);
  }, 120_000);
});

describe.runIf(inject("chromium") !== "")("a pack in a browser with the network blocked", () => {
  const folder = join(scratch, atlases.at(-1)?.name ?? "");

  it("opens from its own folder and asks nobody else: points, outlines, labels, and the mark of simulated data", async () => {
    const server = spawn(process.execPath, [join(folder, "serve.mjs"), "0"], {
      env: {},
      stdio: ["ignore", "pipe", "inherit"],
    });
    const browser = await launch();
    try {
      const url = await new Promise<string>((resolve) =>
        server.stdout.once("data", (chunk: Buffer) => resolve(/http:\S+/.exec(chunk.toString())?.[0] ?? "")),
      );
      const { page, complaints, requests } = await visit(browser, url, { width: 1100, height: 760 });
      await settled(page);
      expect((await rendered(page, "village-point")).length).toBeGreaterThan(100);
      expect((await rendered(page, "label-county")).map(({ name }) => name)).toContain("莲花县");
      expect((await rendered(page, "region-picked")).length).toBeGreaterThan(0);
      expect(await shareDrawn(page, ["label-county"])).toBeGreaterThan(0.0005);
      await keep(page, "pack-zh");
      await page.evaluate(() => window.__atlasMap?.jumpTo({ zoom: 13.4 }));
      await settled(page);
      expect((await rendered(page, "village-fill")).length).toBeGreaterThan(1);
      expect((await rendered(page, "village-label")).length).toBeGreaterThan(0);
      await page.getByRole("button", { name: "隐藏：村级风险热力" }).click();
      await settled(page);
      expect(await rendered(page, "village-fill")).toEqual([]);
      await keep(page, "pack-zoom-13");
      await page.getByRole("button", { name: "English" }).click();
      await page.getByText("Lianhua County, offline map").waitFor();
      expect(await page.locator("body").innerText()).toContain("Demonstration data");
      expect(complaints).toEqual([]);
      const files = new Set(requests.map((path) => path.replace(/-[\w-]{8}\./, ".")));
      expect([...files].filter((path) => !/^\/(assets\/[\w.-]+)?$/.test(path)).sort()).toEqual([
        "/county.pmtiles",
        "/pack.json",
      ]);

      const phone = await visit(browser, `${url}?theme=dark`, { width: 360, height: 740 });
      await settled(phone.page);
      await phone.page.evaluate(axeSource);
      const faults = await phone.page.evaluate(async () => {
        const { axe } = window as typeof window & {
          axe: { run: () => Promise<{ violations: { id: string; impact: string }[] }> };
        };
        const { violations } = await axe.run();
        return violations
          .filter(({ impact }) => impact === "serious" || impact === "critical")
          .map(({ id }) => id);
      });
      expect(faults).toEqual([]);
      expect(await phone.page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      await keep(phone.page, "pack-phone-dark");
      expect(phone.complaints).toEqual([]);
    } finally {
      await browser.close();
      await stopChild(server);
    }
  }, 120_000);
});
