import { type AnyVariables, getOperationName, mapExchange, type OperationResult } from "@urql/core";
import type { Viewer } from "../access/viewer.ts";
import type { ShownHousehold } from "../households/HouseholdPage.tsx";
import { endSessionOwed, isSessionOwed, keepShell } from "./device.ts";
import { deleteSeen, forgetAll, readSeen, subscribeToSeen, writeSeen } from "./store.ts";

/** Whose answers are kept; nobody's until it is known that the person works in villages. */
let person: string | null = null;
/** Asked before it is known who asks, and needed by every page. */
let about: unknown = null;
/** Answers shown from the device, with when they were seen. */
const shown = new Map<string, number>();
const listeners = new Set<() => void>();
const changed = () => {
  for (const listener of listeners) listener();
};
export function subscribeToShown(listener: () => void): () => void {
  listeners.add(listener);
  const unsubscribe = subscribeToSeen(listener);
  return () => {
    listeners.delete(listener);
    unsubscribe();
  };
}
/** When the answer on the screen was seen, where it comes from the device. */
export const shownSince = (key: string): number | null => shown.get(key) ?? null;

export const keyOfHousehold = (id: string): string => `Household ${id}`;

/** Only these posts carry a phone into villages; of anybody else nothing is kept. */
export const worksInVillages = ({ role }: Pick<Viewer, "role">): boolean => role === "VILLAGE_WORKER";

/** A household as a visit needs it: no number of an identity, telephone or account, and no money. */
function forAVisit({ household }: { household: ShownHousehold | null }) {
  if (!household) return null;
  const members = household.members.map((member) => ({
    ...member,
    idNumber: null,
    phone: null,
    bankAccount: null,
  }));
  return { household: { ...household, members, account: null, consents: [], assessments: [] } };
}

function keyOf(name: string | undefined, variables: AnyVariables): string | null {
  if (name === "Viewer" || name === "About" || name === "MyTasks") return name;
  const id: unknown = variables?.id;
  return name === "Household" && typeof id === "string" ? keyOfHousehold(id) : null;
}

/** Nothing is kept from here on, and what was kept goes. */
export async function forgetSeen(): Promise<void> {
  person = null;
  shown.clear();
  await forgetAll();
  changed();
}

async function meet(viewer: Viewer | null): Promise<void> {
  const before = (await readSeen("Viewer"))?.person ?? null;
  if (viewer === null || !worksInVillages(viewer)) {
    if (before !== null || person !== null) await forgetSeen();
    return;
  }
  if (before !== null && before !== viewer.personId) await forgetSeen();
  person = viewer.personId;
  keepShell();
  if (about !== null) keep("About", about);
}

function keep(key: string, value: unknown): void {
  if (shown.delete(key)) changed();
  // What is no longer there, or no longer this person's, does not stay here either.
  if (value === null) void deleteSeen(key);
  else if (person !== null) void writeSeen({ key, person, at: Date.now(), value });
}

async function answered({ operation, data }: OperationResult, key: string): Promise<void> {
  if (key === "About") about = data;
  if (key === "Viewer") await meet((data as { viewer: Viewer | null }).viewer);
  keep(key, operation && key.startsWith("Household ") ? forAVisit(data) : data);
}

/** The answer as last seen, where nobody answers. */
async function recalled(result: OperationResult, key: string): Promise<OperationResult> {
  const seen = isSessionOwed() ? undefined : await readSeen(key);
  if (!seen || (person !== null && seen.person !== person)) return result;
  person = seen.person;
  shown.set(key, seen.at);
  changed();
  return { ...result, data: seen.value, error: undefined, stale: false };
}

/** Keeps what field work needs as it is answered, and gives it back where there is no network. */
export const seenExchange = mapExchange({
  onOperation: (operation) =>
    operation.kind !== "teardown" && isSessionOwed() ? endSessionOwed().then(() => operation) : undefined,
  onResult: (result) => {
    const { operation, error } = result;
    if (operation.kind !== "query") return undefined;
    const key = keyOf(getOperationName(operation.query), operation.variables);
    if (key === null) return undefined;
    if (error?.networkError && error.response === undefined) return recalled(result, key);
    if (!error && result.data) void answered(result, key);
    return undefined;
  },
});
