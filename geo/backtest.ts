/**
 * How well published levels would have warned: a rule is fitted on earlier quarters and judged on later ones.
 * Source: this project's own definition (no official one exists). Terms: precision and recall as in information
 * retrieval; lead time as in Mandl et al. (2004), MMWR 53 Suppl, "Measuring outbreak-detection performance".
 *
 * Definition, for region r and quarter q with rate x(r, q) = newly recognised households of the quarter / households:
 * - A region-quarter is judged when its level at q and its rate at q + 1 are both known.
 * - Event at q + 1: x(r, q + 1) is at or above T, the threshold of the top decile, and above 0; or x(r, q + 1) is more
 *   than twice the mean of x(r, q − 3 … q), all four known and their mean above 0.
 * - T is the 0.9 quantile (type 7, Hyndman and Fan 1996) of all rates of quarters before the held-out ones. No rate of
 *   a held-out quarter enters it. Held out are the last quarters whose events are asked for.
 * - Warning at q: the published level is at or above the level of the rule.
 * - Beside it stand two warnings that need no index: the base rate, which is the precision of warning everywhere or by
 *   lot; and the naive rule, which warns at q of every region that had an event at q itself (nothing changes). A rule
 *   that is not better than both has added nothing.
 * - Intervals are of 95 %: Wilson's for shares, Garwood's for false alarms. They take region-quarters for independent,
 *   which those of one region are not: they are too narrow rather than too wide.
 * - Levels are those of the current publications. A quarter published anew after corrections is judged by what is known
 *   now, not by what was known then.
 * - Lead time of an event at q + 1 that was warned of: quarters since the first of the unbroken run of warnings that
 *   ends at q; 1 when the warning came only in the quarter before.
 */
import { garwood, type Interval, wilson } from "./intervals.ts";
import { quarterAfter, quartersBetween } from "./quarters.ts";
import type { WarningLevel } from "./villageRisk.ts";

export interface RegionQuarter {
  readonly region: string;
  /** First day of the quarter, "2026-07-01". */
  readonly quarter: string;
  /** As published; null where there was none. */
  readonly level: WarningLevel | null;
  /** Newly recognised households of the quarter over households; null where nobody reported. */
  readonly rate: number | null;
}

export interface BacktestOptions {
  /** A level at or above it is a warning. */
  readonly level: WarningLevel;
  /** Quarters at the end whose events are judged and enter no threshold; 1 or more. */
  readonly holdout: number;
}

/** How well something warned, whatever it warned by. */
export interface Warned {
  readonly warnings: number;
  /** Events that were warned of. */
  readonly hits: number;
  /** hits / warnings; null without warnings. */
  readonly precision: number | null;
  readonly precision95: Interval | null;
  /** hits / events; null without events. */
  readonly recall: number | null;
  readonly recall95: Interval | null;
  /** Null where no region-quarter was judged. */
  readonly falseAlarmsPer100: number | null;
  readonly falseAlarms95: Interval | null;
}

export interface Backtest extends Warned {
  /** First days of the quarters whose events are judged. */
  readonly heldOut: readonly string[];
  /** Rate from which a region-quarter belongs to the top decile; null without an earlier rate. */
  readonly threshold: number | null;
  /** Region-quarters judged. */
  readonly regionQuarters: number;
  readonly events: number;
  /** events / region-quarters: the precision of warning everywhere; null where none was judged. */
  readonly baseRate: number | null;
  /** The rule that a region with an event has another in the next quarter. */
  readonly naive: Warned;
  /** Mean lead time of the hits in quarters; null without hits. */
  readonly leadQuarters: number | null;
}

const RISING: readonly WarningLevel[] = ["NONE", "BLUE", "YELLOW", "ORANGE", "RED"];
const TOP_DECILE = 0.9;
const TIMES_OWN_MEAN = 2;
const QUARTERS_OF_MEAN = 4;

/**
 * Judges the rule on the last quarters; the definition stands at the head of this file.
 * @param history one entry per region and quarter, in any order; what is missing counts as not known.
 * @throws RangeError when `holdout` is not a whole number of 1 or more, or a region has a quarter twice.
 */
