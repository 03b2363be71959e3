import { useQuery } from "urql";
import { graphql } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { Figures } from "../ui/Figures.tsx";
import "./quality.css";

const qualityQuery = graphql(`
  query RegionQuality($code: String!, $period: String!) {
    region(code: $code) {
      id
      dataQuality(period: $period) { completeness timeliness consistency findings }
    }
    qualityFindings(within: $code, period: $period, first: 5) {
      totalCount
      nodes { rule label explanation period village { code name } region { code name nameEn } }
    }
  }
`);

interface Props {
  readonly code: string;
  /** The month the map shows; the judgement is of its quarter. */
  readonly month: string;
  readonly onPick: (picked: string) => void;
}

/** How far the figures of a region can be trusted, and the first things that look wrong in them. */
export function RegionQuality({ code, month, onPick }: Props) {
  const { indicators, words, share, number, nameOf } = useSpeech();
  const w = indicators.quality;
  const [{ data, fetching, error }] = useQuery({ query: qualityQuery, variables: { code, period: month } });
  const quality = data?.region?.dataQuality;
  const findings = data?.qualityFindings;
  return (
    <section className="region-quality" aria-label={w.title}>
      <h3>{w.title}</h3>
      {error && !data ? <Failure error={error} /> : null}
      {fetching && !data ? <div className="skeleton" role="status" aria-label={words.state.loading} /> : null}
      {quality ? (
        <Figures
          rows={[
            [w.completeness, share(quality.completeness, 1)],
            [w.timeliness, share(quality.timeliness, 1)],
            [w.consistency, share(quality.consistency, 1)],
          ]}
        />
      ) : null}
      {data && !quality ? <p className="detail-missing">{w.unknown}</p> : null}
      {findings ? (
        <>
          <p>{findings.totalCount === 0 ? w.none : w.findings(number(findings.totalCount))}</p>
          <ul className="quality-findings">
            {findings.nodes.map((finding) => {
              const place = finding.village ?? finding.region;
              const kind = finding.village ? "village" : "region";
              return (
                <li key={`${finding.rule} ${place?.code} ${finding.period}`}>
                  {place && place.code !== code ? (
                    <button type="button" className="link" onClick={() => onPick(`${kind}:${place.code}`)}>
                      {nameOf(place)}
                    </button>
                  ) : null}{" "}
                  {finding.label}
                  <small>{finding.explanation}</small>
                </li>
              );
            })}
          </ul>
        </>
      ) : null}
    </section>
  );
}
