import type { Knex } from "knex";
import { sealEvents } from "./audit/queries.ts";
import type { Keys } from "./keys.ts";
import { escalateOverdue } from "./ledger/escalate.ts";
import { openAlarmItems } from "./ledger/openAlarms.ts";
import { takeDownForgotten } from "./notices/changesByDay.ts";

interface Job {
  readonly name: string;
  /** Does what is due and says how much it was; run again at once, it finds nothing to do. */
  readonly run: (knex: Knex, keys: Keys) => Promise<number>;
}

/** Everything that happens by itself. */
const jobs: readonly Job[] = [
  { name: "open ledger entries of quality alarms", run: openAlarmItems },
  { name: "escalate overdue ledger entries", run: escalateOverdue },
  { name: "take down notices that have hung their days", run: takeDownForgotten },
  // Last, so that what the others did is sealed with them.
  { name: "seal the audit", run: sealEvents },
];

/** Runs every job once, as the owner of the database. One that fails does not keep the others from running. */
export async function runJobs(
  primary: Knex,
  keys: Keys,
  onProblem: (error: unknown) => void,
): Promise<{ name: string; done: number }[]> {
  const outcomes: { name: string; done: number }[] = [];
  for (const { name, run } of jobs) {
    try {
      outcomes.push({ name, done: await run(primary, keys) });
    } catch (error) {
      onProblem(new Error(`the job "${name}" failed`, { cause: error }));
    }
  }
  return outcomes;
}

/** Runs them twice a minute until stopped; a round that takes longer is not overtaken by the next. */
export function startJobs(
  primary: Knex,
  keys: Keys,
  onProblem: (error: unknown) => void,
): () => Promise<void> {
  let round: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    round ??= runJobs(primary, keys, onProblem).finally(() => {
      round = null;
    });
  }, 30_000).unref();
  return async () => {
    clearInterval(timer);
    await round;
  };
}
