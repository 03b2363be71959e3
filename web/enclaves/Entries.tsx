import { useCallback, useState } from "react";
import { useQuery } from "urql";
import { useViewer } from "../access/viewer.ts";
import { useYuan } from "../field/useYuan.ts";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { RefusalNote, useDeed, useNewId } from "../work/deed.tsx";
import { Fold } from "../work/fields.tsx";
import { useTurn } from "../work/turn.ts";
import { ENTRIES, type EntryShown, REVERSE } from "./documents.ts";
import { RecordEntry } from "./RecordEntry.tsx";

const STEP = 6;

interface Props {
  readonly code: string;
  /** After something was recorded. */
  readonly onDone: () => void;
}

/** The ledger of an enclave, newest first; whoever may, records in it. */
export function Entries({ code, onDone }: Props) {
  const { enclave, words, number } = useSpeech();
  const viewer = useViewer();
  const mayWrite = viewer?.permissions.includes("enclave.write") ?? false;
  const [first, setFirst] = useState(STEP);
  const [turn, setTurn] = useState(0);
  const done = useCallback(() => {
    setTurn((before) => before + 1);
    onDone();
  }, [onDone]);
  const [{ data, fetching, error }] = useQuery({
    query: ENTRIES,
    variables: { code, first },
    requestPolicy: "cache-and-network",
    context: useTurn(turn),
  });
  const w = enclave.ledger;
  const entries = data?.enclave?.entries;
  return (
    <section aria-busy={fetching}>
      <h3>
        {w.title} {entries ? number(entries.totalCount) : ""}
      </h3>
      <p className="quiet">{w.lead}</p>
      {error ? <Failure error={error} /> : null}
      {fetching && !entries ? <p className="quiet">{words.state.loading}</p> : null}
      {entries?.nodes.length === 0 ? <p className="quiet">{w.empty}</p> : null}
      <ul className="enclave-entries">
        {entries?.nodes.map((entry) => (
          <Entry key={entry.id} entry={entry} mayWrite={mayWrite} onDone={done} />
        ))}
      </ul>
      {entries && entries.nodes.length < entries.totalCount ? (
        <button type="button" className="link" onClick={() => setFirst(first + 4 * STEP)}>
          {w.more}
        </button>
      ) : null}
      {mayWrite ? (
        <Fold title={w.record}>
          <RecordEntry code={code} onDone={done} />
        </Fold>
      ) : null}
    </section>
  );
}

interface EntryProps {
  readonly entry: EntryShown;
  readonly mayWrite: boolean;
  readonly onDone: () => void;
}

function Entry({ entry, mayWrite, onDone }: EntryProps) {
  const { enclave, words } = useSpeech();
  const yuan = useYuan();
  const money = (fen: number | string) => `${yuan(fen)} ${words.money.yuan}`;
  const w = enclave.ledger;
  const canReverse = mayWrite && !entry.isReversed && (entry.kind === "PROMISE" || entry.kind === "PAYMENT");
  return (
    <li data-entry={entry.kind} data-reversed={entry.isReversed}>
      <div className="entry-line">
        <span>
          {w.kinds[entry.kind]} {w.entry(entry.year)}
        </span>
        <b>{money(entry.amount)}</b>
      </div>
      <small className="quiet">
        {entry.day}
        {Number(entry.advance) > 0 ? ` · ${w.advance(money(entry.advance))}` : ""}
        {entry.isReversed ? ` · ${w.reversed}` : ""}
        {entry.note ? ` · ${entry.note}` : ""}
      </small>
      {canReverse ? (
        <Fold title={w.reverse}>
          <Reverse id={entry.id} onDone={onDone} />
        </Fold>
      ) : null}
    </li>
  );
}

function Reverse({ id: reverses, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const { enclave } = useSpeech();
  const [id] = useNewId();
  const [note, setNote] = useState("");
  const { busy, refusal, run } = useDeed(REVERSE, onDone);
  return (
    <form
      className="enclave-entry-form"
      onSubmit={(event) => {
        event.preventDefault();
        void run({ id, reverses, note });
      }}
    >
      <label>
        {enclave.ledger.reason}
        <input
          value={note}
          minLength={2}
          maxLength={200}
          required
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      <button type="submit" className="button" disabled={busy}>
        {enclave.ledger.submitReversal}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}
