import type { DispatchColumn } from "../indicators/countyInputs.ts";
import type { DemoCounty } from "./county.ts";
import { timeOfDay } from "./defects.ts";
import { causesOf } from "./mainCauses.ts";
import {
  dayAfter,
  firstDay,
  LAST_MONTH,
  monthIndex,
  monthOfYear,
  SIMULATED_FROM,
  wholeQuarters,
} from "./months.ts";
import { PLANTED, PLANTED_COUNTIES } from "./planted.ts";
import { apportion, Random } from "./random.ts";
import type { CountyTally } from "./tally.ts";

/** The figures of a report, none of them missing. */
export type QuarterFigures = Record<DispatchColumn, number>;

export interface QuarterReport {
  quarter: string;
  /** Null where no report came; then there are no figures either. */
  reportedOn: string | null;
  figures: QuarterFigures | null;
  recordedAt: string;
}

/** What a county reported of every whole quarter within the last `months` months; fewer months are the end of more. */
export function quarterReports(county: DemoCounty, tally: CountyTally, months: number): QuarterReport[] {
  const code = county.plan.code;
  const habits = habitsOf(county);
  return wholeQuarters(months).map((quarter) => {
    const random = new Random(code, firstDay(quarter), "report");
    const reportedOn = arrivalOf(code, quarter, random);
    const time = timeOfDay(random.integer(9 * 3_600, 18 * 3_600 - 1));
    const figures = reportedOn === null ? null : figuresOf(habits, tally, quarter);
    // The quarter is closed without those who are not heard of by the deadline.
    const day = reportedOn ?? dayAfter(firstDay(quarter + 3), DEADLINE);
    return { quarter: firstDay(quarter), reportedOn, figures, recordedAt: `${day} ${time}+08` };
  });
}

/** Days after the first of the month that follows the quarter: reports are due on the 15th. */
const DEADLINE = 14;

function arrivalOf(county: string, quarter: number, random: Random): string | null {
  const { noReport } = PLANTED;
  const isLate = random.chance(0.04);
  const isSilent = random.chance(0.02);
  if (county === noReport.county && quarter === monthIndex(noReport.quarter)) return null;
  const planted = PLANTED_COUNTIES.has(county);
  if (isSilent && !planted) return null;
  const days = isLate && !planted ? random.integer(DEADLINE + 2, DEADLINE + 14) : random.integer(5, 12);
  return dayAfter(firstDay(quarter + 3), days - 1);
}

/** What is lasting about a county, so that one quarter resembles the next. */
interface Habits {
  code: string;
  households: number;
  labourForce: number;
  classes: readonly number[];
  personsPerHousehold: number;
  cluesPerHousehold: number;
  channels: readonly number[];
  recognitionDays: number;
  measureDays: number;
  lateShare: number;
  matchingShare: number;
  breachShare: number;
  overdueShare: number;
  ledgerItems: number;
  changedShare: number;
  paymentPace: number;
  employed: number;
  trend: number;
  /** Work that was lost, from a quarter on: some counties only. */
  fall: { since: number; share: number } | null;
}

function habitsOf({ plan, villages }: DemoCounty): Habits {
  const random = new Random(plan.code, "dispatch");
  const sum = (key: "households" | "labourForce") =>
    villages.reduce((total, village) => total + village[key], 0);
  return {
    code: plan.code,
    households: sum("households"),
    labourForce: sum("labourForce"),
    classes: [random.between(0.32, 0.44), random.between(0.34, 0.46), random.between(0.14, 0.26)],
    personsPerHousehold: random.between(3.1, 3.7),
    cluesPerHousehold: random.between(1.6, 2.8),
    channels: [random.between(0.36, 0.5), random.between(0.26, 0.38), random.between(0.18, 0.3)],
    recognitionDays: random.between(8, 12.5),
    measureDays: random.between(5, 8.5),
    lateShare: random.between(0.055, 0.11),
    matchingShare: random.between(0.85, 0.97),
    breachShare: random.between(0.01, 0.06),
    overdueShare: random.between(0.05, 0.11),
    ledgerItems: random.between(0.0008, 0.002),
    changedShare: random.between(0.024, 0.036),
    paymentPace: random.between(0.88, 1.04),
    employed: random.between(0.72, 0.79),
    trend: random.between(-0.002, 0.008),
    fall: fallOf(plan.code),
  };
}

function fallOf(county: string): Habits["fall"] {
  const { lostWork } = PLANTED;
  if (county === lostWork.county) return { since: monthIndex(lostWork.since), share: lostWork.fall };
  const random = new Random(county, "lost work");
  if (!random.chance(0.05) || PLANTED_COUNTIES.has(county)) return null;
  return { since: monthIndex("2025-10") + 3 * random.integer(0, 2), share: random.between(0.07, 0.095) };
}

