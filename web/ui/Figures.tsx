import type { ReactNode } from "react";
import "./figures.css";

type Row = readonly [label: string, value: ReactNode] | false | null | undefined | "";

/** Label and value, one pair a line; rows that do not apply are left out by their caller. */
export function Figures({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <dl className="figures">
      {rows.map((row) =>
        row ? (
          <div key={row[0]}>
            <dt>{row[0]}</dt>
            <dd>{row[1]}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}
