import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { LRUCache } from "lru-cache";
import type { TileChanges } from "./tileChanges.ts";

export type Encoding = "br" | "gzip" | "identity";

/** Bytes that were made from the database, and are kept until something they show changes. */
export interface Made {
  /** Hash of the content: a change elsewhere leaves it as it is. */
  readonly etag: string;
  readonly bodies: Map<Encoding, Uint8Array>;
  readonly isEmpty: boolean;
}

/** What the bytes show: they are made anew after a change of these layers inside these bounds. */
export interface Shown {
  readonly layers: readonly string[];
  readonly bounds: readonly [west: number, south: number, east: number, north: number];
}

interface Entry {
  made: Made;
  /** Data version up to which it is known to be true. */
  trueAt: number;
}

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

export const etagOf = (content: Uint8Array | string) =>
  `"${createHash("sha1").update(content).digest("base64url")}"`;

/** One making that several may wait for. It goes on while anybody does. */
class Flight {
  readonly #stop = new AbortController();
  readonly #making: Promise<Made>;
  #waiting = 0;

  constructor(
    make: (signal: AbortSignal) => Promise<Made>,
    private readonly onStopped: () => void,
  ) {
    this.#making = make(this.#stop.signal);
    // Nobody may be left to hear of it.
    this.#making.catch(() => {});
  }

  /** @throws the reason of the signal as soon as whoever waits has gone. */
  wait(signal: AbortSignal | undefined): Promise<Made> {
    this.#waiting += 1;
    if (signal === undefined) return this.#making;
    return new Promise((resolve, reject) => {
      const leave = () => {
        reject(signal.reason);
        this.#waiting -= 1;
        if (this.#waiting > 0) return;
        this.onStopped();
        this.#stop.abort();
      };
      if (signal.aborted) return leave();
      signal.addEventListener("abort", leave, { once: true });
      this.#making.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
    });
  }
}

/** Keeps what was made, lets parallel requests share one making, and gives it up when all of them have gone. */
export class MadeOnce {
  readonly #kept: LRUCache<string, Entry>;
  readonly #inFlight = new Map<string, Flight>();

  constructor(
    private readonly changes: TileChanges,
    megabytes: number,
  ) {
    // At 0 an entry never fits, so nothing is kept.
    this.#kept = new LRUCache({
      // An entry without bodies still answers If-None-Match.
      maxSize: Math.max(1, megabytes * 1_048_576),
      sizeCalculation: ({ made }) =>
        400 + [...made.bodies.values()].reduce((sum, body) => sum + body.byteLength, 0) * 2,
    });
  }

  /**
   * From memory when nothing it shows has changed.
   * @param signal of the request that asks; when it stops, and nobody else waits, so does the making.
   */
  async get(
    key: string,
    shown: Shown,
    make: (signal: AbortSignal) => Promise<Uint8Array>,
    signal?: AbortSignal,
  ): Promise<Made> {
    const { version } = this.changes;
    const entry = this.#kept.get(key);
    if (
      entry &&
      (entry.trueAt === version || !this.changes.hasTouched(shown.layers, shown.bounds, entry.trueAt))
    ) {
      entry.trueAt = version;
      return entry.made;
    }
    const flightKey = `${key}@${version}`;
    const over = () => this.#inFlight.delete(flightKey);
    const flying = this.#inFlight.get(flightKey);
    if (flying) return flying.wait(signal);
    const flight = new Flight(async (stop) => {
      try {
        const bytes = await make(stop);
        const made = {
          etag: etagOf(bytes),
          bodies: new Map([["identity", bytes] as const]),
          isEmpty: bytes.byteLength === 0,
        };
        this.#kept.set(key, { made, trueAt: version });
        return made;
      } finally {
        if (this.#inFlight.get(flightKey) === flight) over();
      }
    }, over);
    this.#inFlight.set(flightKey, flight);
    return flight.wait(signal);
  }

  /** What is put together from several: kept as long as its parts are the same, for the sake of its compressed bodies. */
  joined(key: string, parts: readonly Made[]): Made {
    const etag = etagOf(parts.map((part) => part.etag).join());
    const entry = this.#kept.get(key);
    if (entry?.made.etag === etag) return entry.made;
    const bytes = Buffer.concat(parts.map(({ bodies }) => bodies.get("identity") ?? new Uint8Array()));
    const made = {
      etag,
      bodies: new Map([["identity", bytes] as [Encoding, Uint8Array]]),
      isEmpty: bytes.byteLength === 0,
    };
    this.#kept.set(key, { made, trueAt: 0 });
    return made;
  }

  /** The body in an encoding, compressed once. */
  async body(made: Made, encoding: Encoding): Promise<Uint8Array> {
    const kept = made.bodies.get(encoding);
    if (kept) return kept;
    const plain = made.bodies.get("identity") ?? new Uint8Array();
    const body =
      encoding === "br"
        ? await compressBrotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
        : await compressGzip(plain, { level: 6 });
    made.bodies.set(encoding, body);
    return body;
  }
}
