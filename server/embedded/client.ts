import type { Duplex } from "node:stream";
import {
  copyFail,
  copyInResponse,
  fatal,
  Incoming,
  message,
  readyForQuery,
  renameStatement,
  sqlOf,
  typeOf,
} from "./messages.ts";
import type { Wire } from "./wire.ts";

const cancelRequest = 80877102;
const encryptionRequests = new Set([80877103, 80877104]);
const copyFromStdin = /(?:^|;)\s*copy\s[^;]*?\sfrom\s+stdin\b/i;
const largestCopyBytes = 512 * 1024 ** 2;

/** One connection: reads what arrives, cuts it into batches and has them run one after the other. */
export class Client {
  readonly channels = new Set<string>();
  readonly #incoming = new Incoming();
  readonly #statementNames = new Map<string, string>();
  #batch: Buffer[] = [];
  #sql = "";
  /** Bytes of COPY data so far, or undefined outside of a COPY. */
  #copyBytes: number | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(
    private readonly number: number,
    private readonly socket: Duplex,
    private readonly wire: Wire,
  ) {
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    // A broken connection is always followed by "close", where it is dealt with.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#enqueue(() => wire.forget(this, this.#statementNames.values())));
  }

  send(messages: Buffer[]): void {
    if (!this.socket.writable) return;
    this.socket.cork();
    for (const bytes of messages) if (bytes.length > 0) this.socket.write(bytes);
    this.socket.uncork();
  }

  disconnect(code: string, sentence: string): void {
    this.send([fatal(code, sentence)]);
    this.socket.end();
    // One who does not read would otherwise keep what it holds for ever.
    setTimeout(() => this.socket.destroy(), 1000).unref();
  }

  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error: Error) => {
      this.disconnect("58000", error.message);
      this.wire.options.onFailure(error);
    });
  }

  #read(chunk: Buffer): void {
    // Whoever has been told that the connection is over must not have anything more done.
    if (this.socket.writableEnded) return;
    try {
      for (const bytes of this.#incoming.push(chunk)) {
        if (this.#incoming.typed) this.#receive(bytes);
        else this.#start(bytes);
      }
    } catch (error) {
      this.disconnect("08P01", String(error));
    }
  }

  #start(bytes: Buffer): void {
    const code = bytes.readInt32BE(4);
    // A running statement blocks the thread that would read the request, so there is never one to cancel.
    if (code === cancelRequest) this.socket.end();
    else if (encryptionRequests.has(code)) this.socket.write("N");
    else if (code >> 16 !== 3)
      throw new RangeError(`Protocol version ${code >> 16} is not spoken here, only 3.`);
    else {
      this.#incoming.typed = true;
      this.send(this.#greeting());
    }
  }

  #greeting(): Buffer[] {
    return [
      message("R", 0),
      ...Object.entries(this.wire.options.parameters).map(([name, value]) => message("S", name, value)),
      message("K", this.number, 0),
      readyForQuery("I"),
    ];
  }

  #receive(bytes: Buffer): void {
    const type = typeOf(bytes);
    if (type === "X") this.socket.end();
    else if (this.#copyBytes !== undefined) this.#receiveCopy(type, bytes, this.#copyBytes);
    // After a COPY which failed early, its data may still be on the way.
    else if (type === "d" || type === "c" || type === "f") return;
    else this.#receiveStatement(type, bytes);
  }

  #receiveStatement(type: string, bytes: Buffer): void {
    const sql = sqlOf(bytes);
    this.#sql += `;${sql}`;
    this.#batch.push(renameStatement(bytes, (name) => this.#ownName(name)));
    const copies = copyFromStdin.test(type === "E" ? this.#sql : sql);
    if (copies && type === "Q") {
      this.#copyBytes = 0;
      // Through the queue, so that it does not overtake the answers to earlier statements.
      this.#enqueue(async () => this.send([copyInResponse(/\bbinary\b/i.test(sql))]));
      return;
    }
    if (copies && type === "E")
      this.#batch.push(copyFail("COPY FROM STDIN takes a simple query, without parameters"));
    if (type === "S" || type === "Q" || type === "F") this.#runBatch(true);
    if (type === "H") this.#runBatch(false);
  }

  /**
   * PostgreSQL reads the data of a COPY as it goes; PGlite can only read what is already there. So the statement
   * waits for all of its data, which also keeps a slow sender from holding the database.
   */
  #receiveCopy(type: string, bytes: Buffer, bytesBefore: number): void {
    const ends = type === "c" || type === "f";
    if (type !== "d" && !ends) return;
    this.#copyBytes = bytesBefore + bytes.length;
    const tooMuch = this.#copyBytes > largestCopyBytes;
    if (!tooMuch) this.#batch.push(bytes);
    else if (ends)
      this.#batch.push(copyFail(`one COPY may bring ${largestCopyBytes} bytes, send it in parts`));
    if (!ends) return;
    this.#copyBytes = undefined;
    this.#runBatch(true);
  }

  #runBatch(endsReady: boolean): void {
    const batch = { messages: this.#batch, sql: this.#sql, endsReady };
    this.#batch = [];
    this.#sql = "";
    this.#enqueue(() => this.wire.run(this, batch));
  }

  /** Two clients may each call a statement "find", and PostgreSQL would compare only 63 characters of a prefixed name. */
  #ownName(name: string): string {
    const own = this.#statementNames.get(name) ?? `client_${this.number}_${this.#statementNames.size + 1}`;
    this.#statementNames.set(name, own);
    return own;
  }
}
