import { useSpeech } from "../i18n/language.ts";
import type { Job } from "./documents.ts";

/** How many of the steps lie behind, by where an import stands. */
const DONE: Readonly<Record<Job["state"], number>> = {
  UPLOADING: 0,
  UPLOADED: 1,
  PROBED: 2,
  HELD: 3,
  CHECKED: 3,
  QUEUED: 3,
  RUNNING: 3,
  REFUSED: 3,
  FAILED: 3,
  CANCELLED: 3,
  DONE: 4,
};

/** Where one is on the way from a file to its rows on the map. */
export function StepLine({ job }: { readonly job: Pick<Job, "state"> }) {
  const { imports: w } = useSpeech();
  const done = DONE[job.state];
  const steps = [w.steps.file, w.steps.found, w.steps.mapping, w.steps.run];
  return (
    <ol className="step-line">
      {steps.map((step, index) => (
        <li
          key={step}
          data-how={index < done ? "done" : index === done ? "now" : "next"}
          aria-current={index === done ? "step" : undefined}
        >
          {step}
        </li>
      ))}
    </ol>
  );
}
