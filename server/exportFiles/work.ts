import { rm } from "node:fs/promises";
import { endCommand, findViewer, openCommand } from "../access/queries.ts";
import { isAllowed } from "../access/rules.ts";
import { type Context, nobody, type Request } from "../context.ts";
import type { Database } from "../db.ts";
import { InputError, sentencesOf } from "../errors.ts";
import { expireJobs, failJob, finishJob, giveBack, type Job, takeJob } from "./changesOfWorker.ts";
import { Dropped } from "./dropped.ts";
import type { ExportFolder } from "./folder.ts";
import { LISTS } from "./lists.ts";
import { coversStill } from "./permission.ts";
import { writeJob } from "./write.ts";

export interface Work {
  readonly database: Pick<Database, "access">;
  readonly folder: ExportFolder;
  readonly createContext: (request: Request) => Context;
  readonly onProblem: (error: unknown) => void;
}

/** The server is being stopped. */
class Stopped extends Error {}

/** Makes the next file there is to make; false when there is none. */
async function makeNext(
  { database, folder, createContext, onProblem }: Work,
  isStopped: () => boolean,
): Promise<boolean> {
  const { owner } = createContext(nobody("zh"));
  const job = await takeJob(owner);
  if (job === null) return false;
  const path = folder.unfinished(job.id, job.attempt);
  // What a process left that was killed while it had this file.
  await folder.remove(job.id);
  const reader = await openReader(job, database, createContext);
  try {
    const written = await writeJob(job, path, () => {
      if (isStopped()) throw new Stopped();
      return reader.context();
    });
    const kept = await folder.keep(job.id, job.attempt);
    if (!(await finishJob(owner, job, { ...written, ...kept }))) await folder.remove(job.id);
  } catch (error) {
    await rm(path, { force: true });
    if (error instanceof Dropped) return true;
    if (error instanceof Stopped) {
      await giveBack(owner, job);
      return true;
    }
    await failJob(owner, job, ...sentences(error, onProblem));
  } finally {
    await reader.close();
  }
  return true;
}

/** Open lists are read as nobody; those of casework as the person, with a token that lives as long as the file is made. */
async function openReader(job: Job, { access }: Work["database"], createContext: Work["createContext"]) {
  const { permission } = LISTS[job.what];
  const { language, login } = job;
  if (permission === null)
    return { context: async () => createContext(nobody(language)), close: async () => {} };
  const token = login === null ? null : await openCommand(access, login);
  return {
    context: async () => {
      const viewer = token === null ? null : await findViewer(access, token);
      if (
        token === null ||
        viewer === null ||
        !isAllowed(viewer.role, permission) ||
        !coversStill(job, viewer)
      )
        throw new InputError(
          "FORBIDDEN",
          "您的岗位或辖区已经变动，文件没有生成；请重新索取。",
          "Your post or regions changed, so that the file was not made; ask again.",
        );
      return createContext({ ...nobody(language), viewer, token });
    },
    close: async () => {
      if (token !== null) await endCommand(access, token);
    },
  };
}

/** What the maker is told: the sentence of an expected failure, else that it is ours. */
function sentences(error: unknown, onProblem: (error: unknown) => void): [zh: string, en: string] {
  if (error instanceof InputError) return [error.sentences.zh, error.sentences.en];
  onProblem(new Error("an export failed", { cause: error }));
  const { code } = error as { code?: string };
  if (code === "ENOSPC")
    return [
      "服务器磁盘已满，文件没有生成；请联系管理员。",
      "The disk of the server is full; tell its administrator.",
    ];
  const told = sentencesOf(error);
  return told
    ? [told.zh, told.en]
    : ["生成文件时出错，请稍后再试。", "Making the file failed; try again later."];
}

const POLL_MS = 1_000;
const AFTER_PROBLEM_MS = 30_000;
const SWEEP_MS = 60_000;

export interface Exports {
  /** There may be something to make. */
  readonly wake: () => void;
  readonly stop: () => Promise<void>;
}

/** Makes files one after the other until stopped, and removes those whose day is over. */
export function startExports(work: Work): Exports {
  let isStopped = false;
  let wake: () => void = () => {};
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async () => {
    let sweptAt = Number.NEGATIVE_INFINITY;
    while (!isStopped) {
      try {
        if (performance.now() - sweptAt > SWEEP_MS) {
          sweptAt = performance.now();
          for (const id of await expireJobs(work.createContext(nobody("zh")).owner))
            await work.folder.remove(id);
          await work.folder.sweep();
        }
        if (!(await makeNext(work, () => isStopped))) await pause(POLL_MS);
      } catch (error) {
        if (isStopped) return;
        work.onProblem(error);
        await pause(AFTER_PROBLEM_MS);
      }
    }
  };
  const running = run();
  return {
    wake: () => wake(),
    stop: async () => {
      isStopped = true;
      wake();
      await running;
    },
  };
}
