import { parseAsBoolean, parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { useQuery } from "urql";
import { Link } from "wouter";
import { type CaseState, STATES } from "../../geo/procedureFacts.ts";
import { WorkFrame } from "../access/WorkFrame.tsx";
import { graphql } from "../api.ts";
import { ExportButton } from "../exports/ExportButton.tsx";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { Tick, useWithin } from "../work/fields.tsx";
import "../work/county.css";
import { WideTable } from "../work/WideTable.tsx";

const CASES = graphql(`
  query Cases($within: String!, $state: CaseState, $overdue: Boolean, $mine: Boolean, $after: String) {
    cases(within: $within, where: { state: $state, overdue: $overdue, mine: $mine }, first: 30, after: $after) {
      nodes { id householdNumber villageCode villageName state since due isOverdue owner isMine rowVersion }
      pageInfo { hasNextPage endCursor }
      totalCount
    }
  }
`);
// One operation may hold fifteen aliases, so the states are counted in two.
const COUNTS_OF_RECOGNITION = graphql(`
  query CaseCountsOfRecognition($within: String!) {
    LEAD: cases(within: $within, where: { state: LEAD }, first: 1) { totalCount }
    CONSENT: cases(within: $within, where: { state: CONSENT }, first: 1) { totalCount }
    VERIFICATION: cases(within: $within, where: { state: VERIFICATION }, first: 1) { totalCount }
    COMPARISON: cases(within: $within, where: { state: COMPARISON }, first: 1) { totalCount }
    VILLAGE_REVIEW: cases(within: $within, where: { state: VILLAGE_REVIEW }, first: 1) { totalCount }
    NOTICE: cases(within: $within, where: { state: NOTICE }, first: 1) { totalCount }
    TOWNSHIP_CHECK: cases(within: $within, where: { state: TOWNSHIP_CHECK }, first: 1) { totalCount }
    COUNTY_DECISION: cases(within: $within, where: { state: COUNTY_DECISION }, first: 1) { totalCount }
    ANNOUNCEMENT: cases(within: $within, where: { state: ANNOUNCEMENT }, first: 1) { totalCount }
  }
`);
const COUNTS_OF_ASSISTANCE = graphql(`
  query CaseCountsOfAssistance($within: String!) {
    ASSISTED: cases(within: $within, where: { state: ASSISTED }, first: 1) { totalCount }
    KEPT_WATCHED: cases(within: $within, where: { state: KEPT_WATCHED }, first: 1) { totalCount }
    ELIMINATION_REVIEW: cases(within: $within, where: { state: ELIMINATION_REVIEW }, first: 1) { totalCount }
    ELIMINATION_NOTICE: cases(within: $within, where: { state: ELIMINATION_NOTICE }, first: 1) { totalCount }
    ELIMINATION_CHECK: cases(within: $within, where: { state: ELIMINATION_CHECK }, first: 1) { totalCount }
    ELIMINATION_DECISION: cases(within: $within, where: { state: ELIMINATION_DECISION }, first: 1) { totalCount }
    ELIMINATED: cases(within: $within, where: { state: ELIMINATED }, first: 1) { totalCount }
    DISMISSED: cases(within: $within, where: { state: DISMISSED }, first: 1) { totalCount }
    CLOSED: cases(within: $within, where: { state: CLOSED }, first: 1) { totalCount }
  }
`);
const KEYS = Object.keys(STATES) as CaseState[];

/** The queue of cases: how many stand where, and which are due. */
export function CasesPage() {
  return (
    <WorkFrame page="cases">
      <Cases />
    </WorkFrame>
  );
}

function Cases() {
  const { county, words } = useSpeech();
  const { within, choice } = useWithin();
  const [state, setState] = useQueryState("state", parseAsStringLiteral(KEYS));
  const [overdue, setOverdue] = useQueryState("overdue", parseAsBoolean.withDefault(false));
  const [mine, setMine] = useQueryState("mine", parseAsBoolean.withDefault(false));
  return (
    <>
      <h1>{county.cases.title}</h1>
      <p className="work-lead">{county.cases.lead}</p>
      <div className="work-filter">
        {choice}
        <Tick label={county.common.onlyOverdue} value={overdue} onChange={(on) => setOverdue(on || null)} />
        <Tick label={county.common.onlyMine} value={mine} onChange={(on) => setMine(on || null)} />
      </div>
      {within === null ? (
        <p className="page-loading">{words.state.loading}</p>
      ) : (
        <>
          <StateCounts within={within} state={state} onState={setState} />
          <ExportButton
            offers={[{ what: "CASES" }]}
            regionCode={within}
            regionName={null}
            where={{ cases: { state, overdue: overdue || null, mine: mine || null } }}
          />
          <Queue
            key={`${within} ${state} ${overdue} ${mine}`}
            within={within}
            state={state}
            overdue={overdue}
            mine={mine}
          />
        </>
      )}
    </>
  );
}

interface CountsProps {
  readonly within: string;
  readonly state: CaseState | null;
  readonly onState: (state: CaseState | null) => void;
}

function StateCounts({ within, state, onState }: CountsProps) {
  const { county, language, number } = useSpeech();
  const how = { variables: { within }, requestPolicy: "cache-and-network" } as const;
  const [{ data: first }] = useQuery({ query: COUNTS_OF_RECOGNITION, ...how });
  const [{ data: second }] = useQuery({ query: COUNTS_OF_ASSISTANCE, ...how });
  const counts: Partial<Record<CaseState, { readonly totalCount: number }>> = { ...first, ...second };
  return (
    <fieldset className="state-counts">
      <legend>{county.cases.states}</legend>
      <button type="button" aria-pressed={state === null} onClick={() => onState(null)}>
        {county.common.all}
      </button>
      {KEYS.map((key) => (
        <button key={key} type="button" aria-pressed={state === key} onClick={() => onState(key)}>
          {STATES[key][language]} <strong>{number(counts[key]?.totalCount)}</strong>
        </button>
      ))}
    </fieldset>
  );
}

interface QueueProps {
  readonly within: string;
  readonly state: CaseState | null;
  readonly overdue: boolean;
  readonly mine: boolean;
}

function Queue({ within, state, overdue, mine }: QueueProps) {
  const { county, language, words, dateTime } = useSpeech();
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, fetching, error }] = useQuery({
    query: CASES,
    variables: { within, state, overdue: overdue || null, mine: mine || null, after },
    requestPolicy: "cache-and-network",
  });
  const page = data?.cases;
  return (
    <>
      {error ? <Failure error={error} /> : null}
      {fetching && !page ? <p className="page-loading">{words.state.loading}</p> : null}
      {page?.nodes.length === 0 ? <p className="work-empty">{county.cases.empty}</p> : null}
      {page && page.nodes.length > 0 ? (
        <>
          <output>{county.common.people(page.totalCount)}</output>
          <WideTable>
            <table>
              <thead>
                <tr>
                  <th scope="col">{county.common.household}</th>
                  <th scope="col">{county.common.village}</th>
                  <th scope="col">{county.cases.state}</th>
                  <th scope="col">{county.common.due}</th>
                  <th scope="col">{county.cases.since}</th>
                  <th scope="col">{county.common.owner}</th>
                </tr>
              </thead>
              <tbody aria-busy={fetching}>
                {page.nodes.map((each) => (
                  <tr key={each.id}>
                    <td>
                      <Link href={`/cases/${each.id}`}>{each.householdNumber}</Link>
                    </td>
                    <td>{each.villageName}</td>
                    <td>{STATES[each.state][language]}</td>
                    <td>
                      {each.due ?? "—"}
                      {each.isOverdue ? <span className="overdue">{county.common.overdue}</span> : null}
                    </td>
                    <td>{dateTime(String(each.since))}</td>
                    <td>{each.owner ?? county.common.nobody}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </WideTable>
        </>
      ) : null}
      {page?.pageInfo.hasNextPage ? (
        <button
          type="button"
          className="button"
          disabled={fetching}
          onClick={() => setAfter(page.pageInfo.endCursor ?? null)}
        >
          {county.common.more}
        </button>
      ) : null}
    </>
  );
}
