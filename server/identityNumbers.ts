import { isDay } from "../geo/days.ts";
import { idNumberCheckDigit, isIdNumber, plainCharacters } from "../geo/personalNumbers.ts";
import type { Keys } from "./keys.ts";

/** First six digits of invented numbers: no division ever had them, so no person has such a number. */
export const INVENTED_PREFIX = "999999";

/** A number with a right check digit that nobody has: 999999, day of birth, running number. */
export function inventedIdNumber(bornOn: string, serial: number): string {
  const first17 = `${INVENTED_PREFIX}${bornOn.replaceAll("-", "")}${String(serial % 1000).padStart(3, "0")}`;
  return first17 + idNumberCheckDigit(first17);
}

/** One way of writing for each number: 18 characters; the 15 digits of before 1999 get their century and check digit. */
export function normaliseIdNumber(text: string): string {
  const number = plainCharacters(text).toUpperCase();
  if (!/^\d{15}$/.test(number)) return number;
  const first17 = `${number.slice(0, 6)}19${number.slice(6)}`;
  return first17 + idNumberCheckDigit(first17);
}

/** The blind index of a number: the same however it is written. */
export const blindIdNumber = (keys: Pick<Keys, "blind">, text: string): Buffer =>
  keys.blind(normaliseIdNumber(text));

/** The day of birth a number tells, or null for what is no identity number; invented ones are numbers too. */
export function birthDayOfIdNumber(text: string): string | null {
  const number = normaliseIdNumber(text);
  if (!/^\d{17}[\dX]$/.test(number) || idNumberCheckDigit(number.slice(0, 17)) !== number[17]) return null;
  if (!number.startsWith(INVENTED_PREFIX) && !isIdNumber(number)) return null;
  const day = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  return isDay(day) ? day : null;
}
