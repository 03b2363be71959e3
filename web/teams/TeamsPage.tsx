import { useCallback, useState } from "react";
import { useQuery } from "urql";
import { useViewer } from "../access/viewer.ts";
import { WorkFrame } from "../access/WorkFrame.tsx";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import "../work/county.css";
import { Fold, Tick, useWithin } from "../work/fields.tsx";
import { useTurn } from "../work/turn.ts";
import { AssignForm } from "./AssignForm.tsx";
import { TEAMS } from "./documents.ts";
import { Orphaned } from "./Orphaned.tsx";
import { TeamCard } from "./TeamCard.tsx";

const STEP = 50;

/** Who is posted to each village, and the work nobody answers for. */
export function TeamsPage() {
  return (
    <WorkFrame page="teams">
      <Teams />
    </WorkFrame>
  );
}

function Teams() {
  const { teams, words } = useSpeech();
  const viewer = useViewer();
  const { within, choice } = useWithin();
  const [past, setPast] = useState(false);
  const [turn, setTurn] = useState(0);
  const onDone = useCallback(() => setTurn((before) => before + 1), []);
  return (
    <>
      <h1>{teams.title}</h1>
      <p className="work-lead">{teams.lead}</p>
      <div className="work-filter">
        {choice}
        <Tick label={teams.past} value={past} onChange={setPast} />
      </div>
      {within === null ? (
        <p className="page-loading">{words.state.loading}</p>
      ) : (
        <>
          {viewer?.permissions.includes("team.assign") ? (
            <Fold title={teams.assign}>
              <AssignForm within={within} onDone={onDone} />
            </Fold>
          ) : null}
          <Members within={within} past={past} turn={turn} onDone={onDone} />
          <Orphaned within={within} turn={turn} onDone={onDone} />
        </>
      )}
    </>
  );
}

interface MembersProps {
  readonly within: string;
  readonly past: boolean;
  readonly turn: number;
  readonly onDone: () => void;
}

function Members({ within, past, turn, onDone }: MembersProps) {
  const { teams, words, number } = useSpeech();
  const [first, setFirst] = useState(STEP);
  const [{ data, fetching, error }] = useQuery({
    query: TEAMS,
    variables: { within, current: past ? null : true, first },
    requestPolicy: "cache-and-network",
    context: useTurn(turn),
  });
  const page = data?.villageTeams;
  if (error && !page) return <Failure error={error} />;
  if (!page) return <p className="page-loading">{words.state.loading}</p>;
  if (page.nodes.length === 0) return <p className="work-empty">{teams.none}</p>;
  return (
    <section aria-label={teams.title}>
      <output>{teams.shown(number(page.nodes.length), number(page.totalCount))}</output>
      <ul className="cards" aria-busy={fetching}>
        {page.nodes.map((member) => (
          <li key={member.id}>
            <TeamCard member={member} onDone={onDone} />
          </li>
        ))}
      </ul>
      {page.totalCount > page.nodes.length ? (
        <button type="button" className="button" onClick={() => setFirst(first + STEP)}>
          {teams.more}
        </button>
      ) : null}
    </section>
  );
}
