import { spawnSync } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { stagingSql } from "../../server/imports/run.ts";
import { villages } from "../../server/imports/villages.ts";
import { multiPolygonHex } from "../../server/regions/wellKnownBinary.ts";
import { inCopyOf } from "./database.ts";
import { type Comparison, median } from "./measure.ts";
import { type FileVillage, fileVillages, writeVillageFile } from "./villageFile.ts";

const ROWS = 100_000;
const COPIES = 3;
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export interface ImportResult {
  readonly sentence: string;
  readonly comparison: Comparison;
}

/**
 * `npm run import` of 100,000 villages with polygons, everything derived included, against COPY of the same rows
 * into a staging table: once as new rows, once as changed ones. In a copy of the database, which is dropped.
 */
export async function importWorkload(sourceUrl: string): Promise<ImportResult[]> {
  return inCopyOf(sourceUrl, "import", measureImports);
}

async function measureImports(url: string): Promise<ImportResult[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const rows: FileVillage[] = [];
  for await (const village of fileVillages(client, ROWS)) rows.push(village);
  const cache = at("../../.cache/");
  mkdirSync(cache, { recursive: true });
  const results: ImportResult[] = [];
  for (const [sentence, more] of [
    ["import of new villages with polygons, rows/s / COPY into a staging table", 0],
    ["import that changes each of them, rows/s / COPY into a staging table", 1],
  ] as const) {
    const path = `${cache}villages-${more}.geojsonl`;
    await writeVillageFile(
      path,
      rows.map((row) => ({
        ...row,
        properties: { ...row.properties, 户数: Number(row.properties.户数) + more },
      })),
    );
    const copies: number[] = [];
    for (let round = 0; round < COPIES; round += 1) copies.push(await copySeconds(client, rows));
    const took = importSeconds(url, path);
    const bytes = statSync(path).size;
    const limit = {
      perSecond: ROWS / median(copies),
      latencies: copies.map((seconds) => seconds * 1000),
      bytes,
    };
    const product = { perSecond: ROWS / took, latencies: [took * 1000], bytes };
    results.push({ sentence, comparison: { product, limit, ratio: product.perSecond / limit.perSecond } });
    console.log(
      `W8 ${sentence}: ${product.perSecond.toFixed(0)} rows/s in ${took.toFixed(1)} s, COPY ${limit.perSecond.toFixed(0)} rows/s`,
    );
  }
  await client.end();
  return results;
}

/** From the start of the command to its end, as whoever imports waits for it. */
function importSeconds(url: string, path: string): number {
  const since = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [at("../../dist/server/commands.js"), "import", "villages", path, "--lang", "en"],
    { env: { ...process.env, DATABASE_URL: url }, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`the import ended with ${status}:\n${stdout.slice(0, 2_000)}${stderr}`);
  return (performance.now() - since) / 1000;
}

/** The rows as COPY text, made before the clock starts, into the staging table of the import, then taken back. */
async function copySeconds(client: pg.Client, rows: readonly FileVillage[]): Promise<number> {
  const columns = [
    "row_number",
    "code",
    "name",
    "township",
    "households",
    "population",
    "labour_force",
    "migrant_workers",
    "poor_village",
    "per_capita_income",
    "collective_income",
    "outline",
  ];
  const chunks: string[] = [];
  for (let from = 0; from < rows.length; from += 100) {
    const lines = rows.slice(from, from + 100).map(({ properties: cells, ring }, index) => {
      const values = Object.values(cells).map((cell) => (cell === "是" ? "t" : cell === "否" ? "f" : cell));
      return [
        from + index + 1,
        ...values,
        multiPolygonHex([[ring.map(([lon, lat]) => [lon, lat])]], 4326),
      ].join("\t");
    });
    chunks.push(`${lines.join("\n")}\n`);
  }
  await client.query("begin");
  await client.query(stagingSql(villages));
  const since = performance.now();
  await pipeline(
    Readable.from(chunks),
    client.query(copyFrom(`copy ${villages.stagingTable} (${columns.join(", ")}) from stdin`)),
  );
  const seconds = (performance.now() - since) / 1000;
  await client.query("rollback");
  return seconds;
}
