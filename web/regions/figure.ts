import type { Speech } from "../i18n/language.ts";

/** A figure as people read it in the unit of its indicator. */
export function shownIn(
  { number, share, chance, money }: Speech,
  unit: string,
  value: number | null | undefined,
): string {
  if (unit === "SHARE") return share(value, 1);
  if (unit === "PROBABILITY") return chance(value);
  if (unit === "FEN") return money(value);
  return number(value, unit === "SCORE" || unit === "DAYS" ? 1 : 0);
}
