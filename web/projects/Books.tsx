import type { ResultOf } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { WideTable } from "../work/WideTable.tsx";
import type { projectQuery } from "./document.ts";

type Project = NonNullable<ResultOf<typeof projectQuery>["industryProject"]>;

/** Seasons under the sums of their years, latest year first. */
export function Books({ project }: { readonly project: Project }) {
  const { projects, number, money } = useSpeech();
  const w = projects.books;
  const quantity = (output: number | null, unit: string | null) =>
    output === null ? "—" : `${number(output)} ${unit ?? ""}`;
  return (
    <section>
      <h3>{w.title}</h3>
      {project.years.length === 0 ? (
        <p className="quiet">{w.none}</p>
      ) : (
        <>
          <WideTable>
            <table className="small-table">
              <thead>
                <tr>
                  <th scope="col">{w.period}</th>
                  <th scope="col">{w.output}</th>
                  <th scope="col">{w.revenue}</th>
                  <th scope="col">{w.cost}</th>
                </tr>
              </thead>
              {[...project.years].reverse().map((year) => (
                <tbody key={year.year}>
                  <tr className="sum-row">
                    <th scope="row">{w.year(year.year)}</th>
                    <td>{quantity(year.output, year.outputUnit)}</td>
                    <td>{money(year.revenue)}</td>
                    <td>{money(year.cost)}</td>
                  </tr>
                  {project.seasons
                    .filter((season) => season.year === year.year)
                    .map((season) => (
                      <tr key={season.season}>
                        <th scope="row">{projects.seasons[season.season - 1]}</th>
                        <td>{quantity(season.output, season.outputUnit)}</td>
                        <td>{money(season.revenue)}</td>
                        <td>{money(season.cost)}</td>
                      </tr>
                    ))}
                </tbody>
              ))}
            </table>
          </WideTable>
          <p className="quiet small">{w.note}</p>
        </>
      )}
    </section>
  );
}
