import { useQuery } from "urql";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { Fold } from "../work/fields.tsx";
import { CANDIDATES, type Needing } from "./documents.ts";
import { PlaceLink } from "./PlaceLink.tsx";

/** Hosts for a village, best first, each part of the score as a bar with the sentence it rests on. */
export function Candidates({ village, moneyFen }: { readonly village: Needing; readonly moneyFen: number }) {
  const { enclave, words, number, share, nameOf } = useSpeech();
  const [{ data, fetching, error }] = useQuery({
    query: CANDIDATES,
    variables: { village: village.code, money: moneyFen },
  });
  const w = enclave.siting;
  const found = data?.enclaveCandidates;
  return (
    <section aria-labelledby="candidates" aria-busy={fetching} data-candidates={village.code}>
      <h2 id="candidates">{w.candidates(nameOf(village))}</h2>
      {error ? <Failure error={error} /> : null}
      {fetching && !found ? <p className="page-loading">{words.state.loading}</p> : null}
      {found ? (
        <>
          <p className="work-hint">{found.rule}</p>
          {found.ranked.length === 0 ? <p>{w.noCandidate}</p> : null}
          <ol className="cards candidates">
            {found.ranked.map(({ rank, score, roadKm, site, parts }) => (
              <li key={site.code} className="card">
                <h3>
                  {rank}. {nameOf(site)} <b className="candidate-score">{number(score, 1)}</b>
                </h3>
                <p className="work-hint">
                  {site.countyName} · {site.operator} · {site.sector}
                  {site.isDemo ? ` · ${w.demo}` : ""}
                </p>
                <p>
                  {w.road(number(roadKm))} · {w.offered(share(site.promisedBasisPoints / 10_000, 2))} ·{" "}
                  {site.paidShare === null ? w.noRecord : w.record(share(site.paidShare, 1))}{" "}
                  <PlaceLink kind="region" code={site.countyCode} place={site.place}>
                    {w.map}
                    <span className="visually-hidden"> {nameOf(site)}</span>
                  </PlaceLink>
                </p>
                <ul className="score-parts">
                  {parts.map((part) => (
                    <li key={part.key}>
                      <span>{w.parts[part.key]}</span>
                      <b>
                        {number(part.points, 1)} / {number(100 * part.weight)}
                      </b>
                      <span className="score-track" aria-hidden="true">
                        <span className="score-most" style={{ width: `${(100 * part.weight) / 0.35}%` }} />
                        <span className="score-bar" style={{ width: `${part.points / 0.35}%` }} />
                      </span>
                      <small>{part.sentence}</small>
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ol>
          <Fold title={w.excluded(found.excluded.length)}>
            <ul className="excluded">
              {found.excluded.map(({ site, sentence }) => (
                <li key={site.code}>
                  {nameOf(site)} ({site.countyName}): {sentence}
                </li>
              ))}
            </ul>
          </Fold>
        </>
      ) : null}
    </section>
  );
}
