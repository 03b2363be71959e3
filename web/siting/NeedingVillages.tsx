import { useState } from "react";
import { useQuery } from "urql";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { WideTable } from "../work/WideTable.tsx";
import { NEEDING, type Needing } from "./documents.ts";
import { PlaceLink } from "./PlaceLink.tsx";

const STEP = 20;

interface Props {
  readonly within: string;
  readonly picked: string | null;
  readonly onPick: (village: Needing) => void;
}

/** The villages of a region that need an enclave, riskiest first. */
export function NeedingVillages({ within, picked, onPick }: Props) {
  const { enclave, words, number, share, nameOf } = useSpeech();
  const [first, setFirst] = useState(STEP);
  const [{ data, fetching, error }] = useQuery({ query: NEEDING, variables: { within, first } });
  const w = enclave.siting;
  const villages = data?.villages;
  return (
    <section aria-labelledby="needing" aria-busy={fetching}>
      <h2 id="needing">{w.needing}</h2>
      {error ? <Failure error={error} /> : null}
      {fetching && !villages ? <p className="page-loading">{words.state.loading}</p> : null}
      {villages?.totalCount === 0 ? <p className="work-hint">{w.none}</p> : null}
      {villages && villages.totalCount > 0 ? (
        <>
          <p className="work-hint">{w.count(villages.nodes.length, villages.totalCount)}</p>
          <WideTable>
            <table>
              <thead>
                <tr>
                  <th scope="col">{w.village}</th>
                  <th scope="col">{w.county}</th>
                  <th scope="col">{w.households}</th>
                  <th scope="col">{w.score}</th>
                  <th scope="col">{w.share}</th>
                  <th scope="col">{w.map}</th>
                  <th scope="col">{w.pick}</th>
                </tr>
              </thead>
              <tbody>
                {villages.nodes.map((village) => (
                  <tr key={village.code} data-village={village.code}>
                    <th scope="row">{nameOf(village)}</th>
                    <td>{nameOf(village.county)}</td>
                    <td>{number(village.households)}</td>
                    <td>{number(village.risk?.scoreShown, 1)}</td>
                    <td>{share(village.needsEnclave.constrainedShare, 0)}</td>
                    <td>
                      <PlaceLink kind="village" code={village.code} place={village.center}>
                        {w.map}
                        <span className="visually-hidden"> {nameOf(village)}</span>
                      </PlaceLink>
                    </td>
                    <td>
                      <button
                        type="button"
                        className="button"
                        aria-pressed={picked === village.code}
                        onClick={() => onPick(village)}
                      >
                        {w.pick}
                        <span className="visually-hidden"> {nameOf(village)}</span>
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </WideTable>
          {villages.nodes.length < villages.totalCount && first < 500 ? (
            <button
              type="button"
              className="button"
              onClick={() => setFirst(Math.min(500, first + 2 * STEP))}
            >
              {w.more}
            </button>
          ) : null}
        </>
      ) : null}
    </section>
  );
}
