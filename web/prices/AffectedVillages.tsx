import { useState } from "react";
import { useQuery } from "urql";
import { Link } from "wouter";
import { useSpeech } from "../i18n/language.ts";
import { writeAddress } from "../map/address.ts";
import { Failure } from "../ui/Failure.tsx";
import { WideTable } from "../work/WideTable.tsx";
import { affectedQuery } from "./documents.ts";

interface Props {
  readonly product: string;
  readonly within: string;
}

/** Villages that a price touches, page by page, each with its place on the map. */
export function AffectedVillages({ product, within }: Props) {
  const { projects, words, number, nameOf } = useSpeech();
  const w = projects.prices;
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, fetching, error }] = useQuery({
    query: affectedQuery,
    variables: { product, within, after },
  });
  const page = data?.commodity?.affectedVillages;
  return (
    <section aria-labelledby="affected">
      <h2 id="affected">{w.affected}</h2>
      {error ? <Failure error={error} /> : null}
      {fetching && !page ? <p className="page-loading">{words.state.loading}</p> : null}
      {page?.nodes.length === 0 ? <p className="work-empty">{w.affectedNone}</p> : null}
      {page && page.nodes.length > 0 ? (
        <>
          <p className="work-hint">{w.affectedCount(number(page.totalCount))}</p>
          <WideTable>
            <table>
              <thead>
                <tr>
                  <th scope="col">{words.village.kind}</th>
                  <th scope="col">{w.households}</th>
                  <th scope="col">{w.projects}</th>
                </tr>
              </thead>
              <tbody>
                {page.nodes.map(({ village, households, projects: its }) => {
                  const [lng = 0, lat = 0] = village.center?.coordinates ?? [];
                  const address = writeAddress({
                    r: { kind: "village", code: village.code },
                    v: { lng, lat, zoom: 11 },
                    on: ["projects"],
                  });
                  return (
                    <tr key={village.code}>
                      <th scope="row">
                        <Link href={`/${address}`} title={w.onMap}>
                          {nameOf(village)}
                        </Link>
                        <small>{nameOf(village.county)}</small>
                      </th>
                      <td>{number(households)}</td>
                      <td>
                        {its.map((project) => (
                          <Link
                            key={project.code}
                            className="in-cell"
                            href={`/${writeAddress({ r: { kind: "project", code: project.code }, v: { lng, lat, zoom: 11 }, on: ["projects"] })}`}
                          >
                            {nameOf(project)} <small>{words.project.statuses[project.status]}</small>
                          </Link>
                        ))}
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </WideTable>
          {page.pageInfo.hasNextPage ? (
            <button
              type="button"
              className="button"
              disabled={fetching}
              onClick={() => setAfter(page.pageInfo.endCursor)}
            >
              {w.more}
            </button>
          ) : null}
        </>
      ) : null}
    </section>
  );
}
