/**
 * The silence test: is nothing new, or nothing changed, believable for a unit of this size and history?
 * Source: this project's method card, 2.5 (its own default, not an official rule); variant: negative binomial with
 * size 4 around the expected count, because clues come in bursts and a Poisson zero would alarm too often.
 */
import { smoothRates } from "./empiricalBayes.ts";

export interface SilenceRules {
  /** Size (k) of the negative binomial; the variance is mean + mean² / size. */
  readonly size: number;
  /** A reported zero less likely than this is flagged. */
  readonly improbableZeroNewBelow: number;
  /** A quarter without any change less likely than this is flagged. */
  readonly implausibleZeroChangeBelow: number;
}

export const DEFAULT_SILENCE_RULES: SilenceRules = {
  size: 4,
  improbableZeroNewBelow: 0.05,
  implausibleZeroChangeBelow: 0.01,
};

/** What one unit delivered in one quarter. */
export interface ReportingFacts {
  /** Whether the unit's report came in at all: no report and a report of zero are different things. */
  readonly reportReceived: boolean;
  /** Changes of records (insert, update, close) expected in the quarter; null where no peer ever reported any. */
  readonly expectedChanges: number | null;
  /** Changes of records seen in the quarter; null where no report says. */
  readonly changes: number | null;
  /** Households expected to be newly recognised in the quarter; null as above. */
  readonly expectedNew: number | null;
  /** Households newly recognised in the quarter; null where no report says. */
  readonly newThisQuarter: number | null;
}

/** Three separate states; ZERO_CHANGE may hold together with either of the others. */
export type SilenceState = "REPORTED_ZERO" | "NO_REPORT" | "ZERO_CHANGE";

export interface Silence {
  readonly states: readonly SilenceState[];
  /** A report came in and it says that nobody is new. */
  readonly reportedZero: boolean;
  /** No report came in. */
  readonly noReport: boolean;
  /** No record was inserted, updated or closed. */
  readonly zeroChange: boolean;
  /** P(nobody new) given the expected count; null where nothing is expected because nothing is known. */
  readonly zeroNewProbability: number | null;
  /** P(no change) given the expected count; null as above. */
  readonly zeroChangeProbability: number | null;
  /** The zero-new flag: reported zero, and less likely than the rule's threshold. */
  readonly improbableZeroNew: boolean;
  /** The zero-change flag: no change, and less likely than the rule's threshold. */
  readonly implausibleZeroChange: boolean;
}

/**
 * P(0) of a negative binomial: (size / (size + expected))^size.
 * @throws RangeError when the expected count is negative or the size not positive.
 */
export function zeroProbability(expected: number, size: number = DEFAULT_SILENCE_RULES.size): number {
  if (!(expected >= 0) || !(size > 0))
    throw new RangeError(
      `zeroProbability: expected ${expected}, size ${size}; give expected >= 0, size > 0.`,
    );
  return (size / (size + expected)) ** size;
}

/**
 * Tells the three kinds of silence apart and says how likely each zero is.
 * @param facts null where nothing at all is known of the unit's quarter: that is NO_REPORT without probabilities.
 * @throws RangeError from `zeroProbability`.
 */
export function silenceOf(
  facts: ReportingFacts | null,
  rules: SilenceRules = DEFAULT_SILENCE_RULES,
): Silence {
  if (facts === null) {
    return {
      states: ["NO_REPORT"],
      reportedZero: false,
      noReport: true,
      zeroChange: false,
      zeroNewProbability: null,
      zeroChangeProbability: null,
      improbableZeroNew: false,
      implausibleZeroChange: false,
    };
  }
  const reportedZero = facts.reportReceived && facts.newThisQuarter === 0;
  const noReport = !facts.reportReceived;
  const zeroChange = facts.changes === 0;
  const zeroNewProbability = unlessUnknown(facts.expectedNew, rules.size);
  const zeroChangeProbability = unlessUnknown(facts.expectedChanges, rules.size);
  const states: SilenceState[] = [];
  if (reportedZero) states.push("REPORTED_ZERO");
  if (noReport) states.push("NO_REPORT");
  if (zeroChange) states.push("ZERO_CHANGE");
  return {
    states,
    reportedZero,
    noReport,
    zeroChange,
    zeroNewProbability,
    zeroChangeProbability,
    improbableZeroNew:
      reportedZero && zeroNewProbability !== null && zeroNewProbability < rules.improbableZeroNewBelow,
    implausibleZeroChange:
      zeroChange &&
      zeroChangeProbability !== null &&
      zeroChangeProbability < rules.implausibleZeroChangeBelow,
  };
}

