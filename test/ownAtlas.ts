import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { inject } from "vitest";
import { createFrom, databaseAt, startAtlas, stopChild, type TestAtlas } from "./setup.ts";

/** Whether there is a PostgreSQL to clone databases in. */
export const hasPostgres = inject("postgresUrl") !== "";

/** Creates a database of one's own on the PostgreSQL under test: empty, or a copy of the one all tests read. */
export async function ownDatabase(
  from: "empty" | "template",
): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `atlas_own_${randomBytes(6).toString("hex")}`;
  const isCopy = from === "template";
  await onPostgres(isCopy ? createFrom(name, inject("templateDatabase")) : `create database ${name}`);
  return {
    url: databaseAt(inject("postgresUrl"), name),
    drop: () => onPostgres(`drop database if exists ${name} with (force)`),
  };
}

/**
 * The keys that open a copy of the database, in a folder of their own: the copy's audit goes on by itself, and its anchors
 * must not stand among those of the original.
 */
export function copyOfKeys(): { directory: string; remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), "atlas-keys-"));
  for (const name of ["identity.key", "blind-index.key", "audit.pem"])
    cpSync(join(inject("keysDirectory"), name), join(directory, name));
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

async function onPostgres(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject("postgresUrl") });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

export interface OwnAtlas extends TestAtlas {
  /** Everything the server has written so far, on both of its outputs. */
  output: () => string;
  stop: () => Promise<void>;
}

/** Where a server of one's own can stand. */
export const places = (["embedded", "postgres"] as const).filter((place) =>
  place === "postgres" ? hasPostgres : inject("embeddedDirectory") !== "",
);

/** A server of one's own on a copy of the database, for tests that write, count what is written, or need other settings. */
export async function ownAtlas(
  environment: Record<string, string> = {},
  on: (typeof places)[number] = "postgres",
): Promise<OwnAtlas> {
  const copy = on === "postgres" ? await copyOfPostgres() : copyOfDirectory();
  const children: ChildProcess[] = [];
  let output = "";
  const stop = async () => {
    await Promise.all(children.map(stopChild));
    await copy.remove();
  };
  try {
    const starting = startAtlas(on, { ...copy.environment, ...environment }, children);
    for (const child of children)
      for (const stream of [child.stdout, child.stderr])
        stream?.on("data", (chunk: Buffer) => {
          output += chunk.toString();
        });
    return { ...(await starting), databaseUrl: copy.databaseUrl, output: () => output, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function copyOfPostgres() {
  const database = await ownDatabase("template");
  const keys = copyOfKeys();
  return {
    databaseUrl: database.url,
    environment: { DATABASE_URL: database.url, ATLAS_KEYS_DIRECTORY: keys.directory },
    remove: async () => {
      await database.drop();
      keys.remove();
    },
  };
}

function copyOfDirectory() {
  const scratch = mkdtempSync(join(tmpdir(), "atlas-own-"));
  const data = join(scratch, "data");
  cpSync(inject("embeddedDirectory"), data, { recursive: true });
  return {
    databaseUrl: `postgres://postgres@localhost/postgres?host=${encodeURIComponent(data)}`,
    environment: { ATLAS_DATA_DIRECTORY: data },
    remove: async () => rmSync(scratch, { recursive: true, force: true }),
  };
}
