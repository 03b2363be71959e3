import { useEffect, useState, useSyncExternalStore } from "react";
import type { ShownHousehold } from "../households/HouseholdPage.tsx";
import type { MyTask } from "../tasks/TasksPage.tsx";
import { shownSince, subscribeToShown } from "./seen.ts";
import { readAll, type Seen } from "./store.ts";

interface OnDevice {
  /** Whether the device has been asked. */
  readonly isRead: boolean;
  readonly tasks: readonly MyTask[];
  readonly households: readonly ShownHousehold[];
  /** When the list of tasks was seen. */
  readonly at: number | null;
}
const NOTHING: OnDevice = { isRead: false, tasks: [], households: [], at: null };

function sorted(all: readonly Seen[]): OnDevice {
  const list = all.find(({ key }) => key === "MyTasks");
  const tasks = (list?.value as { tasks: MyTask[] } | undefined)?.tasks ?? [];
  const households = all
    .filter(({ key }) => key.startsWith("Household "))
    .map(({ value }) => (value as { household: ShownHousehold }).household)
    .sort((a, b) => (a.number < b.number ? -1 : 1));
  return { isRead: true, tasks, households, at: list?.at ?? null };
}

/** What is on this device, as it changes. */
export function useSeen(): OnDevice {
  const [seen, setSeen] = useState(NOTHING);
  useEffect(() => {
    let isWanted = true;
    const look = () =>
      void readAll().then((all) => {
        if (isWanted) setSeen(sorted(all));
      });
    look();
    const unsubscribe = subscribeToShown(look);
    return () => {
      isWanted = false;
      unsubscribe();
    };
  }, []);
  return seen;
}

/** When the answer on the screen was seen, where it comes from the device and not from the server. */
export const useShownSince = (key: string): number | null =>
  useSyncExternalStore(subscribeToShown, () => shownSince(key));
