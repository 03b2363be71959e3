import { FlaskConical } from "lucide-react";
import { useState } from "react";
import { useQuery } from "urql";
import { Link } from "wouter";
import { useSpeech } from "../i18n/language.ts";
import { writeAddress } from "../map/address.ts";
import { Level } from "../risk/Level.tsx";
import { Failure } from "../ui/Failure.tsx";
import { WideTable } from "../work/WideTable.tsx";
import { scenarioQuery } from "./documents.ts";

interface Props {
  readonly product: string;
  readonly within: string;
}

const FIRST_FALL = 20;

/** What if this price fell: marked as a scenario all over, because it stands beside published figures. */
export function Scenario({ product, within }: Props) {
  const { projects, words, number, share, nameOf, sentences } = useSpeech();
  const w = projects.scenario;
  const [fall, setFall] = useState(FIRST_FALL);
  const [{ data, fetching, error }] = useQuery({
    query: scenarioQuery,
    variables: { product, within, fall },
  });
  const its = data?.priceScenario;
  const yuan = (fen: number | null) => (fen === null ? "—" : number(fen / 100, 2));
  return (
    <section className="scenario" aria-labelledby="scenario" aria-busy={fetching}>
      <h2 id="scenario">
        {w.title}
        <span className="scenario-mark">
          <FlaskConical size={14} aria-hidden="true" />
          {w.mark}
        </span>
      </h2>
      <p className="work-hint">{w.lead}</p>
      <label className="scenario-fall">
        {w.fall}
        <input
          type="range"
          min={0}
          max={80}
          step={5}
          value={fall}
          aria-valuetext={`${fall}%`}
          onChange={(event) => setFall(Number(event.target.value))}
        />
        <output>{fall}%</output>
      </label>
      {error ? <Failure error={error} /> : null}
      {fetching && !its ? <p className="page-loading">{words.state.loading}</p> : null}
      {data && !its ? <p className="work-empty">{w.none}</p> : null}
      {its ? (
        <>
          <ul className="scenario-sums">
            <li>{w.price(yuan(its.priceBefore), yuan(its.priceAfter))}</li>
            <li>
              <strong>{w.crossing(its.countiesCrossing)}</strong>
            </li>
            <li>
              {sentences(
                w.below(number(its.projectsBelow), number(its.projectsTotal)),
                its.projectsUnknown > 0 && `（${w.unknown(number(its.projectsUnknown))}）`,
              )}
            </li>
            <li>{w.touched(number(its.households), number(its.householdsBelow))}</li>
          </ul>
          <h3>
            {w.counties}（{its.period}）
          </h3>
          {its.counties.length === 0 ? (
            <p className="work-empty">{w.noCounty}</p>
          ) : (
            <WideTable>
              <table>
                <thead>
                  <tr>
                    <th scope="col">{w.county}</th>
                    <th scope="col">{w.share}</th>
                    <th scope="col">{w.priceIndex}</th>
                    <th scope="col">{w.index}</th>
                    <th scope="col">{w.level}</th>
                  </tr>
                </thead>
                <tbody>
                  {its.counties.map((county) => (
                    <tr key={county.county.code} data-crosses={county.crosses}>
                      <th scope="row">
                        <Link href={`/${writeAddress({ r: { kind: "region", code: county.county.code } })}`}>
                          {nameOf(county.county)}
                        </Link>
                      </th>
                      <td>{share(county.incomeShare, 1)}</td>
                      <td>
                        {number(county.priceBefore, 1)} → {number(county.priceAfter, 1)}
                      </td>
                      <td>
                        {number(county.valueBefore, 1)} → {number(county.valueAfter, 1)}
                      </td>
                      <td>
                        <Level level={county.levelBefore} /> → <Level level={county.levelAfter} />
                        {county.crosses ? <strong className="crosses"> {w.crosses}</strong> : null}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </WideTable>
          )}
          {its.projects.length > 0 ? (
            <details>
              <summary>
                {w.projects} {number(its.projectsBelow)}
              </summary>
              <ul className="below-list">
                {its.projects.map(({ project, households, belowBefore }) => (
                  <li key={project.code}>
                    <Link href={`/${writeAddress({ r: { kind: "project", code: project.code } })}`}>
                      {nameOf(project)}
                    </Link>{" "}
                    <small>
                      {number(households)} {words.project.unit}
                      {belowBefore ? ` · ${w.already}` : ""}
                    </small>
                  </li>
                ))}
              </ul>
            </details>
          ) : null}
          <p className="work-hint">{w.rule}</p>
        </>
      ) : null}
    </section>
  );
}
