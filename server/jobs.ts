import type { Knex } from "knex";
import { escalateOverdue } from "./ledger/escalate.ts";
import { openAlarmItems } from "./ledger/openAlarms.ts";

interface Job {
  readonly name: string;
  /** Does what is due and says how much it was; run again at once, it finds nothing to do. */
  readonly run: (knex: Knex) => Promise<number>;
}

/** Everything that happens by itself. */
const jobs: readonly Job[] = [
  { name: "open ledger entries of quality alarms", run: openAlarmItems },
  { name: "escalate overdue ledger entries", run: escalateOverdue },
];

/** Runs every job once, as the owner of the database. One that fails does not keep the others from running. */
export async function runJobs(
  primary: Knex,
  onProblem: (error: unknown) => void,
): Promise<{ name: string; done: number }[]> {
  const outcomes: { name: string; done: number }[] = [];
  for (const { name, run } of jobs) {
    try {
      outcomes.push({ name, done: await run(primary) });
    } catch (error) {
      onProblem(new Error(`the job "${name}" failed`, { cause: error }));
    }
  }
  return outcomes;
}

/** Runs them every minute until stopped; a round that takes longer is not overtaken by the next. */
export function startJobs(primary: Knex, onProblem: (error: unknown) => void): () => Promise<void> {
  let round: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    round ??= runJobs(primary, onProblem).finally(() => {
      round = null;
    });
  }, 60_000).unref();
  return async () => {
    clearInterval(timer);
    await round;
  };
}
