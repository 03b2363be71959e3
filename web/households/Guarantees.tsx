import { type FormEvent, useRef } from "react";
import { graphql } from "../api.ts";
import { Choice } from "../field/Choice.tsx";
import { ConfirmButton } from "../field/ConfirmButton.tsx";
import { RefusalNote } from "../field/Refusal.tsx";
import { chosen, newId, textOf, today } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import type { PartProps } from "./HouseholdPage.tsx";
import { useChange } from "./useChange.ts";

const OPEN = graphql(`
  mutation OpenGuarantee($issue: GuaranteeIssueInput!) {
    openGuaranteeIssue(issue: $issue) {
      __typename
      ... on Household { id }
      ... on Refused { message guards }
    }
  }
`);
const CLOSE = graphql(`
  mutation CloseGuarantee($id: ID!, $rowVersion: Int!, $day: String!) {
    closeGuaranteeIssue(id: $id, rowVersion: $rowVersion, day: $day) {
      __typename
      ... on Household { id }
      ... on Refused { message guards }
    }
  }
`);

/** Matters of schooling, medical care, housing and water: found, and settled. */
export function Guarantees({ household, onChange }: PartProps) {
  const { field } = useSpeech();
  const words = field.guarantees;
  const opening = useChange(OPEN, onChange);
  const closing = useChange(CLOSE, onChange);
  const id = useRef(newId());
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const kind = chosen(form, "kind", words.kinds);
    if (kind === null) return;
    const issue = { id: id.current, householdId: household.id, kind, openedOn: textOf(form, "day") };
    if (!(await opening.change({ issue }))) return;
    id.current = newId();
    element.reset();
  };
  return (
    <section aria-labelledby="guarantees">
      <h2 id="guarantees">{words.title}</h2>
      {household.guaranteeIssues.length === 0 ? <p className="work-hint">{words.none}</p> : null}
      <RefusalNote refusal={closing.refusal} />
      <ul className="field-cards">
        {household.guaranteeIssues.map((issue) => (
          <li key={issue.id} className="field-card field-entry">
            <span>
              <strong>{words.kinds[issue.kind]}</strong>
              <small>
                {words.openedOn(issue.openedOn)}
                {issue.closedOn ? ` · ${words.closedOn(issue.closedOn)}` : ""}
              </small>
            </span>
            {issue.closedOn ? null : (
              <ConfirmButton
                label={words.close}
                ask={words.closeAsk}
                onConfirm={() => closing.change({ id: issue.id, rowVersion: issue.rowVersion, day: today() })}
              />
            )}
          </li>
        ))}
      </ul>
      <details className="field-section">
        <summary>{words.open}</summary>
        <form className="work-form" onSubmit={submit}>
          <Choice name="kind" label={words.kind} options={words.kinds} />
          <label>
            {field.day}
            <input type="date" name="day" defaultValue={today()} max={today()} required />
          </label>
          <RefusalNote refusal={opening.refusal} />
          <button type="submit" className="button primary" disabled={opening.fetching}>
            {field.save}
          </button>
        </form>
      </details>
    </section>
  );
}
