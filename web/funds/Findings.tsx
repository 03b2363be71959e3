import { useMemo } from "react";
import { useQuery } from "urql";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { useTurn } from "../work/turn.ts";
import { WideTable } from "../work/WideTable.tsx";
import { FINDINGS, type FundPot } from "./documents.ts";

interface Props {
  readonly within: string;
  readonly year: number | null;
  readonly turn: number;
}

/** Money that is slow and money that lies idle, each with the sentence why. */
export function Findings({ within, year, turn }: Props) {
  const { funds, words } = useSpeech();
  const [{ data, fetching, error }] = useQuery({
    query: FINDINGS,
    variables: useMemo(() => ({ within, year }), [within, year]),
    requestPolicy: "cache-and-network",
    context: useTurn(turn),
  });
  if (error) return <Failure error={error} />;
  if (!data) return fetching ? <p className="page-loading">{words.state.loading}</p> : null;
  return (
    <>
      {(["slow", "idle"] as const).map((key) => (
        <section key={key} aria-labelledby={`funds-${key}`} data-finding={key}>
          <h2 id={`funds-${key}`}>
            {funds.funds[key]} {data[key].totalCount}
          </h2>
          <Pots pots={data[key].nodes} total={data[key].totalCount} />
        </section>
      ))}
    </>
  );
}

function Pots({ pots, total }: { readonly pots: readonly FundPot[]; readonly total: number }) {
  const { funds, money, share, nameOf } = useSpeech();
  const w = funds.funds;
  if (pots.length === 0) return <p className="work-hint">{w.none}</p>;
  return (
    <>
      <WideTable>
        <table>
          <thead>
            <tr>
              <th scope="col">{w.groupings.COUNTY}</th>
              <th scope="col">{w.project}</th>
              <th scope="col">{w.source}</th>
              <th scope="col">{funds.year}</th>
              <th scope="col">{w.carriedOver}</th>
              <th scope="col">{w.disbursedShare}</th>
              <th scope="col">{w.why}</th>
            </tr>
          </thead>
          <tbody>
            {pots.map((pot) => (
              <tr key={pot.pot}>
                <th scope="row">{pot.county ? nameOf(pot.county) : "—"}</th>
                <td>{pot.project ? nameOf(pot.project) : "—"}</td>
                <td>{nameOf(pot.source)}</td>
                <td>{pot.year}</td>
                <td>{money(pot.sums.carriedOver)}</td>
                <td>{share(pot.sums.disbursedShare, 1)}</td>
                <td>
                  <small>{pot.why}</small>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      {total > pots.length ? <p className="work-hint">{w.more(pots.length, total)}</p> : null}
    </>
  );
}
