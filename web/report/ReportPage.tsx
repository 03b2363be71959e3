import { type FormEvent, useRef, useState } from "react";
import { useMutation } from "urql";
import { Link } from "wouter";
import { graphql } from "../api.ts";
import { Choice } from "../field/Choice.tsx";
import "../field/field.css";
import { type Refusal, RefusalNote, refusalIn } from "../field/Refusal.tsx";
import { chosen, newId, textOf } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import "../work/work.css";
import { VillageField } from "./VillageField.tsx";

const REPORT = graphql(`
  mutation ReportLead($report: LeadReport!) {
    reportLead(report: $report) {
      __typename
      ... on LeadReceipt { receipt }
      ... on Refused { message guards }
    }
  }
`);

/** A household reports its own trouble, without signing in; nothing of it stays on the device. */
export function ReportPage() {
  const { field, work } = useSpeech();
  const words = field.report;
  const [receipt, setReceipt] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [{ fetching }, report] = useMutation(REPORT);
  const id = useRef(newId());
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const cause = chosen(form, "cause", field.causes);
    const villageCode = textOf(form, "village");
    if (villageCode === "") return setRefusal({ message: words.searching, guards: [] });
    if (cause === null) return;
    const { data, error } = await report({
      report: {
        id: id.current,
        villageCode,
        name: textOf(form, "name"),
        phone: textOf(form, "phone"),
        cause,
        words: textOf(form, "words") || null,
      },
    });
    const answer = data?.reportLead;
    setRefusal(refusalIn(answer, error, field.noAnswer));
    if (answer?.__typename !== "LeadReceipt") return;
    id.current = newId();
    setReceipt(answer.receipt);
  };
  if (receipt !== null)
    return (
      <main className="sign-in work-page">
        <h1>{words.done}</h1>
        <p role="status">
          {words.receipt}
          <strong className="field-receipt">{receipt}</strong>
        </p>
        <p>{words.write}</p>
        <p className="field-actions">
          <Link href="/report/status">{words.toStatus}</Link>
          <button type="button" className="button" onClick={() => setReceipt(null)}>
            {words.another}
          </button>
        </p>
      </main>
    );
  return (
    <main className="sign-in work-page">
      <h1>{words.title}</h1>
      <p className="work-lead">{words.lead}</p>
      <form className="work-form" onSubmit={submit}>
        <VillageField />
        <label>
          {words.name}
          <input name="name" autoComplete="name" maxLength={40} required />
        </label>
        <label>
          {words.phone}
          <input name="phone" type="tel" autoComplete="tel" maxLength={20} required />
        </label>
        <Choice name="cause" label={words.cause} options={field.causes} />
        <label>
          {words.words}
          <textarea name="words" rows={4} maxLength={300} />
        </label>
        <p className="work-hint">{words.privacy}</p>
        <RefusalNote refusal={refusal} />
        <button type="submit" className="button primary" disabled={fetching}>
          {fetching ? field.saving : words.submit}
        </button>
      </form>
      <p className="field-actions">
        <Link href="/report/status">{words.toStatus}</Link>
        <Link href="/">{work.pages.map}</Link>
      </p>
    </main>
  );
}
