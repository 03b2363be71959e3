import { useCallback } from "react";
import { useQuery } from "urql";
import { Link } from "wouter";
import { ACTIONS } from "../../geo/procedure.ts";
import { STATES } from "../../geo/procedureFacts.ts";
import { WorkFrame } from "../access/WorkFrame.tsx";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { Figures } from "../ui/Figures.tsx";
import "../work/county.css";
import { CaseFiles, Proposal } from "./CaseFiles.tsx";
import { CASE, type CaseOnPage } from "./documents.ts";
import { Measures } from "./Measures.tsx";
import { NextSteps } from "./NextSteps.tsx";
import { Notices } from "./Notices.tsx";
import { Risks } from "./Risks.tsx";
import { StepLine } from "./StepLine.tsx";

export interface PartProps {
  readonly matter: CaseOnPage;
  /** Asks for the case again after something was done to it. */
  readonly onDone: () => void;
}

export function CasePage({ id }: { readonly id: string }) {
  return (
    <WorkFrame page="cases">
      <OneCase key={id} id={id} />
    </WorkFrame>
  );
}

function OneCase({ id }: { readonly id: string }) {
  const { county, words, language } = useSpeech();
  const [{ data, fetching, error }, ask] = useQuery({
    query: CASE,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  const onDone = useCallback(() => ask({ requestPolicy: "network-only" }), [ask]);
  const matter = data?.case;
  return (
    <>
      <p>
        <Link href="/cases">{county.cases.back}</Link>
      </p>
      {error ? <Failure error={error} /> : null}
      {matter ? (
        <article aria-busy={fetching}>
          <h1>
            {matter.householdNumber} · {STATES[matter.state][language]}
          </h1>
          <p className="work-lead">
            {matter.villageName}
            {" · "}
            {matter.due === null || matter.due === undefined ? (
              county.cases.noDue
            ) : matter.isOverdue ? (
              <span className="overdue">{county.cases.overdueBy(matter.due)}</span>
            ) : (
              county.cases.dueOn(matter.due)
            )}
          </p>
          <StepLine matter={matter} />
          <Facts matter={matter} />
          <NextSteps matter={matter} onDone={onDone} />
          <Proposal matter={matter} onDone={onDone} />
          <Risks matter={matter} onDone={onDone} />
          <Measures matter={matter} onDone={onDone} />
          <Notices matter={matter} onDone={onDone} />
          <CaseFiles matter={matter} onDone={onDone} />
          <History matter={matter} />
          <Rules rules={data.caseExplain?.rules ?? []} />
        </article>
      ) : fetching ? (
        <p className="page-loading">{words.state.loading}</p>
      ) : error ? null : (
        <p className="work-empty">{county.cases.missing}</p>
      )}
    </>
  );
}

function Facts({ matter }: { readonly matter: CaseOnPage }) {
  const { county } = useSpeech();
  return (
    <div className="case-facts">
      <Figures
        rows={[
          [county.cases.opened, matter.openedOn],
          matter.recognisedOn && [county.cases.recognised, matter.recognisedOn],
          matter.eliminatedOn && [county.cases.eliminated, matter.eliminatedOn],
          [county.common.owner, matter.owner ?? county.common.nobody],
          [county.cases.helper, matter.helper?.name ?? county.common.nobody],
          matter.legacy && [county.cases.legacy, county.common.yes],
        ]}
      />
    </div>
  );
}

function History({ matter }: { readonly matter: CaseOnPage }) {
  const { county, language, dateTime } = useSpeech();
  return (
    <section aria-labelledby="case-history">
      <h2 id="case-history">{county.cases.history}</h2>
      <ol className="case-history">
        {matter.steps.map((step) => (
          <li key={step.id}>
            <strong>{ACTIONS[step.action][language]}</strong>
            <span>
              {STATES[step.from][language]} → {STATES[step.to][language]}
            </span>
            <small>
              {dateTime(String(step.at))} · {county.cases.by(step.by ?? county.cases.earlier)}
            </small>
            {step.reason ? <p>{step.reason}</p> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

interface RuleOfCase {
  readonly key: string;
  readonly label: string;
  readonly value: string;
  readonly source: string | null;
  readonly grade: string | null;
}

function Rules({ rules }: { readonly rules: readonly RuleOfCase[] }) {
  const { county } = useSpeech();
  return (
    <details className="work-fold">
      <summary>{county.cases.rules}</summary>
      <Figures
        rows={rules.map((rule) => [
          rule.label,
          [rule.value, rule.source, rule.grade].filter((part) => part !== null && part !== "").join(" · "),
        ])}
      />
    </details>
  );
}
