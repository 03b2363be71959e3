import { useSpeech } from "../i18n/language.ts";
import { WideTable } from "../work/WideTable.tsx";
import type { Commodity } from "./documents.ts";

/** The same months as the chart, latest first, for who reads or copies numbers. */
export function PriceTable({ commodity }: { readonly commodity: Commodity }) {
  const { projects, number, share } = useSpeech();
  const w = projects.prices;
  const yuan = (fen: number | string | null) => (fen === null ? "—" : number(Number(fen) / 100, 2));
  return (
    <details>
      <summary>{w.table}</summary>
      <WideTable>
        <table>
          <thead>
            <tr>
              <th scope="col">{w.month}</th>
              <th scope="col">
                {w.price}（{w.axis(commodity.unit)}）
              </th>
              <th scope="col">{w.expected}</th>
              <th scope="col">{w.fall}</th>
              <th scope="col">{w.below}</th>
              <th scope="col">{w.level}</th>
            </tr>
          </thead>
          <tbody>
            {[...commodity.series].reverse().map((month) => (
              <tr key={month.period} data-level={month.level}>
                <th scope="row">{month.period}</th>
                <td>{yuan(month.price)}</td>
                <td>{yuan(month.expected)}</td>
                <td>{share(month.fall, 1)}</td>
                <td>{month.level === "INSUFFICIENT" ? "—" : w.months(month.monthsBelow)}</td>
                <td>
                  <PriceLevel level={month.level} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </details>
  );
}

/** A level as a sign and a word: colour alone says nothing. */
export function PriceLevel({ level }: { readonly level: Commodity["series"][number]["level"] }) {
  const { projects } = useSpeech();
  const { signs, levels } = projects.prices;
  return (
    <span className="price-level" data-level={level}>
      <i aria-hidden="true">{signs[level]}</i> {levels[level]}
    </span>
  );
}
