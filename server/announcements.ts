import type pg from "pg";

/** Channels the database tells of changes on. What is said there are positions and ids, never what changed. */
export type Channel = "atlas_open_changes" | "atlas_case_changes";
const CHANNELS: readonly Channel[] = ["atlas_open_changes", "atlas_case_changes"];

/**
 * Hears what other processes commit: one connection that listens, made again when it breaks. Every listener is called once
 * more after that with an empty text, for something may have been said meanwhile.
 */
export class Announcements {
  readonly #listeners = new Map<Channel, Set<(text: string) => void>>();
  #client: pg.Client | null = null;
  #retry: NodeJS.Timeout | null = null;
  #isStopped = false;

  constructor(
    private readonly connect: () => Promise<pg.Client>,
    private readonly onProblem: (error: unknown) => void,
  ) {}

  on(channel: Channel, listener: (text: string) => void): void {
    this.#listeners.set(channel, (this.#listeners.get(channel) ?? new Set()).add(listener));
  }

  async follow(): Promise<void> {
    const client = await this.connect();
    this.#client = client;
    client.on("notification", ({ channel, payload }) => this.#tell(channel, payload ?? ""));
    client.on("error", this.onProblem);
    client.on("end", () => this.#again());
    for (const channel of CHANNELS) await client.query(`listen ${channel}`);
    for (const channel of CHANNELS) this.#tell(channel, "");
  }

  #tell(channel: string, text: string): void {
    for (const listener of this.#listeners.get(channel as Channel) ?? []) listener(text);
  }

  #again(): void {
    if (this.#isStopped || this.#retry) return;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      this.follow().catch((error) => {
        this.onProblem(error);
        this.#again();
      });
    }, 1_000).unref();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#retry) clearTimeout(this.#retry);
    await this.#client?.end().catch(() => {});
  }
}
