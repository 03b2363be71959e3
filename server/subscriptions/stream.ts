import type { ServerResponse } from "node:http";

/** Whoever does not even read the last word within this is cut off. */
const LAST_WORD_MS = 5_000;

/** Writes a stream of events and knows what of it has left: nothing is made for a reader that has not read the last. */
export class Stream {
  #outstanding = 0;
  #resolve: () => void = () => {};
  #isLast = false;

  constructor(private readonly response: ServerResponse) {}

  /** An event was made that is still to be written. */
  expect(): void {
    this.#outstanding += 1;
  }

  /** Resolves when everything that was made has been taken by the network. */
  async drained(): Promise<void> {
    while (this.#outstanding > 0)
      await new Promise<void>((resolve) => {
        this.#resolve = resolve;
      });
  }

  /** The last event was made. */
  finishSoon(): void {
    if (this.#isLast) return;
    this.#isLast = true;
    setTimeout(() => this.response.destroy(), LAST_WORD_MS).unref();
  }

  async write(parts: AsyncIterable<string>): Promise<void> {
    for await (const part of parts) {
      if (this.response.destroyed) break;
      await new Promise<void>((resolve) => {
        const done = () => {
          this.response.off("close", done);
          resolve();
        };
        this.response.once("close", done);
        this.response.write(part, done);
      });
      if (part.startsWith("event: next")) {
        this.#outstanding -= 1;
        this.#resolve();
      }
    }
    this.response.end();
  }
}
