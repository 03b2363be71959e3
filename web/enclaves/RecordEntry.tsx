import { type FormEvent, useState } from "react";
import { useSpeech } from "../i18n/language.ts";
import { RefusalNote, useDeed, useNewId } from "../work/deed.tsx";
import { PAY, PROMISE } from "./documents.ts";

/** Yuan as people write them, in fen; null for anything else. */
function fenOf(yuan: string): number | null {
  const match = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(yuan.trim());
  if (!match) return null;
  const fen = Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
  return fen > 0 ? fen : null;
}

export function RecordEntry({ code, onDone }: { readonly code: string; readonly onDone: () => void }) {
  const { enclave } = useSpeech();
  const w = enclave.ledger;
  const [id, renew] = useNewId();
  const [kind, setKind] = useState<"PROMISE" | "PAYMENT">("PAYMENT");
  const [year, setYear] = useState("");
  const [day, setDay] = useState("");
  const [amount, setAmount] = useState("");
  const [note, setNote] = useState("");
  const [isBad, setIsBad] = useState(false);
  const promise = useDeed(PROMISE, onDone);
  const pay = useDeed(PAY, onDone);
  const { busy, refusal, run } = kind === "PROMISE" ? promise : pay;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const amountFen = fenOf(amount);
    setIsBad(amountFen === null);
    if (amountFen === null) return;
    const entry = { id, enclave: code, year: Number(year), day, amountFen, note: note.trim() || null };
    if (!(await run({ entry }))) return;
    renew();
    setAmount("");
    setNote("");
  };
  return (
    <form className="enclave-entry-form" onSubmit={submit}>
      <label>
        {w.kind}
        <select
          value={kind}
          onChange={(event) => setKind(event.target.value === "PROMISE" ? "PROMISE" : "PAYMENT")}
        >
          <option value="PAYMENT">{w.kinds.PAYMENT}</option>
          <option value="PROMISE">{w.kinds.PROMISE}</option>
        </select>
      </label>
      <label>
        {w.year}
        <input
          type="number"
          min={2000}
          max={2100}
          required
          value={year}
          onChange={(event) => setYear(event.target.value)}
        />
      </label>
      <label>
        {w.day}
        <input type="date" required value={day} onChange={(event) => setDay(event.target.value)} />
      </label>
      <label>
        {w.amount}
        <input
          inputMode="decimal"
          required
          value={amount}
          aria-invalid={isBad}
          onChange={(event) => setAmount(event.target.value)}
        />
      </label>
      <p className="quiet">{isBad ? w.badAmount : w.amountHint}</p>
      <label>
        {w.note}
        <input maxLength={200} value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      <button type="submit" className="button primary" disabled={busy}>
        {w.submit}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}
