import { type FormEvent, useState } from "react";
import { useSpeech } from "../i18n/language.ts";
import { RefusalNote, useDeed, useNewId } from "../work/deed.tsx";
import { BREAK } from "./documents.ts";

const MINUTES = [30, 60, 120, 180];

/** The number on the paper, and the reason: both are written down before anything is shown. */
export function BreakForm({ onDone }: { readonly onDone: () => void }) {
  const { glass, county, number: figure } = useSpeech();
  const [id, renew] = useNewId();
  const [number, setNumber] = useState("");
  const [reason, setReason] = useState("");
  const [minutes, setMinutes] = useState(60);
  const { busy, refusal, run } = useDeed(BREAK, onDone);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await run({ id, number: number.trim(), reason, minutes }))) return;
    renew();
    setNumber("");
    setReason("");
  };
  return (
    <form className="work-form" onSubmit={submit} aria-label={glass.title}>
      <label>
        {glass.number}
        <input
          name="number"
          value={number}
          autoComplete="off"
          required
          onChange={(event) => setNumber(event.target.value)}
        />
        <small className="work-hint">{glass.numberHint}</small>
      </label>
      <label>
        {glass.reason}
        <textarea
          name="reason"
          value={reason}
          rows={2}
          minLength={4}
          maxLength={500}
          required
          onChange={(event) => setReason(event.target.value)}
        />
        <small className="work-hint">{glass.reasonHint}</small>
      </label>
      <label>
        {glass.minutes}
        <select value={minutes} onChange={(event) => setMinutes(Number(event.target.value))}>
          {MINUTES.map((each) => (
            <option key={each} value={each}>
              {glass.minute(figure(each))}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="button primary" disabled={busy}>
        {busy ? county.common.busy : glass.submit}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}
