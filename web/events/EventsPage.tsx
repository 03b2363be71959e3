import { type FormEvent, useCallback, useMemo, useState } from "react";
import { useQuery } from "urql";
import { Link } from "wouter";
import { WorkFrame } from "../access/WorkFrame.tsx";
import { graphql } from "../api.ts";
import { ExportButton } from "../exports/ExportButton.tsx";
import { footprintOfText, readFootprint } from "../exposure/footprint.ts";
import { today } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { RefusalNote, useDeed, useNewId } from "../work/deed.tsx";
import { Fold, useWithin } from "../work/fields.tsx";
import { useTurn } from "../work/turn.ts";
import { CorrectFootprint } from "./CorrectFootprint.tsx";
import { FootprintField } from "./FootprintField.tsx";
import "../work/county.css";
import "../resettlement/resettlement.css";

const EVENTS = graphql(`
  query Events($within: String!, $first: Int!) {
    events(within: $within, first: $first) {
      nodes { id code name nameEn kind grade startedOn endedOn villagesTouched affectedHouseholds isDemo rowVersion }
      pageInfo { hasNextPage }
    }
  }
`);
const RECORD = graphql(`
  mutation RecordEvent($event: EventInput!, $footprint: GeoJSONMultiPolygon!) {
    deed: recordEvent(event: $event, footprint: $footprint) {
      __typename
      ... on EmergencyEvent { id }
      ... on Refused { message guards }
    }
  }
`);
type Kind =
  | "FLOOD"
  | "DROUGHT"
  | "EARTHQUAKE"
  | "GEOLOGICAL"
  | "STORM"
  | "COLD"
  | "FIRE"
  | "EPIDEMIC"
  | "OTHER";
type Grade = "I" | "II" | "III" | "IV";

/** Emergencies felt in one's region, and recording one. */
export function EventsPage() {
  return (
    <WorkFrame page="events">
      <Events />
    </WorkFrame>
  );
}

function Events() {
  const { events, words } = useSpeech();
  const { within, choice } = useWithin();
  const [turn, setTurn] = useState(0);
  const onDone = useCallback(() => setTurn((before) => before + 1), []);
  // A footprint that was drawn on the map comes along in the address.
  const drawn = useMemo(() => {
    const found = readFootprint(new URLSearchParams(window.location.search).get("w") ?? "");
    return found ? JSON.stringify(found) : "";
  }, []);
  return (
    <>
      <h1>{events.list.title}</h1>
      <p className="work-lead">{events.list.lead}</p>
      <div className="work-filter">{choice}</div>
      {drawn ? <p className="work-hint">{events.list.drawn}</p> : null}
      <Fold title={events.list.record}>
        <RecordEvent drawn={drawn} onDone={onDone} />
      </Fold>
      {within === null ? (
        <p className="page-loading">{words.state.loading}</p>
      ) : (
        <>
          <ExportButton offers={[{ what: "EVENTS" }]} regionCode={within} regionName={null} />
          <EventList within={within} turn={turn} drawn={drawn} onDone={onDone} />
        </>
      )}
    </>
  );
}

interface ListProps {
  readonly within: string;
  readonly turn: number;
  readonly drawn: string;
  readonly onDone: () => void;
}

function EventList({ within, turn, drawn, onDone }: ListProps) {
  const { events, words, number, nameOf } = useSpeech();
  const w = events.event;
  const [first, setFirst] = useState(20);
  const [{ data, fetching, error }] = useQuery({
    query: EVENTS,
    variables: { within, first },
    requestPolicy: "cache-and-network",
    context: useTurn(turn),
  });
  const list = data?.events.nodes;
  if (error) return <Failure error={error} />;
  if (fetching && !list) return <p className="page-loading">{words.state.loading}</p>;
  if (list?.length === 0) return <p className="work-empty">{events.list.none}</p>;
  return (
    <>
      {list?.map((event) => (
        <article key={event.id} className="card" aria-labelledby={`event-${event.code}`}>
          <h2 id={`event-${event.code}`} lang={event.nameEn === event.name ? "zh-CN" : undefined}>
            {nameOf(event)}
          </h2>
          <p className="work-hint">
            {event.startedOn} – {event.endedOn ?? w.ongoing} · {w.kinds[event.kind]}
            {event.isDemo ? ` · ${words.demo.badge}` : ""}
          </p>
          <p>
            <span className="event-grade" data-grade={event.grade}>
              <i aria-hidden="true">{event.grade}</i>
              {w.grades[event.grade]}
            </span>
          </p>
          <p>
            {w.affected} {number(event.affectedHouseholds)} · {w.touched} {number(event.villagesTouched)}
          </p>
          <p>
            <Link href={`/?on=events&r=event:${event.code}`}>{events.list.onMap}</Link>
          </p>
          <CorrectFootprint event={event} name={nameOf(event)} drawn={drawn} onDone={onDone} />
        </article>
      ))}
      {data?.events.pageInfo.hasNextPage ? (
        <button type="button" className="button" onClick={() => setFirst(Math.min(500, first * 2))}>
          {events.list.more}
        </button>
      ) : null}
    </>
  );
}

function RecordEvent({ drawn, onDone }: { readonly drawn: string; readonly onDone: () => void }) {
  const { events } = useSpeech();
  const w = events.event;
  const [id, renew] = useNewId();
  const [name, setName] = useState("");
  const [kind, setKind] = useState<Kind>("FLOOD");
  const [grade, setGrade] = useState<Grade>("IV");
  const [startedOn, setStartedOn] = useState(today());
  const [text, setText] = useState(drawn);
  const [problem, setProblem] = useState("");
  const { busy, refusal, run } = useDeed(RECORD, onDone);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const footprint = footprintOfText(text);
    setProblem(footprint ? "" : events.whatIf.badFile);
    if (!footprint) return;
    if (!(await run({ event: { id, name: name.trim(), kind, grade, startedOn }, footprint }))) return;
    renew();
    setName("");
    setText("");
  };
  return (
    <form className="work-form" onSubmit={(event) => void submit(event)}>
      <label>
        {events.list.name}
        <input value={name} onChange={(event) => setName(event.target.value)} required />
      </label>
      <label>
        {w.happened}
        <select value={kind} onChange={(event) => setKind(event.target.value as Kind)}>
          {(Object.keys(w.kinds) as Kind[]).map((each) => (
            <option key={each} value={each}>
              {w.kinds[each]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {w.grade}
        <select value={grade} onChange={(event) => setGrade(event.target.value as Grade)}>
          {(Object.keys(w.grades) as Grade[]).map((each) => (
            <option key={each} value={each}>
              {w.grades[each]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {w.from}
        <input
          type="date"
          value={startedOn}
          onChange={(event) => setStartedOn(event.target.value)}
          required
        />
      </label>
      <FootprintField text={text} map="/?on=events" onText={setText} onProblem={setProblem} />
      <button type="submit" className="button primary" disabled={busy}>
        {busy ? events.list.busy : events.list.submit}
      </button>
      <p role="alert" className="work-message">
        {problem}
      </p>
      <RefusalNote refusal={refusal} />
    </form>
  );
}
