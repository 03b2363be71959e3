import { csvCell } from "../imports/report.ts";
import { plainText, type Table, type Writing } from "./cells.ts";
import type { Report } from "./queries.ts";

/** A figure as `Writing.cell` wrote it: unrounded, and the published row it is of. */
const FIGURE =
  /<data value="([^"]*)" data-indicator="([^"]*)" data-region="([^"]*)" data-period="([^"]*)" data-version="([^"]*)">/g;

interface Cell {
  readonly text: string;
  /** Published rows: indicator, region, quarter and version of each figure in the cell. */
  readonly rows: readonly string[];
}

/**
 * A table of the report as CSV: figures unrounded, and beside each column of figures one that names the published row of
 * each. With the mark of demonstration data in the file itself.
 */
export function csvOf(table: Table, { words }: Writing, { region, publication }: Report): string {
  const lines = [...table.rows, ...(table.foot ? [table.foot] : [])].map((line) => line.map(cellOf));
  const hasFigures = table.head.map((_, column) =>
    lines.some((line) => (line[column]?.rows.length ?? 0) > 0),
  );
  // A column without a head holds only what is drawn.
  const columns = table.head.flatMap((head, column) => (head === "" && column > 0 ? [] : [column]));
  const head = columns.flatMap((column) => {
    const title = plainText(table.head[column] ?? "");
    return hasFigures[column] ? [title, `${title} ${words.csv.row}`] : [title];
  });
  const body = lines.map((line) =>
    columns.flatMap((column) => {
      const { text, rows } = line[column] ?? { text: "", rows: [] };
      return hasFigures[column] ? [text, rows.join("; ")] : [text];
    }),
  );
  const marks = [words.csv.quarter, words.csv.version, ...(region.isDemo ? [words.csv.demo] : [])];
  const marked = [
    publication.period,
    String(publication.version),
    ...(region.isDemo ? [words.demoMark] : []),
  ];
  return `\ufeff${[[...head, ...marks], ...body.map((cells) => [...cells, ...marked])]
    .map((cells) => `${cells.map(written).join(",")}\r\n`)
    .join("")}`;
}

function cellOf(markup: string): Cell {
  const figures = [...markup.matchAll(FIGURE)];
  const rows = figures.map(
    ([, , indicator = "", region, period, version]) => `${indicator} ${region} ${period} v${version}`,
  );
  const [only] = figures;
  const isOnlyThat = figures.length === 1 && only?.index === 0 && markup.endsWith("</data>");
  return { text: isOnlyThat ? (only[1] ?? "") : plainText(markup).trim(), rows };
}

/** A number stays one; text that a spreadsheet would take for a formula does not become one. */
const written = (text: string): string => (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text) ? text : csvCell(text));
