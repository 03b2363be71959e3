/**
 * Kulldorff's scan for clusters of high rates: in space, in space and time, and in space and time alive now.
 * Sources: Kulldorff (1997), Communications in Statistics 26(6); Kulldorff et al. (1998), American Journal of Public
 * Health 88(9) (space-time); Kulldorff (2001), Journal of the Royal Statistical Society A 164(1) (prospective).
 * Variant: Poisson model, circular windows around the units, conditional on the total; a secondary cluster shares no
 * unit with a better one and takes its p from the same null, which is conservative.
 */
import { cumulate, highestPeak, type Interval, type Peak } from "./scanLikelihood.ts";
import { nullMaxima, rankP } from "./scanMonteCarlo.ts";
import { avoidUnits, layOutWindows } from "./scanWindows.ts";

/** Villages, townships or counties with their cases; every array has one entry per unit unless it says otherwise. */
export interface ScanField {
  /** Metres or kilometres in a projected plane, never degrees. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Households or persons at risk. */
  readonly population: Float64Array;
  /** Number of periods; 1 for a purely spatial field. */
  readonly periods: number;
  /** Per unit and period, unit by unit: the cases of unit u in period t stand at u · periods + t. */
  readonly cases: Float64Array;
  /** As cases; null takes them from the population, the same in every period. They are rescaled to the total. */
  readonly expected: Float64Array | null;
}

export type ScanKind = "SPATIAL" | "SPACE_TIME" | "PROSPECTIVE";

export interface ScanOptions {
  readonly kind: ScanKind;
  /** Share of the whole population in a window, at most. Half, as often used, lumps a province into one cluster. */
  readonly mostPopulationShare: number;
  readonly mostUnits: number;
  /** Share of all periods that a cylinder may last; at least one period always. */
  readonly mostPeriodShare: number;
  readonly fewestCases: number;
  readonly replicates: number;
  readonly seed: number;
  readonly mostClusters: number;
  /** Clusters above this p are left out, but for the most likely one; asking for less is faster. */
  readonly mostP: number;
}

export const DEFAULT_SCAN_OPTIONS: ScanOptions = {
  kind: "SPATIAL",
  mostPopulationShare: 0.25,
  mostUnits: 150,
  mostPeriodShare: 0.5,
  fewestCases: 2,
  replicates: 999,
  seed: 1,
  mostClusters: 10,
  mostP: 1,
};

export interface ScanCluster {
  /** Number of the unit in the middle. */
  readonly centre: number;
  /** Numbers of all units, nearest to the centre first, itself included. */
  readonly units: readonly number[];
  /** Distance from the centre to the farthest unit, in the unit of the coordinates. */
  readonly radius: number;
  /** Periods counted from 0, both included. */
  readonly firstPeriod: number;
  readonly lastPeriod: number;
  readonly population: number;
  readonly cases: number;
  readonly expected: number;
  /** Rate inside over rate outside; null where every case lies inside. */
  readonly relativeRisk: number | null;
  readonly logLikelihoodRatio: number;
  /** Adjusted for all windows and intervals looked at, not for looking again every quarter. */
  readonly pValue: number;
  /** Scans between two chance clusters as strong, 1 / p; null unless prospective, where it takes the place of α. */
  readonly recurrenceInterval: number | null;
}

export interface ScanResult {
  readonly kind: ScanKind;
  readonly totalCases: number;
  /** Windows examined, the same set of units from several centres counted again. */
  readonly windows: number;
  readonly replicates: number;
  /** Most likely first; empty where no window has more cases than expected. */
  readonly clusters: readonly ScanCluster[];
  /** The ratio that 5 % of the replicates exceed; null without cases. */
  readonly criticalRatio05: number | null;
}

/**
 * Scans a field for clusters. Deterministic: the same field, options and seed give the same answer.
 * It takes seconds for thousands of units: call it in a thread of its own (server/indicators/runScan.ts).
 * @throws RangeError when arrays do not fit together, a number is negative or broken, cases stand where none can be
 *   expected, or an option is out of range.
 */
export function scanClusters(
  field: ScanField,
  options: Partial<ScanOptions> = {},
  onProgress?: (replicatesDone: number) => void,
): ScanResult {
  const settings = { ...DEFAULT_SCAN_OPTIONS, ...options };
  checkField(field);
  checkOptions(settings);
  const { periods, cases } = field;
  const units = field.x.length;
  const windows = layOutWindows(field.x, field.y, field.population, settings);
  const totalCases = cases.reduce((sum, count) => sum + count, 0);
  const { kind, replicates, fewestCases } = settings;
  const examined = windows.nearest.length;
  if (totalCases === 0)
    return { kind, totalCases, windows: examined, replicates, clusters: [], criticalRatio05: null };
  const expected = expectedCounts(field, totalCases);
  const intervals = intervalsOf(kind, periods, settings.mostPeriodShare);
  const cumulated = {
    units,
    periods,
    cases: cumulate(cases, periods, new Float64Array(units * (periods + 1))),
    expected: cumulate(expected, periods, new Float64Array(units * (periods + 1))),
    total: totalCases,
  };
  const scratch = new Float64Array(2 * units);
  const free = { ...windows, ends: windows.ends.slice() };
  const found: { peak: Peak; units: number[] }[] = [];
  while (found.length < settings.mostClusters) {
    const peak = highestPeak(cumulated, free, intervals, fewestCases, scratch);
    if (peak.likelihood <= 0) break;
    const start = windows.starts[peak.centre] ?? 0;
    const its = { peak, units: [...windows.nearest.subarray(start, start + peak.units)] };
    found.push(its);
    avoidUnits(free, new Set(its.units));
  }
  const { mostP, seed } = settings;
  const maximaFrom = (floor: number) =>
    nullMaxima(expected, cumulated, windows, intervals, fewestCases, { replicates, seed, floor, onProgress });
  // A p is a rank, so only replicates as high as the lowest cluster asked for count.
  const lowest = mostP < 1 ? found[0] : found.at(-1);
  let maxima = maximaFrom(lowest?.peak.likelihood ?? 0);
  const known = maxima.reduce((count, maximum) => count + (maximum > 0 ? 1 : 0), 0);
  if (known < Math.max(0.05, mostP < 1 ? mostP : 0) * (replicates + 1)) maxima = maximaFrom(0);
  const clusters = found
    .map((its) =>
      describe(its.peak, its.units, field, expected, totalCases, rankP(its.peak.likelihood, maxima), kind),
    )
    .filter(({ pValue }, rank) => rank === 0 || pValue <= mostP);
  const criticalRatio05 = maxima.slice().sort()[Math.ceil(0.95 * (replicates + 1)) - 1] ?? null;
  return { kind, totalCases, windows: examined, replicates, clusters, criticalRatio05 };
}

