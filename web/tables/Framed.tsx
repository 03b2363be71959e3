import type { ReactNode } from "react";
import type { CombinedError } from "urql";
import { type Speech, useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { type Column, SortableTable } from "./SortableTable.tsx";

export interface TableProps {
  readonly within: string;
  readonly name: string;
  readonly level: "COUNTY" | "PREFECTURE" | "PROVINCE";
  /** Year or quarter; null for the latest. */
  readonly period: string | null;
  readonly onPeriod: (period: string | null) => void;
}

export const yearOf = (period: string | null) => (/^\d{4}$/.test(period ?? "") ? Number(period) : null);

type Named = { readonly code: string; readonly name: string; readonly nameEn: string | null };
export const nameColumn = <Row extends Named>({ funds, nameOf }: Speech): Column<Row> => ({
  key: "name",
  label: funds.name,
  value: nameOf,
  shown: nameOf,
  isText: true,
});
export const figure = <Row,>(
  key: string,
  label: string,
  value: (row: Row) => number | string | null,
  shown: (value: number) => string,
): Column<Row> => ({
  key,
  label,
  value: (row) => {
    const its = value(row);
    return its === null ? null : Number(its);
  },
  shown: (row) => {
    const its = value(row);
    return its === null ? "—" : shown(Number(its));
  },
});

interface FrameProps<Row> {
  readonly props: TableProps;
  readonly kind: "assessments" | "parity" | "workforce" | "incomes";
  readonly error: CombinedError | undefined;
  readonly fetching: boolean;
  readonly shown: string | null | undefined;
  readonly periods: readonly string[];
  readonly rows: readonly Row[];
  readonly whole?: Row | null | undefined;
  readonly columns: readonly Column<Row>[];
  readonly below?: ReactNode;
}

/** What all four tables have in common: the period, the states, the caption and the file. */
export function Framed<Row extends Named & { readonly isDemo: boolean }>(frame: FrameProps<Row>) {
  const { funds, words } = useSpeech();
  const { props, kind, error, shown, periods, rows, whole } = frame;
  if (error) return <Failure error={error} />;
  if (shown === undefined) return <p className="page-loading">{words.state.loading}</p>;
  const isDemo = rows.some((row) => row.isDemo);
  return (
    <section aria-busy={frame.fetching}>
      <div className="work-filter table-filter">
        <label>
          {kind === "workforce" ? funds.quarter : funds.year}
          <select value={shown ?? ""} onChange={(event) => props.onPeriod(event.target.value)}>
            {periods.map((period) => (
              <option key={period} value={period}>
                {period}
              </option>
            ))}
          </select>
        </label>
      </div>
      {shown === null || rows.length === 0 ? (
        <p className="work-hint">{funds.empty}</p>
      ) : (
        <SortableTable
          caption={`${funds.tables.kinds[kind]} · ${props.name} · ${shown}${isDemo ? ` · ${funds.demo}` : ""}`}
          columns={frame.columns}
          rows={rows}
          keyOf={(row) => row.code}
          foot={whole ? { ...whole, name: funds.total, nameEn: funds.total } : null}
          fileName={`${kind}-${props.within}-${shown}.csv`}
        />
      )}
      {frame.below}
    </section>
  );
}
