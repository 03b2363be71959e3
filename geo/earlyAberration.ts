/**
 * Early aberration reporting (EARS): is this month's count above what the months before it make likely?
 * Sources: Hutwagner et al. (2003), Journal of Urban Health 80; Fricker, Hegler & Dunfee (2008), Statistics in
 * Medicine 27. Variant: bounds and alarms as surveillance::earsC 1.20 computes them. Alerts to verify, not findings.
 */
import { normalUpperQuantile } from "./specialFunctions.ts";

/**
 * C1: baseline ends with the month before. C2: it ends two months earlier, so a rise in progress does not raise
 * its own bound. C3: C2's excess of the two months before is added, so a rise that lasts is seen sooner.
 */
export type AberrationMethod = "C1" | "C2" | "C3";

export interface AberrationOptions {
  /** Number of months in the baseline; default 7. */
  readonly baseline?: number;
  /** Probability of an alarm in a month without cause; default 0.001, for C3 0.025. */
  readonly falseAlarm?: number;
  /** The deviation of the baseline is taken as at least this many events; default 0. */
  readonly leastDeviation?: number;
}

export interface Aberration {
  /** Count above which there is an alarm, in events; for C3 it depends on the month's own count, see below. */
  readonly bound: number;
  readonly alarm: boolean;
}

/** C2 and C3 leave this many months between the baseline and the month tested. */
const GAP = 2;

interface Baseline {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * Tests every month of a series.
 *
 * C3's bound is y + s·(z − Σ max(0, C2 − 1)) over the two months before, cut at 0, as earsC 1.20 prints it: the
 * alarm says that the excess of those two months exceeds z, and the month's own count y cancels out.
 * Where a baseline of C3 does not vary at all, C2 is not defined and the answer is null.
 * @param counts events per month, oldest first, no month left out; null where nobody reported, which is not 0.
 * @returns null for months without a full baseline: too early, or one of the counts needed was not reported.
 * @throws RangeError for a negative count, a baseline under 2 months or a probability outside 0 to 0.5.
 */
export function earlyAberrations(
  counts: readonly (number | null)[],
  method: AberrationMethod,
  options: AberrationOptions = {},
): (Aberration | null)[] {
  const { baseline = 7, falseAlarm = method === "C3" ? 0.025 : 0.001, leastDeviation = 0 } = options;
  if (!(Number.isInteger(baseline) && baseline >= 2))
    throw new RangeError(`a baseline of ${baseline} months; give a whole number from 2 up`);
  if (!(falseAlarm > 0 && falseAlarm < 0.5))
    throw new RangeError(`a false alarm probability of ${falseAlarm}; give a number between 0 and 0.5`);
  if (!(leastDeviation >= 0)) throw new RangeError(`a least deviation of ${leastDeviation}; give 0 or more`);
  counts.forEach((count, month) => {
    if (count !== null && !(count >= 0 && Number.isFinite(count)))
      throw new RangeError(
        `the count of month ${month} is ${count}; give 0 or more, or null where nobody reported`,
      );
  });
  const z = normalUpperQuantile(falseAlarm);
  const gap = method === "C1" ? 0 : GAP;
  const before = (month: number) => baselineOf(counts, month - gap, baseline, leastDeviation);
  return counts.map((count, month) => {
    const base = before(month);
    if (count === null || base === null) return null;
    if (method !== "C3") return alarmAt(base.mean + z * base.deviation, count);
    const excesses = [month - 1, month - 2].map((earlier) =>
      excess(counts[earlier] ?? null, before(earlier)),
    );
    const [last = null, lastButOne = null] = excesses;
    if (last === null || lastButOne === null) return null;
    return alarmAt(Math.max(0, count + base.deviation * (z - last - lastButOne)), count);
  });
}

function alarmAt(bound: number, count: number): Aberration {
  return { bound, alarm: count > bound };
}

/** How far C2 of a month exceeds 1; null where it has none. */
function excess(count: number | null, base: Baseline | null): number | null {
  if (count === null || base === null || base.deviation === 0) return null;
  return Math.max(0, (count - base.mean) / base.deviation - 1);
}

/** Mean and sample deviation of the months just before `end`. */
function baselineOf(
  counts: readonly (number | null)[],
  end: number,
  length: number,
  leastDeviation: number,
): Baseline | null {
  if (end < length) return null;
  const months = counts.slice(end - length, end);
  let sum = 0;
  for (const count of months) {
    if (count === null) return null;
    sum += count;
  }
  const mean = sum / length;
  const squares = months.reduce((total: number, count) => total + ((count ?? 0) - mean) ** 2, 0);
  return { mean, deviation: Math.max(leastDeviation, Math.sqrt(squares / (length - 1))) };
}