/** Where nothing is known of any peer, nothing is expected, which is not an expectation of 0. */
const unlessUnknown = (expected: number | null, size: number): number | null =>
  expected === null ? null : zeroProbability(expected, size);

/** A unit's past counts, for what is expected of it. */
export interface QuarterHistory {
  readonly households: number;
  /** One count per quarter, oldest first; null where no report came in. Only the last eight are read. */
  readonly counts: readonly (number | null)[];
}

const QUARTERS_READ = 8;

/**
 * The count expected of each unit in its next quarter: its own last eight quarters, pooled with its peers by
 * empirical Bayes (Marshall 1991, see empiricalBayes.ts), times its households.
 * @param units peers of one another, for example the counties of a province.
 * @returns counts per quarter in the order given; null where no unit has ever reported.
 * @throws RangeError when a unit has no households or a count is negative.
 */
export function expectedPerQuarter(units: readonly QuarterHistory[]): (number | null)[] {
  const pooled = units.map(({ households, counts }) => {
    if (!(households > 0))
      throw new RangeError(`expectedPerQuarter: ${households} households; leave the unit out.`);
    const read = counts.slice(-QUARTERS_READ).filter((count) => count !== null);
    const wrong = read.find((count) => !(count >= 0));
    if (wrong !== undefined)
      throw new RangeError(`expectedPerQuarter: count ${wrong}; counts are 0 or more, null for no report.`);
    return {
      numerator: read.reduce((sum, count) => sum + count, 0),
      denominator: households * read.length,
    };
  });
  return smoothRates(pooled).map((smoothed, index) =>
    smoothed === null ? null : smoothed.rate * (units[index]?.households ?? 0),
  );
}

/** What one village delivered in one month; a correction is a delivery of its own. */
export interface MonthlyFigures {
  readonly village: string;
  /** First day of the month. */
  readonly month: string;
  /** Null where not delivered, which is not 0. */
  readonly figures: readonly (number | null)[];
}

/**
 * Villages in which nothing moved in a quarter, over those of which that can be said at all.
 * A village moved when two deliveries of one figure differ, also a correction from what it corrects. It stood still when
 * none does and at least one figure was delivered in every month of the quarter. Every other village is no report: it
 * stands on neither side, for what was not delivered can neither move nor stand still.
 * @param deliveries of the quarter and the month before it.
 * @param months of the quarter, first days.
 * @param places of the figures that are compared.
 * @returns null where no village delivered enough to tell.
 */
export function silentVillages(
  deliveries: Iterable<MonthlyFigures>,
  months: readonly string[],
  places: readonly number[],
): { numerator: number; denominator: number } | null {
  interface Seen {
    moved: boolean;
    readonly first: (number | null)[];
    /** By figure, the months it came in: bit 0 for the one before the quarter, then one for each month of it. */
    readonly cameIn: number[];
  }
  const villages = new Map<string, Seen>();
  for (const { village, month, figures } of deliveries) {
    let seen = villages.get(village);
    if (!seen) {
      seen = { moved: false, first: places.map(() => null), cameIn: places.map(() => 0) };
      villages.set(village, seen);
    }
    const bit = 1 << (months.indexOf(month) + 1);
    for (let index = 0; index < places.length; index += 1) {
      const figure = figures[places[index] ?? -1] ?? null;
      if (figure === null) continue;
      const first = seen.first[index] ?? null;
      if (first === null) seen.first[index] = figure;
      else if (first !== figure) seen.moved = true;
      seen.cameIn[index] = (seen.cameIn[index] ?? 0) | bit;
    }
  }
  const whole = (2 << months.length) - 2;
  let [moved, still] = [0, 0];
  for (const seen of villages.values()) {
    if (seen.moved) moved += 1;
    // The first month of a quarter alone stands still only beside the month before it.
    else if (seen.cameIn.some((came) => (came & whole) === whole && (months.length > 1 || came !== whole)))
      still += 1;
  }
  return moved + still > 0 ? { numerator: still, denominator: moved + still } : null;
}
