import { useState } from "react";
import { useQuery } from "urql";
import { useViewer } from "../access/viewer.ts";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { Fold } from "../work/fields.tsx";
import { useTurn } from "../work/turn.ts";
import { WideTable } from "../work/WideTable.tsx";
import { ORPHANED, type OrphanedWork } from "./documents.ts";
import { HandOverAll, HandOverTask } from "./HandOver.tsx";

interface Props {
  readonly within: string;
  readonly turn: number;
  readonly onDone: () => void;
}

/** Tasks of people who left more than one. */
function tasksByPerson(work: readonly OrphanedWork[]): OrphanedWork[][] {
  const people = new Map<string, OrphanedWork[]>();
  for (const each of work)
    if (each.kind === "TASK") people.set(each.personId, [...(people.get(each.personId) ?? []), each]);
  return [...people.values()].filter(({ length }) => length > 1);
}

/** Open work whose owner is disabled or posted elsewhere: none, or a list of what to give to somebody. */
export function Orphaned({ within, turn, onDone }: Props) {
  const { teams, words, number } = useSpeech();
  const mayHandOver = useViewer()?.permissions.includes("task.assign") ?? false;
  const [message, setMessage] = useState("");
  const handed = () => {
    setMessage(teams.handedOver);
    onDone();
  };
  const [{ data, error }] = useQuery({
    query: ORPHANED,
    variables: { within },
    requestPolicy: "cache-and-network",
    context: useTurn(turn),
  });
  const work = data?.orphanedWork;
  const left = mayHandOver ? tasksByPerson(work ?? []) : [];
  return (
    <section aria-labelledby="orphaned">
      <h2 id="orphaned">
        {teams.orphaned} {work ? number(work.length) : ""}
      </h2>
      <p className="work-hint">{teams.orphanedLead}</p>
      {error && !work ? <Failure error={error} /> : null}
      {work || error ? null : <p className="page-loading">{words.state.loading}</p>}
      {work?.length === 0 ? <p className="work-empty">{teams.orphanedNone}</p> : null}
      <p role="status" className="work-done">
        {message}
      </p>
      {left.map((tasks) => (
        <Fold
          key={tasks[0]?.personId}
          title={
            <>
              {teams.handOverAll} · <span lang="zh-CN">{tasks[0]?.name}</span> ·{" "}
              {teams.taskCount(number(tasks.length))}
            </>
          }
        >
          <HandOverAll tasks={tasks} onDone={handed} />
        </Fold>
      ))}
      {work && work.length > 0 ? (
        <WideTable>
          <table>
            <thead>
              <tr>
                <th scope="col">{teams.kind}</th>
                <th scope="col">{teams.place}</th>
                <th scope="col">{teams.former}</th>
                <th scope="col">{teams.due}</th>
                {mayHandOver ? <th scope="col">{teams.handOver}</th> : null}
              </tr>
            </thead>
            <tbody>
              {work.map((each) => (
                <tr key={`${each.kind} ${each.id}`}>
                  <td>{teams.kinds[each.kind]}</td>
                  <td lang="zh-CN">{each.villageName}</td>
                  <td lang="zh-CN">{each.name}</td>
                  <td>{each.dueOn ?? "—"}</td>
                  {mayHandOver ? (
                    <td>
                      {each.kind === "TASK" ? (
                        <Fold title={teams.handOver}>
                          <HandOverTask task={each} onDone={handed} />
                        </Fold>
                      ) : null}
                    </td>
                  ) : null}
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      ) : null}
    </section>
  );
}
