import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { inject } from "vitest";
import { databaseAt, startAtlas, stopChild, type TestAtlas } from "./setup.ts";

/** Whether there is a PostgreSQL to clone databases in. */
export const hasPostgres = inject("postgresUrl") !== "";

/** Creates a database of one's own on the PostgreSQL under test: empty, or a copy of the one all tests read. */
export async function ownDatabase(
  from: "empty" | "template",
): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `atlas_own_${randomBytes(6).toString("hex")}`;
  const template = from === "template" ? ` template ${inject("templateDatabase")}` : "";
  await onPostgres(`create database ${name}${template}`);
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
  stop: () => Promise<void>;
}

/** A server of one's own on a copy of the database, for tests that write or need other settings. */
export async function ownAtlas(environment: Record<string, string> = {}): Promise<OwnAtlas> {
  const database = await ownDatabase("template");
  const keys = copyOfKeys();
  const children: ChildProcess[] = [];
  const stop = async () => {
    await Promise.all(children.map(stopChild));
    await database.drop();
    keys.remove();
  };
  try {
    const started = await startAtlas(
      "own",
      { DATABASE_URL: database.url, ATLAS_KEYS_DIRECTORY: keys.directory, ...environment },
      children,
    );
    return { ...started, databaseUrl: database.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
