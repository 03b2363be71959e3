import { useEffect, useState } from "react";
import { forgetfulClient, type ResultOf } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { WideTable } from "../work/WideTable.tsx";
import { LOOK } from "./documents.ts";

type Seen = ResultOf<typeof LOOK>["householdUnderGlass"];

/** What the glass shows, through no cache: asked for once each time it is opened, for each look is on record. */
export function Look({ id }: { readonly id: string }) {
  const { glass, field, language, words } = useSpeech();
  const [seen, setSeen] = useState<Seen | undefined>(undefined);
  const [failure, setFailure] = useState("");
  useEffect(() => {
    let isWanted = true;
    forgetfulClient(language)
      .query(LOOK, { id })
      .toPromise()
      .then(({ data, error }) => {
        if (!isWanted) return;
        if (data) setSeen(data.householdUnderGlass);
        else setFailure(error?.graphQLErrors[0]?.message ?? words.state.serverGone);
      });
    return () => {
      isWanted = false;
    };
  }, [id, language, words]);
  if (failure) return <p role="alert">{failure}</p>;
  if (seen === undefined) return <p className="page-loading">{words.state.loading}</p>;
  if (seen === null) return <p className="work-empty">{glass.over}</p>;
  if (!seen.isFound) return <p className="work-empty">{glass.nobody}</p>;
  const open = seen.guaranteeIssues.filter(({ closedOn }) => closedOn === null);
  return (
    <section aria-label={glass.look} data-seen={id}>
      <p>
        <span lang="zh-CN">{seen.villageName}</span>
        {seen.status ? ` · ${field.households.statuses[seen.status]}` : ""}
        {seen.category ? ` · ${field.households.categories[seen.category]}` : ""}
        {seen.grade ? ` · ${field.households.grades[seen.grade]}` : ""}
        {seen.formerlyPoor ? ` · ${glass.formerlyPoor}` : ""}
      </p>
      <h3>{glass.members}</h3>
      <WideTable>
        <table>
          <thead>
            <tr>
              <th scope="col">{glass.name}</th>
              <th scope="col">{glass.relation}</th>
              <th scope="col">{glass.birthYear}</th>
              <th scope="col">{glass.idNumber}</th>
            </tr>
          </thead>
          <tbody>
            {seen.members.map((member) => (
              <tr key={member.id}>
                <td lang="zh-CN">{member.name}</td>
                <td>{field.members.relations[member.relation]}</td>
                <td>{member.birthYear}</td>
                <td>{member.idNumber}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      <h3>{glass.issues}</h3>
      {open.length === 0 ? (
        <p className="work-hint">{glass.noIssues}</p>
      ) : (
        <ul>
          {open.map((issue) => (
            <li key={issue.id}>{field.guarantees.kinds[issue.kind]}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
