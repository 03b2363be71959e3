import { type FormEvent, useState } from "react";
import { useQuery } from "urql";
import { useViewer } from "../access/viewer.ts";
import { graphql } from "../api.ts";
import { useAskWhatIf } from "../exposure/context.ts";
import { today } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import { Figures } from "../ui/Figures.tsx";
import { Panel, type PanelProps } from "../ui/Panel.tsx";
import { PickList } from "../ui/PickList.tsx";
import { RefusalNote, useDeed } from "../work/deed.tsx";
import "../work/work.css";
import "../resettlement/resettlement.css";

const eventQuery = graphql(`
  query Event($code: String!) {
    event(code: $code) {
      id
      code
      name
      nameEn
      kind
      grade
      startedOn
      endedOn
      villagesTouched
      affectedHouseholds
      effectBasis
      isDemo
      rowVersion
      footprint(precision: 5)
      effects { affectedHouseholds county { id code name nameEn } }
      villages(first: 20) { nodes { share households affectedHouseholds village { id code name nameEn } } }
    }
  }
`);
const CLOSE = graphql(`
  mutation CloseEvent($code: String!, $rowVersion: Int!, $endedOn: String!) {
    deed: closeEvent(code: $code, rowVersion: $rowVersion, endedOn: $endedOn) {
      __typename
      ... on EmergencyEvent { id endedOn rowVersion }
      ... on Refused { message guards }
    }
  }
`);

/** A disaster or public emergency: grade, time, villages under it and households by county. */
export function EventPanel({ code, onClose, onPick }: PanelProps) {
  const { events, number, share, nameOf } = useSpeech();
  const w = events.event;
  const viewer = useViewer();
  const ask = useAskWhatIf();
  const [{ data, fetching, error }] = useQuery({ query: eventQuery, variables: { code } });
  const event = data?.event ?? undefined;
  const footprint = event?.footprint ?? null;
  return (
    <Panel
      kind={w.kind}
      title={event && nameOf(event)}
      place={event && w.kinds[event.kind]}
      code={code}
      isDemo={event?.isDemo}
      fetching={fetching}
      error={error}
      onClose={onClose}
    >
      {event ? (
        <>
          <section className="hero-figures">
            <div>
              <b>{number(event.affectedHouseholds)}</b>
              <span>
                {w.affected}
                <small>{w.basis[event.effectBasis]}</small>
              </span>
            </div>
            <div>
              <b>{number(event.villagesTouched)}</b>
              <span>{w.touched}</span>
            </div>
          </section>
          <section>
            <Figures
              rows={[
                [
                  w.grade,
                  <span key="grade" className="event-grade" data-grade={event.grade}>
                    <i aria-hidden="true">{event.grade}</i>
                    {w.grades[event.grade]}
                  </span>,
                ],
                [w.happened, w.kinds[event.kind]],
                [w.from, event.startedOn],
                [w.to, event.endedOn ?? w.ongoing],
              ]}
            />
            {footprint ? (
              <button type="button" className="button" onClick={() => ask(footprint)}>
                {w.whatIf}
              </button>
            ) : (
              <p className="quiet">{w.undrawn}</p>
            )}
          </section>
          {event.endedOn === null && footprint && viewer?.permissions.includes("event.write") ? (
            <CloseForm code={code} startedOn={event.startedOn} rowVersion={event.rowVersion} />
          ) : null}
          {event.effects.length ? (
            <section>
              <PickList
                title={w.counties}
                onPick={onPick}
                rows={event.effects.flatMap(({ county, affectedHouseholds }) =>
                  county
                    ? [
                        {
                          pick: `region:${county.code}`,
                          name: nameOf(county),
                          value: number(affectedHouseholds),
                        },
                      ]
                    : [],
                )}
              />
            </section>
          ) : null}
          {event.villages.nodes.length ? (
            <section>
              <PickList
                title={w.villages}
                onPick={onPick}
                rows={event.villages.nodes.flatMap((touched) =>
                  touched.village
                    ? [
                        {
                          pick: `village:${touched.village.code}`,
                          name: nameOf(touched.village),
                          note: w.share(share(touched.share, 0)),
                          value: number(touched.affectedHouseholds),
                        },
                      ]
                    : [],
                )}
              />
            </section>
          ) : null}
        </>
      ) : null}
    </Panel>
  );
}

interface CloseProps {
  readonly code: string;
  readonly startedOn: string;
  readonly rowVersion: number;
}

function CloseForm({ code, startedOn, rowVersion }: CloseProps) {
  const { events } = useSpeech();
  const w = events.event;
  const [endedOn, setEndedOn] = useState(today());
  const { busy, refusal, run } = useDeed(CLOSE);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run({ code, rowVersion, endedOn });
  };
  return (
    <form className="item-form" onSubmit={submit}>
      <label>
        {w.endedOn}
        <input
          type="date"
          min={startedOn}
          value={endedOn}
          onChange={(event) => setEndedOn(event.target.value)}
          required
        />
      </label>
      <button type="submit" className="button" disabled={busy}>
        {busy ? w.closing : w.close}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}
