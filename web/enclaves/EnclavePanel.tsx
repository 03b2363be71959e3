import { useCallback, useState } from "react";
import { useQuery } from "urql";
import { useSpeech } from "../i18n/language.ts";
import { Figures } from "../ui/Figures.tsx";
import { Panel, type PanelProps } from "../ui/Panel.tsx";
import { PickList } from "../ui/PickList.tsx";
import { useTurn } from "../work/turn.ts";
import { DividendChart } from "./DividendChart.tsx";
import { ENCLAVE } from "./documents.ts";
import { Entries } from "./Entries.tsx";
import { Returns } from "./Returns.tsx";
import "./enclaves.css";

/** Fen to 万元, the unit of the dividend table. */
const wan = (fen: number | string) => Number(fen) / 1_000_000;

export function EnclavePanel({ code, onClose, onPick }: PanelProps) {
  const { words, number, money, nameOf } = useSpeech();
  const [turn, setTurn] = useState(0);
  const onDone = useCallback(() => setTurn((before) => before + 1), []);
  const [{ data, fetching, error }] = useQuery({
    query: ENCLAVE,
    variables: { code },
    requestPolicy: turn > 0 ? "cache-and-network" : "cache-first",
    context: useTurn(turn),
  });
  const enclave = data?.enclave ?? undefined;
  const w = words.enclave;
  return (
    <Panel
      kind={w.kind}
      title={enclave && nameOf(enclave)}
      place={enclave && nameOf(enclave.host)}
      code={code}
      isDemo={enclave?.isDemo}
      fetching={fetching}
      error={error}
      onClose={onClose}
    >
      {enclave ? (
        <>
          <section className="hero-figures">
            <div>
              <b className="hero-word">{money(enclave.principal)}</b>
              <span>{w.principal}</span>
            </div>
            <div>
              <b className="hero-word">
                {Number(enclave.dividendGap) > 0 ? money(enclave.dividendGap) : w.noGap}
              </b>
              <span>{w.gap}</span>
            </div>
          </section>
          <section>
            <h3>{words.panel.facts}</h3>
            <Figures
              rows={[
                [
                  w.host,
                  <button
                    key="host"
                    type="button"
                    className="link"
                    onClick={() => onPick(`region:${enclave.host.code}`)}
                  >
                    {nameOf(enclave.host)}
                  </button>,
                ],
                enclave.operator && [w.operator, enclave.operator],
                enclave.sector && [w.sector, enclave.sector],
                [w.beneficiaries, number(enclave.beneficiaryHouseholds)],
                enclave.startedOn && [w.started, enclave.startedOn],
              ]}
            />
          </section>
          <Returns enclave={enclave} />
          {enclave.dividends.length ? (
            <section>
              <DividendChart dividends={enclave.dividends} />
              <table className="small-table">
                <caption>{w.dividends}</caption>
                <thead>
                  <tr>
                    <th scope="col">{w.year}</th>
                    <th scope="col">{w.promised}</th>
                    <th scope="col">{w.paid}</th>
                    <th scope="col">{w.gap}</th>
                  </tr>
                </thead>
                <tbody>
                  {enclave.dividends.map((dividend) => (
                    <tr key={dividend.year}>
                      <th scope="row">{dividend.year}</th>
                      <td>{number(wan(dividend.promised), 1)}</td>
                      <td>{number(wan(dividend.paid), 1)}</td>
                      <td>{number(Math.max(0, wan(dividend.promised) - wan(dividend.paid)), 1)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          ) : null}
          <section>
            <h3>{w.investors}</h3>
            <PickList
              onPick={onPick}
              rows={enclave.investors.map((investor) => ({
                pick: `village:${investor.village.code}`,
                name: nameOf(investor.village),
                note: `${number(investor.households)} ${w.unit}`,
                value: money(investor.amount),
              }))}
            />
          </section>
          <Entries code={code} onDone={onDone} />
        </>
      ) : null}
    </Panel>
  );
}
