/**
 * Division codes (GB/T 2260 to county, statistical division codes below) and months.
 * A code is text: its first digits are its parents, and a subtree is a half-open range of codes.
 */

/** Lengths of province, prefecture, county, township and village codes. */
export const CODE_LENGTHS = [2, 4, 6, 9, 12] as const;

/**
 * A division code as people write it, to the form the atlas stores: full-width digits and blanks go,
 * "156" + six digits loses its country, trailing zeros of a higher level go ("360000" → "36",
 * "360827000000" → "360827"). Returns null when it cannot be a division code.
 */
export function normaliseCode(text: string): string | null {
  let code = text.normalize("NFKC").replace(/[\s']/g, "");
  if (!/^\d+$/.test(code)) return null;
  if (code.length === 9 && code.startsWith("156")) code = code.slice(3);
  if (code.length === 12 && code.endsWith("000")) code = code.slice(0, 9);
  if (code.length === 9 && code.endsWith("000")) code = code.slice(0, 6);
  if (code.length === 6 && code.endsWith("00")) code = code.slice(0, 4);
  if (code.length === 4 && code.endsWith("00")) code = code.slice(0, 2);
  return CODE_LENGTHS.some((length) => length === code.length) ? code : null;
}

/** The half-open range [from, to) of all codes that begin with `prefix`. */
export function subtree(prefix: string): { from: string; to: string } {
  const last = prefix.charCodeAt(prefix.length - 1);
  return { from: prefix, to: prefix.slice(0, -1) + String.fromCharCode(last + 1) };
}

/** Code of the division above, or null for a province. */
export function parentCode(code: string): string | null {
  const level = (CODE_LENGTHS as readonly number[]).indexOf(code.length);
  return level > 0 ? code.slice(0, CODE_LENGTHS[level - 1]) : null;
}

/** Demonstration villages end in 900–999, a block that no real village uses. */
export function isDemoVillageCode(code: string): boolean {
  return code.length === 12 && code[9] === "9";
}

/** "2026-09" → "2026-09-01"; null when it is not a month. */
export function monthToDate(month: string): string | null {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? `${month}-01` : null;
}
