/**
 * When money is slow and when it lies idle. Source: this project's own rules, defaults and not official; carry-over and
 * slow disbursement are named as findings by the yearly notices on funds, without a number for the whole country.
 */
import { addDays, daysBetween } from "./days.ts";

/** Points of a percent that disbursement may stay behind the calendar before it counts as slow. */
export const SLOW_POINTS = 20;
/** Days without any movement after which a balance counts as idle. */
export const IDLE_DAYS = 90;

/** Days of a budget year that are over at the end of a day, and all it has. Variant: the calendar year, day by day. */
export function yearElapsed(year: number, asOf: string): { readonly days: number; readonly of: number } {
  const [first, next] = [`${year}-01-01`, `${year + 1}-01-01`];
  const of = daysBetween(first, next);
  return { days: Math.min(of, Math.max(0, daysBetween(first, addDays(asOf, 1)))), of };
}

/** Sums of a pot of money, or of many, in fen. */
export interface FundSums {
  readonly allocated: number;
  readonly disbursed: number;
  readonly settled: number;
  readonly returned: number;
}

/** What is left over 结余结转. */
export const carriedOver = ({ allocated, disbursed, returned }: FundSums): number =>
  allocated - disbursed - returned;

/** What there is to spend: money that was taken back no longer counts. Null where there is nothing. */
export function disbursedShare({ allocated, disbursed, returned }: FundSums): number | null {
  const available = allocated - returned;
  return available > 0 ? disbursed / available : null;
}

export const settledShare = ({ disbursed, settled }: FundSums): number | null =>
  disbursed > 0 ? settled / disbursed : null;

/** Behind the calendar by more than SLOW_POINTS. In whole numbers, so that exactly 20 points behind is not slow. */
export function isSlow(sums: FundSums, year: number, asOf: string): boolean {
  const available = BigInt(sums.allocated - sums.returned);
  if (available <= 0n) return false;
  const { days, of } = yearElapsed(year, asOf);
  // disbursed / available < days / of − points / 100
  return BigInt(sums.disbursed) * BigInt(100 * of) < available * BigInt(100 * days - SLOW_POINTS * of);
}

/** Something is left and nothing moved for more than IDLE_DAYS. */
export const isIdle = (sums: FundSums, lastMovedOn: string, asOf: string): boolean =>
  carriedOver(sums) > 0 && daysBetween(lastMovedOn, asOf) > IDLE_DAYS;
