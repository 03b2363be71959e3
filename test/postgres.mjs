// Finds the newest PostgreSQL with PostGIS on this machine and starts a cluster of our own.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Folder of initdb, pg_ctl and psql of the newest PostgreSQL that has PostGIS. */
export function findPostgres() {
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
    .map((version) => join(base, String(version), "bin"))
    .find((path) => existsSync(path));
}

/** A cluster of our own in a temporary folder, on a socket only; PostgreSQL refuses to run as root. */
export function startPostgres(bin) {
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
