import { CsvError, parse } from "csv-parse/sync";
import { isDay } from "../../geo/days.ts";
import { readScreeningValue, type ScreeningUnit } from "../../geo/screening.ts";
import { birthDayOfIdNumber, normaliseIdNumber } from "../identityNumbers.ts";

const COLUMNS = ["id_number", "item", "value", "day"] as const;
type Column = (typeof COLUMNS)[number];
export const LARGEST_LIST_BYTES = 5 * 1_048_576;

/** Sentences never repeat a cell: columns slip, and an identity number may stand in any. */
const SENTENCES = {
  MISSING_COLUMN: {
    zh: "表头缺少此列；第一行须为 id_number,item,value,day。",
    en: "The header lacks this column; the first line is id_number,item,value,day.",
  },
  NO_ROWS: { zh: "名单没有数据行。", en: "The list has no rows." },
  LIST_TOO_LARGE: {
    zh: "名单超过 5 MB；请分次导入。",
    en: "The list is larger than 5 MB; load it in parts.",
  },
  SYNTAX_BROKEN: {
    zh: "CSV 在此行读不下去；请检查成对的引号。",
    en: "The CSV cannot be read on here; check the pairs of quotes.",
  },
  WRONG_COLUMN_COUNT: {
    zh: "本行的格数与表头不符；含逗号的文字要加引号。",
    en: "The row has more or fewer cells than the header; quote text that holds commas.",
  },
  BAD_ID_NUMBER: {
    zh: "不是有效的身份证号（18 位，校验位正确）；请核对，并把该列设为文本。",
    en: "This is no identity number (18 characters with a right check digit); check it, and make the column text.",
  },
  UNKNOWN_ITEM: {
    zh: "此部门没有这个数据项；可用的数据项见规则。",
    en: "The department has no such item; the rules name those it has.",
  },
  BAD_VALUE: {
    zh: "数值不符合该项的单位：金额以元计、至多两位小数，天数为整数，等级 1–4，是否填“是”或“否”。",
    en: "The value does not fit the item: amounts in yuan with two decimals at most, whole days, grades 1 to 4, yes or no.",
  },
  BAD_DAY: {
    zh: "日期须形如 2026-09-30，且不晚于数据日期。",
    en: "A day is written 2026-09-30 and is not after the day of the list.",
  },
} as const;
export type ListProblemCode = keyof typeof SENTENCES;

export interface Problem {
  readonly row: number;
  readonly column: string;
  readonly code: ListProblemCode;
  readonly zh: string;
  readonly en: string;
}

/** A row of a list, read. */
export interface Fact {
  /** In its one way of writing: for the blind index only, never to be kept or told. */
  readonly idNumber: string;
  readonly item: string;
  readonly value: number;
  readonly day: string;
}

const problem = (row: number, column: string, code: ListProblemCode): Problem => ({
  row,
  column,
  code,
  ...SENTENCES[code],
});

/**
 * Reads a list: every row, or every problem. Nothing is taken from a list with a problem.
 * @param units items the department may report, with their units
 * @param dataDay day the list describes; no fact is later
 * @param largestBytes more are not read
 */
export function readList(
  csv: string,
  units: ReadonlyMap<string, ScreeningUnit>,
  dataDay: string,
  largestBytes: number = LARGEST_LIST_BYTES,
): { facts: Fact[]; problems: Problem[] } {
  const refused = (...problems: Problem[]) => ({ facts: [], problems });
  if (Buffer.byteLength(csv) > largestBytes) return refused(problem(1, "", "LIST_TOO_LARGE"));
  let parsed: { record: string[]; info: { lines: number } }[];
  try {
    parsed = parse(csv, { bom: true, info: true, relax_column_count: true, skip_empty_lines: true }) as never;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return refused(problem(typeof error.lines === "number" ? error.lines : 1, "", "SYNTAX_BROKEN"));
  }
  const [header, ...rows] = parsed;
  const headers = (header?.record ?? []).map((cell) => cell.trim().toLowerCase());
  const missing = COLUMNS.filter((column) => !headers.includes(column));
  if (missing.length > 0) return refused(...missing.map((column) => problem(1, column, "MISSING_COLUMN")));
  if (rows.length === 0) return refused(problem(2, "", "NO_ROWS"));
  const at = Object.fromEntries(COLUMNS.map((column) => [column, headers.indexOf(column)])) as Record<
    Column,
    number
  >;
  const facts: Fact[] = [];
  const problems: Problem[] = [];
  for (const { record, info } of rows) {
    const row = info.lines;
    if (record.length !== headers.length) {
      problems.push(problem(row, "", "WRONG_COLUMN_COUNT"));
      continue;
    }
    const cell = (column: Column) => (record[at[column]] ?? "").trim();
    const [item, day] = [cell("item"), cell("day")];
    const unit = units.get(item);
    const value = unit === undefined ? null : readScreeningValue(unit, cell("value"));
    const before = problems.length;
    if (birthDayOfIdNumber(cell("id_number")) === null)
      problems.push(problem(row, "id_number", "BAD_ID_NUMBER"));
    if (unit === undefined) problems.push(problem(row, "item", "UNKNOWN_ITEM"));
    else if (value === null) problems.push(problem(row, "value", "BAD_VALUE"));
    if (!isDay(day) || day > dataDay) problems.push(problem(row, "day", "BAD_DAY"));
    if (problems.length === before && value !== null)
      facts.push({ idNumber: normaliseIdNumber(cell("id_number")), item, value, day });
  }
  return problems.length > 0 ? { facts: [], problems } : { facts, problems };
}
