import type { Request } from "../context.ts";
import { HttpError } from "../http.ts";
import type { HeardEvents } from "./resolver.ts";

const MOST_OF_A_TOKEN = 10;
const MOST_OF_AN_ADDRESS = 5;
const MOST_OF_THE_PROCESS = 1_000;

/** Who listens, counted: a session or a key has ten subscriptions at once, an address without one has five. */
export class Places {
  readonly #counts = new Map<string, number>();
  #all = 0;
  /** Sources of those that listen, with the token each came with. */
  readonly listeners = new Map<HeardEvents["source"], string | null>();

  /** @throws HttpError 429 or 503 when there is no place. @returns what gives it back */
  enter({ token, viewer, clientAddress }: Request): () => void {
    const who = token === null ? `address ${clientAddress}` : (viewer?.keyId ?? token);
    const most = token === null ? MOST_OF_AN_ADDRESS : MOST_OF_A_TOKEN;
    const count = this.#counts.get(who) ?? 0;
    if (count >= most)
      throw new HttpError(
        429,
        "TOO_MANY_REQUESTS",
        `同时至多 ${most} 个订阅；请先结束一个。`,
        `At most ${most} subscriptions at once; end one first.`,
      );
    if (this.#all >= MOST_OF_THE_PROCESS)
      throw new HttpError(
        503,
        "UNAVAILABLE",
        "订阅已满，请稍后再试。",
        "All places are taken; try again in a while.",
      );
    this.#counts.set(who, count + 1);
    this.#all += 1;
    return () => {
      this.#all -= 1;
      const left = (this.#counts.get(who) ?? 1) - 1;
      if (left > 0) this.#counts.set(who, left);
      else this.#counts.delete(who);
    };
  }
}