export function backtest(history: readonly RegionQuarter[], { level, holdout }: BacktestOptions): Backtest {
  if (!Number.isInteger(holdout) || holdout < 1)
    throw new RangeError(`Hold-out of ${holdout} quarters; give a whole number of 1 or more.`);
  const quarters = [...new Set(history.map(({ quarter }) => quarter))].sort();
  const heldOut = quarters.slice(-holdout);
  const firstHeldOut = heldOut[0] ?? "";
  const known = new Map<string, RegionQuarter>();
  for (const entry of history) {
    const key = `${entry.region} ${entry.quarter}`;
    if (known.has(key)) throw new RangeError(`${key} is given twice; give the current publication only.`);
    known.set(key, entry);
  }
  const earlier = history
    .filter(({ quarter }) => quarter < firstHeldOut)
    .flatMap(({ rate }) => (rate === null ? [] : [rate]))
    .sort((one, other) => one - other);
  const threshold = earlier.length > 0 ? typeSevenQuantile(earlier, TOP_DECILE) : null;
  const at = (region: string, quarter: string) => known.get(`${region} ${quarter}`);
  const isWarned = (region: string, quarter: string) =>
    RISING.indexOf(at(region, quarter)?.level ?? "NONE") >= RISING.indexOf(level) &&
    (at(region, quarter)?.level ?? null) !== null;
  const isEvent = (region: string, quarter: string): boolean => {
    const rate = at(region, quarter)?.rate ?? null;
    if (rate === null) return false;
    const past = Array.from(
      { length: QUARTERS_OF_MEAN },
      (_, back) => at(region, quarterAfter(quarter, -1 - back))?.rate ?? null,
    );
    return (threshold !== null && rate > 0 && rate >= threshold) || isAboveOwn(rate, past);
  };
  let [regionQuarters, events, warnings, hits, leads, naiveWarnings, naiveHits] = [0, 0, 0, 0, 0, 0, 0];
  for (const { region, quarter, rate } of history) {
    const before = quarterAfter(quarter, -1);
    if (quarter < firstHeldOut || rate === null || (at(region, before)?.level ?? null) === null) continue;
    regionQuarters += 1;
    const [happened, warned, naively] = [
      isEvent(region, quarter),
      isWarned(region, before),
      isEvent(region, before),
    ];
    if (happened) events += 1;
    if (warned) warnings += 1;
    if (naively) naiveWarnings += 1;
    if (happened && naively) naiveHits += 1;
    if (!happened || !warned) continue;
    hits += 1;
    let first = before;
    while (isWarned(region, quarterAfter(first, -1))) first = quarterAfter(first, -1);
    leads += quartersBetween(first, quarter);
  }
  return {
    heldOut,
    threshold,
    regionQuarters,
    events,
    baseRate: regionQuarters > 0 ? events / regionQuarters : null,
    ...scored(warnings, hits, events, regionQuarters),
    leadQuarters: hits > 0 ? leads / hits : null,
    naive: scored(naiveWarnings, naiveHits, events, regionQuarters),
  };
}

function scored(warnings: number, hits: number, events: number, regionQuarters: number): Warned {
  const per100 = (alarms: number) => (100 * alarms) / regionQuarters;
  const [low, high] = garwood(warnings - hits);
  return {
    warnings,
    hits,
    precision: warnings > 0 ? hits / warnings : null,
    precision95: warnings > 0 ? wilson(hits, warnings) : null,
    recall: events > 0 ? hits / events : null,
    recall95: events > 0 ? wilson(hits, events) : null,
    falseAlarmsPer100: regionQuarters > 0 ? per100(warnings - hits) : null,
    falseAlarms95: regionQuarters > 0 ? [per100(low), per100(high)] : null,
  };
}

function isAboveOwn(rate: number, past: readonly (number | null)[]): boolean {
  const rates = past.filter((value) => value !== null);
  if (rates.length < past.length) return false;
  const mean = rates.reduce((sum, value) => sum + value, 0) / rates.length;
  return mean > 0 && rate > TIMES_OWN_MEAN * mean;
}

/** Linear between the two nearest of the sorted values, as PostgreSQL's percentile_cont: type 7 of Hyndman and Fan. */
function typeSevenQuantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return low + (high - low) * (place - Math.floor(place));
}
