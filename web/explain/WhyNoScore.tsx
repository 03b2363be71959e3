import { useQuery } from "urql";
import { graphql } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { Figures } from "../ui/Figures.tsx";

const missingQuery = graphql(`
  query WhyNoScore($code: String!, $period: String!) {
    explainScore(code: $code, period: $period) {
      code
      period
      mostMissing
      missing { key label weight isSuppressed }
    }
  }
`);

interface Props {
  readonly code: string;
  /** Month of a village, quarter of a region. */
  readonly period: string;
}

/** What is missing where the data do not suffice for a score: each part, its weight, and whether it is hidden or unknown. */
export function WhyNoScore({ code, period }: Props) {
  const { indicators, words, percent } = useSpeech();
  const w = indicators.noScore;
  const [{ data, fetching, error }] = useQuery({ query: missingQuery, variables: { code, period } });
  const explanation = data?.explainScore;
  const missing = explanation?.missing.reduce((sum, part) => sum + part.weight, 0) ?? 0;
  return (
    <section className="why-no-score">
      <h3>{w.title}</h3>
      {error && !explanation ? <Failure error={error} /> : null}
      {fetching && !explanation ? (
        <p role="status" className="quiet">
          {words.state.loading}
        </p>
      ) : null}
      {explanation ? (
        <>
          <p>
            {explanation.mostMissing === null
              ? w.none
              : w.line(percent(missing), percent(explanation.mostMissing))}
          </p>
          <Figures
            rows={explanation.missing.map((part) => [
              part.label,
              `${part.isSuppressed ? w.suppressed : w.missing} · ${w.weight(percent(part.weight))}`,
            ])}
          />
        </>
      ) : null}
    </section>
  );
}
