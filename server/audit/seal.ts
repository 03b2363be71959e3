import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Keys } from "../keys.ts";
import type { EventRow, Seal } from "./queries.ts";

export const FIRST_DIGEST = Buffer.alloc(32);

/** Digest of a seal: of the one before and of every event it covers, each field in a fixed order. */
export function digestOf(previous: Buffer, events: readonly EventRow[]): Buffer {
  const hash = createHash("sha256").update(previous);
  for (const event of events) {
    hash.update(
      JSON.stringify([
        String(event.id),
        event.at,
        event.channel,
        event.personId,
        event.role,
        event.action,
        event.kind,
        event.entityId,
        event.regionCode,
        event.purpose,
        event.detail,
      ]),
    );
  }
  return hash.digest();
}

/** What was found wrong, each in a sentence; empty for an audit that is whole. */
export interface Anchor {
  readonly seal: number;
  readonly digest: string;
}

const anchorFile = (directory: string) => join(directory, "audit-anchors.jsonl");

/** Writes the head of the chain to a file outside the database: a chain whose end was cut off is shorter than that. */
export function anchor({ directory }: Keys, seal: Seal): void {
  if (directory === null) return;
  const line: Anchor = { seal: seal.id, digest: seal.digest.toString("hex") };
  appendFileSync(anchorFile(directory), `${JSON.stringify(line)}\n`, { mode: 0o600 });
}

export function readAnchors({ directory }: Keys): Anchor[] {
  if (directory === null || !existsSync(anchorFile(directory))) return [];
  return readFileSync(anchorFile(directory), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Anchor);
}

/**
 * Checks one seal against the events it covers and the seal before.
 * @returns what is wrong, in sentences
 */
export function faultsOf(
  seal: Seal,
  before: Seal | null,
  events: readonly EventRow[],
  keys: Pick<Keys, "isSigned">,
): string[] {
  const faults: string[] = [];
  const previous = before?.digest ?? FIRST_DIGEST;
  if (seal.id !== (before?.id ?? 0) + 1)
    faults.push(`seal ${seal.id} follows ${before?.id ?? "nothing"}: one is missing`);
  if (!seal.previousDigest.equals(previous)) faults.push(`seal ${seal.id} does not continue the one before`);
  if (events.length !== seal.eventCount)
    faults.push(`seal ${seal.id} covers ${seal.eventCount} events, ${events.length} are there`);
  if (!digestOf(previous, events).equals(seal.digest))
    faults.push(`an event under seal ${seal.id} was changed`);
  if (!keys.isSigned(seal.digest, seal.signature)) faults.push(`seal ${seal.id} is not signed by this atlas`);
  return faults;
}
