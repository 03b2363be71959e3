import { useQuery } from "urql";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { useTurn } from "../work/turn.ts";
import { WideTable } from "../work/WideTable.tsx";
import { ORPHANED } from "./documents.ts";

/** Open work whose owner is disabled or posted elsewhere: none, or a list of what to give to somebody. */
export function Orphaned({ within, turn }: { readonly within: string; readonly turn: number }) {
  const { teams, words, number } = useSpeech();
  const [{ data, error }] = useQuery({
    query: ORPHANED,
    variables: { within },
    requestPolicy: "cache-and-network",
    context: useTurn(turn),
  });
  const work = data?.orphanedWork;
  return (
    <section aria-labelledby="orphaned">
      <h2 id="orphaned">
        {teams.orphaned} {work ? number(work.length) : ""}
      </h2>
      <p className="work-hint">{teams.orphanedLead}</p>
      {error && !work ? <Failure error={error} /> : null}
      {work || error ? null : <p className="page-loading">{words.state.loading}</p>}
      {work?.length === 0 ? <p className="work-empty">{teams.orphanedNone}</p> : null}
      {work && work.length > 0 ? (
        <WideTable>
          <table>
            <thead>
              <tr>
                <th scope="col">{teams.kind}</th>
                <th scope="col">{teams.place}</th>
                <th scope="col">{teams.former}</th>
                <th scope="col">{teams.due}</th>
              </tr>
            </thead>
            <tbody>
              {work.map((each) => (
                <tr key={`${each.kind} ${each.id}`}>
                  <td>{teams.kinds[each.kind]}</td>
                  <td lang="zh-CN">{each.villageName}</td>
                  <td lang="zh-CN">{each.name}</td>
                  <td>{each.dueOn ?? "—"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      ) : null}
    </section>
  );
}
