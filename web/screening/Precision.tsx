import { useQuery } from "urql";
import { graphql } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { useTurn } from "../work/turn.ts";
import { WideTable } from "../work/WideTable.tsx";

// One alias a rule: the rules the project seeds.
const PRECISION = graphql(`
  query RulePrecisions($within: String!) {
    a: rulePrecision(rule: "SELF_PAID_MEDICAL", within: $within) { rule pushed answered recognised precision { value low high } }
    b: rulePrecision(rule: "TEMPORARY_AID", within: $within) { rule pushed answered recognised precision { value low high } }
    c: rulePrecision(rule: "ALLOWANCE_STOPPED", within: $within) { rule pushed answered recognised precision { value low high } }
    d: rulePrecision(rule: "SEVERE_DISABILITY", within: $within) { rule pushed answered recognised precision { value low high } }
    e: rulePrecision(rule: "DROPPED_OUT", within: $within) { rule pushed answered recognised precision { value low high } }
    f: rulePrecision(rule: "SCHOOLING_COST", within: $within) { rule pushed answered recognised precision { value low high } }
    g: rulePrecision(rule: "DANGEROUS_HOUSE", within: $within) { rule pushed answered recognised precision { value low high } }
    h: rulePrecision(rule: "WATER_CUT", within: $within) { rule pushed answered recognised precision { value low high } }
    i: rulePrecision(rule: "JOB_LOST", within: $within) { rule pushed answered recognised precision { value low high } }
    j: rulePrecision(rule: "DISASTER_LOSS", within: $within) { rule pushed answered recognised precision { value low high } }
    k: rulePrecision(rule: "ACCIDENT", within: $within) { rule pushed answered recognised precision { value low high } }
  }
`);

/** How often each rule was right, with how sure that is. */
export function Precision({ within, turn }: { readonly within: string; readonly turn: number }) {
  const { county, words, number, share } = useSpeech();
  const [{ data, fetching, error }] = useQuery({
    query: PRECISION,
    variables: { within },
    requestPolicy: "cache-and-network",
    context: useTurn(turn),
  });
  const pushed = data ? Object.values(data).filter((rule) => rule.pushed > 0) : undefined;
  const labels: Readonly<Record<string, string>> = county.screening.rules;
  return (
    <section aria-labelledby="screening-precision">
      <h2 id="screening-precision">{county.screening.precision}</h2>
      <p className="work-lead">{county.screening.precisionLead}</p>
      {error ? <Failure error={error} /> : null}
      {fetching && !data ? <p className="page-loading">{words.state.loading}</p> : null}
      {pushed?.length === 0 ? <p className="work-empty">{county.screening.precisionEmpty}</p> : null}
      {pushed && pushed.length > 0 ? (
        <WideTable>
          <table>
            <thead>
              <tr>
                <th scope="col">{county.screening.rule}</th>
                <th scope="col">{county.screening.pushed}</th>
                <th scope="col">{county.screening.done}</th>
                <th scope="col">{county.screening.recognised}</th>
                <th scope="col">{county.screening.share}</th>
              </tr>
            </thead>
            <tbody>
              {pushed.map((rule) => (
                <tr key={rule.rule}>
                  <td>{labels[rule.rule] ?? rule.rule}</td>
                  <td>{number(rule.pushed)}</td>
                  <td>{number(rule.answered)}</td>
                  <td>{number(rule.recognised)}</td>
                  <td>
                    {share(rule.precision?.value, 0)}
                    {rule.precision
                      ? ` (${share(rule.precision.low, 0)}–${share(rule.precision.high, 0)})`
                      : ""}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      ) : null}
    </section>
  );
}
