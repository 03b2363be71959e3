import { useState } from "react";
import { useViewer } from "../access/viewer.ts";
import { useSpeech } from "../i18n/language.ts";
import { RefusalNote, useDeed } from "../work/deed.tsx";
import { Choice, Fold, Tick } from "../work/fields.tsx";
import { ACCEPT, FIX, HAND_OVER, type LedgerItem, REOPEN, VERIFY } from "./documents.ts";

const LADDER = ["REMINDER", "NOTICE", "INTERVIEW"] as const;

interface Props {
  readonly item: LedgerItem;
  readonly colleagues: ReadonlyMap<string, string>;
  readonly onDone: () => void;
}

/** One problem: what it is, who answers for it, how far it was escalated, and what may be done now. */
export function LedgerCard({ item, colleagues, onDone }: Props) {
  const { county, dateTime } = useSpeech();
  const words = county.ledger;
  const reached = new Set(item.escalations.map(({ kind }) => kind));
  return (
    <article className="card" data-item={item.id} aria-label={words.number(item.number)}>
      <p className="work-hint">
        {words.number(item.number)} · {words.severities[item.severity]} · {words.subjects[item.subject]} ·{" "}
        {words.foundBy[item.foundBy]}
        {item.isDemo ? ` · ${county.common.demo}` : ""}
      </p>
      <p>
        <strong>{item.description}</strong>
      </p>
      <p>{item.placeName}</p>
      <p>
        {county.common.due} {item.dueOn}
        {item.isOverdue ? <span className="overdue">{county.common.overdue}</span> : null}
      </p>
      <p className="work-hint">
        {county.common.owner}: {item.owner?.name ?? county.common.nobody}
      </p>
      {item.handedTo ? <p className="work-hint">{words.handedTo(item.handedTo.name)}</p> : null}
      {item.evidence ? (
        <p>
          {words.evidence}: {item.evidence}
        </p>
      ) : null}
      {item.fixedBy ? (
        <p className="work-hint">{words.fixedBy(item.fixedBy.name, dateTime(String(item.fixedAt)))}</p>
      ) : null}
      {item.verifiedBy ? (
        <p className="work-hint">
          {words.verifiedBy(item.verifiedBy.name, dateTime(String(item.verifiedAt)))}
        </p>
      ) : null}
      <ol className="ladder" aria-label={words.ladder}>
        {LADDER.map((kind) => (
          <li key={kind} data-done={reached.has(kind)}>
            {reached.has(kind) ? "✓ " : ""}
            {words.escalations[kind]}
          </li>
        ))}
      </ol>
      <Deeds item={item} colleagues={colleagues} onDone={onDone} />
    </article>
  );
}

function Deeds({ item, colleagues, onDone }: Props) {
  const { county } = useSpeech();
  const viewer = useViewer();
  const words = county.ledger;
  const isOpen = item.status === "OPEN" || item.status === "REOPENED";
  return (
    <div>
      {item.handedTo && item.handedTo.id === viewer?.personId ? <Accept item={item} onDone={onDone} /> : null}
      {isOpen ? (
        <Fold title={words.fix}>
          <Fix item={item} onDone={onDone} />
        </Fold>
      ) : null}
      {item.status === "CLOSED" ? null : (
        <Fold title={words.handOver}>
          <HandOver item={item} colleagues={colleagues} onDone={onDone} />
        </Fold>
      )}
      {item.status === "FIXED" ? (
        <Fold title={words.verify}>
          <Verify item={item} onDone={onDone} />
        </Fold>
      ) : null}
      {isOpen ? null : (
        <Fold title={words.reopen}>
          <Reopen item={item} onDone={onDone} />
        </Fold>
      )}
    </div>
  );
}

type DeedProps = Omit<Props, "colleagues">;

function Accept({ item: { id, rowVersion }, onDone }: DeedProps) {
  const { county } = useSpeech();
  const { busy, refusal, run } = useDeed(ACCEPT, onDone);
  return (
    <>
      <button
        type="button"
        className="button primary"
        disabled={busy}
        onClick={() => run({ id, rowVersion })}
      >
        {county.ledger.accept}
      </button>
      <RefusalNote refusal={refusal} />
    </>
  );
}

function Fix({ item: { id, rowVersion }, onDone }: DeedProps) {
  const { county } = useSpeech();
  const [evidence, setEvidence] = useState("");
  const { busy, refusal, run } = useDeed(FIX, onDone);
  return (
    <form
      className="work-form"
      onSubmit={(event) => {
        event.preventDefault();
        void run({ id, rowVersion, evidence });
      }}
    >
      <label>
        {county.ledger.evidence}
        <textarea
          value={evidence}
          rows={3}
          minLength={4}
          maxLength={1000}
          required
          onChange={(event) => setEvidence(event.target.value)}
        />
      </label>
      <p className="work-hint">{county.ledger.descriptionHint}</p>
      <button type="submit" className="button primary" disabled={busy}>
        {county.ledger.fix}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}

function HandOver({ item, colleagues, onDone }: Props) {
  const { county } = useSpeech();
  const [to, setTo] = useState("");
  const { busy, refusal, run } = useDeed(HAND_OVER, onDone);
  const others = Object.fromEntries([...colleagues].filter(([id]) => id !== item.owner?.id));
  if (Object.keys(others).length === 0) return <p className="work-hint">{county.ledger.noColleagues}</p>;
  return (
    <form
      className="work-form"
      onSubmit={(event) => {
        event.preventDefault();
        void run({ id: item.id, rowVersion: item.rowVersion, to });
      }}
    >
      <Choice label={county.ledger.handTo} words={others} value={to} onChange={setTo} required />
      <button type="submit" className="button primary" disabled={busy}>
        {county.ledger.handOver}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}

function Verify({ item: { id, rowVersion }, onDone }: DeedProps) {
  const { county } = useSpeech();
  const [certain, setCertain] = useState(false);
  const { busy, refusal, run } = useDeed(VERIFY, onDone);
  return (
    <form
      className="work-form"
      onSubmit={(event) => {
        event.preventDefault();
        void run({ id, rowVersion });
      }}
    >
      <Tick label={county.ledger.verifyAsk} value={certain} onChange={setCertain} required />
      <button type="submit" className="button primary" disabled={busy}>
        {county.ledger.verify}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}

function Reopen({ item: { id, rowVersion }, onDone }: DeedProps) {
  const { county } = useSpeech();
  const [reason, setReason] = useState("");
  const [targetOn, setTargetOn] = useState("");
  const { busy, refusal, run } = useDeed(REOPEN, onDone);
  return (
    <form
      className="work-form"
      onSubmit={(event) => {
        event.preventDefault();
        void run({ id, rowVersion, reason, targetOn });
      }}
    >
      <label>
        {county.common.reason}
        <textarea
          value={reason}
          rows={2}
          minLength={4}
          maxLength={1000}
          required
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <label>
        {county.ledger.target}
        <input type="date" value={targetOn} onChange={(event) => setTargetOn(event.target.value)} required />
      </label>
      <button type="submit" className="button primary" disabled={busy}>
        {county.ledger.reopen}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}
