import { createHash } from "node:crypto";
import { accessSync, constants, createReadStream, mkdirSync } from "node:fs";
import { readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { StartError } from "../errors.ts";

/** Where files stand: under the id of their job, readable by this program's user alone. */
export interface ExportFolder {
  readonly whole: (id: string) => string;
  /** Of one attempt, so that one that is followed by another never shares its file. */
  readonly unfinished: (id: string, attempt: number) => string;
  readonly remove: (id: string) => Promise<void>;
  /** Puts a file that is whole in its place, and says what it is. */
  readonly keep: (id: string, attempt: number) => Promise<{ sizeBytes: number; sha256: string }>;
  /** Throws away what nobody asks for any more, such as what a process that was killed left behind. */
  readonly sweep: () => Promise<void>;
}

/** @throws StartError where nothing can be written */
function makeFolder(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.W_OK);
  } catch (error) {
    throw new StartError(
      `导出文件夹 ${directory} 写不了：${(error as Error).message}；请用 ATLAS_EXPORTS_DIRECTORY 指定可写的文件夹。`,
      `The folder of exported files, ${directory}, cannot be written: ${(error as Error).message}; name a writable one with ATLAS_EXPORTS_DIRECTORY.`,
    );
  }
}

const LONGEST_KEPT_MS = 25 * 3_600_000;

export function openExportFolder(directory: string): ExportFolder {
  makeFolder(directory);
  const whole = (id: string) => join(directory, id);
  const unfinished = (id: string, attempt: number) => join(directory, `${id}.${attempt}.part`);
  return {
    whole,
    unfinished,
    remove: async (id) => {
      const names = (await readdir(directory)).filter((name) => name === id || name.startsWith(`${id}.`));
      for (const name of names) await rm(join(directory, name), { force: true, recursive: true });
    },
    keep: async (id, attempt) => {
      const path = unfinished(id, attempt);
      const hash = createHash("sha256");
      for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
      const { size } = await stat(path);
      await rename(path, whole(id));
      return { sizeBytes: size, sha256: hash.digest("hex") };
    },
    sweep: async () => {
      for (const name of await readdir(directory)) {
        const path = join(directory, name);
        const found = await stat(path).catch(() => null);
        if (found && Date.now() - found.mtimeMs > LONGEST_KEPT_MS)
          await rm(path, { force: true, recursive: true });
      }
    },
  };
}
