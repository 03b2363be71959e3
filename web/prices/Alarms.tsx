import type { ResultOf } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { WideTable } from "../work/WideTable.tsx";
import type { productsQuery } from "./documents.ts";
import { PriceLevel } from "./PriceTable.tsx";

interface Props {
  readonly alarms: ResultOf<typeof productsQuery>["priceAlarms"];
  readonly product: string;
  readonly onProduct: (code: string) => void;
}

/** How every product of the region stands, and which one the page is about. */
export function Alarms({ alarms, product, onProduct }: Props) {
  const { projects, number, share, nameOf } = useSpeech();
  const w = projects.prices;
  return (
    <section aria-labelledby="alarms">
      <h2 id="alarms">{w.alarms}</h2>
      <p className="work-hint">{w.alarmsLead}</p>
      <WideTable>
        <table>
          <thead>
            <tr>
              <th scope="col">{w.product}</th>
              <th scope="col">{w.level}</th>
              <th scope="col">{w.fall}</th>
              <th scope="col">{w.below}</th>
              <th scope="col">{w.households}</th>
              <th scope="col">{w.villages}</th>
            </tr>
          </thead>
          <tbody>
            {alarms.map((alarm) => (
              <tr key={alarm.commodity.code} aria-current={alarm.commodity.code === product}>
                <th scope="row">
                  <button type="button" className="link" onClick={() => onProduct(alarm.commodity.code)}>
                    {nameOf(alarm.commodity)}
                  </button>
                </th>
                <td>
                  <PriceLevel level={alarm.level} />
                </td>
                <td>{share(alarm.fall, 1)}</td>
                <td>{alarm.level === "INSUFFICIENT" ? "—" : w.months(alarm.monthsBelow)}</td>
                <td>{number(alarm.households)}</td>
                <td>{number(alarm.villages)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </section>
  );
}
