import { type FormEvent, useState } from "react";
import { type CombinedError, useClient } from "urql";
import { Link } from "wouter";
import { graphql, type ResultOf } from "../api.ts";
import "../field/field.css";
import { textOf } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import "../work/work.css";

const STATUS = graphql(
  `query LeadStatus($receipt: String!) { leadStatus(receipt: $receipt) { status since } }`,
);

/** How a self-report stands, by its receipt code; the code is never put into an address. */
export function StatusPage() {
  const { field, work } = useSpeech();
  const words = field.status;
  const client = useClient();
  const [progress, setProgress] = useState<ResultOf<typeof STATUS>["leadStatus"] | undefined>();
  const [error, setError] = useState<CombinedError>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const receipt = textOf(new FormData(event.currentTarget), "receipt");
    const answer = await client.query(STATUS, { receipt }, { requestPolicy: "network-only" }).toPromise();
    setError(answer.error);
    setProgress(answer.error ? undefined : answer.data?.leadStatus);
  };
  return (
    <main className="sign-in work-page">
      <h1>{words.title}</h1>
      <p className="work-lead">{words.lead}</p>
      <form className="work-form" onSubmit={submit}>
        <label>
          {field.report.receipt}
          <input name="receipt" autoComplete="off" autoCapitalize="characters" spellCheck={false} required />
        </label>
        <button type="submit" className="button primary">
          {words.submit}
        </button>
      </form>
      {error ? <Failure error={error} /> : null}
      <p role="status">
        {progress === null ? words.none : null}
        {progress ? (
          <>
            <strong>{words.states[progress.status]}</strong> {words.since(progress.since)}
          </>
        ) : null}
      </p>
      <p className="field-actions">
        <Link href="/report">{words.toReport}</Link>
        <Link href="/">{work.pages.map}</Link>
      </p>
    </main>
  );
}
