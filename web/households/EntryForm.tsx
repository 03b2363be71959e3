import { type FormEvent, useRef, useState } from "react";
import { useMutation } from "urql";
import { graphql, type VariablesOf } from "../api.ts";
import { Choice } from "../field/Choice.tsx";
import { type Refusal, RefusalNote, refusalIn } from "../field/Refusal.tsx";
import type { useQueue } from "../field/useQueue.ts";
import { useYuan } from "../field/useYuan.ts";
import { chosen, fenOf, newId, textOf, today } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";

const RECORD = graphql(`
  mutation RecordEntry($entry: AccountEntryInput!) {
    recordAccountEntry(entry: $entry) {
      __typename
      ... on Household { id }
      ... on Refused { message guards }
    }
  }
`);

interface Props {
  readonly household: { readonly id: string; readonly number: string };
  readonly onChange: () => void;
  readonly queue: ReturnType<typeof useQueue>;
}

/** One entry of the account, with or without a network; its id is made here, so that it counts once. */
export function EntryForm({ household, onChange, queue }: Props) {
  const { field } = useSpeech();
  const words = field.account;
  const yuan = useYuan();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [message, setMessage] = useState("");
  const [{ fetching }, record] = useMutation(RECORD);
  const id = useRef(newId());
  const element = useRef<HTMLFormElement>(null);
  const taken = (told: string) => {
    id.current = newId();
    element.current?.reset();
    setMessage(told);
  };
  const keepHere = (entry: VariablesOf<typeof RECORD>["entry"]) => {
    const about = `${household.number} · ${entry.day} · ${words.kinds[entry.kind]} ${yuan(entry.amountFen)}`;
    if (queue.keep({ entry }, about)) taken(field.tasks.kept);
    else setRefusal({ message: field.queue.fullDevice, guards: [] });
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const kind = chosen(form, "kind", words.kinds);
    const amountFen = fenOf(textOf(form, "amount"));
    const reimbursedFen = fenOf(textOf(form, "reimbursed") || "0");
    setMessage("");
    setRefusal(null);
    if (amountFen === null || reimbursedFen === null)
      return setRefusal({ message: words.badAmount, guards: [] });
    if (kind === null) return;
    const entry = {
      id: id.current,
      householdId: household.id,
      kind,
      day: textOf(form, "day"),
      amountFen,
      reimbursedFen,
      realised: !form.has("unrealised"),
      oneOff: form.has("oneOff"),
    };
    if (!navigator.onLine) return keepHere(entry);
    const { data, error } = await record({ entry });
    if (error?.networkError) return keepHere(entry);
    const refused = refusalIn(data?.recordAccountEntry, error, field.noAnswer);
    setRefusal(refused);
    if (refused) return;
    taken(field.saved);
    onChange();
  };
  return (
    <details className="field-section">
      <summary>{words.add}</summary>
      <form className="work-form" onSubmit={submit} ref={element}>
        <Choice name="kind" label={words.kind} options={words.kinds} />
        <label>
          {field.day}
          <input type="date" name="day" defaultValue={today()} max={today()} required />
        </label>
        <label>
          {words.amount}
          <input name="amount" inputMode="decimal" autoComplete="off" required />
        </label>
        <label>
          {words.reimbursed}
          <input name="reimbursed" inputMode="decimal" autoComplete="off" />
        </label>
        <label className="field-check">
          <input type="checkbox" name="unrealised" />
          {words.unrealised}
        </label>
        <label className="field-check">
          <input type="checkbox" name="oneOff" />
          {words.oneOff}
        </label>
        <RefusalNote refusal={refusal} />
        <p role="status" className="field-done">
          {message}
        </p>
        <button type="submit" className="button primary" disabled={fetching}>
          {fetching ? field.saving : field.save}
        </button>
      </form>
    </details>
  );
}
