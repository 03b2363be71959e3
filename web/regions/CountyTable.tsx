import { ArrowDown, ArrowUp, X } from "lucide-react";
import { useMemo, useState } from "react";
import { languageTags, useSpeech } from "../i18n/language.ts";
import { Level } from "../risk/Level.tsx";
import type { CountyValue } from "./values.ts";

const columns = ["name", "code", "score", "level", "coverage", "villages", "households"] as const;
type Column = (typeof columns)[number];

interface Props {
  readonly period: string;
  readonly counties: readonly CountyValue[];
  readonly picked: string | null;
  readonly onPick: (code: string) => void;
  readonly onClose: () => void;
}

/** The map as rows, for whoever does not see it or wants to sort it. A missing score sorts last either way. */
export function CountyTable({ period, counties, picked, onPick, onClose }: Props) {
  const { words, number, percent, nameOf, language } = useSpeech();
  const [sort, setSort] = useState<{ column: Column; down: boolean }>({ column: "score", down: true });
  const rows = useMemo(() => {
    const key = sort.column === "level" ? "score" : sort.column;
    const cellOf = (county: CountyValue) => (key === "name" ? nameOf(county) : county[key]);
    const way = sort.down ? -1 : 1;
    return [...counties].sort((a, b) => {
      const [left, right] = [cellOf(a), cellOf(b)];
      if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
      const order =
        typeof left === "string"
          ? left.localeCompare(String(right), languageTags[language])
          : left - Number(right);
      return way * order || a.code.localeCompare(b.code);
    });
  }, [counties, sort, nameOf, language]);
  return (
    <section className="county-table" aria-label={words.table.open}>
      <button
        type="button"
        className="icon-button table-close"
        onClick={onClose}
        aria-label={words.table.close}
      >
        <X size={18} aria-hidden="true" />
      </button>
      <div className="county-rows">
        <table>
          <caption>
            {words.table.caption(period)} · {words.legend.counties_n(counties.length)}
          </caption>
          <thead>
            <tr>
              {columns.map((column) => {
                const sorted = sort.column === column;
                return (
                  <th
                    key={column}
                    scope="col"
                    data-column={column}
                    aria-sort={sorted ? (sort.down ? "descending" : "ascending") : "none"}
                  >
                    <button
                      type="button"
                      onClick={() =>
                        setSort({
                          column,
                          down: sorted ? !sort.down : column !== "name" && column !== "code",
                        })
                      }
                    >
                      {words.table[column]}
                      {sorted ? (
                        sort.down ? (
                          <ArrowDown size={14} aria-hidden />
                        ) : (
                          <ArrowUp size={14} aria-hidden />
                        )
                      ) : null}
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {rows.map((county) => (
              <tr key={county.code} aria-current={county.code === picked ? "true" : undefined}>
                <th scope="row">
                  <button type="button" className="link" onClick={() => onPick(county.code)}>
                    {nameOf(county)}
                  </button>
                </th>
                <td>{county.code}</td>
                <td className="figure">{number(county.scoreShown, 1)}</td>
                <td>
                  <Level level={county.level} />
                </td>
                <td className="figure">{percent(county.coverage)}</td>
                <td className="figure">{number(county.villages)}</td>
                <td className="figure">{number(county.households)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
