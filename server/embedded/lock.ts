import { execFileSync } from "node:child_process";
import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface Holder {
  processId: number;
  /** Process ids are used again, and in a container the same ones at every start. */
  processStart: string;
}

/** Two processes writing one directory lose one side's rows without any error, so the second is refused. */
export class DirectoryInUse extends Error {
  readonly code = "DIRECTORY_IN_USE";
  readonly zh: string;
  readonly en: string;

  constructor(
    readonly directory: string,
    readonly processId: number,
  ) {
    const zh = `数据目录 ${directory} 正由进程 ${processId} 使用；请先停止该进程，或为本进程另设数据目录。`;
    const en = `Process ${processId} is using the data directory ${directory}: stop that process first, or give this one another directory.`;
    super(`${zh} ${en}`);
    this.zh = zh;
    this.en = en;
  }
}

/** Takes the directory for this process and returns the function which lets go of it. */
export function lockDirectory(directory: string): () => void {
  const path = join(directory, "lock.json");
  const mine = JSON.stringify({
    processId: process.pid,
    processStart: startOf(process.pid) ?? "",
  } satisfies Holder);
  // Written aside and linked into place: whoever reads the lock finds it whole, and only one link succeeds.
  const prepared = `${path}.${process.pid}.${Date.now()}`;
  writeFileSync(prepared, mine);
  try {
    while (!linked(prepared, path)) removeStale(path, directory);
  } finally {
    unlinkSync(prepared);
  }
  let held = true;
  const release = () => {
    if (held) unlinkSync(path);
    held = false;
    process.off("exit", release);
  };
  process.on("exit", release);
  return release;
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
}

function removeStale(path: string, directory: string): void {
  const seen = readIfThere(path);
  if (seen === undefined) return;
  const holder = parse(seen);
  if (holder && isRunning(holder)) throw new DirectoryInUse(directory, holder.processId);
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (isCode(error, "ENOENT")) return;
    throw error;
  }
  // Another process may have replaced the stale lock by its own between reading and moving: then give it back.
  if (readFileSync(aside, "utf8") !== seen) linked(aside, path);
  unlinkSync(aside);
}

function isRunning({ processId, processStart }: Holder): boolean {
  try {
    process.kill(processId, 0);
  } catch (error) {
    // EPERM says: it runs, but for somebody else.
    if (!isCode(error, "EPERM")) return false;
  }
  const start = startOf(processId);
  return start === undefined || processStart === "" || start === processStart;
}

/** Undefined where neither /proc nor ps can tell; the process id alone decides then. */
function startOf(processId: number): string | undefined {
  try {
    if (process.platform !== "linux") {
      return execFileSync("ps", ["-o", "lstart=", "-p", String(processId)], { encoding: "utf8" }).trim();
    }
    // The name in brackets may itself hold spaces and brackets; field 22 is counted from behind it.
    const fields = readFileSync(`/proc/${processId}/stat`, "utf8").split(") ").at(-1)?.split(" ");
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${fields?.[19]}`;
  } catch {
    return undefined;
  }
}

function parse(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isHolder =
      typeof value === "object" && value !== null && "processId" in value && "processStart" in value;
    return isHolder
      ? { processId: Number(value.processId), processStart: String(value.processStart) }
      : undefined;
  } catch {
    return undefined;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;
