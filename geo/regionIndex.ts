/**
 * The large-scale relapse index of a region and quarter, 0 to 100: method card "region-2" (this project's own default;
 * no official text defines large-scale relapse in numbers, and every screen that shows it must say so).
 */
import { marshallPrior } from "./empiricalBayes.ts";
import { type SubIndices, subIndicesOf } from "./regionDrivers.ts";
import type { RegionQuarterFacts } from "./regionFacts.ts";
import {
  type LargeScaleTests,
  largeScaleTests,
  type RaisingTrigger,
  raiseLevel,
  regionLevelOf,
} from "./regionLevels.ts";
import {
  DEFAULT_REGION_RULES,
  type RegionIndexRules,
  SUB_INDEX_KEYS,
  type SubIndexKey,
} from "./regionRules.ts";
import { roundHalfUp, roundParts } from "./rounding.ts";
import { type Silence, silenceOf } from "./silence.ts";
import type { WarningLevel } from "./villageRisk.ts";

export interface RegionIndex {
  readonly id: string;
  readonly methodVersion: string;
  /** 0 to 100; null where no peer delivered anything at all. */
  readonly score: number | null;
  /** The score with one decimal, and parts that add up to exactly it. */
  readonly shownScore: number | null;
  readonly shownContributions: SubIndices;
  readonly levelFromScore: WarningLevel;
  /** After the raising rules, before the hysteresis of `publishedLevels`. */
  readonly level: WarningLevel;
  readonly triggers: readonly RaisingTrigger[];
  /** Share of the weight that was delivered, 0 to 1. */
  readonly coverage: number;
  /** Sub-indices where the mean of the peers stands in. */
  readonly imputed: readonly SubIndexKey[];
  /** The outcome was lifted to the mean of the peers, because a silent quarter must not look good. */
  readonly outcomeLiftedBySilence: boolean;
  /** With what was imputed; null where no peer delivered the sub-index. */
  readonly subIndices: SubIndices;
  /** Add up to the score. */
  readonly contributions: SubIndices;
  readonly silence: Silence;
  readonly largeScaleTests: LargeScaleTests;
}

/** Slack in which weights must add up to 1. */
const SLACK = 1e-9;

/**
 * Computes the index of every region of one province and quarter; they are each other's peers.
 * @param regions facts of the peers; an empty list answers an empty list.
 * @throws RangeError when weights do not add up to 1, a region has no households or a commodity no baseline price.
 */
export function regionIndices(
  regions: readonly RegionQuarterFacts[],
  rules: RegionIndexRules = DEFAULT_REGION_RULES,
): RegionIndex[] {
  const sum = SUB_INDEX_KEYS.reduce((total, key) => total + rules.weights[key], 0);
  if (!(Math.abs(sum - 1) < SLACK))
    throw new RangeError(`The weights of ${rules.methodVersion} add up to ${sum}; make them add up to 1.`);
  const silences = regions.map((region) => silenceOf(region.reporting, rules.silence));
  const delivered = regions.map((region, index) =>
    subIndicesOf(region, silences[index] ?? silenceOf(null), rules),
  );
  const peerMeans = mapKeys((key) => {
    const known = delivered.map((entry) => entry[key]).filter((value) => value !== null);
    return known.length > 0 ? known.reduce((total, value) => total + value, 0) / known.length : null;
  });
  const counts = regions.flatMap(({ newHouseholds, households }) =>
    newHouseholds === null ? [] : [{ numerator: newHouseholds, denominator: households }],
  );
  const prior = counts.length > 0 ? marshallPrior(counts) : null;
  return regions.map((region, index) => {
    const tests = largeScaleTests(region, prior, rules);
    return indexOf(
      region,
      delivered[index] ?? peerMeans,
      peerMeans,
      silences[index] ?? silenceOf(null),
      tests,
      rules,
    );
  });
}

function mapKeys(read: (key: SubIndexKey) => number | null): SubIndices {
  return {
    OUTCOME: read("OUTCOME"),
    SPATIAL: read("SPATIAL"),
    EMERGENCY: read("EMERGENCY"),
    PRICE: read("PRICE"),
    UNEMPLOYMENT: read("UNEMPLOYMENT"),
    INDUSTRY: read("INDUSTRY"),
    RESETTLEMENT: read("RESETTLEMENT"),
    IMPLEMENTATION: read("IMPLEMENTATION"),
  };
}

function indexOf(
  region: RegionQuarterFacts,
  delivered: SubIndices,
  peerMeans: SubIndices,
  silence: Silence,
  tests: LargeScaleTests,
  rules: RegionIndexRules,
): RegionIndex {
  const peerOutcome = peerMeans.OUTCOME;
  const lifted = delivered.OUTCOME !== null && silence.implausibleZeroChange && peerOutcome !== null;
  const subIndices = mapKeys((key) => {
    const value = delivered[key];
    if (value === null) return peerMeans[key];
    return lifted && key === "OUTCOME" ? Math.max(value, peerOutcome) : value;
  });
  const weightOf = (values: SubIndices) =>
    SUB_INDEX_KEYS.reduce((sum, key) => (values[key] === null ? sum : sum + rules.weights[key]), 0);
  const present = weightOf(subIndices);
  const coverage = weightOf(delivered);
  const contributions = mapKeys((key) => {
    const value = subIndices[key];
    return value === null ? null : (rules.weights[key] / present) * value;
  });
  const parts = SUB_INDEX_KEYS.flatMap((key) => {
    const value = contributions[key];
    return value === null ? [] : [{ key, value }];
  });
  const score = parts.length > 0 ? parts.reduce((sum, part) => sum + part.value, 0) : null;
  const shown = roundParts(
    parts.map((part) => part.value),
    score ?? 0,
    1,
  );
  const levelFromScore = regionLevelOf(score ?? 0, rules);
  const signs = {
    largeScale: tests.largeScale,
    implausibleZeroChange: silence.implausibleZeroChange,
    coverage,
  };
  return {
    id: region.id,
    methodVersion: rules.methodVersion,
    score,
    shownScore: score === null ? null : roundHalfUp(score, 1),
    shownContributions: mapKeys((key) => shown[parts.findIndex((part) => part.key === key)] ?? null),
    levelFromScore,
    ...raiseLevel(levelFromScore, subIndices, region, signs, rules),
    coverage,
    imputed: SUB_INDEX_KEYS.filter((key) => delivered[key] === null),
    outcomeLiftedBySilence: lifted,
    subIndices,
    contributions,
    silence,
    largeScaleTests: tests,
  };
}
