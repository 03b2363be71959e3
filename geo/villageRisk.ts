/**
 * The village score, 0 to 100: method card "village-1" (this project's own default, not an official figure).
 * Seven components, each a rate smoothed within the county, scaled between fixed goalposts and weighted.
 */
import { type Count, type SmoothedRate, smoothRates } from "./empiricalBayes.ts";

export const METHOD_VERSION = "village-1";

export type ComponentKey = "VUL" | "MARGIN" | "FLOW" | "SHOCK" | "JOBS" | "INDUSTRY" | "GUARANTEE";

export interface Component {
  readonly key: ComponentKey;
  /** Share of the score. */
  readonly weight: number;
  /** Rate at which the component is 0. */
  readonly low: number;
  /** Rate at which it is 100. */
  readonly high: number;
  readonly zh: string;
  readonly en: string;
}

export const COMPONENTS: readonly Component[] = [
  { key: "VUL", weight: 0.25, low: 0, high: 0.1, zh: "未消除风险户", en: "Households with open risk" },
  {
    key: "MARGIN",
    weight: 0.2,
    low: 0.02,
    high: 0.3,
    zh: "收入临近监测线户",
    en: "Households near the line",
  },
  {
    key: "FLOW",
    weight: 0.15,
    low: 0,
    high: 0.03,
    zh: "近四季度新识别户",
    en: "Newly recognised, 4 quarters",
  },
  { key: "SHOCK", weight: 0.15, low: 0, high: 0.1, zh: "突发冲击户", en: "Households in a shock" },
  { key: "JOBS", weight: 0.1, low: 0.02, high: 0.25, zh: "务工返乡待业", en: "Idle labour" },
  {
    key: "INDUSTRY",
    weight: 0.1,
    low: 0,
    high: 0.3,
    zh: "产业失败或有风险",
    en: "Failing industry projects",
  },
  {
    key: "GUARANTEE",
    weight: 0.05,
    low: 0,
    high: 0.05,
    zh: "三保障与饮水问题",
    en: "Open guarantees and water",
  },
];

export type WarningLevel = "NONE" | "BLUE" | "YELLOW" | "ORANGE" | "RED";
export type RiskStatus = "OK" | "PARTIAL" | "INSUFFICIENT";

/** Levels in rising order, each with the score from which it holds. */
export const VILLAGE_LEVELS: readonly { level: WarningLevel; from: number }[] = [
  { level: "NONE", from: 0 },
  { level: "BLUE", from: 20 },
  { level: "YELLOW", from: 35 },
  { level: "ORANGE", from: 55 },
  { level: "RED", from: 75 },
];

/** What a province and year may set otherwise. Components stay seven, in the order of COMPONENTS. */
export interface VillageRiskRules {
  readonly methodVersion: string;
  /** Weights add up to 1. */
  readonly components: readonly Component[];
  /** Rising, each with the score from which it holds; the first from 0. */
  readonly levels: readonly { readonly level: WarningLevel; readonly from: number }[];
  /** More missing weight than this and there is no score. */
  readonly mostMissing: number;
}

export const DEFAULT_VILLAGE_RULES: VillageRiskRules = {
  methodVersion: METHOD_VERSION,
  components: COMPONENTS,
  levels: VILLAGE_LEVELS,
  mostMissing: 0.4,
};

export function levelOf(score: number, rules: VillageRiskRules = DEFAULT_VILLAGE_RULES): WarningLevel {
  return rules.levels.findLast((entry) => score >= entry.from)?.level ?? "NONE";
}

export interface VillageRisk {
  readonly status: RiskStatus;
  readonly score: number | null;
  readonly level: WarningLevel | null;
  /** Standard deviation of the score. */
  readonly deviation: number | null;
  readonly interval90: readonly [number, number] | null;
  /** Share of the weight that was observed. */
  readonly coverage: number;
  /** In the order of COMPONENTS; null where the whole county lacks the component. They add up to the score. */
  readonly contributions: readonly (number | null)[];
  readonly subscores: readonly (number | null)[];
  readonly rates: readonly (SmoothedRate | null)[];
}

/** Sums of weights are compared with this slack. */
const SLACK = 1e-12;
/** 95 % quantile of the normal distribution: a two-sided 90 % interval. */
const NORMAL_95 = 1.644_853_626_951_472_2;

function scaled(rate: number, component: Component): number {
  return 100 * Math.min(1, Math.max(0, (rate - component.low) / (component.high - component.low)));
}

/**
 * Scores all villages of ONE county for one month.
 * @param villages per village, the seven counts in the order of COMPONENTS; null where nobody delivered.
 */
export function scoreVillages(
  villages: readonly (readonly (Count | null)[])[],
  rules: VillageRiskRules = DEFAULT_VILLAGE_RULES,
): VillageRisk[] {
  const smoothed = COMPONENTS.map((_, index) => smoothRates(villages.map((counts) => counts[index] ?? null)));
  return villages.map((_, village) =>
    combine(
      smoothed.map((column) => column[village] ?? null),
      rules,
    ),
  );
}

/** Adds the seven rates up to a score. */
export function combine(
  rates: readonly (SmoothedRate | null)[],
  rules: VillageRiskRules = DEFAULT_VILLAGE_RULES,
): VillageRisk {
  let present = 0;
  let absent = 0;
  let imputed = 0;
  rules.components.forEach((component, index) => {
    const rate = rates[index];
    if (!rate) absent += component.weight;
    else present += component.weight;
    if (rate?.imputed) imputed += component.weight;
  });
  const coverage = 1 - absent - imputed;
  const subscores = rules.components.map((component, index) => {
    const rate = rates[index];
    return rate ? scaled(rate.rate, component) : null;
  });
  if (absent + imputed > rules.mostMissing + SLACK || present === 0) {
    const contributions = rules.components.map(() => null);
    return {
      status: "INSUFFICIENT",
      score: null,
      level: null,
      deviation: null,
      interval90: null,
      coverage,
      contributions,
      subscores,
      rates,
    };
  }
  let score = 0;
  let variance = 0;
  const contributions = rules.components.map((component, index) => {
    const rate = rates[index];
    const subscore = subscores[index];
    if (!rate || subscore === null || subscore === undefined) return null;
    const share = component.weight / present;
    variance += ((share * 100) / (component.high - component.low)) ** 2 * rate.variance;
    score += share * subscore;
    return share * subscore;
  });
  const deviation = Math.sqrt(variance);
  return {
    status: absent + imputed < SLACK ? "OK" : "PARTIAL",
    score,
    level: levelOf(score, rules),
    deviation,
    interval90: [Math.max(0, score - NORMAL_95 * deviation), Math.min(100, score + NORMAL_95 * deviation)],
    coverage,
    contributions,
    subscores,
    rates,
  };
}
