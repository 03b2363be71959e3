import { type FormEvent, useEffect, useRef, useState } from "react";
import { useQuery } from "urql";
import { graphql, type ResultOf } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { UrgencyLegend, UrgencyMark } from "../urgency/UrgencyMark.tsx";
import { RefusalNote, useDeed } from "../work/deed.tsx";
import { Choice, Tick } from "../work/fields.tsx";
import { useTurn } from "../work/turn.ts";
import { WideTable } from "../work/WideTable.tsx";

const ALERTS = graphql(`
  query Alerts($within: String!, $where: AlertWhere, $orderBy: AlertOrder, $after: String) {
    alerts(within: $within, where: $where, orderBy: $orderBy, first: 20, after: $after) {
      nodes {
        id householdNumber villageCode memberName amount value dueOn isOverdue urgency answer reason rowVersion
        rule { key version label unit department { key name } }
      }
      pageInfo { hasNextPage endCursor }
      totalCount
    }
  }
`);
const ANSWER = graphql(`
  mutation AnswerAlert($id: ID!, $answer: AlertAnswer!, $reason: String, $rowVersion: Int!) {
    deed: answerAlert(id: $id, answer: $answer, reason: $reason, rowVersion: $rowVersion) {
      __typename
      ... on Alert { id answer reason rowVersion }
      ... on Refused { message guards }
    }
  }
`);
type Alert = ResultOf<typeof ALERTS>["alerts"]["nodes"][number];

interface Props {
  readonly within: string;
  readonly turn: number;
  readonly onDone: () => void;
}

/** Alerts, the most urgent or the soonest due first; each is a hint to verify. */
export function Alerts({ within, turn, onDone }: Props) {
  const { county, urgency, words, money, number } = useSpeech();
  const [open, setOpen] = useState(true);
  const [overdue, setOverdue] = useState(false);
  const [urgent, setUrgent] = useState(true);
  const [after, setAfter] = useState<string | null>(null);
  const [asked, setAsked] = useState<Alert | null>(null);
  const [{ data, fetching, error }] = useQuery({
    query: ALERTS,
    variables: {
      within,
      where: { open: open || null, overdue: overdue || null },
      orderBy: urgent ? "URGENCY" : "DUE",
      after,
    },
    requestPolicy: "cache-and-network",
    context: useTurn(turn),
  });
  const page = data?.alerts;
  const valueShown = (alert: Alert) =>
    alert.rule.unit === "FEN"
      ? money(alert.amount)
      : alert.rule.unit === "YES"
        ? county.common.yes
        : `${number(alert.value)} ${county.screening.units[alert.rule.unit] ?? alert.rule.unit}`;
  return (
    <section aria-labelledby="screening-alerts">
      <h2 id="screening-alerts">{county.screening.alerts}</h2>
      <div className="work-filter">
        <Tick
          label={county.screening.onlyOpen}
          value={open}
          onChange={(on) => {
            setOpen(on);
            setAfter(null);
          }}
        />
        <Tick
          label={county.common.onlyOverdue}
          value={overdue}
          onChange={(on) => {
            setOverdue(on);
            setAfter(null);
          }}
        />
        <Tick
          label={urgency.mostUrgentFirst}
          value={urgent}
          onChange={(on) => {
            setUrgent(on);
            setAfter(null);
          }}
        />
        {page ? <output>{county.common.people(page.totalCount)}</output> : null}
      </div>
      <UrgencyLegend />
      {error ? <Failure error={error} /> : null}
      {fetching && !page ? <p className="page-loading">{words.state.loading}</p> : null}
      {page?.nodes.length === 0 ? <p className="work-empty">{county.screening.alertsEmpty}</p> : null}
      {page && page.nodes.length > 0 ? (
        <WideTable>
          <table>
            <thead>
              <tr>
                <th scope="col">{urgency.column}</th>
                <th scope="col">{county.common.due}</th>
                <th scope="col">{county.screening.rule}</th>
                <th scope="col">{county.screening.value}</th>
                <th scope="col">{county.common.household}</th>
                <th scope="col">{county.screening.member}</th>
                <th scope="col">{county.screening.answer}</th>
              </tr>
            </thead>
            <tbody aria-busy={fetching}>
              {page.nodes.map((alert) => (
                <tr key={alert.id} data-alert={alert.id}>
                  <td>{alert.urgency ? <UrgencyMark level={alert.urgency} /> : null}</td>
                  <td>
                    {alert.dueOn}
                    {alert.isOverdue ? <span className="overdue">{county.common.overdue}</span> : null}
                  </td>
                  <td>
                    {alert.rule.label}
                    <small>
                      {alert.rule.department.name} · {county.screening.version(alert.rule.version)}
                    </small>
                  </td>
                  <td>{valueShown(alert)}</td>
                  <td>{alert.householdNumber}</td>
                  <td>{alert.memberName}</td>
                  <td>
                    {alert.answer ? (
                      <>
                        {county.screening.answered(county.screening.answers[alert.answer])}
                        {alert.reason ? <small>{alert.reason}</small> : null}
                      </>
                    ) : (
                      <button type="button" className="button" onClick={() => setAsked(alert)}>
                        {county.screening.answer}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
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
      {asked ? (
        <AnswerDialog key={asked.id} alert={asked} onClose={() => setAsked(null)} onDone={onDone} />
      ) : null}
    </section>
  );
}

function AnswerDialog(props: { alert: Alert; onClose: () => void; onDone: () => void }) {
  const { alert, onClose, onDone } = props;
  const { county } = useSpeech();
  const dialog = useRef<HTMLDialogElement>(null);
  const [answer, setAnswer] = useState<"RECOGNISE" | "DISMISS" | "">("");
  const [reason, setReason] = useState("");
  const { busy, refusal, run } = useDeed(ANSWER, onDone);
  useEffect(() => dialog.current?.showModal(), []);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (answer === "") return;
    if (await run({ id: alert.id, answer, reason: reason.trim() || null, rowVersion: alert.rowVersion }))
      onClose();
  };
  return (
    <dialog ref={dialog} className="work-dialog" aria-labelledby="answer-title" onClose={onClose}>
      <h2 id="answer-title">{county.screening.answerTitle}</h2>
      <p>
        {alert.rule.label} · {alert.householdNumber}
      </p>
      <p className="work-hint">{county.screening.answerHint}</p>
      <form className="work-form" onSubmit={submit}>
        <Choice
          label={county.screening.answer}
          words={county.screening.answers}
          value={answer}
          onChange={setAnswer}
          required
        />
        <label>
          {county.common.reason}
          <textarea
            value={reason}
            rows={3}
            maxLength={500}
            required={answer === "DISMISS"}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <p className="work-hint">{county.common.reasonHint}</p>
        <div className="work-buttons">
          <button type="submit" className="button primary" disabled={busy}>
            {busy ? county.common.busy : county.common.send}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {county.common.cancel}
          </button>
        </div>
        <RefusalNote refusal={refusal} />
      </form>
    </dialog>
  );
}
