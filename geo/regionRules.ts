/**
 * Rules of the large-scale relapse index: method card "region-2". Every number is this project's own default and
 * may be replaced by dated rules of a province and year; no official text grades large-scale relapse in numbers.
 */
import type { EmergencyGrade, ImplementationFacts, ProjectStatus } from "./regionFacts.ts";
import { DEFAULT_SILENCE_RULES, type SilenceRules } from "./silence.ts";
import type { WarningLevel } from "./villageRisk.ts";

/** In the order in which the card lists them; contributions are rounded in this order too. */
export const SUB_INDEX_KEYS = [
  "OUTCOME",
  "SPATIAL",
  "EMERGENCY",
  "PRICE",
  "UNEMPLOYMENT",
  "INDUSTRY",
  "RESETTLEMENT",
  "IMPLEMENTATION",
] as const;
export type SubIndexKey = (typeof SUB_INDEX_KEYS)[number];

/** The sub-indices that name a cause; OUTCOME and SPATIAL show the effect. */
export const DRIVER_KEYS = [
  "EMERGENCY",
  "PRICE",
  "UNEMPLOYMENT",
  "INDUSTRY",
  "RESETTLEMENT",
  "IMPLEMENTATION",
] as const satisfies readonly SubIndexKey[];
export type DriverKey = (typeof DRIVER_KEYS)[number];

/** A figure at `low` counts 0, at `high` 100. */
export interface Goalposts {
  readonly low: number;
  readonly high: number;
}

export interface RegionIndexRules {
  readonly methodVersion: string;
  /** Add up to 1. */
  readonly weights: Readonly<Record<SubIndexKey, number>>;
  /** A cluster counts as significant up to this p. */
  readonly clusterSignificance: number;
  readonly outcome: {
    readonly rate: Goalposts;
    readonly growth: Goalposts;
    /** Share of the rate in the sub-index; growth has the rest. */
    readonly rateShare: number;
  };
  readonly spatial: {
    readonly hotspotShare: Goalposts;
    readonly relativeRisk: Goalposts;
    /** Share of the hot spots in the sub-index; the cluster has the rest. */
    readonly hotspotsShare: number;
  };
  readonly emergency: {
    readonly affectedShare: Goalposts;
    readonly severityByGrade: Readonly<Record<EmergencyGrade, number>>;
    /** After so many quarters an ended event counts half. */
    readonly halfLifeQuarters: number;
    /** An event that ended longer ago no longer counts. */
    readonly longestQuarters: number;
  };
  readonly price: {
    readonly incomeLoss: Goalposts;
    /** Months below the baseline from which a fall counts fully. */
    readonly lastingMonths: number;
  };
  readonly unemployment: { readonly share: Goalposts };
  readonly industry: {
    readonly householdShare: Goalposts;
    readonly weightByStatus: Readonly<Record<ProjectStatus, number>>;
  };
  readonly resettlement: {
    readonly share: Goalposts;
    /** Rising; a site weighs its persons times the weight of the last class it reaches. */
    readonly classes: readonly { readonly fromPersons: number; readonly weight: number }[];
    /** Share of zero employment in a site's figure; open integration items have the rest. */
    readonly zeroEmploymentShare: number;
  };
  readonly implementation: {
    readonly share: Goalposts;
    readonly weights: Readonly<Record<keyof ImplementationFacts, number>>;
    /** The sub-index is at least this when the quarter's zero change is implausible. */
    readonly implausibleZeroChangeFloor: number;
  };
  readonly silence: SilenceRules;
  /** Rising, each with the score from which it holds; the first from 0. */
  readonly levels: readonly { readonly level: WarningLevel; readonly from: number }[];
  readonly raising: {
    readonly extremeDriver: number;
    readonly strongDriver: number;
    readonly strongDrivers: number;
    readonly clusteredSpatial: number;
    readonly majorClusterCases: number;
    readonly majorClusterRelativeRisk: number;
    readonly leastCoverage: number;
  };
  readonly largeScale: {
    /** Newly recognised households per household in four quarters. */
    readonly rate: number;
    /** Posterior probability of exceeding the rate from which the magnitude test holds. */
    readonly probability: number;
    readonly orangeOrRedHouseholdShare: number;
    readonly clusterHouseholdShare: number;
    /** Share of new households with one cause from which the cause is common. */
    readonly commonCauseShare: number;
  };
  readonly hysteresis: {
    /** Points below the threshold of the published level. */
    readonly margin: number;
    /** Quarters in a row before the published level falls by one step. */
    readonly quarters: number;
  };
}

export const DEFAULT_REGION_RULES: RegionIndexRules = {
  methodVersion: "region-2",
  weights: {
    OUTCOME: 0.2,
    SPATIAL: 0.1,
    EMERGENCY: 0.15,
    PRICE: 0.1,
    UNEMPLOYMENT: 0.15,
    INDUSTRY: 0.1,
    RESETTLEMENT: 0.1,
    IMPLEMENTATION: 0.1,
  },
  clusterSignificance: 0.05,
  outcome: { rate: { low: 0.002, high: 0.02 }, growth: { low: 1, high: 3 }, rateShare: 0.7 },
  spatial: {
    hotspotShare: { low: 0, high: 0.3 },
    relativeRisk: { low: 1, high: 3 },
    hotspotsShare: 0.5,
  },
  emergency: {
    affectedShare: { low: 0, high: 0.2 },
    severityByGrade: { I: 1, II: 0.75, III: 0.5, IV: 0.25 },
    halfLifeQuarters: 2,
    longestQuarters: 3,
  },
  price: { incomeLoss: { low: 0, high: 0.15 }, lastingMonths: 3 },
  unemployment: { share: { low: 0.01, high: 0.1 } },
  industry: {
    householdShare: { low: 0, high: 0.1 },
    weightByStatus: { NORMAL: 0, AT_RISK: 0.5, STOPPED: 1, FAILED: 1 },
  },
  resettlement: {
    share: { low: 0.02, high: 0.2 },
    classes: [
      { fromPersons: 0, weight: 0 },
      { fromPersons: 800, weight: 1 },
      { fromPersons: 3_000, weight: 1.25 },
      { fromPersons: 10_000, weight: 1.5 },
    ],
    zeroEmploymentShare: 0.7,
  },
  implementation: {
    share: { low: 0, high: 0.3 },
    weights: {
      silentVillageShare: 0.25,
      lateIdentificationShare: 0.2,
      lateMeasureShare: 0.2,
      publicityBreachShare: 0.1,
      overdueLedgerShare: 0.15,
      fundCarryoverShare: 0.1,
    },
    implausibleZeroChangeFloor: 60,
  },
  silence: DEFAULT_SILENCE_RULES,
  levels: [
    { level: "NONE", from: 0 },
    { level: "BLUE", from: 20 },
    { level: "YELLOW", from: 40 },
    { level: "ORANGE", from: 60 },
    { level: "RED", from: 80 },
  ],
  raising: {
    extremeDriver: 80,
    strongDriver: 60,
    strongDrivers: 2,
    clusteredSpatial: 50,
    majorClusterCases: 100,
    majorClusterRelativeRisk: 3,
    leastCoverage: 0.6,
  },
  largeScale: {
    rate: 0.01,
    probability: 0.9,
    orangeOrRedHouseholdShare: 0.2,
    clusterHouseholdShare: 0.05,
    commonCauseShare: 0.5,
  },
  hysteresis: { margin: 5, quarters: 2 },
};
