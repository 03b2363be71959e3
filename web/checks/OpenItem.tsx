import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import { useSpeech } from "../i18n/language.ts";
import { REGISTER } from "../ledger/documents.ts";
import { RefusalNote, useDeed, useNewId } from "../work/deed.tsx";
import { Fold } from "../work/fields.tsx";

interface Props {
  readonly village: string;
  readonly name: string;
}

/**
 * Asks a village to go through its findings, as an entry of the problem ledger. It names the village alone: the ledger is
 * read by coordinators who may know neither a household, nor that one of few is ill, which some rules would tell.
 */
export function OpenItem({ village, name }: Props) {
  const { indicators, county } = useSpeech();
  const w = indicators.checks;
  const [id] = useNewId();
  const [targetOn, setTargetOn] = useState("");
  const [done, setDone] = useState(false);
  const { busy, refusal, run } = useDeed(REGISTER, () => setDone(true));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run({
      item: {
        id,
        place: village,
        subject: "DATA_QUALITY",
        severity: "ORDINARY",
        foundBy: "QUALITY",
        targetOn,
        description: w.description(name),
      },
    });
  };
  if (done)
    return (
      <p role="status">
        {w.opened} <Link href="/ledger">{w.toLedger}</Link>
      </p>
    );
  return (
    <Fold title={w.open}>
      <form className="work-form" onSubmit={submit}>
        <p className="work-hint">{w.description(name)}</p>
        <label>
          {county.ledger.target}
          <input
            type="date"
            value={targetOn}
            onChange={(event) => setTargetOn(event.target.value)}
            required
          />
        </label>
        <button type="submit" className="button primary" disabled={busy}>
          {busy ? county.common.busy : w.open}
        </button>
        <RefusalNote refusal={refusal} />
      </form>
    </Fold>
  );
}
