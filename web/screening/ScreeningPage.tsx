import { useCallback, useState } from "react";
import { useQuery } from "urql";
import { useViewer } from "../access/viewer.ts";
import { WorkFrame } from "../access/WorkFrame.tsx";
import { graphql } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import "../work/county.css";
import { useWithin } from "../work/fields.tsx";
import { useTurn } from "../work/turn.ts";
import { WideTable } from "../work/WideTable.tsx";
import { Alerts } from "./Alerts.tsx";
import { Contradictions } from "./Contradictions.tsx";
import { LoadList } from "./LoadList.tsx";
import { Precision } from "./Precision.tsx";

const BATCHES = graphql(`
  query ScreeningBatches($within: String!) {
    screeningBatches(within: $within, first: 10) {
      nodes { id dataDay loadedAt rowsTotal rowsMatched rowsWithoutConsent alertsNew department { key name } loadedBy { id name } }
    }
  }
`);

/** Lists of the departments, the alerts they raised, and how often those were right. */
export function ScreeningPage() {
  return (
    <WorkFrame page="screening">
      <Screening />
    </WorkFrame>
  );
}

function Screening() {
  const { county, words } = useSpeech();
  const viewer = useViewer();
  const { within, choice } = useWithin();
  // Everything below the list is asked again once one is loaded or an alert is answered.
  const [turn, setTurn] = useState(0);
  const onDone = useCallback(() => setTurn((before) => before + 1), []);
  return (
    <>
      <h1>{county.screening.title}</h1>
      <p className="work-lead">{county.screening.lead}</p>
      <div className="work-filter">{choice}</div>
      {within === null ? (
        <p className="page-loading">{words.state.loading}</p>
      ) : (
        <>
          {viewer?.permissions.includes("screening.load") ? (
            <LoadList within={within} onDone={onDone} />
          ) : null}
          <Alerts within={within} turn={turn} onDone={onDone} />
          <Precision within={within} turn={turn} />
          <Contradictions within={within} turn={turn} />
          <Batches within={within} turn={turn} />
        </>
      )}
    </>
  );
}

function Batches({ within, turn }: { readonly within: string; readonly turn: number }) {
  const { county, words, number, dateTime } = useSpeech();
  const [{ data, fetching, error }] = useQuery({
    query: BATCHES,
    variables: { within },
    requestPolicy: "cache-and-network",
    context: useTurn(turn),
  });
  const batches = data?.screeningBatches.nodes;
  return (
    <section aria-labelledby="screening-batches">
      <h2 id="screening-batches">{county.screening.batches}</h2>
      {error ? <Failure error={error} /> : null}
      {fetching && !batches ? <p className="page-loading">{words.state.loading}</p> : null}
      {batches?.length === 0 ? <p className="work-empty">{county.screening.batchesEmpty}</p> : null}
      {batches && batches.length > 0 ? (
        <WideTable>
          <table>
            <thead>
              <tr>
                <th scope="col">{county.screening.department}</th>
                <th scope="col">{county.screening.dataDay}</th>
                <th scope="col">{county.screening.rows}</th>
                <th scope="col">{county.screening.matched}</th>
                <th scope="col">{county.screening.noConsent}</th>
                <th scope="col">{county.screening.newAlerts}</th>
                <th scope="col">{county.screening.loadedBy}</th>
              </tr>
            </thead>
            <tbody>
              {batches.map((batch) => (
                <tr key={batch.id}>
                  <td>{batch.department.name}</td>
                  <td>{batch.dataDay}</td>
                  <td>{number(batch.rowsTotal)}</td>
                  <td>{number(batch.rowsMatched)}</td>
                  <td>{number(batch.rowsWithoutConsent)}</td>
                  <td>{number(batch.alertsNew)}</td>
                  <td>
                    {batch.loadedBy?.name ?? "—"}
                    <small>{dateTime(String(batch.loadedAt))}</small>
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
