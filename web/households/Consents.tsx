import { type FormEvent, useRef } from "react";
import { graphql } from "../api.ts";
import { ConfirmButton } from "../field/ConfirmButton.tsx";
import { RefusalNote } from "../field/Refusal.tsx";
import { newId, textOf, today } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import type { PartProps } from "./HouseholdPage.tsx";
import { useChange } from "./useChange.ts";

const GIVE = graphql(`
  mutation GiveConsent($consent: ConsentInput!) {
    giveConsent(consent: $consent) {
      __typename
      ... on Household { id }
      ... on Refused { message guards }
    }
  }
`);
const WITHDRAW = graphql(`
  mutation WithdrawConsent($id: ID!, $rowVersion: Int!, $day: String!) {
    withdrawConsent(id: $id, rowVersion: $rowVersion, day: $day) {
      __typename
      ... on Household { id }
      ... on Refused { message guards }
    }
  }
`);
const SCOPES = ["COMPARISON", "SHARING", "PUBLICATION"] as const;

/** What the household has allowed, since when and until when. */
export function Consents({ household, onChange }: PartProps) {
  const { field } = useSpeech();
  const words = field.consents;
  const giving = useChange(GIVE, onChange);
  const withdrawing = useChange(WITHDRAW, onChange);
  const id = useRef(newId());
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const consent = {
      id: id.current,
      householdId: household.id,
      scope: SCOPES.filter((scope) => form.has(scope)),
      formVersion: textOf(form, "form"),
      givenOn: textOf(form, "day"),
    };
    if (!(await giving.change({ consent }))) return;
    id.current = newId();
    element.reset();
  };
  return (
    <section aria-labelledby="consents">
      <h2 id="consents">{words.title}</h2>
      {household.consents.length === 0 ? <p className="work-hint">{words.none}</p> : null}
      <RefusalNote refusal={withdrawing.refusal} />
      <ul className="field-cards">
        {household.consents.map((consent) => (
          <li key={consent.id} className="field-card field-entry">
            <span>
              <strong>{consent.scope.map((scope) => words.scopes[scope]).join(" · ")}</strong>
              <small>
                {consent.formVersion} · {words.givenOn(consent.givenOn)}
                {consent.withdrawnOn ? ` · ${words.withdrawnOn(consent.withdrawnOn)}` : ""}
              </small>
            </span>
            {consent.withdrawnOn ? null : (
              <ConfirmButton
                label={words.withdraw}
                ask={words.withdrawAsk}
                onConfirm={() =>
                  withdrawing.change({ id: consent.id, rowVersion: consent.rowVersion, day: today() })
                }
              />
            )}
          </li>
        ))}
      </ul>
      <details className="field-section">
        <summary>{words.give}</summary>
        <form className="work-form" onSubmit={submit}>
          <fieldset>
            <legend>{words.scope}</legend>
            {SCOPES.map((scope) => (
              <label key={scope} className="field-check">
                <input type="checkbox" name={scope} defaultChecked={scope === "COMPARISON"} />
                {words.scopes[scope]}
              </label>
            ))}
          </fieldset>
          <label>
            {words.form}
            <input name="form" maxLength={40} required autoComplete="off" />
          </label>
          <label>
            {field.day}
            <input type="date" name="day" defaultValue={today()} max={today()} required />
          </label>
          <RefusalNote refusal={giving.refusal} />
          <button type="submit" className="button primary" disabled={giving.fetching}>
            {field.save}
          </button>
        </form>
      </details>
    </section>
  );
}
