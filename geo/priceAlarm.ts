/**
 * Alarms of falling prices: the Alert for Price Spikes, mirrored. Source: WFP, "Technical Guidance Note: Calculation and
 * Use of the Alert for Price Spikes (ALPS) Indicator", April 2014: a price minus its seasonal expectation, in standard
 * deviations of that difference, graded at 0.25, 1 and 2.
 *
 * Variant, this project's own where it differs:
 *  - falls, not rises: deviation = (expected − price) / standard deviation;
 *  - the expectation is the mean of the same calendar month in the three years before, without ALPS's linear trend: three
 *    years cannot tell a trend from the beginning of a fall. It is the base of the region index as well;
 *  - out of sample: the standard deviation is that of the 36 months before about the means of their calendar months
 *    (n − number of calendar months degrees of freedom), so that the month judged does not soften its own verdict;
 *  - CRISIS also takes a fall of `leastFallOfCrisis`: after three quiet years two deviations may be a few per cent, which
 *    is rare but no large fall 持续大幅下跌; such a month is an ALERT.
 */
import { monthAfter } from "./quarters.ts";

export const PRICE_ALARM_LEVELS = ["INSUFFICIENT", "NORMAL", "STRESS", "ALERT", "CRISIS"] as const;
export type PriceAlarmLevel = (typeof PRICE_ALARM_LEVELS)[number];

export const PRICE_ALARM_RULES = {
  /** Years before that make the base. */
  baseYears: 3,
  /** Of the months of the base, this share must be there (ALPS: 70 per cent of at least three years). */
  leastShare: 0.7,
  /** Standard deviations below the expectation. */
  stress: 0.25,
  alert: 1,
  crisis: 2,
  /** Share of the expectation that the price must have lost. */
  leastFallOfCrisis: 0.15,
} as const;

export interface MonthlyPrice {
  /** First day of the month, "2026-09-01". */
  readonly period: string;
  /** Any unit, the same throughout; greater than 0. */
  readonly price: number;
}

export interface JudgedMonth extends MonthlyPrice {
  readonly level: PriceAlarmLevel;
  /** Mean of the same calendar month in the three years before; null where they do not suffice. */
  readonly expected: number | null;
  /** Standard deviation of the base about the means of its calendar months; null where the base does not suffice. */
  readonly deviation: number | null;
  /** How many of them the price lies below the expectation, negative above it; null where it cannot be said. */
  readonly deviationsBelow: number | null;
  /** Share of the expectation that was lost, negative for a rise; null without an expectation. */
  readonly fall: number | null;
  /** Months in a row below their expectation, this one included; 0 when it is not below. */
  readonly monthsBelow: number;
}

/**
 * Judges every month of a series. A month without a price is simply not there, and breaks a row of months below.
 * @param prices oldest first, no month twice.
 */
export function judgePrices(prices: readonly MonthlyPrice[]): JudgedMonth[] {
  const byPeriod = new Map(prices.map(({ period, price }) => [period, price]));
  const judged: JudgedMonth[] = [];
  for (const { period, price } of prices) {
    const base = baseOf(byPeriod, prices[0]?.period ?? period, period);
    const before = judged.at(-1);
    const isBelow = base !== null && price < base.expected;
    const follows = before?.period === monthAfter(period, -1) ? before.monthsBelow : 0;
    const deviationsBelow = base && base.deviation > 0 ? (base.expected - price) / base.deviation : null;
    const fall = base && 1 - price / base.expected;
    judged.push({
      period,
      price,
      level: base === null ? "INSUFFICIENT" : levelOf(deviationsBelow, fall ?? 0),
      expected: base?.expected ?? null,
      deviation: base?.deviation ?? null,
      deviationsBelow,
      fall,
      monthsBelow: isBelow ? follows + 1 : 0,
    });
  }
  return judged;
}

/** Level of a month by how far it lies below its expectation. Without any spread a fall cannot be graded: NORMAL. */
export function levelOf(
  deviationsBelow: number | null,
  fall: number,
): Exclude<PriceAlarmLevel, "INSUFFICIENT"> {
  const { stress, alert, crisis, leastFallOfCrisis } = PRICE_ALARM_RULES;
  if (deviationsBelow === null || deviationsBelow < stress) return "NORMAL";
  if (deviationsBelow < alert) return "STRESS";
  return deviationsBelow >= crisis && fall >= leastFallOfCrisis ? "CRISIS" : "ALERT";
}

interface Base {
  readonly expected: number;
  readonly deviation: number;
}

/**
 * The 36 months before; null unless the series reaches back three years, seven in ten of their months are there and at
 * least one of them is the same calendar month.
 */
function baseOf(byPeriod: ReadonlyMap<string, number>, first: string, period: string): Base | null {
  const { baseYears, leastShare } = PRICE_ALARM_RULES;
  const length = 12 * baseYears;
  if (first > monthAfter(period, -length)) return null;
  const calendar = new Map<number, number[]>();
  let count = 0;
  for (let back = 1; back <= length; back += 1) {
    const price = byPeriod.get(monthAfter(period, -back));
    if (price === undefined) continue;
    count += 1;
    calendar.set(back % 12, [...(calendar.get(back % 12) ?? []), price]);
  }
  const same = calendar.get(0) ?? [];
  // Multiplied, not divided: 0.7 of 36 is 25.2, so 26 months are needed and 25 are not enough.
  if (count < leastShare * length || same.length === 0) return null;
  let squares = 0;
  for (const prices of calendar.values()) {
    const mean = prices.reduce((sum, price) => sum + price, 0) / prices.length;
    for (const price of prices) squares += (price - mean) ** 2;
  }
  const expected = same.reduce((sum, price) => sum + price, 0) / same.length;
  return { expected, deviation: Math.sqrt(squares / (count - calendar.size)) };
}
