import type { Duplex } from "node:stream";
import { Client } from "./client.ts";
import type { Execute } from "./execute.ts";
import { closeStatement, query, readyForQuery, sync, typeOf } from "./messages.ts";

/** What a client wants run in one go: everything up to a Query, a Sync, a Flush or the end of a COPY. */
export interface Batch {
  messages: Buffer[];
  sql: string;
  /** A Flush asks for the answers so far, without the ReadyForQuery. */
  endsReady: boolean;
}

export interface WireOptions {
  /** What a server tells about itself when a connection starts. */
  parameters: Record<string, string>;
  /** The database itself has stopped working: nothing can be served any more. */
  onFailure: (error: Error) => void;
  /** An open transaction that does nothing for so long, while others wait, loses its connection. */
  idleInTransactionMs?: number;
}

// PGlite is a single session, so what one client SET would be seen by the next one.
const resetSession = query("set session authorization default; reset role; reset all");
const listenStatement = /(?:^|;)\s*(un)?listen\s+("(?:[^"]|"")*"|[^\s;]+)/gi;

/**
 * Lets many clients use one PGlite, each in its turn: a client holds the database from its first statement
 * until ReadyForQuery says "idle", so that two transactions never interleave.
 */
export class Wire {
  readonly #clients = new Set<Client>();
  readonly #waiting: { taker: object; start: () => void }[] = [];
  #holder: object | undefined;
  #idleSince = 0;
  #last: object | undefined;
  #channelsLost = false;
  #connections = 0;
  readonly #watch: NodeJS.Timeout;

  constructor(
    private readonly execute: Execute,
    readonly options: WireOptions,
  ) {
    const limit = options.idleInTransactionMs ?? 60_000;
    this.#watch = setInterval(() => this.#disconnectIdle(limit), limit / 4).unref();
  }

  accept(socket: Duplex): void {
    const client = new Client(++this.#connections, socket, this);
    this.#clients.add(client);
  }

  async run(client: Client, batch: Batch): Promise<void> {
    await this.#take(client);
    const { kept, status, notifications, tags } = sift(await this.execute(Buffer.concat(batch.messages)));
    if (batch.endsReady && !status)
      throw new Error("The embedded database stopped in the middle of a statement.");
    if (tags.has("LISTEN") || tags.has("UNLISTEN")) this.#followListening(client, batch.sql);
    client.send(batch.endsReady ? [...kept, readyForQuery(status)] : kept);
    for (const notification of notifications) this.#deliver(notification);
    if (batch.endsReady && status === "I") await this.#give();
    else this.#idleSince = Date.now();
  }

  /** After a client has gone, nothing it held may outlive it. */
  async forget(client: Client, statementNames: Iterable<string>): Promise<void> {
    this.#clients.delete(client);
    await this.exclusively(client, async () => {
      const ending = query("rollback; close all; select pg_advisory_unlock_all()");
      await this.execute(Buffer.concat([...[...statementNames].map(closeStatement), sync, ending]));
    });
  }

  async exclusively<T>(taker: object, work: () => Promise<T>): Promise<T> {
    await this.#take(taker);
    try {
      return await work();
    } finally {
      await this.#give();
    }
  }

  /** Resolves when nothing is running any more, and nothing will: the last turn is never given back. */
  async end(): Promise<void> {
    clearInterval(this.#watch);
    for (const client of this.#clients) client.disconnect("57P01", "The embedded database is being closed.");
    await this.#take(this);
  }

  async #take(taker: object): Promise<void> {
    if (this.#holder && this.#holder !== taker) {
      await new Promise<void>((start) => this.#waiting.push({ taker, start }));
    }
    this.#holder = taker;
    this.#idleSince = 0;
    if (this.#last !== taker) await this.execute(resetSession);
    this.#last = taker;
  }

  async #give(): Promise<void> {
    if (this.#channelsLost) {
      const wanted = new Set([...this.#clients].flatMap((client) => [...client.channels]));
      for (const name of wanted) await this.execute(query(`listen "${name.replaceAll('"', '""')}"`));
      this.#channelsLost = false;
    }
    const next = this.#waiting.shift();
    this.#holder = next?.taker;
    next?.start();
  }

  /** The session listens for all clients; who gets what is known here only. */
  #followListening(client: Client, sql: string): void {
    for (const [, un, name = ""] of sql.matchAll(listenStatement)) {
      const channel = name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
      if (!un) client.channels.add(channel);
      else if (channel === "*") client.channels.clear();
      else client.channels.delete(channel);
      // One client's UNLISTEN ends it for the whole session: the others are listed again at the end of the turn.
      if (un) this.#channelsLost = true;
    }
  }

  #deliver(notification: Buffer): void {
    const channel = notification.toString("utf8", 9, notification.indexOf(0, 9));
    for (const client of this.#clients) if (client.channels.has(channel)) client.send([notification]);
  }

  /** Waiting for each other is something PostgreSQL's deadlock detector cannot see here. */
  #disconnectIdle(limitMs: number): void {
    const idle = this.#idleSince > 0 && Date.now() - this.#idleSince > limitMs;
    if (!idle || this.#waiting.length === 0 || !(this.#holder instanceof Client)) return;
    const sentence = `A transaction was left idle for ${limitMs} ms while ${this.#waiting.length} others waited for it.`;
    this.#holder.disconnect("25P03", sentence);
  }
}

/**
 * Takes out what is not for the client as it stands: notifications go to whoever listens, CopyInResponse has
 * been sent before the data came, and PGlite answers one ReadyForQuery too many after an extended-protocol error.
 */
function sift(answer: Buffer) {
  const kept: Buffer[] = [];
  const notifications: Buffer[] = [];
  const tags = new Set<string>();
  let status = "";
  let from = 0;
  for (let at = 0, end = 0; at < answer.length; at = end) {
    end = at + 1 + answer.readUInt32BE(at + 1);
    const type = typeOf(answer.subarray(at, at + 1));
    if (type === "C") tags.add(answer.toString("latin1", at + 5, end - 1));
    if (type === "Z") status = answer.toString("latin1", at + 5, end);
    if (type === "A") notifications.push(answer.subarray(at, end));
    if (type !== "Z" && type !== "A" && type !== "G") continue;
    kept.push(answer.subarray(from, at));
    from = end;
  }
  kept.push(answer.subarray(from));
  return { kept, status, notifications, tags };
}
