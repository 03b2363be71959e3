/**
 * The village score of a whole region: method card "village-1" applied to pooled counts.
 * Numerators and denominators are added up first; ratios are never averaged.
 */
import type { Count } from "./empiricalBayes.ts";
import {
  COMPONENTS,
  combine,
  DEFAULT_VILLAGE_RULES,
  type RiskStatus,
  VILLAGE_LEVELS,
  type VillageRisk,
  type VillageRiskRules,
  type WarningLevel,
} from "./villageRisk.ts";

/** Less delivered than this share and a region has no score. */
const LEAST_COVERAGE = 0.6;

/** Sums over the villages of one region and month; add villages one by one, then read `result`. */
export class RegionPool {
  readonly #numerators = COMPONENTS.map(() => 0);
  readonly #denominators = COMPONENTS.map(() => 0);
  readonly #deliveredHouseholds = COMPONENTS.map(() => 0);
  /** By level NONE … RED, then without a score. */
  readonly villagesByLevel = [0, 0, 0, 0, 0, 0];
  readonly householdsByLevel = [0, 0, 0, 0, 0, 0];
  villages = 0;
  households = 0;

  /** Numerator and denominator of each component, added up over the villages that delivered it. */
  get sums(): readonly Count[] {
    return this.#numerators.map((numerator, index) => ({
      numerator,
      denominator: this.#denominators[index] ?? 0,
    }));
  }

  add(counts: readonly (Count | null)[], households: number, level: WarningLevel | null): void {
    this.villages += 1;
    this.households += households;
    const position = level === null ? 5 : VILLAGE_LEVELS.findIndex((entry) => entry.level === level);
    this.villagesByLevel[position] = (this.villagesByLevel[position] ?? 0) + 1;
    this.householdsByLevel[position] = (this.householdsByLevel[position] ?? 0) + households;
    counts.forEach((count, index) => {
      if (count === null || count.denominator <= 0) return;
      this.#numerators[index] = (this.#numerators[index] ?? 0) + count.numerator;
      this.#denominators[index] = (this.#denominators[index] ?? 0) + count.denominator;
      this.#deliveredHouseholds[index] = (this.#deliveredHouseholds[index] ?? 0) + households;
    });
  }

  /** Adds what several villages released together; `add` was given them without it. Undefined and null add nothing. */
  addReleased(sums: readonly (Count | null | undefined)[], households: number): void {
    sums.forEach((sum, index) => {
      if (!sum || sum.denominator <= 0) return;
      this.#numerators[index] = (this.#numerators[index] ?? 0) + sum.numerator;
      this.#denominators[index] = (this.#denominators[index] ?? 0) + sum.denominator;
      this.#deliveredHouseholds[index] = (this.#deliveredHouseholds[index] ?? 0) + households;
    });
  }

  result(
    rules: VillageRiskRules = DEFAULT_VILLAGE_RULES,
  ): Pick<VillageRisk, "score" | "level" | "contributions" | "coverage"> & { status: RiskStatus } {
    let coverage = 0;
    const rates = rules.components.map((component, index) => {
      const numerator = this.#numerators[index] ?? 0;
      const denominator = this.#denominators[index] ?? 0;
      if (this.households > 0)
        coverage += (component.weight * (this.#deliveredHouseholds[index] ?? 0)) / this.households;
      return denominator > 0
        ? { rate: numerator / denominator, variance: 0, raw: numerator / denominator, imputed: false }
        : null;
    });
    const { score, level, contributions } = combine(rates, rules);
    const known = Math.min(1, coverage);
    if (score === null || known < LEAST_COVERAGE) {
      return {
        score: null,
        level: null,
        contributions: COMPONENTS.map(() => null),
        coverage: known,
        status: "INSUFFICIENT",
      };
    }
    return { score, level, contributions, coverage: known, status: known > 1 - 1e-9 ? "OK" : "PARTIAL" };
  }
}
