import { type FormEvent, useState } from "react";
import { useMutation } from "urql";
import { Link } from "wouter";
import { graphql } from "../api.ts";
import { Choice } from "../field/Choice.tsx";
import { type Refusal, RefusalNote, refusalIn } from "../field/Refusal.tsx";
import type { useQueue } from "../field/useQueue.ts";
import { chosen, holdsLongNumber, textOf } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import { UrgencyMark } from "../urgency/UrgencyMark.tsx";
import type { MyTask } from "./TasksPage.tsx";

const FINISH = graphql(`
  mutation FinishTask($id: ID!, $rowVersion: Int!, $result: TaskOutcome!, $note: String) {
    finishTask(id: $id, rowVersion: $rowVersion, result: $result, note: $note) {
      __typename
      ... on Task { id }
      ... on Refused { message guards }
    }
  }
`);

interface Props {
  readonly task: MyTask;
  readonly queue: ReturnType<typeof useQueue>;
  readonly isWaiting: boolean;
  readonly onDone: (message: string) => void;
}

/** A task, and the form that ends it, with or without a network. */
export function TaskCard({ task, queue, isWaiting, onDone }: Props) {
  const { field } = useSpeech();
  const words = field.tasks;
  const [isOpen, setOpen] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [{ fetching }, finish] = useMutation(FINISH);
  const kind = words.kinds[task.kind];

  const keepHere = (visit: Parameters<typeof finish>[0]) => {
    const { id, ...rest } = visit;
    if (holdsLongNumber(rest.note ?? "")) return setRefusal({ message: words.numbersInNote, guards: [] });
    const about = `${kind} ${task.householdNumber ?? task.villageName ?? ""} · ${words.results[rest.result]}`;
    if (!queue.keep({ visit: { taskId: id, ...rest } }, about))
      return setRefusal({ message: field.queue.fullDevice, guards: [] });
    setOpen(false);
    onDone(words.kept);
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const result = chosen(form, "result", words.results);
    if (result === null) return;
    setRefusal(null);
    const visit = { id: task.id, rowVersion: task.rowVersion, result, note: textOf(form, "note") || null };
    if (!navigator.onLine) return keepHere(visit);
    const { data, error } = await finish(visit);
    if (error?.networkError) return keepHere(visit);
    const refused = refusalIn(data?.finishTask, error, field.noAnswer);
    setRefusal(refused);
    if (refused) return;
    setOpen(false);
    onDone(words.done);
  };

  return (
    <li className={task.isOverdue ? "field-card is-overdue" : "field-card"}>
      <p className="field-card-head">
        <strong>{kind}</strong>
        <span>
          {words.dueOn(task.dueOn)}
          {task.isOverdue ? <b> · {words.overdue}</b> : null}
        </span>
      </p>
      {task.urgency ? <UrgencyMark level={task.urgency} /> : null}
      {task.householdId ? (
        <Link href={`/households/${task.householdId}`} title={words.household}>
          {task.householdNumber}
        </Link>
      ) : null}
      {isWaiting ? <p className="field-waiting">{words.waiting}</p> : null}
      {isWaiting || isOpen ? null : (
        <button type="button" className="button" aria-expanded={false} onClick={() => setOpen(true)}>
          {words.finish}
        </button>
      )}
      {isOpen && !isWaiting ? (
        <form className="work-form" onSubmit={submit}>
          <Choice name="result" label={words.result} options={words.results} />
          <label>
            {words.note}
            <textarea name="note" rows={3} maxLength={300} />
          </label>
          <p className="work-hint">{words.once}</p>
          <RefusalNote refusal={refusal} />
          <div className="field-actions">
            <button type="button" className="button" onClick={() => setOpen(false)}>
              {field.cancel}
            </button>
            <button type="submit" className="button primary" disabled={fetching}>
              {fetching ? field.saving : words.submit}
            </button>
          </div>
        </form>
      ) : null}
    </li>
  );
}
