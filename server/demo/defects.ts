import type { Fact, MonthFacts } from "./facts.ts";
import { firstDay, LAST_MONTH, monthIndex, SIMULATED_FROM } from "./months.ts";
import { PLANTED } from "./planted.ts";
import { Random } from "./random.ts";
import type { DemoVillage } from "./villages.ts";

/** Defects of delivery that are planted in the village facts. Months count from SIMULATED_FROM. */
const at = (month: string) => monthIndex(month) - SIMULATED_FROM;

/** Most villages of one county send last month's figures again. */
export function copyForward(village: string, facts: Fact[][]): void {
  const { county, from, to, share } = PLANTED.copyForward;
  if (!village.startsWith(county) || !new Random(village, "copied").chance(share)) return;
  facts[at(to)] = facts[at(from)] as Fact[];
}

/** Counts somebody rounds to 0 or 5. `exact` is the component that nobody types, because the platform adds it up. */
export function heapDigits(village: string, facts: Fact[][], exact: number): void {
  if (!village.startsWith(PLANTED.digitHeaping.county)) return;
  facts.forEach((month, index) => {
    facts[index] = month.map((fact, component): Fact => {
      const [numerator, denominator] = fact;
      const rounded = Math.min(5 * Math.round(numerator / 5), 5 * Math.floor(denominator / 5));
      return component === exact ? fact : [rounded, denominator];
    });
  });
}

/** One value no village has, delivered even where the cell would have been missing. */
export function plantOutlier(village: string, delivered: MonthFacts[], components: readonly string[]): void {
  const { county, rate, values } = PLANTED.outlier;
  if (!village.startsWith(county)) return;
  for (const { component, month } of values.filter((value) => value.village === village)) {
    const facts = delivered[at(month)] ?? [];
    const index = components.indexOf(component);
    const denominator = delivered.find((each) => each[index])?.[index]?.[1];
    if (denominator === undefined) throw new Error(`village ${village} never delivered ${component}`);
    facts[index] = [Math.round(denominator * rate), denominator];
  }
}

/** Villages whose facts of one month were recorded in the same second: the first of the planted county. */
export function bulkEdited(county: string, villages: readonly DemoVillage[]): ReadonlySet<string> {
  if (county !== PLANTED.bulkEdit.county) return new Set();
  return new Set(villages.slice(0, PLANTED.bulkEdit.rows).map((village) => village.code));
}

const OPENS_AT = 8 * 3_600;
const OPEN_FOR = 10 * 3_600;
/** Year and month after each simulated month, as in "2026-10-". */
const NEXT_MONTHS = Array.from({ length: LAST_MONTH - SIMULATED_FROM + 1 }, (_, index) =>
  firstDay(SIMULATED_FROM + index + 1).slice(0, 8),
);
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, "0"));

/** When a village's figures of each simulated month were recorded: office hours of the first five days of the next month. */
export function recordedAt(village: string, isBulkEdited: boolean): string[] {
  const random = new Random(village, "recorded");
  const times = NEXT_MONTHS.map((month) => {
    const day = random.integer(1, 5);
    return `${month}0${day} ${timeOfDay(OPENS_AT + random.integer(0, OPEN_FOR - 1))}+08`;
  });
  if (isBulkEdited) times[at(PLANTED.bulkEdit.month)] = PLANTED.bulkEdit.recordedAt;
  return times;
}

/** Hours, minutes and seconds, as the database reads them. */
export function timeOfDay(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return `${TWO_DIGITS[Math.floor(minutes / 60)]}:${TWO_DIGITS[minutes % 60]}:${TWO_DIGITS[seconds % 60]}`;
}
