import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { auditWorkload } from "./auditWorkload.ts";
import { prepareBenchDatabase } from "./database.ts";
import { importWorkload } from "./importWorkload.ts";
import { compare, type Task } from "./measure.ts";
import { readOptions } from "./options.ts";
import { recomputeWorkload } from "./recomputeWorkload.ts";
import { type Line, printTable, toJson } from "./report.ts";
import { startBareServer, startServer } from "./server.ts";
import { tileWorkload } from "./tiles.ts";
import { graphqlWorkloads } from "./workloads.ts";

const options = readOptions(process.argv.slice(2));
const wanted = (name: string) => options.only.length === 0 || options.only.includes(name);
const database = await prepareBenchDatabase(options.size);
const lines: Line[] = [];
// First, because nobody may be connected to a database that is copied.
if (wanted("W8")) {
  for (const { sentence, comparison } of await importWorkload(database.url))
    lines.push({ name: "W8 rows/s", sentence, concurrency: 1, comparison });
}
if (wanted("RECOMPUTE")) {
  const { sentence, comparison } = await recomputeWorkload(database.url);
  lines.push({ name: "RECOMPUTE", sentence, concurrency: 1, comparison });
}
if (wanted("AUDIT")) {
  const { sentence, comparison } = await auditWorkload(database.url, options.rounds);
  lines.push({ name: "AUDIT", sentence, concurrency: 1, comparison });
}
// As many connections as the server has for the same work.
const queries = new pg.Pool({ connectionString: database.url, max: 10 });
const tileQueries = new pg.Pool({ connectionString: database.url, max: 4 });

async function run(name: string, sentence: string, product: Task, limit: Task, concurrency: number) {
  const comparison = await compare(product, limit, { concurrency, ...options });
  lines.push({ name, sentence, concurrency, comparison });
  console.log(`${name} at concurrency ${concurrency}: ${comparison.ratio.toFixed(2)}`);
}

const server = await startServer(database.url);
const uncached = await startServer(database.url, { ATLAS_TILE_CACHE_MB: "0" });
for (const workload of await graphqlWorkloads(server.url, queries)) {
  if (!wanted(workload.name)) continue;
  for (const concurrency of [1, 16])
    await run(workload.name, workload.sentence, workload.product, workload.limit, concurrency);
}
if (wanted("W5")) {
  const bare = await startBareServer(database.url);
  for (const z of [5, 6, 7, 8, 9, 10, 11, 12]) {
    const cold = await tileWorkload(uncached.url, bare.url, tileQueries, z);
    const cached = await tileWorkload(server.url, bare.url, tileQueries, z);
    const most = Math.min(16, cold.tiles.length);
    await run(`W5 z${z}`, "cold tile / ST_AsMVT behind a bare web server", cold.product, cold.served, 1);
    await run(`W5 z${z}`, "cold tile / ST_AsMVT behind a bare web server", cold.product, cold.served, most);
    await run(`W5 z${z}`, "cold tile / ST_AsMVT straight through pg", cold.product, cold.limit, most);
    await run(`W5 z${z}`, "cached / cold", cached.product, cold.product, most);
  }
  await bare.stop();
}
await Promise.all([server.stop(), uncached.stop(), queries.end(), tileQueries.end()]);

console.log(
  `\nsize ${options.size}, medians of ${options.rounds} interleaved rounds of ${options.seconds} s`,
);
printTable(lines);
const cache = fileURLToPath(new URL("../../.cache/", import.meta.url));
mkdirSync(cache, { recursive: true });
const file = `${cache}bench-${options.size}.json`;
writeFileSync(file, `${JSON.stringify(toJson(lines), null, 2)}\n`);
console.log(`written to ${file}`);
process.exit(0);
