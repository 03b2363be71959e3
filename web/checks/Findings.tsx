import { useState } from "react";
import { useQuery } from "urql";
import { Link } from "wouter";
import "../field/field.css";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { type Check, FINDINGS } from "./documents.ts";

interface Props {
  readonly within: string;
  readonly asked: Check | null;
}

const STEP = 30;

/** The households themselves, each with what the register says and what it was held against. */
export function Findings({ within, asked }: Props) {
  const { indicators, words, number, money } = useSpeech();
  const w = indicators.checks;
  const [first, setFirst] = useState(STEP);
  const [{ data, fetching, error }] = useQuery({
    query: FINDINGS,
    variables: { within, rule: asked?.key ?? null, first },
    requestPolicy: "cache-and-network",
  });
  const page = data?.householdFindings;
  return (
    <section aria-labelledby="check-findings">
      <h2 id="check-findings">{asked ? asked.label : w.all}</h2>
      {error && !page ? <Failure error={error} /> : null}
      {page || error ? null : <p className="page-loading">{words.state.loading}</p>}
      {page ? <output>{w.shown(number(page.nodes.length), number(page.totalCount))}</output> : null}
      {page?.totalCount === 0 ? <p className="work-empty">{w.none}</p> : null}
      <ul className="field-cards" aria-busy={fetching}>
        {page?.nodes.map((finding) => {
          const shown = (value: number) => (finding.isMoney ? money(value) : number(value));
          return (
            <li key={`${finding.rule} ${finding.householdId}`} className="field-card">
              <Link href={`/households/${finding.householdId}`} className="field-card-head">
                <strong>{finding.householdNumber}</strong>
                <span>{finding.villageName}</span>
              </Link>
              <p>
                {asked ? null : <span>{finding.label} · </span>}
                {w.says(shown(finding.observed), shown(finding.expected))}
              </p>
            </li>
          );
        })}
      </ul>
      {page && page.totalCount > page.nodes.length ? (
        <button type="button" className="button" onClick={() => setFirst(first + STEP)}>
          {w.more}
        </button>
      ) : null}
    </section>
  );
}
