import type { Language } from "../errors.ts";
import type { Problem } from "./problems.ts";
import type { ImportMode } from "./run.ts";
import type { Counts } from "./type.ts";

/** What an import found and did. Nothing in it differs between a dry run and the run after it. */
export interface Report {
  readonly dataset: { readonly name: string; readonly zh: string; readonly en: string };
  readonly fileName: string;
  readonly sha256: string;
  readonly format: string;
  readonly encoding: string;
  /** Sheet, table or layer that was read, of a file that can hold several. */
  readonly layer: string | null;
  readonly crs: string;
  readonly mode: ImportMode;
  readonly rows: number;
  /** Rows with at least one problem. */
  readonly badRows: number;
  /** All of them; the list holds the first ten thousand. */
  readonly problemCount: number;
  /** Headers nothing was read from. */
  readonly ignored: readonly string[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** Null when the file was refused. */
  readonly counts: Counts | null;
}

/** Problems shown on the screen; the error file has all. */
const MOST_SHOWN = 30;

/** The report as people read it. */
export function printReport(report: Report, language: Language): string {
  const say = (zh: string, en: string) => (language === "zh" ? zh : en);
  const {
    fileName,
    format,
    encoding,
    crs,
    rows,
    sha256,
    ignored,
    problems,
    warnings,
    counts,
    badRows,
    problemCount,
  } = report;
  const lines = [
    say(
      `导入${report.dataset.zh}：${fileName}（${format}，${encoding}，${crs}，${rows} 行，SHA-256 ${sha256.slice(0, 16)}…）`,
      `Import of ${report.dataset.en}: ${fileName} (${format}, ${encoding}, ${crs}, ${rows} rows, SHA-256 ${sha256.slice(0, 16)}…)`,
    ),
  ];
  if (ignored.length > 0)
    lines.push(say(`忽略的列：${ignored.join("、")}`, `Columns ignored: ${ignored.join(", ")}`));
  if (counts) {
    lines.push(
      say(
        `通过检查：新增 ${counts.inserted}，更新 ${counts.changed}，不变 ${counts.unchanged}；新建乡镇 ${counts.townships}`,
        `Accepted: ${counts.inserted} inserted, ${counts.changed} changed, ${counts.unchanged} unchanged; ${counts.townships} townships created`,
      ),
    );
    if (badRows > 0)
      lines.push(
        say(
          `另有 ${badRows} 行有 ${problemCount} 处问题，没有写入。请改正后只导入这些行。`,
          `${badRows} other rows have ${problemCount} problems and were not written. Correct them and import these rows alone.`,
        ),
        ...shown(problems, problemCount, language),
      );
  } else {
    lines.push(
      say(
        `拒绝：${badRows} 行有 ${problemCount} 处问题，没有写入任何一行。请改正后重新导入整个文件。`,
        `Refused: ${problemCount} problems in ${badRows} rows, no row was written. Correct them and import the whole file again.`,
      ),
      ...shown(problems, problemCount, language),
    );
  }
  if (warnings.length > 0) {
    lines.push(
      say(`提醒（不影响导入）：${warnings.length} 处`, `Warnings (nothing is held back): ${warnings.length}`),
      ...shown(warnings, warnings.length, language),
    );
  }
  return lines.join("\n");
}

function shown(problems: readonly Problem[], count: number, language: Language): string[] {
  const lines = problems
    .slice(0, MOST_SHOWN)
    .map(({ row, column, code, zh, en }) =>
      language === "zh" ? `  第 ${row} 行 ${column} ${code} ${zh}` : `  row ${row} ${column} ${code} ${en}`,
    );
  const rest = count - lines.length;
  if (rest > 0) lines.push(language === "zh" ? `  …还有 ${rest} 处` : `  … and ${rest} more`);
  return lines;
}

/** All problems for machines and spreadsheets: UTF-8 with a byte-order mark, without which Excel garbles Chinese. */
export function errorsCsv(problems: readonly Problem[]): string {
  const rows = problems.map(({ row, column, code, value, zh, en }) => [
    String(row),
    column,
    code,
    value,
    zh,
    en,
  ]);
  const lines = [["row", "column", "code", "value", "zh", "en"], ...rows].map((cells) =>
    cells.map(csvCell).join(","),
  );
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

/** Spreadsheets run what begins like a formula, full-width signs and leading blanks included. */
const FORMULA = /^([\s\p{Cc}]*[=+\-@|%＝＋－＠]|\p{Cc})/u;

/** Text as a spreadsheet shows it and never runs it. */
export const safeText = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

export function csvCell(text: string): string {
  const safe = safeText(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
