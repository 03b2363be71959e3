import { type FormEvent, useState } from "react";
import type { VariablesOf } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { RefusalNote, useDeed, useNewId } from "../work/deed.tsx";
import { Choice, Fold, Tick } from "../work/fields.tsx";
import type { PartProps } from "./CasePage.tsx";
import { type CaseOnPage, CHECK_EFFECT, END_MEASURE, RECORD_MEASURE } from "./documents.ts";

type NewMeasure = VariablesOf<typeof RECORD_MEASURE>["measure"];
type Effect = VariablesOf<typeof CHECK_EFFECT>["effect"];

export function Measures({ matter, onDone }: PartProps) {
  const { county, money } = useSpeech();
  const causeOf = (id: string) => {
    const risk = matter.risks.find((each) => each.id === id);
    return risk ? county.causes[risk.cause] : "";
  };
  return (
    <section aria-labelledby="case-measures">
      <h2 id="case-measures">{county.cases.measures}</h2>
      {matter.measures.length === 0 ? <p className="work-empty">{county.cases.measuresEmpty}</p> : null}
      <ul className="cards">
        {matter.measures.map((measure) => (
          <li key={measure.id} className="card">
            <h3>
              {county.measureKinds[measure.kind]} · {measure.riskIds.map(causeOf).join(" ")}
            </h3>
            <p className="work-hint">
              {measure.startedOn} – {measure.endedOn ?? ""} · {money(measure.cost)} ·{" "}
              {measure.fundSource ? county.funds[measure.fundSource] : county.funds.NONE}
            </p>
            <p>
              {county.cases.effect}:{" "}
              {measure.effect
                ? `${county.effects[measure.effect]} ${measure.effectCheckedOn ?? ""}`
                : county.cases.effectNone}
            </p>
            <ChangeMeasure measure={measure} onDone={onDone} />
          </li>
        ))}
      </ul>
      <Fold title={county.cases.recordMeasure}>
        <RecordMeasure matter={matter} onDone={onDone} />
      </Fold>
    </section>
  );
}

function ChangeMeasure(props: { measure: CaseOnPage["measures"][number]; onDone: () => void }) {
  const { id, rowVersion, endedOn } = props.measure;
  const { county } = useSpeech();
  const [effect, setEffect] = useState<Effect | "">("");
  const [day, setDay] = useState("");
  const check = useDeed(CHECK_EFFECT, props.onDone);
  const end = useDeed(END_MEASURE, props.onDone);
  return (
    <>
      <Fold title={county.cases.check}>
        <form
          className="work-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (effect !== "") void check.run({ id, rowVersion, effect });
          }}
        >
          <Choice
            label={county.cases.effect}
            words={county.effects}
            value={effect}
            onChange={setEffect}
            required
          />
          <button type="submit" className="button primary" disabled={check.busy}>
            {county.common.send}
          </button>
          <RefusalNote refusal={check.refusal} />
        </form>
      </Fold>
      {endedOn ? null : (
        <Fold title={county.cases.end}>
          <form
            className="work-form"
            onSubmit={(event) => {
              event.preventDefault();
              void end.run({ id, rowVersion, endedOn: day });
            }}
          >
            <label>
              {county.cases.ended}
              <input type="date" value={day} onChange={(event) => setDay(event.target.value)} required />
            </label>
            <button type="submit" className="button primary" disabled={end.busy}>
              {county.common.send}
            </button>
            <RefusalNote refusal={end.refusal} />
          </form>
        </Fold>
      )}
    </>
  );
}

function RecordMeasure({ matter, onDone }: PartProps) {
  const { county } = useSpeech();
  const [id, renew] = useNewId();
  const [riskIds, setRiskIds] = useState<readonly string[]>([]);
  const [kind, setKind] = useState<NewMeasure["kind"] | "">("");
  const [fund, setFund] = useState<NonNullable<NewMeasure["fundSource"]> | "">("");
  const [cost, setCost] = useState("");
  const [startedOn, setStartedOn] = useState("");
  const { busy, refusal, run } = useDeed(RECORD_MEASURE, onDone);
  const open = matter.risks.filter(({ closedOn }) => !closedOn);
  const fitting = new Set(open.filter((risk) => riskIds.includes(risk.id)).flatMap((risk) => risk.fitting));
  const words = Object.fromEntries(
    Object.entries(county.measureKinds).filter(([key]) => fitting.has(key as NewMeasure["kind"])),
  ) as typeof county.measureKinds;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (kind === "") return;
    const measure = {
      id,
      caseId: matter.id,
      riskIds: [...riskIds],
      kind,
      fundSource: fund === "" ? null : fund,
      costFen: Math.round(Number(cost) * 100),
      startedOn,
    };
    if (!(await run({ measure }))) return;
    renew();
    setKind("");
    setCost("");
  };
  return (
    <form className="work-form" onSubmit={submit}>
      <fieldset>
        <legend>{county.cases.against}</legend>
        {open.map((risk) => (
          <Tick
            key={risk.id}
            label={county.causes[risk.cause]}
            value={riskIds.includes(risk.id)}
            onChange={(on) =>
              setRiskIds(on ? [...riskIds, risk.id] : riskIds.filter((each) => each !== risk.id))
            }
          />
        ))}
      </fieldset>
      {fitting.size === 0 ? (
        <p className="work-hint">{county.cases.pickRisk}</p>
      ) : (
        <Choice label={county.cases.fits} words={words} value={kind} onChange={setKind} required />
      )}
      <Choice label={county.cases.fund} words={county.funds} value={fund} onChange={setFund} />
      <label>
        {county.cases.cost}
        <input
          type="number"
          min="0"
          step="0.01"
          value={cost}
          onChange={(event) => setCost(event.target.value)}
          required
        />
      </label>
      <label>
        {county.cases.started}
        <input
          type="date"
          value={startedOn}
          onChange={(event) => setStartedOn(event.target.value)}
          required
        />
      </label>
      <button type="submit" className="button primary" disabled={busy || fitting.size === 0}>
        {county.common.add}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}
