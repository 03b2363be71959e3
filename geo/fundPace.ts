/**
 * When money is slow and when it lies idle. Source: this project's own rules, defaults and not official; carry-over and
 * slow disbursement are named as findings by the yearly notices on funds, without a number for the whole country.
 */
import { addDays, daysBetween } from "./days.ts";

/** A dated rule of a province, else of the country: atlas.fund_pace_rules(). */
export interface FundPace {
  /** Points of a percent that disbursement may stay behind the calendar before it counts as slow. */
  readonly slowPoints: number;
  /** Days without any movement after which a balance counts as idle. */
  readonly idleDays: number;
}

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

/** Behind the calendar by more than the rule allows. In whole numbers, so that exactly as many points behind is not slow. */
export function isSlow(sums: FundSums, year: number, asOf: string, { slowPoints }: FundPace): boolean {
  const available = BigInt(sums.allocated - sums.returned);
  if (available <= 0n) return false;
  const { days, of } = yearElapsed(year, asOf);
  // disbursed / available < days / of − points / 100
  return BigInt(sums.disbursed) * BigInt(100 * of) < available * BigInt(100 * days - slowPoints * of);
}

/** Something is left and nothing moved for more days than the rule allows. */
export const isIdle = (sums: FundSums, lastMovedOn: string, asOf: string, { idleDays }: FundPace): boolean =>
  carriedOver(sums) > 0 && daysBetween(lastMovedOn, asOf) > idleDays;
