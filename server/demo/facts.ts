import { copyForward, heapDigits, plantOutlier } from "./defects.ts";
import { LAST_MONTH, monthIndex, monthOfYear, SIMULATED_FROM } from "./months.ts";
import { PLANTED } from "./planted.ts";
import { Random } from "./random.ts";
import { scoreOf } from "./riskField.ts";
import type { DemoVillage } from "./villages.ts";

/** The seven components in the order of the columns, with the goalposts of the method card. */
export const COMPONENTS = ["vul", "margin", "flow", "shock", "jobs", "industry", "guarantee"] as const;
const LOW = [0, 0.02, 0, 0, 0.02, 0, 0] as const;
const HIGH = [0.1, 0.3, 0.03, 0.1, 0.25, 0.3, 0.05] as const;
const VUL = 0;
const FLOW = 2;
const JOBS = 4;
const INDUSTRY = 5;

/** Added to the component's severity by month of the year: storms in summer, idle hands after the new year. */
const SEASON: Partial<Record<(typeof COMPONENTS)[number], readonly number[]>> = {
  shock: [0, 0, 0, 2, 4, 8, 8, 5, 1, 0, 0, 1],
  jobs: [5, 9, 5, 1, 0, -1, -1, -1, 0, 0, 0, 2],
};

export type Fact = readonly [numerator: number, denominator: number];
export type MonthFacts = (Fact | null)[];

/** What happened in a village, and what was delivered of it. */
export interface VillageHistory {
  /** The last months asked for, oldest first; fewer months are the end of more months. */
  facts: MonthFacts[];
  /** By simulated month, from SIMULATED_FROM on, with what no delivery says. */
  recognised: number[];
  atRisk: number[];
  idle: number[];
}

/** Households tied to failing business in a month, at-risk ones counted half: from the projects and enclaves. */
export type FailingHouseholds = (month: number) => number;

/** The simulated months of one village, whose last `months` months are delivered. */
export function historyOf(village: DemoVillage, failing: FailingHouseholds, months: number): VillageHistory {
  const random = new Random(village.code, "facts");
  const lasting = COMPONENTS.map(() => random.normal());
  const phase = COMPONENTS.map(() => random.unit());
  const withAccount = Math.round(village.households * random.between(0.86, 1));
  const poorlyReported = random.chance(0.006);
  const slope = 0.012 * random.normal();
  let shared = random.normal();
  const own = COMPONENTS.map(() => random.normal());
  const recognised: number[] = [];
  const facts: Fact[][] = [];
  const missing: boolean[][] = [];

  for (let month = SIMULATED_FROM; month <= LAST_MONTH; month += 1) {
    // First-order autoregression, stationary with variance 1: next month resembles this month.
    shared = 0.88 * shared + 0.475 * random.normal();
    const severity = scoreOf(village.tendency + 0.35 * shared + slope * (month - LAST_MONTH + 18));
    missing.push(
      month === SIMULATED_FROM || month % 3 === 0
        ? COMPONENTS.map((_, index) => random.chance(0.037) || (poorlyReported && index < FLOW))
        : (missing[missing.length - 1] as boolean[]),
    );
    const rates = COMPONENTS.map((key, index) => {
      own[index] = 0.9 * (own[index] as number) + 0.436 * random.normal();
      const varied = severity * LIFT * (1 + 0.2 * (lasting[index] as number) + 0.1 * (own[index] as number));
      const percent = Math.max(0, varied + (SEASON[key]?.[monthOfYear(month)] ?? 0) * 0.6);
      return (LOW[index] as number) + (((HIGH[index] as number) - (LOW[index] as number)) * percent) / 100;
    });
    const planted = clusterAdds(village, month);
    recognised.push(newHouseholds(village, month, rates[FLOW] as number, planted.newHouseholds, random));
    const denominators = [
      village.households,
      withAccount,
      village.households,
      village.households,
      village.labourForce,
      village.households,
      village.households,
    ];
    facts.push(
      COMPONENTS.map((_, index) => {
        const denominator = denominators[index] as number;
        if (index === FLOW) return [Math.min(denominator, sumOfLast(recognised, 12)), denominator];
        if (index === INDUSTRY) return [Math.min(denominator, failing(month)), denominator];
        const rate = (rates[index] as number) + (planted.rates[index] ?? 0);
        // The village's own phase instead of a draw each month: a steady rate gives a steady count.
        const count = Math.floor(denominator * rate + (phase[index] as number));
        return [Math.min(denominator, count), denominator];
      }),
    );
  }
  freeze(village, facts, missing, recognised);
  copyForward(village.code, facts);
  heapDigits(village.code, facts, INDUSTRY);
  const numerators = (component: number) => facts.map((month) => (month[component] as Fact)[0]);
  const [atRisk, idle] = [numerators(VUL), numerators(JOBS)];
  const delivered = facts.map((month, index) =>
    month.map((fact, component) => (missing[index]?.[component] ? null : fact)),
  );
  plantOutlier(village.code, delivered, COMPONENTS);
  return { facts: delivered.slice(delivered.length - months), recognised, atRisk, idle };
}

/** Most villages have no failing business, so the other components carry the score; smoothing takes some of it back. */
const LIFT = 1.12;

function newHouseholds(
  village: DemoVillage,
  month: number,
  yearlyRate: number,
  planted: number,
  random: Random,
): number {
  const drawn = random.poisson((village.households * yearlyRate) / 12);
  if (
    village.code.startsWith(PLANTED.noNewHouseholds.county) &&
    month >= monthIndex(PLANTED.noNewHouseholds.since)
  )
    return 0;
  return drawn + Math.round(village.households * planted);
}

function clusterAdds(
  village: DemoVillage,
  month: number,
): { rates: Record<number, number>; newHouseholds: number } {
  const from = monthIndex(PLANTED.cluster.from);
  if (!village.inCluster || month < from) return { rates: {}, newHouseholds: 0 };
  const { vulnerable, shock, newAtOnce, newEachMonth } = PLANTED.cluster.added;
  return { rates: { 0: vulnerable, 3: shock }, newHouseholds: month === from ? newAtOnce : newEachMonth };
}

function freeze(village: DemoVillage, facts: Fact[][], missing: boolean[][], recognised: number[]): void {
  if (!village.code.startsWith(PLANTED.zeroChange.county)) return;
  const since = monthIndex(PLANTED.zeroChange.frozenSince) - SIMULATED_FROM;
  for (let index = since + 1; index < facts.length; index += 1) {
    facts[index] = facts[since] as Fact[];
    missing[index] = missing[since] as boolean[];
    recognised[index] = 0;
  }
}

function sumOfLast(counts: readonly number[], length: number): number {
  return counts.slice(-length).reduce((sum, count) => sum + count, 0);
}
