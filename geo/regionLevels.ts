/**
 * Levels of the large-scale relapse index: from the score, raised by rules that are named, and lowered only slowly.
 * Method card "region-2" (this project's own default, not an official grading).
 */

import type { SubIndices } from "./regionDrivers.ts";
import type { RegionQuarterFacts } from "./regionFacts.ts";
import { DEFAULT_REGION_RULES, DRIVER_KEYS, type RegionIndexRules } from "./regionRules.ts";
import { upperGamma } from "./specialFunctions.ts";
import type { WarningLevel } from "./villageRisk.ts";

const RISING: readonly WarningLevel[] = ["NONE", "BLUE", "YELLOW", "ORANGE", "RED"];
const rankOf = (level: WarningLevel): number => RISING.indexOf(level);

/** The rule that raised a level; the score itself is never touched by one. */
export type RaisingTrigger =
  | "ONE_DRIVER_80"
  | "TWO_DRIVERS_60_AND_CLUSTERED"
  | "MAJOR_CLUSTER"
  | "LARGE_SCALE_RELAPSE_CRITERIA"
  | "IMPLAUSIBLE_ZERO_CHANGE"
  | "LOW_COVERAGE";

/** The three tests of large-scale relapse, each shown apart with what it rests on. */
export interface LargeScaleTests {
  readonly magnitude: {
    readonly holds: boolean;
    /** P(rate above the rule's rate); null where new households are not known. */
    readonly probability: number | null;
  };
  readonly breadth: {
    readonly holds: boolean;
    readonly orangeOrRedHouseholdShare: number | null;
    /** Share of households in the significant cluster; null without one. */
    readonly clusterHouseholdShare: number | null;
  };
  readonly commonCause: {
    readonly holds: boolean;
    /** The most frequent cause and its share of new households; null where no new household has a known cause. */
    readonly cause: string | null;
    readonly share: number | null;
  };
  /** All three hold. */
  readonly largeScale: boolean;
}

/** Level of a score of the index. */
export function regionLevelOf(score: number, rules: RegionIndexRules = DEFAULT_REGION_RULES): WarningLevel {
  return rules.levels.findLast((entry) => score >= entry.from)?.level ?? "NONE";
}

/**
 * P(rate > threshold) under the Gamma posterior of a Poisson rate whose prior has the mean and variance of the peers.
 * Source: Clayton and Kaldor (1987), Biometrics 43, with Marshall's moment prior; without variance between the peers
 * the Jeffreys prior stands in (shape events + 0.5, rate households).
 */
export function rateAboveProbability(
  events: number,
  households: number,
  prior: { readonly mean: number; readonly variance: number },
  threshold: number,
): number {
  const { mean, variance } = prior;
  return variance > 0 && mean > 0
    ? upperGamma((mean * mean) / variance + events, (mean / variance + households) * threshold)
    : upperGamma(events + 0.5, households * threshold);
}

/** Tests magnitude, breadth and common cause; `prior` is that of the peers, null where no peer delivered. */
export function largeScaleTests(
  region: RegionQuarterFacts,
  prior: { readonly mean: number; readonly variance: number } | null,
  rules: RegionIndexRules,
): LargeScaleTests {
  const rule = rules.largeScale;
  const probability =
    region.newHouseholds === null || prior === null
      ? null
      : rateAboveProbability(region.newHouseholds, region.households, prior, rule.rate);
  const cluster = region.scanCluster;
  const clusterHouseholdShare =
    cluster && cluster.pValue <= rules.clusterSignificance ? cluster.householdShare : null;
  const magnitude = probability !== null && probability >= rule.probability;
  const breadth =
    (region.orangeOrRedHouseholdShare ?? 0) >= rule.orangeOrRedHouseholdShare ||
    (clusterHouseholdShare !== null && clusterHouseholdShare >= rule.clusterHouseholdShare);
  const commonCause = commonCauseOf(region.newHouseholdsByCause ?? {}, rule.commonCauseShare);
  return {
    magnitude: { holds: magnitude, probability },
    breadth: {
      holds: breadth,
      orangeOrRedHouseholdShare: region.orangeOrRedHouseholdShare,
      clusterHouseholdShare,
    },
    commonCause,
    largeScale: magnitude && breadth && commonCause.holds,
  };
}

