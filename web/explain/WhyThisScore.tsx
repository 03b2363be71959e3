import "./explain.css";
import { Fragment, useState } from "react";
import { useQuery } from "urql";
import { graphql, type ResultOf } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";

const explanationQuery = graphql(`
  query WhyThisScore($code: String!, $period: String!) {
    explainScore(code: $code, period: $period) {
      code
      period
      scoreShown
      parts {
        key
        label
        weight
        subscore
        valueShown
        numerator
        denominator
        rate
        smoothedRate
        goalpostLow
        goalpostHigh
        imputed
        isSuppressed
        source
        sourceDate
        inputs { label numerator denominator unit value }
      }
    }
  }
`);

type Explanation = NonNullable<ResultOf<typeof explanationQuery>["explainScore"]>;

interface Props {
  readonly code: string;
  /** Month of a village, quarter of a region. */
  readonly period: string;
  readonly note: string;
}

/** Down from the score to the figures delivered; asked for only when opened. */
export function WhyThisScore({ code, period, note }: Props) {
  const { words } = useSpeech();
  const [open, setOpen] = useState(false);
  const [{ data, fetching, error }] = useQuery({
    query: explanationQuery,
    variables: { code, period },
    pause: !open,
  });
  const explanation = data?.explainScore;
  return (
    <details className="why" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.why.open}</summary>
      {error && !explanation ? <Failure error={error} /> : null}
      {explanation ? (
        <>
          <Parts explanation={explanation} />
          <p className="quiet">{note}</p>
        </>
      ) : fetching ? (
        <p role="status" className="quiet">
          {words.state.loading}
        </p>
      ) : null}
    </details>
  );
}

function Parts({ explanation }: { readonly explanation: Explanation }) {
  const { words, number, share, money } = useSpeech();
  const w = words.why;
  // Of a region nothing is smoothed, and a column of dashes would say so eight times.
  const smoothed = explanation.parts.some((part) => part.smoothedRate !== null);
  const columns = smoothed ? 9 : 8;
  /** Counts, ratios and small probabilities stand in one list: as many decimals as each needs. */
  const figure = (value: number | null) =>
    number(
      value,
      value === null || Number.isInteger(value) || Math.abs(value) >= 1000 ? 0 : value < 0.1 ? 3 : 2,
    );
  /** Fen of a price keep their last digit, fen of a budget do not. */
  const yuan = (fen: number | null) =>
    fen !== null && Math.abs(fen) < 100_000 ? `${number(fen / 100, 2)} ${words.money.yuan}` : money(fen);
  const caption = w.table(explanation.period);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reached by keyboard
    <section className="why-table" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{w.part}</th>
            <th scope="col">{w.value}</th>
            <th scope="col">{w.ratio}</th>
            <th scope="col">{w.rate}</th>
            {smoothed ? <th scope="col">{w.smoothed}</th> : null}
            <th scope="col">{w.goalposts}</th>
            <th scope="col">{w.weighted}</th>
            <th scope="col">{w.source}</th>
            <th scope="col">{w.date}</th>
          </tr>
        </thead>
        <tbody>
          {explanation.parts.map((part) => (
            <Fragment key={part.key}>
              <tr data-part={part.key}>
                <th scope="row">
                  {part.label}
                  {part.imputed ? <em>{words.panel.imputed}</em> : null}
                </th>
                <td className="why-value">{number(part.valueShown, 1)}</td>
                <td>
                  {part.isSuppressed ? (
                    <em>{words.panel.suppressed}</em>
                  ) : part.numerator === null ? (
                    number(null)
                  ) : (
                    `${figure(part.numerator)} / ${figure(part.denominator)}`
                  )}
                </td>
                <td>{share(part.rate, 2)}</td>
                {smoothed ? <td>{share(part.smoothedRate, 2)}</td> : null}
                <td>
                  {part.goalpostLow === null
                    ? number(null)
                    : `${share(part.goalpostLow, 1)} → ${share(part.goalpostHigh, 1)}`}
                </td>
                <td>
                  {number(part.subscore, 1)} × {share(part.weight, 0)}
                </td>
                <td className="why-source">{part.source ?? number(null)}</td>
                <td>{part.sourceDate ?? number(null)}</td>
              </tr>
              {part.inputs.length > 0 ? (
                <tr className="why-inputs">
                  <td colSpan={columns}>
                    <ul>
                      {part.inputs.map((input) => (
                        <li key={input.label}>
                          {input.label}{" "}
                          <b>
                            {input.numerator === null
                              ? figure(input.value)
                              : `${input.unit === "FEN" ? `${yuan(input.numerator)} / ${yuan(input.denominator)}` : `${figure(input.numerator)} / ${figure(input.denominator)}`} = ${share(input.value, 1)}`}
                          </b>
                        </li>
                      ))}
                    </ul>
                  </td>
                </tr>
              ) : null}
            </Fragment>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{words.panel.total}</th>
            <td className="why-value">{number(explanation.scoreShown, 1)}</td>
            <td colSpan={columns - 2} />
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
