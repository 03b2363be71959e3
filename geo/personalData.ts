/**
 * Finds in a text what a public notice must not hold: identity, mobile and bank card numbers and words about health.
 * Sources: 公示 rules of 秦安 (no identity number, telephone, bank account, health), this project's security notes, 2.3 D10.
 * Leans to finding too much: a notice refused is written again, a number published cannot be called back. For the same
 * reason unbroken digits need only the length of such a number, while digits with separators, which dates also have,
 * must look like one. Landlines are allowed: a notice gives the one where objections are heard.
 */
import { HARMLESS_WORDS, ILLNESS_WORDS } from "./illnessWords.ts";
import { hasIdNumberShape, isBankCard, isMobileNumber, SEPARATOR } from "./personalNumbers.ts";

export type PersonalDataKind = "ID_NUMBER" | "PHONE" | "BANK_CARD" | "ILLNESS";

export interface PersonalDataFinding {
  readonly kind: PersonalDataKind;
  /** Place in the text as given, in UTF-16 units, end exclusive; say the place, never the words, in a message. */
  readonly start: number;
  readonly end: number;
}

/** One plain character and the place it came from. */
interface Mark {
  readonly character: string;
  readonly start: number;
  readonly end: number;
}

/** Whether a text holds what a public notice must not. */
export const containsPersonalData = (text: string): boolean => findPersonalData(text).length > 0;

/** All findings, by place; one stretch may be found as more than one kind. */
export function findPersonalData(text: string): PersonalDataFinding[] {
  const marks = marksOf(text);
  return [...numbersIn(marks), ...illnessIn(marks)].sort(
    (a, b) => a.start - b.start || a.end - b.end || (a.kind < b.kind ? -1 : 1),
  );
}

const CHINESE_DIGITS = new Map(
  [..."〇零一二三四五六七八九"].map((character, index) => [character, String(Math.max(0, index - 1))]),
);
for (const [index, character] of [..."零壹贰叁肆伍陆柒捌玖"].entries())
  CHINESE_DIGITS.set(character, String(index));

/** Characters in their plain form (NFKC, upper case). */
function marksOf(text: string): Mark[] {
  const marks: Mark[] = [];
  let start = 0;
  for (const character of text) {
    const end = start + character.length;
    for (const plain of character.normalize("NFKC").toUpperCase())
      marks.push({ character: plain, start, end });
    start = end;
  }
  return marks;
}

/** Unbroken digits, with the X an identity number may end in. */
type Segment = { digits: string; start: number; end: number };

function numbersIn(marks: readonly Mark[]): PersonalDataFinding[] {
  return runsOf(marks).flatMap((run) => run.flatMap((_, index) => numbersFrom(run, index)));
}

/** Digits that stand together or with nothing but separators (four at most) between them. */
function runsOf(marks: readonly Mark[]): Segment[][] {
  const runs: Segment[][] = [];
  let separators = Number.POSITIVE_INFINITY;
  for (const { character, start, end } of marks) {
    const digit = CHINESE_DIGITS.get(character) ?? (/^[\dX×✕]$/u.test(character) ? character : null);
    if (digit === null) {
      separators = SEPARATOR.test(character) ? separators + 1 : Number.POSITIVE_INFINITY;
      continue;
    }
    const segment = runs.at(-1)?.at(-1);
    if (separators === 0 && segment !== undefined) {
      segment.digits += digit;
      segment.end = end;
    } else if (separators <= 4) runs.at(-1)?.push({ digits: digit, start, end });
    else runs.push([{ digits: digit, start, end }]);
    separators = 0;
  }
  return runs;
}

/** Longest of the numbers looked for, a bank card's 19 digits with a country code's room before a mobile number. */
const LONGEST = 19;

function numbersFrom(run: readonly Segment[], first: number): PersonalDataFinding[] {
  const begin = run[first];
  if (begin === undefined) return [];
  const found = unbroken(begin);
  let joined = begin.digits;
  for (const [index, segment] of run.slice(first + 1).entries()) {
    joined += segment.digits;
    if (joined.length > LONGEST) break;
    const fours = run
      .slice(first, first + index + 2)
      .every(({ digits }, at, all) => (at === all.length - 1 ? digits.length <= 4 : digits.length === 4));
    const kinds: [PersonalDataKind, boolean][] = [
      ["ID_NUMBER", hasIdNumberShape(joined.replace(/[×✕]$/u, "X"))],
      ["PHONE", isMobileNumber(joined)],
      ["BANK_CARD", isBankCard(joined) || (fours && /^[3-9]\d{15,18}$/.test(joined))],
    ];
    for (const [kind, holds] of kinds) if (holds) found.push({ kind, start: begin.start, end: segment.end });
  }
  return found;
}

function unbroken({ digits, start, end }: Segment): PersonalDataFinding[] {
  const kinds: [PersonalDataKind, RegExp][] = [
    ["ID_NUMBER", /(^|\D)\d{15}(\D|$)|\d{17}[\dX×✕]/u],
    ["PHONE", /1\d{10}/],
    ["BANK_CARD", /\d{16,}/],
  ];
  return kinds.filter(([, shape]) => shape.test(digits)).map(([kind]) => ({ kind, start, end }));
}

/** Words about health, also with blanks or invisible characters put inside them. */
function illnessIn(marks: readonly Mark[]): PersonalDataFinding[] {
  const kept = marks.filter(({ character }) => !SEPARATOR.test(character));
  const text = kept.map(({ character }) => character).join("");
  const at = kept.flatMap((mark) => Array.from({ length: mark.character.length }, () => mark));
  const harmless = placesOf(text, HARMLESS_WORDS);
  return placesOf(text, ILLNESS_WORDS)
    .filter(([from, to]) => !harmless.some(([start, end]) => start <= from && to <= end))
    .map(([from, to]) => ({
      kind: "ILLNESS" as const,
      start: at[from]?.start ?? 0,
      end: at[to - 1]?.end ?? 0,
    }));
}

function placesOf(text: string, words: readonly string[]): [from: number, to: number][] {
  return words.flatMap((word) => {
    const places: [number, number][] = [];
    for (let from = text.indexOf(word); from >= 0; from = text.indexOf(word, from + 1))
      places.push([from, from + word.length]);
    return places;
  });
}
