import type { Pool } from "pg";
import { encodeCursor } from "../connection.ts";
import type { Keys } from "../keys.ts";
import type { Reach } from "./address.ts";
import { placeOfSecret } from "./changes.ts";
import {
  claimDeliveries,
  type Due,
  makeDeliveries,
  noteArrived,
  noteFailed,
  untilNext,
} from "./changesOfDeliveries.ts";
import { post } from "./post.ts";
import { backoffSeconds, signatureOf } from "./signature.ts";

const AT_ONCE = 8;
/** Somebody else's process may have died in the middle: looked for now and then. */
const LONGEST_SLEEP_MS = 30_000;

/** Sends what webhooks are due. Several processes may do so at once: each takes deliveries of its own. */
export class WebhookSender {
  #round: Promise<void> | null = null;
  #isWanted = false;
  #isStopped = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly keys: Keys,
    private readonly reach: Reach,
    private readonly onProblem: (error: unknown) => void,
  ) {}

  /** Something may be due. Called as often as one likes: rounds do not overlap. */
  readonly wake = (): void => {
    if (this.#isStopped) return;
    if (this.#round) {
      this.#isWanted = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#round = this.#work()
      .catch((error) => {
        this.onProblem(error);
        return LONGEST_SLEEP_MS;
      })
      .then((sleep) => {
        this.#round = null;
        if (this.#isStopped) return;
        if (this.#isWanted) {
          this.#isWanted = false;
          this.wake();
        } else if (sleep !== null)
          this.#timer = setTimeout(this.wake, Math.min(LONGEST_SLEEP_MS, Math.max(50, sleep))).unref();
      });
  };

  async #work(): Promise<number | null> {
    await makeDeliveries(this.pool);
    while (!this.#isStopped) {
      const due = await claimDeliveries(this.pool, AT_ONCE);
      if (due.length === 0) return untilNext(this.pool);
      await Promise.all(due.map((each) => this.#send(each)));
    }
    return null;
  }

  async #send({ id, eventId, webhook, kind, payload, position, attempts, url, secret }: Due): Promise<void> {
    // Whoever was told of many at once reads them in the feed, from here on.
    const since = payload.code === null ? { since: encodeCursor([position, 0]) } : {};
    const body = JSON.stringify({ id: eventId, ...payload, ...since });
    const key = this.keys.open(secret, placeOfSecret(webhook)).toString();
    const headers = {
      "x-atlas-event": kind,
      "x-atlas-delivery": eventId,
      "x-atlas-attempt": String(attempts),
      "x-atlas-signature": signatureOf(key, body, Math.floor(Date.now() / 1_000)),
    };
    const { status, error } = await post(url, body, headers, { reach: this.reach });
    if (status !== null && status >= 200 && status < 300) await noteArrived(this.pool, id, status);
    else await noteFailed(this.pool, id, { status, error, seconds: backoffSeconds(attempts, Math.random()) });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#round;
  }
}
