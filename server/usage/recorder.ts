import type { Operation } from "./operations.ts";

/** One request of a key, as it ended. */
export interface Use {
  readonly keyId: string;
  readonly operation: Operation;
  readonly status: number;
  readonly cost: number;
}

/** Requests of one key by one operation, not yet stored. The day is the database's to say. */
export interface UsageRow {
  readonly keyId: string;
  readonly operation: string;
  readonly hash: string;
  requests: number;
  answered: number;
  refused: number;
  limited: number;
  failed: number;
  cost: number;
}

export interface DeprecatedRow {
  readonly keyId: string;
  readonly element: string;
  requests: number;
}

/** More different operations than this are stored at once, so that memory stays flat. */
const MOST_WAITING = 5_000;
const EVERY_MS = 5_000;

const outcomeOf = (status: number) =>
  status === 429 ? "limited" : status >= 500 ? "failed" : status >= 400 ? "refused" : "answered";

/** Counts in memory and stores off the path of requests: a request waits for nothing. */
export class UsageRecorder {
  #rows = new Map<string, UsageRow>();
  #deprecated = new Map<string, DeprecatedRow>();
  #storing: Promise<void> = Promise.resolve();
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly store: (rows: UsageRow[], deprecated: DeprecatedRow[]) => Promise<void>,
    private readonly onProblem: (error: unknown) => void,
  ) {
    this.#timer = setInterval(() => void this.flush(), EVERY_MS).unref();
  }

  note({ keyId, operation: { name, hash, deprecated }, status, cost }: Use): void {
    const key = `${keyId} ${hash} ${name}`;
    const row = this.#rows.get(key) ?? {
      keyId,
      operation: name,
      hash,
      requests: 0,
      answered: 0,
      refused: 0,
      limited: 0,
      failed: 0,
      cost: 0,
    };
    row.requests += 1;
    row[outcomeOf(status)] += 1;
    row.cost += cost;
    this.#rows.set(key, row);
    for (const element of deprecated) {
      const used = this.#deprecated.get(`${keyId} ${element}`) ?? { keyId, element, requests: 0 };
      used.requests += 1;
      this.#deprecated.set(`${keyId} ${element}`, used);
    }
    if (this.#rows.size >= MOST_WAITING) void this.flush();
  }

  /** Stores what was counted so far. What cannot be stored is told and let go: counting must not fill the memory. */
  flush(): Promise<void> {
    const [rows, deprecated] = [[...this.#rows.values()], [...this.#deprecated.values()]];
    this.#rows = new Map();
    this.#deprecated = new Map();
    if (rows.length > 0)
      this.#storing = this.#storing.then(() => this.store(rows, deprecated)).catch(this.onProblem);
    return this.#storing;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }
}
