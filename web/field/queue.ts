import type { ResultOf, VariablesOf } from "../api.ts";
import { graphql } from "../api.ts";
import { newId } from "./values.ts";

export const SYNC = graphql(`
  mutation SyncField($batchKey: String!, $operations: [FieldOperation!]!) {
    syncField(batchKey: $batchKey, operations: $operations) {
      __typename
      ... on SyncedField {
        results {
          id outcome
          refused { message guards }
          given { rowVersion result kind work day amountFen reimbursedFen }
          present { rowVersion result kind work day amountFen reimbursedFen }
        }
      }
      ... on Refused { message guards }
    }
  }
`);

type Operations = VariablesOf<typeof SYNC>["operations"];
export type Operation = Operations extends readonly (infer One)[] ? One : Operations;
type Synced = Extract<ResultOf<typeof SYNC>["syncField"], { __typename: "SyncedField" }>;
export type Outcome = Synced["results"][number];

/** What was done without a network: operations name nobody, and neither does what they are about. */
export interface Kept {
  readonly operation: Operation;
  /** Kind of work and number of the household, to be recognised by. */
  readonly about: string;
}

export interface Answered extends Outcome {
  readonly about: string;
}

export interface Box {
  readonly waiting: readonly Kept[];
  /** The first so many of the waiting, once they may have reached the server: key and content stay as they are. */
  readonly batch: { readonly key: string; readonly count: number } | null;
  /** Conflicts and refusals, until they are acknowledged. */
  readonly answered: readonly Answered[];
  /** How many were sent in all. */
  readonly sent: number;
  /** Why the server took none of it. */
  readonly held: string | null;
  /** When something was last taken over, in milliseconds; a box of an earlier build does not know. */
  readonly sentAt?: number;
}

export type Answer =
  | { readonly kind: "RESULTS"; readonly results: readonly Outcome[] }
  /** The batch as a whole was answered with no: it may go again under another key. */
  | { readonly kind: "REFUSED"; readonly message: string }
  /** Answered by the door, for instance because the session is over: the same batch goes again later. */
  | { readonly kind: "DOOR"; readonly message: string }
  | { readonly kind: "GONE" };

const MOST_OPERATIONS = 100;
const EMPTY: Box = { waiting: [], batch: null, answered: [], sent: 0, held: null };
const listeners = new Set<() => void>();
const boxes = new Map<string, { readonly text: string | null; readonly box: Box }>();
/** One box a person: on a shared phone nobody sends the work of another. */
const nameOf = (person: string) => `atlas.field.${person}`;

export function readBox(person: string): Box {
  const text = localStorage.getItem(nameOf(person));
  const known = boxes.get(person);
  if (known && known.text === text) return known.box;
  const box = text === null ? EMPTY : (JSON.parse(text) as Box);
  boxes.set(person, { text, box });
  return box;
}

/** @throws DOMException where the device has no room */
function writeBox(person: string, box: Box): void {
  localStorage.setItem(nameOf(person), JSON.stringify(box));
  for (const listener of listeners) listener();
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    removeEventListener("storage", listener);
  };
}

/** Keeps an operation; false where the device has no room for it. */
export function keep(person: string, kept: Kept): boolean {
  const box = readBox(person);
  try {
    writeBox(person, { ...box, waiting: [...box.waiting, kept] });
    return true;
  } catch {
    return false;
  }
}

/** Only what cannot have reached the server may be discarded. */
export function discard(person: string, index: number): void {
  const box = readBox(person);
  if (index < (box.batch?.count ?? 0)) return;
  writeBox(person, { ...box, waiting: box.waiting.filter((_, at) => at !== index) });
}

export const acknowledge = (person: string): void =>
  writeBox(person, { ...readBox(person), answered: [], sent: 0 });

/** Signing out leaves nothing behind; who has something waiting is asked before. */
export function forgetBox(person: string): void {
  localStorage.removeItem(nameOf(person));
  for (const listener of listeners) listener();
}

type Send = (key: string, operations: readonly Operation[]) => Promise<Answer>;

/** Sends what waits, in order and one tab at a time; a batch that got no answer goes again unchanged. */
export async function flush(person: string, send: Send): Promise<void> {
  const run = () => flushAlone(person, send);
  // Only a page that is served securely has locks, and only there is anybody signed in.
  await (navigator.locks ? navigator.locks.request(nameOf(person), run) : run());
}

async function flushAlone(person: string, send: Send): Promise<void> {
  for (let box = readBox(person); box.waiting.length > 0; box = readBox(person)) {
    const batch = box.batch ?? { key: newId(), count: Math.min(box.waiting.length, MOST_OPERATIONS) };
    writeBox(person, { ...box, batch, held: null });
    const going = box.waiting.slice(0, batch.count);
    const answer = await send(
      batch.key,
      going.map(({ operation }) => operation),
    );
    // More may have been kept meanwhile, or everything forgotten by signing out.
    const now = readBox(person);
    if (now.batch?.key !== batch.key) return;
    if (answer.kind === "GONE") return;
    if (answer.kind !== "RESULTS") {
      const released = answer.kind === "REFUSED" ? null : batch;
      writeBox(person, { ...now, batch: released, held: answer.message });
      return;
    }
    const answered = answer.results.map((result, at) => ({ ...result, about: going[at]?.about ?? "" }));
    const open = answered.filter(({ outcome }) => outcome === "CONFLICT" || outcome === "REFUSED");
    writeBox(person, {
      waiting: now.waiting.slice(batch.count),
      batch: null,
      answered: [...now.answered, ...open],
      sent: now.sent + answered.length - open.length,
      held: null,
      sentAt: Date.now(),
    });
  }
}
