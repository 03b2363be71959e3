import { type FormEvent, useRef, useState } from "react";
import { useViewer } from "../access/viewer.ts";
import { graphql } from "../api.ts";
import { Choice } from "../field/Choice.tsx";
import { RefusalNote } from "../field/Refusal.tsx";
import { chosen, textOf } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import type { PartProps } from "./HouseholdPage.tsx";
import { useChange } from "./useChange.ts";

const ERASE_MEMBER = graphql(`
  mutation EraseMember($id: ID!, $rowVersion: Int!, $reason: ErasureReason!) {
    eraseMember(id: $id, rowVersion: $rowVersion, reason: $reason) {
      __typename
      ... on Household { id }
      ... on Refused { message guards }
    }
  }
`);
const ERASE_HOUSEHOLD = graphql(`
  mutation EraseHousehold($id: ID!, $rowVersion: Int!, $reason: ErasureReason!) {
    eraseHousehold(id: $id, rowVersion: $rowVersion, reason: $reason) {
      __typename
      ... on Household { id }
      ... on Refused { message guards }
    }
  }
`);
type Reason = keyof ReturnType<typeof useSpeech>["erasure"]["reasons"];
interface Asked {
  readonly whom: string;
  readonly reason: Reason;
}

/** Erasing what identifies a member who left, or a whole household: for the county, asked about once more. */
export function Erasure({ household, onChange }: PartProps) {
  const { erasure: words, field } = useSpeech();
  const viewer = useViewer();
  const dialog = useRef<HTMLDialogElement>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [isDone, setDone] = useState(false);
  const member = useChange(ERASE_MEMBER, onChange);
  const whole = useChange(ERASE_HOUSEHOLD, onChange);
  const isBusy = member.fetching || whole.fetching;
  const left = household.members.filter(({ leftOn, erasedOn }) => leftOn && !erasedOn);
  const mayBeWhole = household.status === "ORDINARY" && household.members.some(({ erasedOn }) => !erasedOn);
  const options = Object.fromEntries([
    ...left.map(({ id, name, leftOn }) => [id, words.member(name, leftOn ?? "")]),
    ...(mayBeWhole ? [[household.id, words.wholeHousehold]] : []),
  ]) as Record<string, string>;
  if (!viewer?.permissions.includes("identity.erase")) return null;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const reason = chosen(form, "reason", words.reasons);
    const whom = textOf(form, "whom");
    if (reason === null || !(whom in options)) return;
    setDone(false);
    setAsked({ whom, reason });
    dialog.current?.showModal();
  };
  const erase = async () => {
    dialog.current?.close();
    if (asked === null || isBusy) return;
    const { whom: id, reason } = asked;
    const found = household.members.find((each) => each.id === id);
    setDone(
      found
        ? await member.change({ id, reason, rowVersion: found.rowVersion })
        : await whole.change({ id, reason, rowVersion: household.rowVersion }),
    );
  };
  return (
    <section aria-labelledby="erasure">
      <h2 id="erasure">{words.title}</h2>
      {household.erasedOn ? <p className="work-hint">{words.householdErasedOn(household.erasedOn)}</p> : null}
      <p role="status" className="work-message">
        {isDone ? words.done : null}
      </p>
      {Object.keys(options).length > 0 ? (
        <details className="field-section">
          <summary>{words.erase}</summary>
          <p className="work-hint">{words.lead}</p>
          <form className="work-form" onSubmit={submit}>
            <Choice name="whom" label={words.whom} options={options} />
            <Choice name="reason" label={words.reason} options={words.reasons} />
            <RefusalNote refusal={asked?.whom === household.id ? whole.refusal : member.refusal} />
            <button type="submit" className="button primary" disabled={isBusy}>
              {words.erase}
            </button>
          </form>
        </details>
      ) : null}
      <dialog ref={dialog} className="field-dialog" aria-label={words.title}>
        <p>
          <strong>{asked ? options[asked.whom] : null}</strong>
        </p>
        <p>{words.confirm}</p>
        <div className="field-actions">
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            {field.cancel}
          </button>
          <button type="button" className="button primary" onClick={erase}>
            {field.confirm}
          </button>
        </div>
      </dialog>
    </section>
  );
}
