import { useState } from "react";
import { useMutation } from "urql";
import { useSpeech } from "../i18n/language.ts";
import { CANCEL, type Job } from "./documents.ts";
import { cancelBy, type Progress } from "./send.ts";

/** How far it is, and the way to stop it. */
export function Running({ job, progress }: { readonly job: Job; readonly progress: Progress | null }) {
  const { imports: w, number } = useSpeech();
  const [isCancelling, setCancelling] = useState(false);
  const [, cancel] = useMutation(CANCEL);
  const state = job.state === "UPLOADED" || job.state === "QUEUED" ? job.state : "RUNNING";
  const phase = progress?.phase ?? job.phase;
  const rows = progress?.rows ?? job.rows;
  const stop = async () => {
    setCancelling(true);
    // By the handle first: while the embedded database writes, it hears nobody.
    const isStopped = job.handle ? await cancelBy(job.handle) : false;
    if (!isStopped) await cancel({ id: job.id });
  };
  return (
    <section aria-labelledby="import-running" aria-busy="true" data-running={state}>
      <h2 id="import-running">{w.running[state]}</h2>
      <progress className="import-progress" aria-labelledby="import-running" />
      <p role="status" className="work-hint">
        {isCancelling ? w.cancelling : phase ? `${w.phases[phase]} · ${w.rows(number(rows))}` : ""}
      </p>
      {state === "UPLOADED" ? null : (
        <button type="button" className="button" disabled={isCancelling} onClick={() => void stop()}>
          {w.cancel}
        </button>
      )}
    </section>
  );
}
