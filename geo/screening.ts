/**
 * Department screening 部门筛查预警: what a value of a list is, and when it is a hit. A hit asks somebody to look; it
 * decides nothing. Variant: thresholds are met, not passed (at least, at most).
 */
export type ScreeningUnit = "FEN" | "DAYS" | "GRADE" | "YES";
export type ScreeningComparison = "AT_LEAST" | "AT_MOST" | "IS_TRUE";

const YES = new Set(["yes", "y", "true", "1", "是", "有"]);
const NO = new Set(["no", "n", "false", "0", "否", "无"]);

/**
 * The value of a cell in the unit of its item: fen of an amount written in yuan, days from 0 to 36,600, a grade from 1 to
 * 4, or 1 and 0 for yes and no. Null for what is none.
 */
export function readScreeningValue(unit: ScreeningUnit, written: string): number | null {
  const text = written.normalize("NFKC").trim().toLowerCase();
  if (unit === "YES") return YES.has(text) ? 1 : NO.has(text) ? 0 : null;
  if (unit === "GRADE") return /^[1-4]$/.test(text) ? Number(text) : null;
  if (unit === "DAYS") return /^\d{1,5}$/.test(text) && Number(text) <= 36_600 ? Number(text) : null;
  // In whole numbers: 0.29 * 100 is not 29.
  const [, yuan = "", fen = ""] = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  return yuan === "" ? null : Number(yuan) * 100 + Number(fen.padEnd(2, "0"));
}

export interface ScreeningTest {
  readonly comparison: ScreeningComparison;
  /** In the unit of the item; null with IS_TRUE only. */
  readonly threshold: number | null;
}

/** Whether a value is a hit by a rule. */
export function isHit({ comparison, threshold }: ScreeningTest, value: number): boolean {
  if (comparison === "IS_TRUE" || threshold === null) return value === 1;
  return comparison === "AT_LEAST" ? value >= threshold : value <= threshold;
}
