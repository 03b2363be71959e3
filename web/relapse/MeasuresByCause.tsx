import { useQuery } from "urql";
import { CAUSES } from "../../geo/measures.ts";
import { quarterName, quarterOfDay } from "../../geo/quarters.ts";
import { graphql } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import "./measures.css";

const measuresQuery = graphql(`
  query MeasuresByCause($code: String!, $period: String!) {
    region(code: $code) {
      id
      measuresByCause(period: $period) { cause openHouseholds matchedHouseholds share isSuppressed }
    }
  }
`);

interface Props {
  readonly code: string;
  /** The month the map shows; the figures are of its quarter. */
  readonly month: string;
}

/** Which causes are answered by a measure and which are not, as published. */
export function MeasuresByCause({ code, month }: Props) {
  const { indicators, words, number, share, language } = useSpeech();
  const w = indicators.measures;
  const period = quarterName(quarterOfDay(`${month}-01`));
  const [{ data, fetching, error }] = useQuery({ query: measuresQuery, variables: { code, period } });
  const rows = data?.region?.measuresByCause;
  return (
    <section aria-label={w.title}>
      <h3>{w.title}</h3>
      {error && !data ? <Failure error={error} /> : null}
      {fetching && !rows ? <div className="skeleton" role="status" aria-label={words.state.loading} /> : null}
      {rows?.length === 0 ? <p className="detail-missing">{w.none}</p> : null}
      {rows?.length ? (
        <>
          <table className="by-cause">
            <caption>{w.caption(period)}</caption>
            <thead>
              <tr>
                <th scope="col">{w.cause}</th>
                <th scope="col">{w.matched}</th>
                <th scope="col">{w.open}</th>
                <th scope="col">{w.share}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.cause}>
                  <th scope="row">{CAUSES[row.cause][language]}</th>
                  {row.isSuppressed ? (
                    <td colSpan={3} className="quiet">
                      {w.suppressed}
                    </td>
                  ) : (
                    <>
                      <td className="figure">{number(row.matchedHouseholds)}</td>
                      <td className="figure">{number(row.openHouseholds)}</td>
                      <td className="figure">{share(row.share, 1)}</td>
                    </>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
          <p className="quiet">{w.lead}</p>
        </>
      ) : null}
    </section>
  );
}
