import { ArrowDown, ArrowUp, Download } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { languageTags, useSpeech } from "../i18n/language.ts";
import { WideTable } from "../work/WideTable.tsx";
import "./tables.css";
import { toCsv } from "./csv.ts";

export interface Column<Row> {
  readonly key: string;
  readonly label: string;
  /** What rows are sorted by; null sorts last either way. */
  readonly value: (row: Row) => number | string | null;
  /** As it is read, on the screen and in the file. */
  readonly shown: (row: Row) => string;
  /** Instead of the text alone, on the screen. */
  readonly cell?: (row: Row) => ReactNode;
  readonly isText?: boolean;
}

interface Props<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Below all rows, never sorted. */
  readonly foot?: Row | null;
  readonly fileName: string;
}

/** A table that can be sorted by every column and downloaded exactly as it is shown. */
export function SortableTable<Row>({ caption, columns, rows, keyOf, foot, fileName }: Props<Row>) {
  const { funds, language } = useSpeech();
  const [sort, setSort] = useState<{ key: string; down: boolean } | null>(null);
  const sorted = useMemo(() => {
    const column = columns.find(({ key }) => key === sort?.key);
    if (!sort || !column) return rows;
    const way = sort.down ? -1 : 1;
    return [...rows].sort((a, b) => {
      const [left, right] = [column.value(a), column.value(b)];
      if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
      const order =
        typeof left === "string"
          ? left.localeCompare(String(right), languageTags[language])
          : left - Number(right);
      return way * order || keyOf(a).localeCompare(keyOf(b));
    });
  }, [rows, columns, sort, keyOf, language]);
  const download = () => {
    const lines = [...sorted, ...(foot ? [foot] : [])];
    const text = toCsv([
      columns.map(({ label }) => label),
      ...lines.map((row) => columns.map((column) => column.shown(row))),
    ]);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
    link.download = fileName;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <>
      <WideTable>
        <table className="sortable">
          <caption>{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => {
                const isSorted = sort?.key === column.key;
                return (
                  <th
                    key={column.key}
                    scope="col"
                    data-figure={!column.isText}
                    aria-sort={isSorted ? (sort.down ? "descending" : "ascending") : "none"}
                  >
                    <button
                      type="button"
                      onClick={() =>
                        setSort({ key: column.key, down: isSorted ? !sort.down : !column.isText })
                      }
                    >
                      {column.label}
                      {isSorted ? (
                        sort.down ? (
                          <ArrowDown size={13} aria-hidden="true" />
                        ) : (
                          <ArrowUp size={13} aria-hidden="true" />
                        )
                      ) : null}
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {sorted.map((row) => (
              <Line key={keyOf(row)} row={row} columns={columns} />
            ))}
          </tbody>
          {foot ? (
            <tfoot>
              <Line row={foot} columns={columns} />
            </tfoot>
          ) : null}
        </table>
      </WideTable>
      <p>
        <button type="button" className="button" onClick={download}>
          <Download size={15} aria-hidden="true" />
          {funds.csv}
        </button>
      </p>
    </>
  );
}

function Line<Row>({ row, columns }: { readonly row: Row; readonly columns: readonly Column<Row>[] }) {
  return (
    <tr>
      {columns.map((column, index) => {
        const content = column.cell?.(row) ?? column.shown(row);
        return index === 0 ? (
          <th key={column.key} scope="row">
            {content}
          </th>
        ) : (
          <td key={column.key} data-figure={!column.isText}>
            {content}
          </td>
        );
      })}
    </tr>
  );
}
