import { useCallback, useState } from "react";
import { useQuery } from "urql";
import { useViewer } from "../access/viewer.ts";
import { WorkFrame } from "../access/WorkFrame.tsx";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import "../work/county.css";
import { Tick } from "../work/fields.tsx";
import { useTurn } from "../work/turn.ts";
import { BreakForm } from "./BreakForm.tsx";
import { BROKEN } from "./documents.ts";
import { GlassCard } from "./GlassCard.tsx";

const STEP = 20;

/** Where a household outside the region is opened, and where its county and the auditor see that it was. */
export function GlassPage() {
  return (
    <WorkFrame page="glass">
      <BrokenGlass />
    </WorkFrame>
  );
}

function BrokenGlass() {
  const { glass, words } = useSpeech();
  const viewer = useViewer();
  const mayBreak = viewer?.permissions.includes("glass.break") ?? false;
  const [waiting, setWaiting] = useState(false);
  const [first, setFirst] = useState(STEP);
  const [turn, setTurn] = useState(0);
  const onDone = useCallback(() => setTurn((before) => before + 1), []);
  const [{ data, fetching, error }] = useQuery({
    query: BROKEN,
    variables: { acknowledged: waiting ? false : null, mine: mayBreak ? true : null, first },
    requestPolicy: "cache-and-network",
    context: useTurn(turn),
  });
  const page = data?.brokenGlass;
  return (
    <>
      <h1>{glass.title}</h1>
      <p className="work-lead">{glass.lead}</p>
      {mayBreak ? <BreakForm onDone={onDone} /> : null}
      <h2>{mayBreak ? glass.mine : glass.queue}</h2>
      {mayBreak ? null : (
        <div className="work-filter">
          <Tick label={glass.onlyWaiting} value={waiting} onChange={setWaiting} />
        </div>
      )}
      {error && !page ? <Failure error={error} /> : null}
      {page || error ? null : <p className="page-loading">{words.state.loading}</p>}
      {page?.nodes.length === 0 ? <p className="work-empty">{glass.none}</p> : null}
      <ul className="cards" aria-busy={fetching}>
        {page?.nodes.map((each) => (
          <li key={each.id}>
            <GlassCard glass={each} onDone={onDone} />
          </li>
        ))}
      </ul>
      {page && page.totalCount > page.nodes.length ? (
        <button type="button" className="button" onClick={() => setFirst(first + STEP)}>
          {glass.more}
        </button>
      ) : null}
    </>
  );
}
