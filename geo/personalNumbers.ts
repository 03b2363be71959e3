/**
 * Identity, mobile and bank card numbers as people write them, and whether they can be one.
 * Sources: GB 11643-1999 (check digit of citizen identity numbers, ISO 7064 MOD 11-2), ISO/IEC 7812-1 Annex B (Luhn).
 */
import { isDay } from "./days.ts";

/** Blanks, hyphens, dots and invisible characters, which people and copy-and-paste put between digits. */
export const SEPARATOR = /[\s\-.·\u00ad\u200b-\u200f\u2010-\u2015\u2060\u2212\ufeff]/u;

/** Full-width digits become plain ones, separators go. */
export function plainCharacters(text: string): string {
  return text.normalize("NFKC").replaceAll(new RegExp(SEPARATOR, "gu"), "");
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS = "10X98765432";

/**
 * The 18th character of an identity number.
 * @throws RangeError when the text is not 17 digits; the message does not repeat it.
 */
export function idNumberCheckDigit(first17: string): string {
  if (!/^\d{17}$/.test(first17))
    throw new RangeError(
      `idNumberCheckDigit: ${first17.length} characters, not 17 digits; give the number without its last.`,
    );
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return CHECK_DIGITS[sum % 11] ?? "";
}

/** First two digits that a province has, Hong Kong, Macao and Taiwan among them. */
const PROVINCE = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/;

/** 18 characters with province, day of birth and check digit right, or the 15 digits of before 1999. */
export function isIdNumber(text: string): boolean {
  const number = plainCharacters(text).toUpperCase();
  return (
    hasIdNumberShape(number) &&
    (number.length === 15 || idNumberCheckDigit(number.slice(0, 17)) === number[17])
  );
}

/** Like `isIdNumber` but forgives the check digit: a mistyped number still tells who is meant. */
export function hasIdNumberShape(number: string): boolean {
  if (!PROVINCE.test(number)) return false;
  if (/^\d{17}[\dX]$/.test(number)) return isBirthDate(number.slice(6, 14));
  return /^\d{15}$/.test(number) && isBirthDate(`19${number.slice(6, 12)}`);
}

function isBirthDate(digits: string): boolean {
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  return /^(18|19|20)/.test(day) && isDay(day);
}

/** A mobile number of the mainland, with or without its country code. */
export function isMobileNumber(text: string): boolean {
  return /^((\+|00)?86)?1[3-9]\d{9}$/.test(plainCharacters(text));
}

/** 16 to 19 digits whose Luhn sum ends in 0. */
export function isBankCard(text: string): boolean {
  const digits = plainCharacters(text);
  if (!/^[3-9]\d{15,18}$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, character, index) => {
    const value = Number(character) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
