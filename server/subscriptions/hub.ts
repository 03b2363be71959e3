/** More than this waiting for one subscriber: it does not read, and is let go. */
const MOST_WAITING = 100;

/** Why a subscription ends from here. */
export type EndReason = "SLOW_READER" | "UNAUTHENTICATED" | "UNAVAILABLE";

/** Events of one subscriber, in order, as they come; reading it waits for the next. */
export class Events<Event> implements AsyncIterable<Event> {
  readonly #waiting: Event[] = [];
  #wake: () => void = () => {};
  #end: EndReason | "LEFT" | null = null;
  readonly ended: Promise<void>;
  #finish: () => void = () => {};

  constructor(private readonly onLeave: (events: Events<Event>) => void) {
    this.ended = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  get endReason(): EndReason | null {
    return this.#end === "LEFT" ? null : this.#end;
  }

  push(event: Event): void {
    if (this.#end !== null) return;
    this.#waiting.push(event);
    if (this.#waiting.length > MOST_WAITING) this.end("SLOW_READER");
    else this.#wake();
  }

  end(reason: EndReason | "LEFT"): void {
    if (this.#end !== null) return;
    this.#end = reason;
    // What waited is not told any more: whoever was signed out must hear nothing, and the slow one asks anew.
    this.#waiting.length = 0;
    this.onLeave(this);
    this.#finish();
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Event, void> {
    try {
      while (this.#end === null) {
        const next = this.#waiting.shift();
        if (next !== undefined) yield next;
        else
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
      }
    } finally {
      this.end("LEFT");
    }
  }
}

/** A region whose warning level changed in a quarter. */
export interface WarningEvent {
  readonly code: string;
  readonly period: string;
}

/** Hands on what the database told: codes and ids, which each subscriber reads again as who they are. */
export class Hub {
  readonly #cases = new Set<Events<string>>();
  readonly #warnings = new Set<Events<WarningEvent>>();

  /** Ids of changed cases. */
  cases(): Events<string> {
    const events = new Events<string>((each) => this.#cases.delete(each));
    this.#cases.add(events);
    return events;
  }

  warnings(): Events<WarningEvent> {
    const events = new Events<WarningEvent>((each) => this.#warnings.delete(each));
    this.#warnings.add(events);
    return events;
  }

  tellCase(id: string): void {
    for (const events of [...this.#cases]) events.push(id);
  }

  tellWarning(warning: WarningEvent): void {
    for (const events of [...this.#warnings]) events.push(warning);
  }

  get hasWarningReaders(): boolean {
    return this.#warnings.size > 0;
  }
}
