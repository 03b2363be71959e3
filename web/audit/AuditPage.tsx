import { type FormEvent, useState } from "react";
import { useQuery } from "urql";
import { WorkFrame } from "../access/WorkFrame.tsx";
import { graphql } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { WideTable } from "../work/WideTable.tsx";

const EVENTS = graphql(`
  query AuditEvents($where: AuditFilter, $after: String) {
    auditEvents(where: $where, first: 50, after: $after) {
      nodes { id at channel login name role action kind entityId regionCode purpose isSealed }
      pageInfo { hasNextPage endCursor }
      totalCount
    }
  }
`);

type Filter = Partial<Record<"action" | "login" | "entityId", string>>;

/** The auditor's view: what was done and seen, by whom, and the whole history of any thing. */
export function AuditPage() {
  return (
    <WorkFrame page="audit">
      <AuditTable />
    </WorkFrame>
  );
}

function AuditTable() {
  const { work, words, number, dateTime } = useSpeech();
  const [filter, setFilter] = useState<Filter>({});
  const [cursors, setCursors] = useState<(string | null)[]>([null]);
  const after = cursors.at(-1) ?? null;
  const [{ data, fetching, error }] = useQuery({
    query: EVENTS,
    variables: { where: filter, after },
    requestPolicy: "cache-and-network",
  });
  const narrow = (next: Filter) => {
    setFilter(next);
    setCursors([null]);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const text = (name: string) => String(given.get(name) ?? "").trim() || undefined;
    narrow({ action: text("action"), login: text("login"), entityId: text("entityId") });
  };
  const page = data?.auditEvents;
  return (
    <>
      <h1>{work.audit.title}</h1>
      <p className="work-lead">{work.audit.lead}</p>
      <form className="work-filter" onSubmit={submit} key={JSON.stringify(filter)}>
        <input
          name="action"
          defaultValue={filter.action}
          aria-label={work.audit.filterAction}
          placeholder={work.audit.filterAction}
        />
        <input
          name="login"
          defaultValue={filter.login}
          aria-label={work.audit.filterLogin}
          placeholder={work.audit.filterLogin}
        />
        <input
          name="entityId"
          defaultValue={filter.entityId}
          aria-label={work.audit.filterEntity}
          placeholder={work.audit.filterEntity}
        />
        <button type="submit" className="button primary">
          {work.audit.apply}
        </button>
        {page ? <output>{number(page.totalCount)}</output> : null}
      </form>
      {error ? <Failure error={error} /> : null}
      {page && page.nodes.length === 0 ? <p className="work-empty">{work.audit.empty}</p> : null}
      <WideTable>
        <table>
          <thead>
            <tr>
              {(["at", "who", "role", "action", "thing", "region", "purpose", "sealed"] as const).map(
                (column) => (
                  <th key={column} scope="col">
                    {work.audit[column]}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody aria-busy={fetching}>
            {page?.nodes.map((event) => (
              <tr key={event.id}>
                <td>{dateTime(String(event.at))}</td>
                <td>
                  {event.name ?? (event.channel === "PUBLIC" ? work.audit.public : work.audit.command)}
                  {event.login ? <small>{event.login}</small> : null}
                </td>
                <td>{event.role ? work.roles[event.role] : ""}</td>
                <td>
                  <code>{event.action}</code>
                </td>
                <td>
                  {event.kind}
                  <button
                    type="button"
                    className="link"
                    title={work.audit.history}
                    onClick={() => narrow({ entityId: event.entityId })}
                  >
                    {event.entityId.slice(0, 13)}
                  </button>
                </td>
                <td>{event.regionCode}</td>
                <td>{event.purpose}</td>
                <td>{event.isSealed ? work.audit.isSealed : work.audit.notYet}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      {fetching && !page ? <p className="page-loading">{words.state.loading}</p> : null}
      {page?.pageInfo.hasNextPage ? (
        <button
          type="button"
          className="button"
          onClick={() => setCursors([...cursors, page.pageInfo.endCursor ?? null])}
        >
          {work.audit.more}
        </button>
      ) : null}
    </>
  );
}
