import { type FormEvent, useState } from "react";
import type { VariablesOf } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { RefusalNote, useDeed, useNewId } from "../work/deed.tsx";
import { Choice, Fold, Tick } from "../work/fields.tsx";
import type { PartProps } from "./CasePage.tsx";
import { ADD_RISK, type CaseOnPage, CLOSE_RISK } from "./documents.ts";

type NewRisk = VariablesOf<typeof ADD_RISK>;

export function Risks({ matter, onDone }: PartProps) {
  const { county } = useSpeech();
  return (
    <section aria-labelledby="case-risks">
      <h2 id="case-risks">{county.cases.risks}</h2>
      {matter.risks.length === 0 ? <p className="work-empty">{county.cases.risksEmpty}</p> : null}
      <ul className="cards">
        {matter.risks.map((risk) => (
          <li key={risk.id} className="card">
            <OneRisk risk={risk} onDone={onDone} />
          </li>
        ))}
      </ul>
      <Fold title={county.cases.addRisk}>
        <AddRisk matter={matter} onDone={onDone} />
      </Fold>
    </section>
  );
}

function OneRisk({ risk, onDone }: { risk: CaseOnPage["risks"][number]; onDone: () => void }) {
  const { county } = useSpeech();
  const [certain, setCertain] = useState(false);
  const { busy, refusal, run } = useDeed(CLOSE_RISK, onDone);
  return (
    <>
      <h3>
        {county.causes[risk.cause]}
        {risk.disasterKind ? ` · ${county.disasters[risk.disasterKind]}` : ""}
      </h3>
      <p className="work-hint">
        {risk.isMain ? `${county.cases.main} · ` : ""}
        {risk.closedOn ? county.cases.closedOn(risk.closedOn) : county.cases.openSince(risk.openedOn)}
      </p>
      {risk.closedOn ? null : (
        <Fold title={county.cases.closeRisk}>
          <form
            className="work-form"
            onSubmit={(event) => {
              event.preventDefault();
              void run({ id: risk.id, rowVersion: risk.rowVersion });
            }}
          >
            <Tick label={county.common.certain} value={certain} onChange={setCertain} required />
            <button type="submit" className="button primary" disabled={busy}>
              {county.cases.closeRisk}
            </button>
            <RefusalNote refusal={refusal} />
          </form>
        </Fold>
      )}
    </>
  );
}

function AddRisk({ matter, onDone }: PartProps) {
  const { county } = useSpeech();
  const [id, renew] = useNewId();
  const [cause, setCause] = useState<NewRisk["cause"] | "">("");
  const [disaster, setDisaster] = useState<NonNullable<NewRisk["disasterKind"]> | "">("");
  const [isMain, setMain] = useState(false);
  const { busy, refusal, run } = useDeed(ADD_RISK, onDone);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (cause === "") return;
    const disasterKind = cause === "DISASTER" && disaster !== "" ? disaster : null;
    if (!(await run({ id, caseId: matter.id, cause, disasterKind, isMain }))) return;
    renew();
    setCause("");
  };
  return (
    <form className="work-form" onSubmit={submit}>
      <Choice label={county.cases.cause} words={county.causes} value={cause} onChange={setCause} required />
      {cause === "DISASTER" ? (
        <Choice
          label={county.cases.disaster}
          words={county.disasters}
          value={disaster}
          onChange={setDisaster}
          required
        />
      ) : null}
      <Tick label={county.cases.main} value={isMain} onChange={setMain} />
      <button type="submit" className="button primary" disabled={busy}>
        {county.common.add}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}
