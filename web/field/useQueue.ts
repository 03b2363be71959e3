import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { useClient } from "urql";
import {
  type Answer,
  acknowledge,
  discard,
  flush,
  keep,
  type Operation,
  readBox,
  SYNC,
  subscribe,
} from "./queue.ts";

const AGAIN_MILLISECONDS = 30_000;

const subscribeToNetwork = (listener: () => void) => {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
};
export const useOnline = () => useSyncExternalStore(subscribeToNetwork, () => navigator.onLine);

/** What waits on this device for a person, and the way to send it. */
export function useQueue(person: string) {
  const client = useClient();
  const box = useSyncExternalStore(subscribe, () => readBox(person));
  const [isSending, setSending] = useState(false);
  const send = useCallback(
    async (batchKey: string, operations: readonly Operation[]): Promise<Answer> => {
      const { data, error } = await client
        .mutation(SYNC, { batchKey, operations: [...operations] })
        .toPromise();
      const answer = data?.syncField;
      if (answer?.__typename === "SyncedField") return { kind: "RESULTS", results: answer.results };
      if (answer) return { kind: "REFUSED", message: [answer.message, ...answer.guards].join(" ") };
      const message = error?.graphQLErrors[0]?.message;
      return message === undefined ? { kind: "GONE" } : { kind: "DOOR", message };
    },
    [client],
  );
  const sendNow = useCallback(async () => {
    setSending(true);
    try {
      await flush(person, send);
    } finally {
      setSending(false);
    }
  }, [person, send]);
  return {
    box,
    isSending,
    sendNow,
    keep: (operation: Operation, about: string) => keep(person, { operation, about }),
    discard: (index: number) => discard(person, index),
    acknowledge: () => acknowledge(person),
  };
}

/** Sends by itself: at once when the network is back, and again from time to time. */
export function useSending({ box, sendNow }: Pick<ReturnType<typeof useQueue>, "box" | "sendNow">): void {
  const isOnline = useOnline();
  const isDue = isOnline && box.waiting.length > 0 && box.held === null;
  useEffect(() => {
    if (!isDue) return;
    sendNow();
    const timer = setInterval(sendNow, AGAIN_MILLISECONDS);
    return () => clearInterval(timer);
  }, [isDue, sendNow]);
}
