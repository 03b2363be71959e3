import { type FormEvent, useState } from "react";
import type { VariablesOf } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { RefusalNote, useDeed, useNewId } from "../work/deed.tsx";
import { Choice } from "../work/fields.tsx";
import { REGISTER } from "./documents.ts";

type Item = VariablesOf<typeof REGISTER>["item"];

export function RegisterItem({ within, onDone }: { readonly within: string; readonly onDone: () => void }) {
  const { county } = useSpeech();
  const words = county.ledger;
  const [id, renew] = useNewId();
  const [place, setPlace] = useState(within);
  const [subject, setSubject] = useState<Item["subject"] | "">("");
  const [severity, setSeverity] = useState<Item["severity"] | "">("");
  const [foundBy, setFoundBy] = useState<Item["foundBy"] | "">("");
  const [targetOn, setTargetOn] = useState("");
  const [description, setDescription] = useState("");
  const { busy, refusal, run } = useDeed(REGISTER, onDone);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (subject === "" || severity === "" || foundBy === "") return;
    const item = { id, place: place.trim(), subject, severity, foundBy, targetOn, description };
    if (!(await run({ item }))) return;
    renew();
    setDescription("");
  };
  return (
    <form className="work-form" onSubmit={submit}>
      <label>
        {words.place}
        <input
          value={place}
          inputMode="numeric"
          onChange={(event) => setPlace(event.target.value)}
          required
        />
      </label>
      <Choice label={words.subject} words={words.subjects} value={subject} onChange={setSubject} required />
      <Choice
        label={words.severity}
        words={words.severities}
        value={severity}
        onChange={setSeverity}
        required
      />
      <Choice label={words.source} words={words.foundBy} value={foundBy} onChange={setFoundBy} required />
      <label>
        {words.target}
        <input type="date" value={targetOn} onChange={(event) => setTargetOn(event.target.value)} required />
      </label>
      <label>
        {words.description}
        <textarea
          value={description}
          rows={3}
          minLength={4}
          maxLength={1000}
          required
          onChange={(event) => setDescription(event.target.value)}
        />
      </label>
      <p className="work-hint">{words.descriptionHint}</p>
      <button type="submit" className="button primary" disabled={busy}>
        {busy ? county.common.busy : words.register}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}