function checkField({ x, y, population, periods, cases, expected }: ScanField): void {
  const units = x.length;
  if (!Number.isInteger(periods) || periods < 1)
    throw new RangeError(`A field of ${periods} periods; give a whole number of 1 or more.`);
  const lengths: [string, number, number][] = [
    ["y", y.length, units],
    ["population", population.length, units],
    ["cases", cases.length, units * periods],
    ["expected", expected?.length ?? units * periods, units * periods],
  ];
  for (const [name, length, wanted] of lengths) {
    if (length !== wanted) throw new RangeError(`${name} has ${length} entries; give ${wanted}.`);
  }
  const numbers: [string, Float64Array][] = [
    ["population", population],
    ["cases", cases],
    ["expected", expected ?? new Float64Array(0)],
  ];
  for (const [name, values] of numbers) {
    const place = values.findIndex((value) => !(value >= 0 && value < Number.POSITIVE_INFINITY));
    if (place >= 0)
      throw new RangeError(`${name} holds ${values[place]} at ${place}; give numbers of 0 or more.`);
  }
  const broken = cases.find((count) => !Number.isSafeInteger(count));
  if (broken !== undefined)
    throw new RangeError(`cases holds ${broken}; the Poisson model counts whole cases.`);
}

function checkOptions({ replicates, fewestCases, mostPeriodShare, mostClusters }: ScanOptions): void {
  if (!Number.isInteger(replicates) || replicates < 1)
    throw new RangeError(`${replicates} replicates; give a whole number of 1 or more, 999 as a rule.`);
  if (!(fewestCases >= 0)) throw new RangeError(`At least ${fewestCases} cases; give 0 or more.`);
  if (!(mostPeriodShare > 0 && mostPeriodShare <= 1))
    throw new RangeError(`A cylinder's share of periods ${mostPeriodShare}; give more than 0, at most 1.`);
  if (!(mostClusters >= 1)) throw new RangeError(`At most ${mostClusters} clusters; give 1 or more.`);
}

/** Expected counts that add up to the total. */
function expectedCounts({ population, periods, cases, expected }: ScanField, total: number): Float64Array {
  const raw = expected ?? cases.map((_, cell) => population[Math.floor(cell / periods)] ?? 0);
  const sum = raw.reduce((all, value) => all + value, 0);
  const impossible = raw.findIndex((value, cell) => value === 0 && (cases[cell] ?? 0) > 0);
  if (impossible >= 0)
    throw new RangeError(
      `Unit ${Math.floor(impossible / periods)} has ${cases[impossible]} cases in period ${impossible % periods}, where none is expected; correct its population or leave it out.`,
    );
  return raw.map((value) => (value * total) / sum);
}

/** The intervals a cylinder may span: shortest of each start first. */
export function intervalsOf(kind: ScanKind, periods: number, mostPeriodShare: number): Interval[] {
  if (kind === "SPATIAL") return [{ first: 0, last: periods - 1 }];
  const longest = Math.max(1, Math.floor(periods * mostPeriodShare + 1e-9));
  const intervals: Interval[] = [];
  for (let first = 0; first < periods; first += 1) {
    for (let last = first; last < Math.min(periods, first + longest); last += 1) {
      if (kind === "SPACE_TIME" || last === periods - 1) intervals.push({ first, last });
    }
  }
  return intervals;
}

function describe(
  { centre, interval, likelihood }: Peak,
  units: readonly number[],
  field: ScanField,
  expected: Float64Array,
  total: number,
  pValue: number,
  kind: ScanKind,
): ScanCluster {
  const sums = { population: 0, cases: 0, expected: 0 };
  for (const unit of units) {
    sums.population += field.population[unit] ?? 0;
    for (let period = interval.first; period <= interval.last; period += 1) {
      sums.cases += field.cases[unit * field.periods + period] ?? 0;
      sums.expected += expected[unit * field.periods + period] ?? 0;
    }
  }
  const farthest = units.at(-1) ?? centre;
  const inside = sums.cases / sums.expected;
  return {
    centre,
    units,
    radius: Math.hypot(
      (field.x[farthest] ?? 0) - (field.x[centre] ?? 0),
      (field.y[farthest] ?? 0) - (field.y[centre] ?? 0),
    ),
    firstPeriod: interval.first,
    lastPeriod: interval.last,
    ...sums,
    relativeRisk: sums.cases < total ? inside / ((total - sums.cases) / (total - sums.expected)) : null,
    logLikelihoodRatio: likelihood,
    pValue,
    recurrenceInterval: kind === "PROSPECTIVE" ? 1 / pValue : null,
  };
}
