import type { Language } from "../errors.ts";
import { formatOf } from "./files/formats.ts";
import type { Problem } from "./problems.ts";
import { csvCell, type Report } from "./report.ts";
import type { SourceRow } from "./type.ts";

/** Header of the column that says what is wrong; no list has a column of this name, so it may stay when the file is loaded. */
const WHY = { zh: "导入问题", en: "import_problem" };

export interface BadRows {
  readonly extension: ".csv" | ".geojsonl";
  readonly lines: AsyncGenerator<string>;
}

/**
 * The rows of a file that were not taken, whole, as a file of their own: corrected, it loads alone. A table stays a
 * table (UTF-8 with a byte-order mark); rows with shapes become GeoJSON, one a line, in the system of the file.
 */
export async function badRowsOf(path: string, report: Report, language: Language): Promise<BadRows> {
  const format = await formatOf(path, report.fileName);
  const reading = await format.open(path, report.layer ?? undefined);
  const why = new Map<number, string>();
  for (const problem of report.problems)
    why.set(problem.row, joined(why.get(problem.row), problem, language));
  const bad = async function* () {
    for await (const row of reading.rows()) {
      const reason = why.get(row.number);
      if (reason !== undefined) yield { row, reason };
    }
  };
  const hasShapes = format.name !== "CSV" && format.name !== "XLSX";
  return hasShapes
    ? { extension: ".geojsonl", lines: features(bad(), reading.headers, language) }
    : { extension: ".csv", lines: table(bad(), reading.headers, language) };
}

type Bad = AsyncIterable<{ readonly row: SourceRow; readonly reason: string }>;

async function* table(rows: Bad, headers: readonly string[], language: Language): AsyncGenerator<string> {
  const line = (cells: readonly string[]) => `${cells.map(csvCell).join(",")}\r\n`;
  yield `\ufeff${line([...headers, WHY[language]])}`;
  for await (const { row, reason } of rows) {
    // A row that was cut short, or had a cell too many, keeps what it has under the headers there are.
    const cells = headers.map((_, index) => row.cells[index] ?? "");
    yield line([...cells, reason]);
  }
}

async function* features(rows: Bad, headers: readonly string[], language: Language): AsyncGenerator<string> {
  for await (const { row, reason } of rows) {
    const cells = headers.map((header, index) => [header, row.cells[index] ?? ""] as const);
    const properties = Object.fromEntries([...cells, [WHY[language], reason]]);
    yield `${JSON.stringify({ type: "Feature", properties, geometry: row.geometry ?? null })}\n`;
  }
}

const joined = (before: string | undefined, problem: Problem, language: Language) => {
  const sentence =
    language === "zh" ? `${problem.column}：${problem.zh}` : `${problem.column}: ${problem.en}`;
  return before === undefined ? sentence : `${before} ${sentence}`;
};
