/** What was last seen stays so many days on the device, counted from the day it was seen. */
export const KEPT_DAYS = 7;
const DATABASE = "atlas-field";
const STORE = "seen";
const DAY_MILLISECONDS = 86_400_000;

/** An answer as it was last seen, with whose it is. */
export interface Seen {
  readonly key: string;
  readonly person: string;
  readonly at: number;
  readonly value: unknown;
}

const listeners = new Set<() => void>();
export function subscribeToSeen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const settled = <Value>(request: IDBRequest<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function withStore<Value>(
  mode: IDBTransactionMode,
  use: (store: IDBObjectStore) => IDBRequest<Value>,
): Promise<Value> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "key" });
  const database = await settled(opening);
  try {
    return await settled(use(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

let turn: Promise<unknown> = Promise.resolve();
/** One after another, so that nothing is written after it was forgotten; a device that keeps nothing is no error. */
function inTurn<Value>(work: () => Promise<Value>, otherwise: Value): Promise<Value> {
  const done = turn.then(work).catch(() => otherwise);
  turn = done;
  return done;
}

const isFresh = ({ at }: Seen) => Date.now() - at < KEPT_DAYS * DAY_MILLISECONDS;

/** All that is kept and not too old; what is too old is deleted on the way. */
export const readAll = (): Promise<Seen[]> =>
  inTurn(async () => {
    const all = await withStore<Seen[]>("readonly", (store) => store.getAll());
    for (const { key } of all.filter((seen) => !isFresh(seen)))
      await withStore("readwrite", (store) => store.delete(key));
    return all.filter(isFresh);
  }, []);

export const readSeen = async (key: string): Promise<Seen | undefined> =>
  (await readAll()).find((seen) => seen.key === key);

export const writeSeen = (seen: Seen): Promise<void> =>
  inTurn(async () => {
    await withStore("readwrite", (store) => store.put(seen));
    for (const listener of listeners) listener();
  }, undefined);

export const deleteSeen = (key: string): Promise<void> =>
  inTurn(async () => {
    await withStore("readwrite", (store) => store.delete(key));
    for (const listener of listeners) listener();
  }, undefined);

/** Forgets everything at once, the database itself included. */
export const forgetAll = (): Promise<void> =>
  inTurn(async () => {
    await settled(indexedDB.deleteDatabase(DATABASE));
    for (const listener of listeners) listener();
  }, undefined);
