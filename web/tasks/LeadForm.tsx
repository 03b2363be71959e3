import { type FormEvent, useRef, useState } from "react";
import { useMutation } from "urql";
import type { Viewer } from "../access/viewer.ts";
import { graphql } from "../api.ts";
import { Choice } from "../field/Choice.tsx";
import { type Refusal, RefusalNote, refusalIn } from "../field/Refusal.tsx";
import { useOnline } from "../field/useQueue.ts";
import { useVillages } from "../field/useVillages.ts";
import { chosen, newId, textOf } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";

const RECORD = graphql(`
  mutation RecordLead($lead: LeadInput!) {
    recordLead(lead: $lead) {
      __typename
      ... on Lead { id }
      ... on Refused { message guards }
    }
  }
`);

/** A lead found while going about: who is in trouble, where and through what. */
export function LeadForm({ viewer, onDone }: { readonly viewer: Viewer; readonly onDone: () => void }) {
  const { field } = useSpeech();
  const villages = useVillages(viewer);
  const isOnline = useOnline();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isDone, setDone] = useState(false);
  const [{ fetching }, record] = useMutation(RECORD);
  // The same until it has been taken: what got no answer may be sent again.
  const id = useRef(newId());
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const cause = chosen(form, "cause", field.causes);
    if (cause === null) return;
    setDone(false);
    const lead = {
      id: id.current,
      villageCode: textOf(form, "village"),
      cause,
      words: textOf(form, "words") || null,
    };
    const { data, error } = await record({ lead });
    const refused = refusalIn(data?.recordLead, error, field.noAnswer);
    setRefusal(refused);
    if (refused) return;
    id.current = newId();
    element.reset();
    setDone(true);
    onDone();
  };
  return (
    <details className="field-section">
      <summary>{field.leads.title}</summary>
      <form className="work-form" onSubmit={submit}>
        <Choice name="village" label={field.village} options={villages} />
        <Choice name="cause" label={field.leads.cause} options={field.causes} />
        <label>
          {field.leads.words}
          <textarea name="words" rows={3} maxLength={300} />
        </label>
        <RefusalNote refusal={refusal} />
        <p role="status" className="field-done">
          {isDone ? field.leads.done : ""}
        </p>
        {isOnline ? null : <p className="work-hint">{field.offline.leadNeeds}</p>}
        <button type="submit" className="button primary" disabled={fetching || !isOnline}>
          {fetching ? field.saving : field.leads.submit}
        </button>
      </form>
    </details>
  );
}
