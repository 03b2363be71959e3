// npm test: finds or installs what the whole suite needs, starts a PostgreSQL of its own, builds, checks, tests.
// ATLAS tests run against the embedded database everywhere; where PostgreSQL/PostGIS or Chromium cannot be had,
// one line says what was not run and how to get it. With CI=true nothing may be left out.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findPostgres, startPostgres } from "./postgres.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const mayLeaveOut = process.env.CI !== "true";

const findChromium = () =>
  process.env.CHROMIUM_PATH ?? ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync);
const hasCjkFont = () => spawnSync("fc-list", [":lang=zh"], { encoding: "utf8" }).stdout?.trim().length > 0;
const hasGdal = () => spawnSync("ogrinfo", ["--version"]).status === 0;

function installMissing() {
  const wanted = [
    [!process.env.DATABASE_URL && !findPostgres(), "postgresql-15-postgis-3"],
    [!findChromium(), "chromium"],
    [!hasCjkFont(), "fonts-noto-cjk"],
    [!hasGdal(), "gdal-bin"],
  ].flatMap(([missing, name]) => (missing ? [name] : []));
  if (wanted.length === 0) return;
  const isDebian = existsSync("/etc/debian_version");
  if (!isDebian || process.getuid?.() !== 0) return;
  console.log(`installing ${wanted.join(", ")}`);
  const apt = (...args) =>
    spawnSync("apt-get", args, {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  apt("update", "-qq");
  apt("install", "-y", "-qq", "--no-install-recommends", ...wanted);
}

const running = new Set();

/** Runs a step and says how it ended. What an `aside` one writes comes when it has ended, not between other lines. */
async function step(name, command, args, { env = {}, aside = false } = {}) {
  const since = Date.now();
  if (!aside) console.log(`\n== ${name}`);
  const child = spawn(command, args, {
    cwd: root,
    stdio: aside ? ["ignore", "pipe", "pipe"] : "inherit",
    env: { ...process.env, ...env },
  });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
  const status = await new Promise((resolve) => {
    child.once("error", () => resolve(null));
    child.once("close", resolve);
  });
  running.delete(child);
  const seconds = ((Date.now() - since) / 1000).toFixed(0);
  console.log(`${output}== ${name}: ${status === 0 ? "ok" : "FAILED"} (${seconds} s)`);
  return status === 0;
}

installMissing();
const bin = findPostgres();
const chromium = findChromium();
const leftOut = [
  !process.env.DATABASE_URL &&
    !bin &&
    "PostgreSQL with PostGIS (Debian: apt-get install postgresql-15-postgis-3, or set DATABASE_URL)",
  !chromium && "the browser (Debian: apt-get install chromium fonts-noto-cjk, or set CHROMIUM_PATH)",
  !hasGdal() && "GDAL as a client (Debian: apt-get install gdal-bin)",
].filter(Boolean);
if (leftOut.length > 0 && !mayLeaveOut) {
  console.error(`CI may leave nothing out, but this is missing: ${leftOut.join("; ")}`);
  process.exit(1);
}
const own = process.env.DATABASE_URL || !bin ? null : startPostgres(bin);
process.on("exit", () => {
  for (const child of running) child.kill();
  own?.stop();
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

// For whoever is in the middle of something: half the waiting. CI and a plain npm test always run both.
const postgresOnly = process.argv.includes("--postgres-only");
if (postgresOnly && (!mayLeaveOut || !(process.env.DATABASE_URL || own))) {
  console.error("--postgres-only needs PostgreSQL with PostGIS, and CI may leave nothing out");
  process.exit(1);
}
if (postgresOnly) leftOut.push("the embedded database (run without --postgres-only)");

const env = {
  ATLAS_TEST_POSTGRES_ONLY: postgresOnly ? "1" : "",
  ATLAS_TEST_DATABASE_URL: process.env.DATABASE_URL ?? own?.url ?? "",
  ATLAS_TEST_CHROMIUM: chromium ?? "",
  ATLAS_TEST_GDAL: hasGdal() ? "1" : "",
  DATABASE_URL: "",
};
const only = process.argv.slice(2).filter((argument) => argument !== "--postgres-only");
// Beside the build and the first servers, which leave a processor idle.
const checked = only.length > 0 || step("check", "npm", ["run", "--silent", "check"], { aside: true });
const passed =
  (await step("build", process.execPath, ["build.mjs"])) &&
  (await step("tests", process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...only], { env })) &&
  (await checked);
await checked;
if (leftOut.length > 0) console.log(`\nNOT RUN: ${leftOut.join("; ")}`);
process.exit(passed ? 0 : 1);
