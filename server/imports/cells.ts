import { isDemoVillageCode } from "../../geo/codes.ts";
import type { CellResult } from "./type.ts";

const SCIENTIFIC = /^[+-]?\d+(\.\d+)?e[+-]?\d+$/i;
const LONGEST_NAME = 100;

/** Characters that are there and not seen, as spreadsheets and web pages leave them. */
const INVISIBLE = /\u200b|\u200c|\u200d|\u2060|\ufeff/g;

/**
 * The text of a cell: full-width letters and digits and all kinds of blanks become plain ones, blanks around
 * go, and the ' with which spreadsheets mark text (and our error file disarms formulas). Brackets of Chinese
 * names stay as they are.
 */
export function cellText(raw: string): string {
  return raw
    .replace(INVISIBLE, "")
    .replace(/[０-９Ａ-Ｚａ-ｚ]/gu, (character) => character.normalize("NFKC"))
    .replace(/[^\S\r\n\t]+/gu, " ")
    .trim()
    .replace(/^'(?=[=+\-@\d])/, "");
}

/** Line breaks and tabs too: a name has none, and a cell that has one was torn. */
export function hasBadCharacter(text: string): boolean {
  return /[\p{Cc}\p{Cs}\ufffd]/u.test(text);
}

export function readName(text: string): CellResult {
  return [...text].length > LONGEST_NAME
    ? { code: "TEXT_TOO_LONG", detail: { most: LONGEST_NAME } }
    : { value: text };
}

/** Twelve digits: nine of the township, three of the village, none of the two all zeros at their end. */
export function readVillageCode(text: string): CellResult {
  const code = plain(text);
  if (SCIENTIFIC.test(code)) return { code: "LOSSY_NUMBER" };
  if (!/^\d{12}$/.test(code) || code.endsWith("000") || code.slice(6, 9) === "000")
    return { code: "BAD_CODE" };
  return isDemoVillageCode(code) ? { code: "DEMO_CODE_BLOCK" } : { value: code };
}

/** A code of whatever kind: letters, digits and hyphens, which no spreadsheet shortens. */
export function readCode(text: string): CellResult {
  const code = plain(text);
  if (SCIENTIFIC.test(code) && /\./.test(code)) return { code: "LOSSY_NUMBER" };
  return /^[0-9A-Za-z][0-9A-Za-z_-]{0,39}$/.test(code) ? { value: code } : { code: "BAD_IDENTIFIER" };
}

/** A village that is stored already, of demonstration too. */
export function readVillageOfAnyKind(text: string): CellResult {
  const code = plain(text);
  if (SCIENTIFIC.test(code)) return { code: "LOSSY_NUMBER" };
  return /^\d{12}$/.test(code) ? { value: code } : { code: "BAD_CODE" };
}

/** One of some words: the code itself, or what people call it. */
export const readOneOf = (words: Readonly<Record<string, string>>) => {
  const byWord = new Map(
    Object.entries(words).flatMap(([value, names]) =>
      [value, ...names.split(" ")].map((name) => [name.normalize("NFKC").toLowerCase(), value] as const),
    ),
  );
  return (text: string): CellResult => {
    const value = byWord.get(plain(text).toLowerCase());
    if (value !== undefined) return { value };
    const list = Object.entries(words).map(([each, names]) => `${names.split(" ")[0]} ${each}`);
    return { code: "NOT_IN_LIST", detail: { list: list.join("、") } };
  };
};

/** 2026-09, 2026/9 or 2026年9月; its first day. */
export function readMonth(text: string): CellResult {
  const [, year = "", month = ""] = /^(\d{4})(?:[-/.]|年)(\d{1,2})月?(?:[-/.]0?1)?$/.exec(plain(text)) ?? [];
  const day = readDate(`${year}-${month.padStart(2, "0")}-01`);
  return "value" in day ? day : { code: "BAD_MONTH" };
}

/** Whole number from 0 to `most`; thousands may be set apart by commas. */
export const readCount =
  (most: number) =>
  (text: string): CellResult => {
    const number = digits(text);
    if (SCIENTIFIC.test(number)) return { code: "LOSSY_NUMBER" };
    if (!/^-?\d+(\.0+)?$/.test(number))
      return { code: "NOT_A_NUMBER", detail: { wanted_zh: "整数", wanted_en: "a whole number" } };
    const value = Number(number);
    return value >= 0 && value <= most ? { value } : { code: "OUT_OF_RANGE", detail: { from: 0, to: most } };
  };

/** Yuan to fen by moving the point in the text: through a float, 1.15 yuan would be 114.99999999999999 fen. */
export const readYuan =
  (mostYuan: number) =>
  (text: string): CellResult => {
    const number = digits(text);
    if (SCIENTIFIC.test(number)) return { code: "LOSSY_NUMBER" };
    const match = /^(-?)(\d+)(?:\.(\d{1,2})0*)?$/.exec(number);
    if (!match) {
      const detail = {
        wanted_zh: "以元为单位、至多两位小数的数",
        wanted_en: "a number in yuan with at most two decimals",
      };
      return { code: "NOT_A_NUMBER", detail };
    }
    const [, sign, yuan = "", decimals = ""] = match;
    const fen = BigInt(yuan + decimals.padEnd(2, "0"));
    if ((sign && fen > 0n) || fen > BigInt(mostYuan) * 100n)
      return { code: "OUT_OF_RANGE", detail: { from: 0, to: mostYuan } };
    return { value: Number(fen) };
  };

/** A coordinate in whatever unit; whether it lies in China is asked of the pair. */
export function readCoordinate(text: string): CellResult {
  const number = plain(text);
  if (SCIENTIFIC.test(number)) return { code: "LOSSY_NUMBER" };
  if (!/^-?\d{1,9}(\.\d+)?$/.test(number))
    return { code: "NOT_A_NUMBER", detail: { wanted_zh: "十进制坐标", wanted_en: "a decimal coordinate" } };
  return { value: Number(number) };
}

/** A day: 2018-07-29, 2018/7/29, 2018.7.29, 20180729 or 2018年7月29日. A year alone is no day and is not guessed. */
export function readDate(text: string): CellResult {
  const date = plain(text);
  const [, year = "", month = "", day = ""] =
    /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(date)?.toSpliced(2, 1) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(date) ??
    /^(\d{4})年(\d{1,2})月(\d{1,2})日$/.exec(date) ??
    [];
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const parsed = new Date(`${iso}T00:00:00Z`);
  const isDay = !Number.isNaN(parsed.valueOf()) && parsed.toISOString().slice(0, 10) === iso;
  return isDay && iso >= "1949-10-01" ? { value: iso } : { code: "BAD_DATE" };
}

const YES = new Set(["是", "有", "1", "true", "t", "yes", "y", "√", "✓"]);
const NO = new Set(["否", "无", "0", "false", "f", "no", "n", "×", "✗"]);

export function readBoolean(text: string): CellResult {
  const word = text.toLowerCase();
  if (YES.has(word)) return { value: true };
  return NO.has(word) ? { value: false } : { code: "BAD_BOOLEAN" };
}

/** Without any blank, full-width signs as plain ones. */
function plain(text: string): string {
  return text.normalize("NFKC").replace(/\s/gu, "").replace(/^'/, "");
}

/** 1,234,567 as 1234567; commas anywhere else stay and are refused. */
function digits(text: string): string {
  const number = plain(text);
  return /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(number) ? number.replaceAll(",", "") : number;
}
