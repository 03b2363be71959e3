import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import type { TestProject } from "vitest/node";

const root = fileURLToPath(new URL("..", import.meta.url));

export interface TestAtlas {
  /** "embedded" or "postgres". */
  name: string;
  /** Where the server listens. */
  url: string;
  /** Connection string of the database behind it. */
  databaseUrl: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    atlases: TestAtlas[];
    /** A database that holds what the servers started with; `create database … template` it. Empty without PostgreSQL. */
    templateDatabase: string;
    /** Maintenance database of the PostgreSQL under test; empty without one. */
    postgresUrl: string;
    /** A data directory of the embedded database, filled; copy it before opening. Empty with --postgres-only. */
    embeddedDirectory: string;
    /** Keys that open what the databases above hold sealed. */
    keysDirectory: string;
    chromium: string;
    gdal: boolean;
  }
}

/** Starts the product as it ships, once on each database, with demonstration data of size s; all tests read from these. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgresUrl = process.env.ATLAS_TEST_DATABASE_URL ?? "";
  const workspace = mkdtempSync(join(tmpdir(), "atlas-servers-"));
  // A copy of a database opens with the keys of the original only.
  const keys = { ATLAS_KEYS_DIRECTORY: join(workspace, "keys") };
  const children: ChildProcess[] = [];
  const stop = async () => {
    await Promise.all(children.map(stopChild));
    if (postgresUrl !== "")
      await onServer(postgresUrl, [
        "drop database if exists atlas_main",
        "drop database if exists atlas_template",
      ]);
    rmSync(workspace, { recursive: true, force: true });
  };
  const embeddedAtlas = async (): Promise<TestAtlas & { directory: string }> => {
    const directory = await filledDirectory();
    const own = join(workspace, "data");
    cpSync(directory, own, { recursive: true });
    const databaseUrl = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(own)}`;
    const server = await startAtlas("embedded", { ATLAS_DATA_DIRECTORY: own }, children);
    return { ...server, databaseUrl, directory };
  };
  const postgresAtlas = async (): Promise<TestAtlas> => {
    await onServer(postgresUrl, [
      "drop database if exists atlas_main",
      "drop database if exists atlas_template",
      "create database atlas_template",
    ]);
    const preparing: ChildProcess[] = [];
    await startAtlas(
      "template",
      { DATABASE_URL: databaseAt(postgresUrl, "atlas_template"), ATLAS_DEMO_SIZE: "s", ...keys },
      preparing,
    );
    await Promise.all(preparing.map(stopChild));
    await onServer(postgresUrl, [createFrom("atlas_main", "atlas_template")]);
    const databaseUrl = databaseAt(postgresUrl, "atlas_main");
    return {
      ...(await startAtlas("postgres", { DATABASE_URL: databaseUrl, ...keys }, children)),
      databaseUrl,
    };
  };
  try {
    // Side by side: each keeps one processor busy.
    const [embedded, postgres] = await bothOrNeither(
      process.env.ATLAS_TEST_POSTGRES_ONLY === "1" ? null : embeddedAtlas(),
      postgresUrl === "" ? null : postgresAtlas(),
    );
    const embeddedDirectory = embedded?.directory ?? "";
    const atlases = [embedded, postgres]
      .filter((atlas) => atlas !== null)
      .map(({ name, url, databaseUrl }): TestAtlas => ({ name, url, databaseUrl }));
    project.provide("atlases", atlases);
    project.provide("templateDatabase", postgresUrl === "" ? "" : "atlas_template");
    project.provide("postgresUrl", postgresUrl);
    project.provide("keysDirectory", keys.ATLAS_KEYS_DIRECTORY);
    project.provide("embeddedDirectory", embeddedDirectory);
    project.provide("chromium", process.env.ATLAS_TEST_CHROMIUM ?? "");
    project.provide("gdal", process.env.ATLAS_TEST_GDAL === "1");
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

/** Waits for both also when one has failed, so that nothing is still being started when all is stopped. */
async function bothOrNeither<One, Other>(
  one: Promise<One> | null,
  other: Promise<Other> | null,
): Promise<[One | null, Other | null]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}

/** Copying files is quicker than writing every page to the log, and nothing here outlives a crash. */
export const createFrom = (name: string, template: string): string =>
  `create database ${name} template ${template} strategy file_copy`;

/** An embedded data directory with demonstration data, kept in .cache until anything that fills it changes. */
async function filledDirectory(): Promise<string> {
  const hash = createHash("sha256");
  for (const folder of ["migrations", "server", "geo", "package-lock.json"])
    hashInto(hash, join(root, folder));
  const directory = join(root, ".cache", `embedded-${hash.digest("hex").slice(0, 16)}`);
  if (existsSync(directory)) return directory;
  rmSync(join(root, ".cache"), { recursive: true, force: true });
  mkdirSync(join(root, ".cache"), { recursive: true });
  const unfinished = `${directory}.unfinished`;
  const children: ChildProcess[] = [];
  await startAtlas("filling the embedded database", { ATLAS_DATA_DIRECTORY: unfinished }, children);
  await Promise.all(children.map(stopChild));
  renameSync(unfinished, directory);
  return directory;
}

function hashInto(hash: ReturnType<typeof createHash>, path: string): void {
  if (statSync(path).isDirectory())
    for (const name of readdirSync(path).sort()) hashInto(hash, join(path, name));
  else hash.update(path).update(readFileSync(path));
}

/** Starts the built server on a free port and waits until it says it is ready. */
export async function startAtlas(
  name: string,
  environment: Record<string, string>,
  children: ChildProcess[],
): Promise<{ name: string; url: string }> {
  const since = performance.now();
  const child = spawn(process.execPath, [join(root, "dist/server/main.js")], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  let output = "";
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const ready = /is ready: (\S+)/.exec(output)?.[1];
      if (ready) resolve(ready);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.on("exit", (code, signal) =>
      reject(new Error(`the server for ${name} ended with ${code ?? signal}:\n${output}`)),
    );
  });
  console.log(`server ready: ${name} (${((performance.now() - since) / 1000).toFixed(1)} s)`);
  return { name, url };
}

export async function stopChild(child: ChildProcess): Promise<void> {
  // A child ended by a signal has no exit code, and would be waited for forever.
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => {
    child.once("exit", resolve);
    child.kill("SIGTERM");
  });
}

export function databaseAt(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function onServer(serverUrl: string, statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
