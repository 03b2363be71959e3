import type { CombinedError } from "urql";
import type { useQueue } from "../field/useQueue.ts";
import { useSpeech } from "../i18n/language.ts";
import { useSeen } from "../offline/useSeen.ts";
import { Failure } from "../ui/Failure.tsx";
import { EntryForm } from "./EntryForm.tsx";

interface Props {
  readonly id: string;
  readonly error: CombinedError;
  readonly queue: ReturnType<typeof useQueue>;
  readonly onChange: () => void;
}

/** A household that did not arrive: of one that a task is about, the number is known and an entry can be recorded. */
export function Unseen({ id, error, queue, onChange }: Props) {
  const { field } = useSpeech();
  const { isRead, tasks } = useSeen();
  const task = tasks.find(({ householdId }) => householdId === id);
  if (!error.networkError || !isRead) return <Failure error={error} />;
  if (!task?.householdNumber)
    return (
      <>
        <p className="work-empty">{field.offline.notKept}</p>
        <Failure error={error} />
      </>
    );
  return (
    <>
      <h1>{task.householdNumber}</h1>
      <p className="field-tags">
        <span>{task.villageName}</span>
      </p>
      <p className="work-hint">{field.offline.notSeen}</p>
      <EntryForm household={{ id, number: task.householdNumber }} queue={queue} onChange={onChange} />
    </>
  );
}
