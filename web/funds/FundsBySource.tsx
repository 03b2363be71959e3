import type { ReactNode } from "react";
import { useSpeech } from "../i18n/language.ts";

interface Row {
  readonly key: string;
  readonly name: string | null;
  readonly nameEn: string | null;
  readonly sums: Readonly<Record<"allocated" | "disbursed" | "settled" | "carriedOver", number | string>>;
}

const FIGURES = ["allocated", "disbursed", "settled", "carriedOver"] as const;

interface Props {
  readonly rows: readonly Row[];
  /** What is said below the table. */
  readonly children?: ReactNode;
}

/** Money of a project or region by source, as of the last day that the data reach. */
export function FundsBySource({ rows, children }: Props) {
  const { funds, money, nameOf } = useSpeech();
  const w = funds.funds;
  if (rows.length === 0) return null;
  return (
    <section>
      <h3>{w.title}</h3>
      <table className="small-table">
        <thead>
          <tr>
            <th scope="col">{w.source}</th>
            {FIGURES.map((figure) => (
              <th scope="col" key={figure}>
                {w[figure]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, nameEn, sums }) => (
            <tr key={key}>
              <th scope="row">{nameOf({ name: name ?? key, nameEn })}</th>
              {FIGURES.map((figure) => (
                <td key={figure}>{money(Number(sums[figure]))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {children}
    </section>
  );
}
