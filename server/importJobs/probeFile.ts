import { createHash } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import type { Probe } from "../imports/probe.ts";
import type { ImportFolder } from "./folder.ts";

/**
 * Kept beside the file and gone with it: a probe repeats rows of the file, which may be about people, and never reaches
 * the database.
 */
export async function writeProbe(path: string, found: Probe): Promise<void> {
  // Written aside and put into place: whoever looks meanwhile finds all of it or nothing.
  await writeFile(`${path}.part`, JSON.stringify(found), { mode: 0o600 });
  await rename(`${path}.part`, path);
}

/** What was found; null while the file has not been looked into. */
export async function readProbe(folder: ImportFolder, id: string): Promise<Probe | null> {
  const text = await readFile(folder.fileOf(id, "probe"), "utf8").catch(() => null);
  return text === null ? null : (JSON.parse(text) as Probe);
}

/** Names a set of headers, whatever their order: the next file with the same ones is taken the same way. */
export const digestOfHeaders = (headers: readonly string[]): string =>
  createHash("sha256")
    .update(JSON.stringify([...new Set(headers.map((header) => header.normalize("NFKC").trim()))].sort()))
    .digest("hex");
