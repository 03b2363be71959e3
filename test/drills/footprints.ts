/**
 * How long footprints and reachability take on size m (50,000 villages): `npx tsx test/drills/footprints.ts`. Starts a
 * PostgreSQL of its own and fills it, which takes minutes, or takes a filled one from DATABASE_URL. Prints, judges nothing.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import knexModule from "knex";
import { refreshNearestServices } from "../../server/reach/readModel.ts";
import { findPostgres, startPostgres } from "../postgres.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const PORT = "4331";
const TIMES = 5;

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const since = performance.now();
  await work();
  return (performance.now() - since) / 1000;
};

function circle(lon: number, lat: number, km: number, corners: number) {
  const ring = Array.from({ length: corners }, (_, index) => {
    const angle = (2 * Math.PI * index) / corners;
    return [
      lon + (km * Math.cos(angle)) / (111.2 * Math.cos((lat * Math.PI) / 180)),
      lat + (km * Math.sin(angle)) / 111.2,
    ];
  });
  return { type: "Polygon", coordinates: [[...ring, ring[0]]] };
}

const QUERY = `query ($footprint: GeoJSONMultiPolygon!) { exposure(footprint: $footprint) { areaKm2 total { villagesTouched householdsInside householdsByArea }
  counties { county { name } householdsInside } levels { level villages } villages { code } settlements { count } projects { count households } enclaves { count } } }`;

async function started(databaseUrl: string, keys: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(root, "dist/server/main.js")], {
    env: { ...process.env, DATABASE_URL: databaseUrl, PORT, ATLAS_KEYS_DIRECTORY: keys },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on("data", (chunk: Buffer) => {
      if (chunk.toString().includes("is ready")) resolve();
    });
    child.once("exit", () => reject(new Error("the server ended")));
  });
  return child;
}

async function ask(footprint: object): Promise<string> {
  let said = "";
  const times: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    times.push(
      await seconds(async () => {
        const response = await fetch(`http://localhost:${PORT}/graphql`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ query: QUERY, variables: { footprint } }),
        });
        const { data, errors } = (await response.json()) as {
          data?: { exposure: { areaKm2: number; total: object } };
          errors?: { message: string }[];
        };
        said = data
          ? `${Math.round(data.exposure.areaKm2)} km² ${JSON.stringify(data.exposure.total)}`
          : String(errors?.[0]?.message);
      }),
    );
  }
  const sorted = times.sort((a, b) => a - b).map((time) => time.toFixed(2));
  return `${sorted.join(" ")} s: ${said}`;
}

const own = process.env.DATABASE_URL ? null : startPostgres(findPostgres() ?? "");
const databaseUrl = process.env.DATABASE_URL ?? own?.url ?? "";
const keys = mkdtempSync(join(tmpdir(), "atlas-drill-"));
let server: ChildProcess | null = null;
try {
  spawnSync(process.execPath, [join(root, "build.mjs"), "server"], { stdio: "inherit", cwd: root });
  if (own) {
    const loading = await seconds(async () => {
      spawnSync(process.execPath, [join(root, "server/command.mjs"), "demo", "--size", "m"], {
        env: { ...process.env, DATABASE_URL: databaseUrl, ATLAS_KEYS_DIRECTORY: keys },
        stdio: "inherit",
        cwd: root,
      });
    });
    console.log(`size m loaded: ${loading.toFixed(0)} s`);
  }
  const knex = knexModule({ client: "pg", connection: databaseUrl });
  console.log(
    `nearest of 4 kinds for every village and settlement: ${(await seconds(() => refreshNearestServices(knex))).toFixed(1)} s`,
  );
  const { rows } = await knex.raw<{ rows: { places: number; services: number }[] }>(
    "select (select count(distinct place_code)::int from atlas.nearest_services) as places, (select count(*)::int from atlas.services) as services",
  );
  console.log(rows[0]);
  await knex.destroy();
  server = await started(databaseUrl, keys);
  for (const [km, corners] of [
    [5, 64],
    [30, 64],
    [100, 64],
    [300, 64],
    [300, 5_000],
    [300, 9_900],
  ] as const)
    console.log(`circle of ${km} km, ${corners} corners: ${await ask(circle(108.5, 27.5, km, corners))}`);
} finally {
  server?.kill("SIGTERM");
  own?.stop();
  rmSync(keys, { recursive: true, force: true });
}
