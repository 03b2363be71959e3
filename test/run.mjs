// npm test: finds or installs what the whole suite needs, starts a PostgreSQL of its own, builds, checks, tests.
// ATLAS tests run against the embedded database everywhere; where PostgreSQL/PostGIS or Chromium cannot be had,
// one line says what was not run and how to get it. With CI=true nothing may be left out.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const mayLeaveOut = process.env.CI !== "true";
const found = (path) => (existsSync(path) ? path : undefined);

const findChromium = () =>
  process.env.CHROMIUM_PATH ?? ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync);
/** Folder of initdb, pg_ctl and psql of the newest PostgreSQL that has PostGIS. */
function findPostgres() {
  const base = "/usr/lib/postgresql";
  const versions = existsSync(base)
    ? readdirSync(base)
        .map(Number)
        .filter(Boolean)
        .sort((a, b) => b - a)
    : [];
  return versions
    .filter(
      (version) => version >= 15 && existsSync(`/usr/share/postgresql/${version}/extension/postgis.control`),
    )
    .map((version) => found(join(base, String(version), "bin")))[0];
}
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

/** A cluster of our own in a temporary folder, on a socket only; PostgreSQL refuses to run as root. */
function startPostgres(bin) {
  const folder = mkdtempSync(join(tmpdir(), "atlas-test-"));
  const asRoot = process.getuid?.() === 0;
  const run = (command, ...args) => {
    const [program, list] = asRoot
      ? ["runuser", ["-u", "postgres", "--", command, ...args]]
      : [command, args];
    execFileSync(program, list, { stdio: ["ignore", "ignore", "inherit"], cwd: folder });
  };
  if (asRoot) execFileSync("chown", ["postgres", folder]);
  const data = join(folder, "data");
  run(join(bin, "initdb"), "-D", data, "-U", "atlas", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8");
  // Tests lose nothing by a crash, so nothing waits for the disk.
  const options = `-c listen_addresses= -k ${folder} -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c shared_buffers=256MB -c work_mem=32MB`;
  run(join(bin, "pg_ctl"), "-D", data, "-o", options, "-l", join(folder, "log"), "-w", "start");
  const stop = () => {
    try {
      run(join(bin, "pg_ctl"), "-D", data, "-m", "immediate", "stop");
    } catch {
      // Already gone.
    }
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: `postgres://atlas@localhost/postgres?host=${encodeURIComponent(folder)}`, stop };
}

function step(name, command, args, env = {}) {
  const since = Date.now();
  console.log(`\n== ${name}`);
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  console.log(
    `== ${name}: ${status === 0 ? "ok" : "FAILED"} (${((Date.now() - since) / 1000).toFixed(0)} s)`,
  );
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
process.on("exit", () => own?.stop());
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

const env = {
  ATLAS_TEST_DATABASE_URL: process.env.DATABASE_URL ?? own?.url ?? "",
  ATLAS_TEST_CHROMIUM: chromium ?? "",
  ATLAS_TEST_GDAL: hasGdal() ? "1" : "",
  DATABASE_URL: "",
};
const only = process.argv.slice(2);
const passed =
  (only.length > 0 || step("check", "npm", ["run", "--silent", "check"])) &&
  step("build", process.execPath, ["build.mjs"]) &&
  step("tests", process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...only], env);
if (leftOut.length > 0) console.log(`\nNOT RUN: ${leftOut.join("; ")}`);
process.exit(passed ? 0 : 1);
