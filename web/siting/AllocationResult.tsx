import { Link } from "wouter";
import { useSpeech } from "../i18n/language.ts";
import { writeAddress } from "../map/address.ts";
import { Figures } from "../ui/Figures.tsx";
import { WideTable } from "../work/WideTable.tsx";
import type { Allocation } from "./documents.ts";

/** Objective, placements, what limits them and what one more unit would be worth, and what is left. */
export function AllocationResult({ result }: { readonly result: Allocation }) {
  const { enclave, number, money } = useSpeech();
  const w = enclave.siting;
  if (result.villages === 0) return <p>{w.noVillages}</p>;
  return (
    <div data-allocation={result.villages}>
      <Figures
        rows={[
          [w.objective, number(result.objective)],
          [w.bound, number(result.dualBound)],
          [w.placed, money(result.placed)],
          [w.unplaced, money(result.unplaced)],
          [w.villages, number(result.villages)],
          [w.hosts, `${number(result.hosts)} (${w.solved(number(result.rounds), number(result.columns))})`],
        ]}
      />
      <p className="work-hint">{result.method}</p>
      <Binding result={result} />
      <Placements result={result} />
      <Unmet result={result} />
    </div>
  );
}

const onMap = (code: string) => `/${writeAddress({ r: { kind: "village", code } })}`;

function Binding({ result }: { readonly result: Allocation }) {
  const { enclave, number } = useSpeech();
  const w = enclave.siting;
  return (
    <section aria-labelledby="binding">
      <h3 id="binding">{w.binding}</h3>
      <p className="work-hint">{w.bindingLead}</p>
      {result.binding.length === 0 ? <p>{w.noBinding}</p> : null}
      <WideTable>
        <table>
          <thead>
            <tr>
              <th scope="col">{w.limit}</th>
              <th scope="col">{w.price}</th>
              <th scope="col">{w.why}</th>
            </tr>
          </thead>
          <tbody>
            {result.binding.map((limit) => (
              <tr
                key={`${limit.kind} ${limit.site?.code ?? ""} ${limit.villageCode ?? ""}`}
                data-limit={limit.kind}
              >
                <th scope="row">{w.limits[limit.kind]}</th>
                <td>{number(limit.price, 2)}</td>
                <td className="sentence">{limit.sentence}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </section>
  );
}

function Placements({ result }: { readonly result: Allocation }) {
  const { enclave, number, money, nameOf } = useSpeech();
  const w = enclave.siting;
  return (
    <section aria-labelledby="placements">
      <h3 id="placements">{w.placements}</h3>
      <WideTable>
        <table>
          <thead>
            <tr>
              <th scope="col">{w.village}</th>
              <th scope="col">{w.host}</th>
              <th scope="col">{w.amount}</th>
              <th scope="col">{w.value}</th>
              <th scope="col">{w.why}</th>
            </tr>
          </thead>
          <tbody>
            {result.placements.map((each) => (
              <tr key={`${each.villageCode} ${each.site.code}`} data-placement={each.villageCode}>
                <th scope="row">
                  <Link href={onMap(each.villageCode)}>{each.villageName}</Link>
                </th>
                <td>
                  {nameOf(each.site)} ({each.site.countyName})
                </td>
                <td>
                  {money(each.amount)}
                  {each.belowSmallest ? ` · ${w.small}` : ""}
                </td>
                <td>{number(each.value, 2)}</td>
                <td className="sentence">{each.sentence}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </section>
  );
}

function Unmet({ result }: { readonly result: Allocation }) {
  const { enclave, money } = useSpeech();
  const w = enclave.siting;
  return (
    <section aria-labelledby="unmet">
      <h3 id="unmet">{w.unmet}</h3>
      {result.unmet.length === 0 ? (
        <p>{w.noUnmet}</p>
      ) : (
        <WideTable>
          <table>
            <thead>
              <tr>
                <th scope="col">{w.village}</th>
                <th scope="col">{w.left}</th>
                <th scope="col">{w.reason}</th>
              </tr>
            </thead>
            <tbody>
              {result.unmet.map((each) => (
                <tr key={each.villageCode}>
                  <th scope="row">
                    <Link href={onMap(each.villageCode)}>{each.villageName}</Link>
                  </th>
                  <td>{money(each.amount)}</td>
                  <td className="sentence">{each.sentence}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      )}
    </section>
  );
}
