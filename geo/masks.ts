/**
 * Masks of personal data, the one library for the serialiser, the exports and whatever the database shows.
 * Source: this project's security notes, section 3, after the practice of public notices. Every mask is idempotent, never
 * throws (bad data must not be answered with the data), and leaves only the length class: names of four characters and of
 * seven look alike.
 */
import { plainCharacters } from "./personalNumbers.ts";

/** Unreadable on purpose, whatever stood there. */
export const HIDDEN = "***";

/** Dots that separate the parts of a minority name in the texts that reach us; shown as U+00B7. */
const NAME_DOT = /[·•‧・･∙⋅]/u;
const MASKED_NAME = /^(\*|[^*]\*[^*]?|[^*]\*\*[^*]|[^*]\*\*·\*\*[^*]?)$/u;

/**
 * 张三 → 张*, 张小三 → 张*三, 欧阳小明 → 欧**明, 阿卜杜·热依提 → 阿**·**提; one character → *.
 * Characters are code points, so a rare character outside the basic plane is one character.
 */
export function maskName(name: string): string {
  const text = name.normalize("NFC").replace(/[\s\u200b-\u200d\u2060\ufeff]/gu, "");
  if (text === "") return "";
  if (MASKED_NAME.test(text)) return text;
  const parts = text
    .replaceAll("*", "")
    .split(NAME_DOT)
    .filter((part) => part !== "");
  const characters = [...parts.join("")];
  const first = characters[0] ?? "";
  const last = characters.at(-1) ?? "";
  // Two ends of a name of two would be the whole name.
  if (parts.length > 1) return characters.length > 2 ? `${first}**·**${last}` : `${first}**·**`;
  if (characters.length <= 1) return "*";
  if (characters.length === 2) return `${first}*`;
  return characters.length === 3 ? `${first}*${last}` : `${first}**${last}`;
}

/** Who looks: casework lists show both ends of an identity number, nobody else any of it. */
export type Audience = "CASEWORK" | "OTHERS";

const MASKED_ID_NUMBER = /^\d{3}(\*{8}|\*{11}|\*{13}|\*{15})[\dA-Z]{4}$/;

/**
 * 36082719690302123X → 360***********123X for casework, *** for others and for what has no such number's length
 * (15 and 18; 20 and 22 on disability certificates).
 */
export function maskIdNumber(idNumber: string, audience: Audience): string {
  const text = plainCharacters(idNumber).toUpperCase();
  if (audience !== "CASEWORK") return HIDDEN;
  if (MASKED_ID_NUMBER.test(text)) return text;
  if (!/^(\d{15}|\d{17}[\dX]|\d{17}[\dX]\d{2}|\d{17}[\dX]\d{2}[\dA-Z]{2})$/.test(text)) return HIDDEN;
  return `${text.slice(0, 3)}${"*".repeat(text.length - 7)}${text.slice(-4)}`;
}

/** 13812341234 → 138****1234; a number that is no mobile number shows nothing: ****. */
export function maskPhone(phone: string): string {
  const text = plainCharacters(phone).replace(/^(\+|00)86(?=1)/, "");
  if (/^1\d{2}\*{4}\d{4}$/.test(text)) return text;
  return /^1\d{10}$/.test(text) ? `${text.slice(0, 3)}****${text.slice(-4)}` : "****";
}

/** 6217001234566789 → **** 6789; fewer than 12 digits show nothing: ****. */
export function maskBankCard(account: string): string {
  const text = plainCharacters(account);
  if (/^\*{4}\d{4}$/.test(text) || /^\d{12,32}$/.test(text)) return `**** ${text.slice(-4)}`;
  return "****";
}

/** 1969-03-02 → 1969; 1969 stays; anything else shows nothing: ****. */
export function maskBirthDate(birthDate: string): string {
  return /^(\d{4})(-\d{2}-\d{2})?$/.exec(plainDate(birthDate))?.[1] ?? "****";
}

const plainDate = (text: string) => text.normalize("NFKC").trim().replaceAll(/[/.]/g, "-");
