import { randomBytes } from "node:crypto";
import type pg from "pg";
import type { Database } from "../db.ts";
import {
  type DueJob,
  expire,
  findMaker,
  isAnyDue,
  knownIds,
  noteEnding,
  noteProbed,
  noteProgress,
  putBack,
  takeNext,
} from "./changesOfRuns.ts";
import { endingOf, FAILED_TOO_OFTEN, NOT_ALLOWED } from "./endings.ts";
import type { ImportFolder } from "./folder.ts";
import { ImportThread, type Outcome } from "./inThread.ts";
import { HOURS_KEPT, mayImport } from "./settings.ts";
import type { ImportPhaseName } from "./type.ts";

/** Any fixed number: whoever holds it runs the imports of a database, one after the other. */
const DESK_LOCK = 360_827_029;
const LOOK_EVERY_MS = 2_000;
const NOTE_EVERY_MS = 500;
const SWEEP_EVERY_MS = 3_600_000;
const MOST_ATTEMPTS = 3;

export interface Progress {
  readonly phase: ImportPhaseName | null;
  readonly rows: number;
}

/**
 * Runs what is due, one at a time, whichever process of a database takes it first. A process that dies lets go of the
 * lock with its connection, and the next one begins its import again.
 */
export class ImportDesk {
  #work: Promise<void> | null = null;
  #isStopped = false;
  #isMoreDue = false;
  #running: { id: string; thread: ImportThread; progress: Progress } | null = null;
  readonly #handles = new Map<string, string>();
  readonly #timers: NodeJS.Timeout[];

