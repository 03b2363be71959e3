import { type FormEvent, useMemo, useState } from "react";
import { useQuery } from "urql";
import type { Viewer } from "../access/viewer.ts";
import { ConfirmButton } from "../field/ConfirmButton.tsx";
import { useYuan } from "../field/useYuan.ts";
import { today } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { RefusalNote, useDeed, useNewId } from "../work/deed.tsx";
import { Choice, Fold } from "../work/fields.tsx";
import { useTurn } from "../work/turn.ts";
import { WideTable } from "../work/WideTable.tsx";
import "../field/field.css";
import { type FundMovement, MOVEMENTS, RECORD, REVERSE, SOURCES } from "./documents.ts";

interface Props {
  readonly viewer: Viewer | null | undefined;
  readonly within: string;
  readonly turn: number;
  readonly onDone: () => void;
}

const KINDS = ["ALLOCATED", "DISBURSED", "SETTLED", "RETURNED"] as const;
type Kind = (typeof KINDS)[number];

/** For the offices that answer for the money: recorded by hand, and taken back by reversing. */
export function Recording({ viewer, within, turn, onDone }: Props) {
  const { funds } = useSpeech();
  return (
    <section aria-labelledby="funds-record">
      <h2 id="funds-record">{funds.funds.record}</h2>
      <Fold title={funds.funds.record}>
        <RecordMovement
          county={/^\d{6}$/.test(within) ? within : (viewer?.regions[0] ?? "")}
          onDone={onDone}
        />
      </Fold>
      <Movements within={within} turn={turn} onDone={onDone} />
    </section>
  );
}

function RecordMovement({ county: first, onDone }: { readonly county: string; readonly onDone: () => void }) {
  const { funds, county: county_, nameOf } = useSpeech();
  const w = funds.funds;
  const [{ data }] = useQuery({ query: SOURCES });
  const [id, renew] = useNewId();
  const [source, setSource] = useState("");
  const [kind, setKind] = useState<Kind | "">("");
  const [county, setCounty] = useState(first);
  const [project, setProject] = useState("");
  const [year, setYear] = useState(today().slice(0, 4));
  const [yuan, setYuan] = useState("");
  const [day, setDay] = useState(today());
  const [document, setDocument] = useState("");
  const { busy, refusal, run } = useDeed(RECORD, onDone);
  const sources = Object.fromEntries((data?.fundSources ?? []).map((each) => [each.key, nameOf(each)]));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (kind === "" || source === "") return;
    const movement = {
      id,
      source,
      kind,
      county: county.trim(),
      project: project.trim() || null,
      year: Number(year),
      // Two decimals at most, so that yuan become whole fen whatever binary fractions make of them.
      amountFen: Math.round(Number(yuan) * 100),
      day,
      document: document.trim() || null,
    };
    if (!(await run({ movement }))) return;
    renew();
    setYuan("");
    setDocument("");
  };
  const text = (label: string, value: string, set: (value: string) => void, required = true) => (
    <label>
      {label}
      <input value={value} required={required} onChange={(event) => set(event.target.value)} />
    </label>
  );
  return (
    <form className="work-form" onSubmit={submit}>
      <Choice label={w.kind} words={w.kinds} value={kind} onChange={setKind} required />
      <Choice label={w.source} words={sources} value={source} onChange={setSource} required />
      {text(w.county, county, setCounty)}
      {text(w.projectCode, project, setProject, false)}
      <label>
        {funds.year}
        <input
          type="number"
          min={2000}
          max={2100}
          value={year}
          required
          onChange={(event) => setYear(event.target.value)}
        />
      </label>
      <label>
        {w.amount}
        <input
          type="number"
          min={0.01}
          step={0.01}
          value={yuan}
          required
          onChange={(event) => setYuan(event.target.value)}
        />
      </label>
      <label>
        {w.day}
        <input type="date" value={day} required onChange={(event) => setDay(event.target.value)} />
      </label>
      {text(w.document, document, setDocument, false)}
      <button type="submit" className="button primary" disabled={busy}>
        {busy ? county_.common.busy : w.submit}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}

function Movements({ within, turn, onDone }: Omit<Props, "viewer">) {
  const { funds, words, nameOf } = useSpeech();
  const w = funds.funds;
  const yuan = useYuan();
  const [{ data, fetching, error }] = useQuery({
    query: MOVEMENTS,
    variables: useMemo(() => ({ within }), [within]),
    requestPolicy: "cache-and-network",
    context: useTurn(turn),
  });
  if (error) return <Failure error={error} />;
  if (!data) return fetching ? <p className="page-loading">{words.state.loading}</p> : null;
  const movements = data.fundMovements.nodes;
  return (
    <>
      <h3>{w.movements}</h3>
      {movements.length === 0 ? <p className="work-hint">{funds.empty}</p> : null}
      <WideTable>
        <table>
          <thead>
            <tr>
              <th scope="col">{w.day}</th>
              <th scope="col">{w.kind}</th>
              <th scope="col">{w.amount}</th>
              <th scope="col">{w.groupings.COUNTY}</th>
              <th scope="col">{w.source}</th>
              <th scope="col">{w.reverse}</th>
            </tr>
          </thead>
          <tbody>
            {movements.map((movement) => (
              <tr key={movement.id} data-movement={movement.id}>
                <th scope="row">{movement.day}</th>
                <td>
                  {movement.reverses ? `${w.reversal} ` : ""}
                  {w.kinds[movement.kind]}
                </td>
                <td>{yuan(movement.amount)}</td>
                <td>
                  {movement.county ? nameOf(movement.county) : "—"}
                  {movement.project ? <small> {nameOf(movement.project)}</small> : null}
                </td>
                <td>
                  {nameOf(movement.source)} {movement.year}
                </td>
                <td>
                  <Reverse movement={movement} amount={yuan(movement.amount)} onDone={onDone} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </>
  );
}

interface ReverseProps {
  readonly movement: FundMovement;
  readonly amount: string;
  readonly onDone: () => void;
}

function Reverse({ movement, amount, onDone }: ReverseProps) {
  const { funds } = useSpeech();
  const w = funds.funds;
  const [id] = useNewId();
  const { refusal, run } = useDeed(REVERSE, onDone);
  if (movement.isReversed) return w.reversed;
  if (movement.reverses) return "—";
  return (
    <>
      <ConfirmButton
        label={w.reverse}
        ask={w.reverseAsk(amount)}
        onConfirm={() => void run({ id, movementId: movement.id })}
      />
      {refusal ? <RefusalNote refusal={refusal} /> : null}
    </>
  );
}