function figuresOf(habits: Habits, tally: CountyTally, quarter: number): QuarterFigures {
  const { code } = habits;
  if (code === PLANTED.zeroChange.county && quarter === monthIndex(PLANTED.zeroChange.from)) {
    return standingStill(figuresOf(habits, tally, quarter - 3));
  }
  const random = new Random(code, firstDay(quarter), "dispatch");
  const first = quarter - SIMULATED_FROM;
  const recognised = tally.recognisedIn(quarter);
  const openBefore = tally.atRisk[first - 1] ?? 0;
  const open = tally.atRisk[first + 2] as number;
  const [unstable, marginal, sudden] = apportion(open, habits.classes) as [number, number, number];
  const persons = (households: number) => Math.round(households * habits.personsPerHousehold);
  // Who left is what keeps the books: open before, plus new, less eliminated, is open now wherever that can be.
  const eliminated = Math.max(0, openBefore + recognised - open);
  const share = (of: number, mean: number) => Math.round(of * mean * random.between(0.85, 1.15));
  const clues = Math.round(
    recognised * habits.cluesPerHousehold * random.between(0.9, 1.1) +
      0.0005 * habits.households * random.between(0.5, 1.5),
  );
  const [selfReported, inspected, screened] = apportion(clues, habits.channels) as [number, number, number];
  const withMeasures = Math.round(recognised * random.between(0.88, 0.98));
  const noticesChecked = random.integer(24, 60);
  const ledgerItems = Math.round(habits.households * habits.ledgerItems * random.between(0.85, 1.15));
  const [budget, paid] = fundOf(habits, quarter);
  return {
    unstable_households: unstable,
    unstable_persons: persons(unstable),
    marginal_households: marginal,
    marginal_persons: persons(marginal),
    sudden_households: sudden,
    sudden_persons: persons(sudden),
    newly_recognised: recognised,
    eliminated,
    records_changed: recordsChanged(habits, random) + recognised + eliminated,
    clues,
    clues_self_reported: selfReported,
    clues_inspected: inspected,
    clues_screened: screened,
    recognition_days: Math.round(recognised * habits.recognitionDays * random.between(0.92, 1.08)),
    recognised_late: share(recognised, habits.lateShare),
    measure_days: Math.round(withMeasures * habits.measureDays * random.between(0.92, 1.08)),
    households_with_measures: withMeasures,
    measures_late: share(recognised, habits.lateShare),
    measures_matching: Math.round(withMeasures * habits.matchingShare * random.between(0.97, 1.02)),
    notices_checked: noticesChecked,
    notices_breached: share(noticesChecked, habits.breachShare),
    ledger_items: ledgerItems,
    ledger_overdue: share(ledgerItems, habits.overdueShare),
    fund_budget_fen: budget,
    fund_paid_fen: paid,
    ...workersOf(habits, quarter, random),
    // Of those without work, about a third came home: the others never left.
    returned_idle: Math.round(0.35 * (tally.idle[first + 2] as number)),
    labour_force: habits.labourForce,
    ...causesOf(code, quarter, tally, habits.fall?.since ?? null),
  };
}

/** Money of the year so far and what was paid of it at the end of every quarter of a year, up to the last one there is. */
export function fundsOfYear(county: DemoCounty, year: number): { budget: number; paid: number }[] {
  const habits = habitsOf(county);
  const quarters = [0, 3, 6, 9]
    .map((month) => 12 * year + month)
    .filter((quarter) => quarter + 2 <= LAST_MONTH);
  return quarters.map((quarter) => {
    const stood =
      habits.code === PLANTED.zeroChange.county && quarter === monthIndex(PLANTED.zeroChange.from);
    const [budget, paid] = fundOf(habits, stood ? quarter - 3 : quarter);
    return { budget, paid };
  });
}

/** The report of a quarter in which nothing moved: it came in, and repeats the one before without a single event. */
function standingStill(before: QuarterFigures): QuarterFigures {
  const events = [
    "newly_recognised",
    "eliminated",
    "records_changed",
    "clues",
    "clues_self_reported",
  ] as const;
  const details = ["clues_inspected", "clues_screened", "recognition_days", "recognised_late"] as const;
  const help = ["measure_days", "households_with_measures", "measures_late", "measures_matching"] as const;
  const still = { ...before };
  for (const key of [...events, ...details, ...help]) still[key] = 0;
  return still;
}

/** Changes that are neither a recognition nor an elimination; spread like a negative binomial of size 4, whose sd is half its mean. */
function recordsChanged({ households, changedShare }: Habits, random: Random): number {
  const spread = Math.max(0.1, 1 + 0.45 * random.normal());
  return Math.max(1, Math.round(households * changedShare * spread));
}

const ARRIVED = [0.45, 0.75, 0.92, 1] as const;
const PAID = [0.36, 0.66, 0.85, 0.94] as const;

/** Money of the year so far, and what was paid of it: both only grow within a year. */
function fundOf(habits: Habits, quarter: number): [budget: number, paid: number] {
  const ofYear = new Random(habits.code, "fund", Math.floor(quarter / 12));
  const year = habits.households * ofYear.integer(30_000, 70_000);
  const index = monthOfYear(quarter) / 3;
  const budget = Math.round(year * (ARRIVED[index] as number));
  return [budget, Math.min(budget, Math.round(year * (PAID[index] as number) * habits.paymentPace))];
}

/** Fewer after the new year, most in autumn. */
const SEASON_OF_WORK = [-0.012, 0.004, 0.01, -0.002] as const;

function workersOf(
  habits: Habits,
  quarter: number,
  random: Random,
): Pick<QuarterFigures, "workers" | "migrant_workers"> {
  const years = (quarter - SIMULATED_FROM) / 12;
  const season = SEASON_OF_WORK[monthOfYear(quarter) / 3] as number;
  const usual = 1 + season + habits.trend * years + 0.0015 * random.normal();
  const lost = habits.fall !== null && quarter >= habits.fall.since ? habits.fall.share : 0;
  const workers = Math.round(habits.labourForce * habits.employed * usual * (1 - lost));
  // Who works away leaves after the new year and is back for it; work is lost at home and away alike.
  const away = new Random(habits.code, "work away").between(0.5, 0.64);
  const drift = 0.004 * new Random(habits.code, firstDay(quarter), "work away").normal();
  return { workers, migrant_workers: Math.round(workers * (away + drift)) };
}
