import { useEffect, useState } from "react";
import { useQuery } from "urql";
import { IMPORT_JOB, type Job } from "./documents.ts";
import { type Progress, progressOf } from "./send.ts";

const OFTEN_MS = 500;
export const isUnderWay = (state: Job["state"]) =>
  state === "UPLOADED" || state === "QUEUED" || state === "RUNNING";

/** An import, asked for again while something is under way. */
export function useJob(id: string) {
  const [{ data, fetching, error }, ask] = useQuery({
    query: IMPORT_JOB,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  const job = data?.importJob ?? null;
  const busy = job !== null && isUnderWay(job.state);
  const handle = job?.handle ?? null;
  const [progress, setProgress] = useState<Progress | null>(null);
  useEffect(() => {
    if (!busy) return;
    let isOver = false;
    let timer = 0;
    const look = async () => {
      // By its handle while it runs: the embedded database answers nobody then.
      const now = handle === null ? null : await progressOf(handle);
      if (isOver) return;
      setProgress(now);
      if (now === null) ask({ requestPolicy: "network-only" });
      timer = window.setTimeout(() => void look(), OFTEN_MS);
    };
    timer = window.setTimeout(() => void look(), OFTEN_MS);
    return () => {
      isOver = true;
      window.clearTimeout(timer);
    };
  }, [busy, handle, ask]);
  return { job, fetching, error, busy, progress: busy ? progress : null, ask };
}
