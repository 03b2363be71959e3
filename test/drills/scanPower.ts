/**
 * Power drill of the scan: does it find what was planted, and keep still where nothing was?
 * Run it with `node --import tsx test/drills/scanPower.ts`; test/geo.scanPower.test.ts runs a small sample.
 *
 * A field: villages at random places of a square, 100 to 600 households each, one new household in a hundred expected;
 * counts are Poisson. Planted: the rate is multiplied in a village and its nearest neighbours.
 * FOUND means all three: the first-ranked cluster has p < .05; it holds at least half of the planted households; and
 * at least half of its households are planted ones.
 */
import { fileURLToPath } from "node:url";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import { type ScanField, type ScanResult, scanClusters } from "../../geo/scan.ts";

export interface Drill {
  /** Fields with a planted cluster, and as many without. */
  readonly fields: number;
  readonly villages: number;
  readonly plantedVillages: number;
  /** Rate in the planted villages over the rate elsewhere. */
  readonly relativeRisk: number;
  readonly replicates: number;
  readonly seed: number;
}

export interface DrillCounts {
  readonly fields: number;
  /** Planted clusters that were found as the first-ranked one. */
  readonly found: number;
  /** Fields without any cluster in which the first-ranked one had p < .05. */
  readonly falseAlarms: number;
}

export const FULL_DRILL: Drill = {
  fields: 100,
  villages: 300,
  plantedVillages: 12,
  relativeRisk: 2.5,
  replicates: 999,
  seed: 2026,
};

const NEW_HOUSEHOLDS_PER_HOUSEHOLD = 0.01;
const SIGNIFICANCE = 0.05;
const LEAST_OVERLAP = 0.5;

export function runDrill(drill: Drill, onField?: (done: number) => void): DrillCounts {
  const random = xoroshiro128plus(drill.seed);
  let found = 0;
  let falseAlarms = 0;
  for (let number = 0; number < drill.fields; number += 1) {
    const options = {
      replicates: drill.replicates,
      seed: uniformInt(random, 1, 1_000_000_000),
      mostClusters: 1,
    };
    const planted = plant(drill, drill.relativeRisk, random);
    if (wasFound(planted, scanClusters(planted.field, options))) found += 1;
    const empty = plant(drill, 1, random);
    if ((scanClusters(empty.field, options).clusters[0]?.pValue ?? 1) < SIGNIFICANCE) falseAlarms += 1;
    onField?.(number + 1);
  }
  return { fields: drill.fields, found, falseAlarms };
}

interface PlantedField {
  field: ScanField;
  planted: ReadonlySet<number>;
}

function plant(
  { villages, plantedVillages }: Drill,
  relativeRisk: number,
  random: RandomGenerator,
): PlantedField {
  const uniform = () => uniformFloat64(random);
  const x = new Float64Array(villages).map(() => uniform() * 100);
  const y = new Float64Array(villages).map(() => uniform() * 100);
  const population = new Float64Array(villages).map(() => uniformInt(random, 100, 600));
  const centre = uniformInt(random, 0, villages - 1);
  const distance = (village: number) =>
    Math.hypot((x[village] ?? 0) - (x[centre] ?? 0), (y[village] ?? 0) - (y[centre] ?? 0));
  const byDistance = Array.from({ length: villages }, (_, village) => village).sort(
    (a, b) => distance(a) - distance(b),
  );
  const planted = new Set(byDistance.slice(0, plantedVillages));
  const cases = population.map((households, village) =>
    poisson(households * NEW_HOUSEHOLDS_PER_HOUSEHOLD * (planted.has(village) ? relativeRisk : 1), uniform),
  );
  return { field: { x, y, population, periods: 1, cases, expected: null }, planted };
}

/** Knuth's product of uniforms: means here stay below 20, and the scan's own sampler must not test itself. */
function poisson(mean: number, uniform: () => number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = uniform(); product > limit; product *= uniform()) count += 1;
  return count;
}

function wasFound({ field, planted }: PlantedField, { clusters }: ScanResult): boolean {
  const first = clusters[0];
  if (!first || first.pValue >= SIGNIFICANCE) return false;
  const households = (villages: Iterable<number>) =>
    [...villages].reduce((sum, village) => sum + (field.population[village] ?? 0), 0);
  const shared = households(first.units.filter((village) => planted.has(village)));
  return shared >= LEAST_OVERLAP * households(planted) && shared >= LEAST_OVERLAP * households(first.units);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const since = performance.now();
  const { fields, found, falseAlarms } = runDrill(FULL_DRILL, (done) => {
    if (done % 10 === 0) console.log(`${done} of ${FULL_DRILL.fields} fields`);
  });
  console.log(`planted clusters found as the first-ranked: ${found} of ${fields} (wanted: at least 95)`);
  console.log(`fields without a cluster flagged at p < .05: ${falseAlarms} of ${fields} (wanted: at most 7)`);
  console.log(`${((performance.now() - since) / 1000).toFixed(1)} s`);
  if (found < 95 || falseAlarms > 7) process.exitCode = 1;
}
