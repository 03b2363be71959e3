import { type FormEvent, useId, useState } from "react";
import { ACTIONS, type Action } from "../../geo/procedure.ts";
import { EVIDENCE, type Evidence, STATES } from "../../geo/procedureFacts.ts";
import { useSpeech } from "../i18n/language.ts";
import { RefusalNote, useDeed } from "../work/deed.tsx";
import { Tick } from "../work/fields.tsx";
import type { PartProps } from "./CasePage.tsx";
import { type CaseOnPage, TAKE_STEP } from "./documents.ts";

/** Files that can stand for a paper, as the server takes them. */
const FILES_FOR: Readonly<Record<Evidence, readonly CaseOnPage["attachments"][number]["kind"][]>> = {
  SIGNED_CONSENT: ["CONSENT_FORM"],
  REFUSAL_RECORD: ["EVIDENCE"],
  VISIT_RECORD: ["VISIT_PHOTO", "EVIDENCE"],
  COMPARISON_RESULT: ["EVIDENCE"],
  MEETING_MINUTES: ["REVIEW_MINUTES"],
  NOTICE_PHOTOGRAPH: ["NOTICE_PHOTO"],
  ANNOUNCEMENT_COPY: ["EVIDENCE"],
};

/** Every step that leads on from here, with all that stands against it for the viewer. */
export function NextSteps({ matter, onDone }: PartProps) {
  const { county } = useSpeech();
  return (
    <section aria-labelledby="case-next">
      <h2 id="case-next">{county.cases.nextSteps}</h2>
      <p className="work-lead">{county.cases.nextLead}</p>
      {matter.nextSteps.length === 0 ? <p className="work-empty">{county.cases.noNext}</p> : null}
      <ul className="cards">
        {matter.nextSteps.map((step) => (
          <li key={`${matter.state} ${step.action}`}>
            <OneStep matter={matter} step={step} onDone={onDone} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface StepProps extends PartProps {
  readonly step: CaseOnPage["nextSteps"][number];
}

function OneStep({ matter, step, onDone }: StepProps) {
  const { county, language } = useSpeech();
  const title = useId();
  const { effects }: Action = ACTIONS[step.action];
  return (
    <section className="card" aria-labelledby={title} data-action={step.action}>
      <h3 id={title}>{ACTIONS[step.action][language]}</h3>
      <p className="work-hint">{county.cases.to(STATES[step.to][language])}</p>
      {effects.includes("DECIDES") ? <p className="work-hint">{county.cases.second}</p> : null}
      {step.allowed ? (
        <>
          <p className="may">{county.cases.may}</p>
          <StepForm matter={matter} step={step} onDone={onDone} />
        </>
      ) : (
        <>
          <p className="may-not">{county.cases.mayNot(step.guards.length)}</p>
          <ul className="guards">
            {step.guards.map((guard) => (
              <li key={guard.key}>{guard.message}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function StepForm({ matter, step, onDone }: StepProps) {
  const { county, language, dateTime } = useSpeech();
  const [reason, setReason] = useState("");
  const [papers, setPapers] = useState<Partial<Record<Evidence, string>>>({});
  const [certain, setCertain] = useState(false);
  const { busy, refusal, run } = useDeed(TAKE_STEP, onDone);
  const hint = useId();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    await run({
      caseId: matter.id,
      action: step.action,
      rowVersion: matter.rowVersion,
      reason: reason.trim() || null,
      evidence: step.evidence.flatMap((paper) => {
        const id = papers[paper];
        return id ? [{ paper, id }] : [];
      }),
    });
  };
  return (
    <details className="work-fold">
      <summary>{county.cases.take}</summary>
      <form className="work-form" onSubmit={submit}>
        {step.evidence.map((paper) => {
          const files = matter.attachments.filter(({ kind }) => FILES_FOR[paper].includes(kind));
          return (
            <label key={paper}>
              {EVIDENCE[paper][language]}
              <select
                value={papers[paper] ?? ""}
                onChange={(event) => setPapers({ ...papers, [paper]: event.target.value })}
              >
                <option value="">{files.length === 0 ? county.cases.paperNone : county.common.choose}</option>
                {files.map((file) => (
                  <option key={file.id} value={file.id}>
                    {county.attachmentKinds[file.kind]} · {dateTime(String(file.addedAt))}
                  </option>
                ))}
              </select>
            </label>
          );
        })}
        <label>
          {county.common.reason}
          <textarea
            value={reason}
            rows={2}
            maxLength={500}
            required={step.reasonRequired}
            aria-describedby={hint}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <p id={hint} className="work-hint">
          {county.common.reasonHint}
        </p>
        <Tick label={county.common.certain} value={certain} onChange={setCertain} required />
        <button type="submit" className="button primary" disabled={busy}>
          {busy ? county.common.busy : county.common.send}
        </button>
        <RefusalNote refusal={refusal} />
      </form>
    </details>
  );
}