  constructor(
    private readonly database: Pick<Database, "primary" | "connection" | "connect" | "embedded">,
    readonly folder: ImportFolder,
    private readonly onProblem: (error: unknown) => void,
  ) {
    const sweep = () => void this.sweep().catch(onProblem);
    this.#timers = [
      setInterval(() => this.kick(), LOOK_EVERY_MS).unref(),
      setInterval(sweep, SWEEP_EVERY_MS).unref(),
    ];
    sweep();
    this.kick();
  }

  /** Something may be due. */
  kick(): void {
    if (this.#isStopped) return;
    this.#isMoreDue = true;
    this.#work ??= this.#workOff()
      .catch(this.onProblem)
      .finally(() => {
        this.#work = null;
        // Asked for after it had looked for the last time.
        if (this.#isMoreDue) this.kick();
      });
  }

  /** Ends an import that runs here, at once; one that runs elsewhere is ended by the process it runs in. */
  cancel(id: string): void {
    if (this.#running?.id === id) this.#running.thread.cancel();
  }

  /** What its maker can watch and end an import with while the database has no ear for anybody else. */
  handleOf(id: string): string {
    for (const [handle, known] of this.#handles) if (known === id) return handle;
    const handle = randomBytes(24).toString("base64url");
    this.#handles.set(handle, id);
    return handle;
  }

  /** How far the import of a handle is; null when it does not run here. */
  progressOf(handle: string): Progress | null {
    const id = this.#handles.get(handle);
    return id !== undefined && this.#running?.id === id ? this.#running.progress : null;
  }

  cancelBy(handle: string): boolean {
    const id = this.#handles.get(handle);
    if (id === undefined || this.#running?.id !== id) return false;
    this.cancel(id);
    return true;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    this.#running?.thread.cancel();
    await this.#work;
    this.folder.close();
  }

  /** Removes what is older than a day, of this database and of nobody. */
  async sweep(): Promise<void> {
    const here = await this.folder.ids();
    const gone = new Set(await expire(this.database.primary, here));
    const ours = new Set(await knownIds(this.database.primary, here));
    for (const id of here)
      if (gone.has(id) || (!ours.has(id) && (await this.folder.isOlderThan(id, HOURS_KEPT * 3_600_000))))
        await this.folder.remove(id);
  }

  async #workOff(): Promise<void> {
    const { primary, embedded, connect } = this.database;
    this.#isMoreDue = false;
    if (!(await isAnyDue(primary))) return;
    // Nobody else opens the embedded database, and its connections share one session, and with it all locks.
    const guard = embedded ? null : await takeLock(connect);
    if (guard === "TAKEN") return;
    try {
      for (;;) {
        const job = this.#isStopped ? null : await takeNext(primary, await this.folder.ids());
        if (!job || !(await this.#do(job))) return;
      }
    } finally {
      await guard?.end();
    }
  }

  /** @returns false when it has to wait: this process stops, or an import runs that is none of these */
  async #do(job: DueJob): Promise<boolean> {
    const { primary } = this.database;
    const { dataset } = job;
    const maker = await findMaker(primary, job.id);
    if (job.attempts > MOST_ATTEMPTS) await noteEnding(primary, job, FAILED_TOO_OFTEN);
    else if (!maker || (dataset !== null && job.state === "RUNNING" && !mayImport(maker, dataset)))
      await noteEnding(primary, job, NOT_ALLOWED);
    else {
      const isAll = maker.role === "SYSTEM_ADMIN" || maker.regions.includes("CN");
      try {
        if (!(await this.#conclude(job, await this.#inThread(job, isAll ? null : maker.regions))))
          return false;
        // Tidying after the rows are written is not worth waiting for, but nothing else runs beside it.
        await this.#running?.thread.ended;
      } finally {
        this.#running = null;
      }
    }
    for (const [handle, id] of this.#handles) if (id === job.id) this.#handles.delete(handle);
    return true;
  }

  /** @returns false when nothing was decided, and it has to be begun again */
  async #conclude(job: DueJob, outcome: Outcome): Promise<boolean> {
    const { primary } = this.database;
    const isDecided = outcome.tell === "reported" || outcome.tell === "probed";
    const isTaken = outcome.tell === "refused" && outcome.refusal.code === "ImportAlreadyRunning";
    if (isTaken || (this.#isStopped && !isDecided)) {
      await putBack(primary, job.id);
      return false;
    }
    if (outcome.tell === "probed") await noteProbed(primary, job.id);
    else await noteEnding(primary, job, endingOf(outcome, job.settings));
    if (outcome.tell === "reported" && !job.settings.dryRun && !outcome.isRefused)
      await this.folder.removeFile(job.id);
    return true;
  }

  async #inThread(job: DueJob, scope: readonly string[] | null): Promise<Outcome> {
    const { id, fileName, dataset, settings } = job;
    const task = {
      kind: job.state === "UPLOADED" ? ("PROBE" as const) : ("RUN" as const),
      connection: ownConnection(this.database),
      path: this.folder.fileOf(id),
      probePath: this.folder.fileOf(id, "probe"),
      errorPaths: { zh: this.folder.fileOf(id, "errorsZh"), en: this.folder.fileOf(id, "errorsEn") },
      ...{ fileName, dataset, settings, scope },
    };
    const thread = new ImportThread(task, ({ phase, rows }) => {
      if (this.#running) this.#running.progress = { phase, rows };
    });
    this.#running = { id, thread, progress: { phase: null, rows: 0 } };
    let noting: Promise<void> | null = null;
    const timer = setInterval(() => {
      noting ??= this.#note(id).finally(() => {
        noting = null;
      });
    }, NOTE_EVERY_MS);
    try {
      return await thread.outcome;
    } catch (error) {
      this.onProblem(new Error(`import ${id} failed`, { cause: error }));
      return { tell: "stopped" };
    } finally {
      clearInterval(timer);
      await noting;
    }
  }

  async #note(id: string): Promise<void> {
    const running = this.#running;
    if (running?.id !== id) return;
    try {
      if (await noteProgress(this.database.primary, id, running.progress)) running.thread.cancel();
    } catch (error) {
      this.onProblem(error);
    }
  }
}

/** A server that waits for nobody any more ends what it does: of a process that died nothing goes on. */
const ownConnection = ({
  connection,
  embedded,
}: Pick<Database, "connection" | "embedded">): pg.ClientConfig =>
  embedded ? connection : { ...connection, options: "-c client_connection_check_interval=1000" };

async function takeLock(connect: () => Promise<pg.Client>): Promise<pg.Client | "TAKEN"> {
  const client = await connect();
  // A connection that breaks is told by the next statement on it; without a listener it would end the process.
  client.on("error", () => {});
  const { rows } = await client.query<{ taken: boolean }>("select pg_try_advisory_lock($1) as taken", [
    DESK_LOCK,
  ]);
  if (rows[0]?.taken) return client;
  await client.end();
  return "TAKEN";
}