function commonCauseOf(
  households: Readonly<Record<string, number>>,
  least: number,
): LargeScaleTests["commonCause"] {
  const total = Object.values(households).reduce((sum, count) => sum + count, 0);
  // Many causes of their own are not one cause.
  const causes = Object.entries(households).filter(([cause]) => cause !== "OTHER");
  if (total <= 0 || causes.length === 0) return { holds: false, cause: null, share: null };
  const [cause, count] = causes.reduce((most, next) => (next[1] > most[1] ? next : most));
  // Multiplied, not divided: exactly half of 3 + 3 must count as half.
  return { holds: count >= least * total, cause, share: count / total };
}

/** Raises the level of the score by the rules that hold, and lists them in the order of the method card. */
export function raiseLevel(
  fromScore: WarningLevel,
  subIndices: SubIndices,
  region: RegionQuarterFacts,
  signs: { readonly largeScale: boolean; readonly implausibleZeroChange: boolean; readonly coverage: number },
  rules: RegionIndexRules,
): { level: WarningLevel; triggers: RaisingTrigger[] } {
  const rule = rules.raising;
  const driversFrom = (score: number) =>
    DRIVER_KEYS.filter((key) => (subIndices[key] ?? Number.NEGATIVE_INFINITY) >= score).length;
  const cluster = region.scanCluster;
  const checks: readonly [boolean, WarningLevel, RaisingTrigger][] = [
    [driversFrom(rule.extremeDriver) > 0, "YELLOW", "ONE_DRIVER_80"],
    [
      driversFrom(rule.strongDriver) >= rule.strongDrivers &&
        (subIndices.SPATIAL ?? 0) >= rule.clusteredSpatial,
      "ORANGE",
      "TWO_DRIVERS_60_AND_CLUSTERED",
    ],
    [
      cluster !== null &&
        cluster.pValue <= rules.clusterSignificance &&
        cluster.cases >= rule.majorClusterCases &&
        cluster.relativeRisk >= rule.majorClusterRelativeRisk,
      "RED",
      "MAJOR_CLUSTER",
    ],
    [signs.largeScale, "RED", "LARGE_SCALE_RELAPSE_CRITERIA"],
    [signs.implausibleZeroChange, "YELLOW", "IMPLAUSIBLE_ZERO_CHANGE"],
    [signs.coverage < rule.leastCoverage, "BLUE", "LOW_COVERAGE"],
  ];
  let level = fromScore;
  const triggers: RaisingTrigger[] = [];
  for (const [holds, atLeast, trigger] of checks) {
    if (!holds) continue;
    triggers.push(trigger);
    if (rankOf(atLeast) > rankOf(level)) level = atLeast;
  }
  return { level, triggers };
}

/**
 * Published levels of one region, quarter by quarter: up at once, down one step only after enough quarters in a row
 * whose computed level is lower and whose score lies more than the margin under the published level's threshold.
 * @param quarters computed level (after raising) and score, oldest first, without gaps.
 */
export function publishedLevels(
  quarters: readonly { readonly level: WarningLevel; readonly score: number }[],
  rules: RegionIndexRules = DEFAULT_REGION_RULES,
): WarningLevel[] {
  const { margin, quarters: needed } = rules.hysteresis;
  const published: WarningLevel[] = [];
  let current: WarningLevel = quarters[0]?.level ?? "NONE";
  let calm = 0;
  for (const { level, score } of quarters) {
    if (rankOf(level) >= rankOf(current)) {
      current = level;
      calm = 0;
    } else {
      const threshold = rules.levels.find((entry) => entry.level === current)?.from ?? 0;
      calm = score < threshold - margin ? calm + 1 : 0;
      if (calm >= needed) {
        current = RISING[rankOf(current) - 1] ?? "NONE";
        calm = 0;
      }
    }
    published.push(current);
  }
  return published;
}
