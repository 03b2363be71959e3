import { type FormEvent, useState } from "react";
import { graphql } from "../api.ts";
import { footprintOfText } from "../exposure/footprint.ts";
import { useSpeech } from "../i18n/language.ts";
import { RefusalNote, useDeed } from "../work/deed.tsx";
import { FootprintField } from "./FootprintField.tsx";

const CORRECT = graphql(`
  mutation CorrectEventFootprint($code: String!, $rowVersion: Int!, $footprint: GeoJSONMultiPolygon!, $reason: String!) {
    deed: correctEventFootprint(code: $code, rowVersion: $rowVersion, footprint: $footprint, reason: $reason) {
      __typename
      ... on EmergencyEvent { id villagesTouched affectedHouseholds bbox rowVersion }
      ... on Refused { message guards }
    }
  }
`);

interface Props {
  readonly event: {
    readonly code: string;
    readonly rowVersion: number;
  };
  /** Name of the event in the language of the screen. */
  readonly name: string;
  /** What was drawn on the map, as text; empty where nothing came along. */
  readonly drawn: string;
  readonly onDone: () => void;
}

/** Draws an event again, for a reason. Whether the viewer may is decided by the region it lies in, and said if not. */
export function CorrectFootprint({ event, name, drawn, onDone }: Props) {
  const { events, number } = useSpeech();
  const w = events.list;
  const [text, setText] = useState(drawn);
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState("");
  const [done, setDone] = useState("");
  const { busy, refusal, run } = useDeed(CORRECT, (outcome) => {
    if (outcome.__typename === "EmergencyEvent") setDone(w.corrected(number(outcome.villagesTouched)));
    onDone();
  });
  const submit = async (submitted: FormEvent) => {
    submitted.preventDefault();
    setDone("");
    const footprint = footprintOfText(text);
    setProblem(footprint ? "" : events.whatIf.badFile);
    if (!footprint) return;
    const variables = { code: event.code, rowVersion: event.rowVersion, footprint, reason: reason.trim() };
    if (!(await run(variables))) return;
    setText("");
    setReason("");
  };
  return (
    <details className="correct-footprint">
      <summary>
        {w.correct}
        <span className="visually-hidden">{w.correctOf(name)}</span>
      </summary>
      <p className="work-hint">{w.correctLead}</p>
      <form className="work-form" onSubmit={(submitted) => void submit(submitted)}>
        <FootprintField
          text={text}
          map={`/?on=events&r=event:${event.code}`}
          onText={setText}
          onProblem={setProblem}
        />
        <label>
          {w.reason}
          <input
            value={reason}
            minLength={4}
            maxLength={300}
            onChange={(changed) => setReason(changed.target.value)}
            required
          />
        </label>
        <button type="submit" className="button primary" disabled={busy}>
          {busy ? w.busy : w.correctSubmit}
        </button>
        <p role="alert" className="work-message">
          {problem}
        </p>
        <RefusalNote refusal={refusal} />
        <p role="status" className="quiet">
          {done}
        </p>
      </form>
    </details>
  );
}
