import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { LRUCache } from "lru-cache";
import type { Problem } from "../../geo/allocation.ts";
import { InputError } from "../errors.ts";
import { OUT_OF_TIME, type Solved } from "./solve.ts";

/** By what is asked and what the data say: another payment, village or site makes another key. */
const known = new LRUCache<string, Solved>({ max: 20 });
/** Seconds after which it is worth asking again. */
const RETRY_SECONDS = 10;
let running = false;

export const keyOf = (problem: Problem): string =>
  createHash("sha256")
    .update(JSON.stringify([problem.money, problem.most, problem.room, problem.budget]))
    .update(new Uint8Array(problem.value.buffer))
    .digest("hex");

/**
 * Solves a problem in a thread of its own, one at a time in this process; a problem solved before is answered at once.
 * @throws InputError TOO_MANY_REQUESTS (429 with Retry-After) while another is being solved; UNAVAILABLE when it takes too long
 */
export async function runAllocation(problem: Problem): Promise<Solved> {
  const key = keyOf(problem);
  const before = known.get(key);
  if (before) return before;
  if (running) throw busy();
  running = true;
  try {
    const solved = await solveInThread(problem);
    known.set(key, solved);
    return solved;
  } catch (error) {
    if (!(error instanceof Error && error.message === OUT_OF_TIME)) throw error;
    throw new InputError(
      "UNAVAILABLE",
      "方案没有在时限内算完；请按市、县分别计算，或稍后再试。",
      "The allocation was not worked out in time; ask for prefectures or counties one by one, or try again later.",
    );
  } finally {
    running = false;
  }
}

function busy(): InputError {
  const refusal = new InputError(
    "TOO_MANY_REQUESTS",
    `正在计算另一份配置方案；请 ${RETRY_SECONDS} 秒后再试。`,
    `Another allocation is being worked out; try again in ${RETRY_SECONDS} seconds.`,
  );
  const http = { status: 429, headers: new Map([["retry-after", String(RETRY_SECONDS)]]) };
  return Object.assign(refusal, { extensions: { ...refusal.extensions, http } });
}

function solveInThread(problem: Problem): Promise<Solved> {
  const worker = startWorker(problem);
  return new Promise<Solved>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    // After a result or an error this changes nothing any more.
    worker.once("exit", (code) => reject(new Error(`The allocation's thread ended with code ${code}.`)));
  }).finally(() => void worker.terminate());
}

function startWorker(workerData: Problem): Worker {
  const options = { workerData, execArgv: [] };
  if (!import.meta.url.endsWith(".js"))
    return new Worker(new URL("./allocationWorker-from-source.mjs", import.meta.url), options);
  // As for the embedded database: the bundler may put this file's code into a chunk one folder below.
  const places = ["./allocationWorker.js", "../allocationWorker.js"].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  const place = places.find((path) => existsSync(path));
  if (!place) throw new Error(`The allocation's worker is missing: build it to one of ${places.join(", ")}.`);
  return new Worker(place, options);
}
