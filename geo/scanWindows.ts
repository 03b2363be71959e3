/**
 * Circular windows of the spatial scan: around each unit, its nearest units in rising distance.
 * Source: Kulldorff (1997), "A spatial scan statistic", Communications in Statistics 26(6); variant: centres are the
 * units themselves; of units at the same distance the one with the lower number joins first.
 */

/** All windows of all centres: window k of centre i is its own first k entries. */
export interface ScanWindows {
  /** Units, nearest first, centre after centre; the centre itself leads its list. */
  readonly nearest: Int32Array;
  /** Where the list of each centre starts; one more entry closes the last. */
  readonly starts: Int32Array;
  /** Where it ends for now; shortened so that windows avoid units that are already in a cluster. */
  readonly ends: Int32Array;
}

export interface WindowLimits {
  /** Share of the whole population that a window may hold at most, above 0 and up to 1. */
  readonly mostPopulationShare: number;
  /** Units that a window may hold at most. */
  readonly mostUnits: number;
}

/**
 * Lays out the windows.
 * @param x coordinates of the units in a metric plane (metres or kilometres, never degrees).
 * @param population persons or households per unit, 0 or more.
 * @throws RangeError when a coordinate is not a number or a limit is out of range.
 */
export function layOutWindows(
  x: Float64Array,
  y: Float64Array,
  population: Float64Array,
  { mostPopulationShare, mostUnits }: WindowLimits,
): ScanWindows {
  const units = x.length;
  const broken = x.findIndex((value, unit) => !Number.isFinite(value) || !Number.isFinite(y[unit]));
  if (broken >= 0)
    throw new RangeError(`Unit ${broken} stands at (${x[broken]}, ${y[broken]}); leave it out of the scan.`);
  if (!(mostPopulationShare > 0 && mostPopulationShare <= 1))
    throw new RangeError(`A window's population share ${mostPopulationShare}; give more than 0, at most 1.`);
  if (!Number.isInteger(mostUnits) || mostUnits < 1)
    throw new RangeError(`A window of ${mostUnits} units; give a whole number of 1 or more.`);
  // Sums of whole numbers in another order are still exact; of fractions, a hair's slack keeps the limit itself in.
  const most = mostPopulationShare * population.reduce((sum, count) => sum + count, 0) * (1 + 1e-12);
  const listed = Math.min(units, mostUnits);
  const nearest = new Int32Array(units * listed);
  const starts = new Int32Array(units + 1);
  const search = nearestSearch(x, y, listed);
  let end = 0;
  for (let centre = 0; centre < units; centre += 1) {
    starts[centre] = end;
    let held = 0;
    for (const unit of search(centre)) {
      held += population[unit] ?? 0;
      if (held > most) break;
      nearest[end] = unit;
      end += 1;
    }
  }
  starts[units] = end;
  return { nearest: nearest.slice(0, end), starts, ends: starts.slice(1) };
}

/** Squares of rounded distances may miss the triangle inequality by a hair. */
const SLACK = 1 + 1e-9;

/**
 * Finds the `wanted` units nearest to a centre, itself first. Only units within reach of the neighbours of the centre
 * before are sorted: by the triangle inequality the new neighbours are among them, and neighbours in the list are
 * mostly neighbours on the map. A heap over all units took fifteen times as long.
 */
function nearestSearch(x: Float64Array, y: Float64Array, wanted: number): (centre: number) => Int32Array {
  const units = x.length;
  const squares = new Float64Array(units);
  const found = new Int32Array(units);
  let before = { centre: 0, radius: Number.POSITIVE_INFINITY };
  return (centre) => {
    const [east, north] = [x[centre] as number, y[centre] as number];
    const moved = Math.hypot((x[before.centre] as number) - east, (y[before.centre] as number) - north);
    const reach = ((moved + before.radius) * SLACK) ** 2;
    // Below every other: a unit at the same place with a lower number must not lead.
    squares[0] = -1;
    found[0] = centre;
    let count = 1;
    for (let unit = 0; unit < units; unit += 1) {
      const right = (x[unit] as number) - east;
      const up = (y[unit] as number) - north;
      const square = right * right + up * up;
      if (square > reach || unit === centre) continue;
      squares[count] = square;
      found[count] = unit;
      count += 1;
    }
    sortFirst(squares, found, 0, count - 1, wanted);
    before = { centre, radius: Math.sqrt(Math.max(0, squares[wanted - 1] as number)) };
    return found.subarray(0, wanted);
  };
}

/** Sorts by square, then by unit, but only until the first `wanted` stand in order: quicksort, Hoare (1962). */
function sortFirst(squares: Float64Array, found: Int32Array, from: number, to: number, wanted: number): void {
  let [low, high] = [from, to];
  while (low < high && low < wanted) {
    const middle = (low + high) >> 1;
    const [pivot, unit] = [squares[middle] as number, found[middle] as number];
    let [left, right] = [low, high];
    while (left <= right) {
      while (isBefore(squares[left] as number, found[left] as number, pivot, unit)) left += 1;
      while (isBefore(pivot, unit, squares[right] as number, found[right] as number)) right -= 1;
      if (left > right) break;
      const [square, other] = [squares[left] as number, found[left] as number];
      squares[left] = squares[right] as number;
      found[left] = found[right] as number;
      squares[right] = square;
      found[right] = other;
      left += 1;
      right -= 1;
    }
    sortFirst(squares, found, low, right, wanted);
    low = left;
  }
}

const isBefore = (square: number, unit: number, otherSquare: number, otherUnit: number): boolean =>
  square < otherSquare || (square === otherSquare && unit < otherUnit);

/** Shortens every list to the windows that hold none of the units given. */
export function avoidUnits({ nearest, starts, ends }: ScanWindows, taken: ReadonlySet<number>): void {
  // A lookup in a set, for every place of every list, would take longer than finding the cluster.
  const isTaken = new Uint8Array(ends.length);
  for (const unit of taken) isTaken[unit] = 1;
  for (let centre = 0; centre < ends.length; centre += 1) {
    const start = starts[centre] ?? 0;
    const end = ends[centre] ?? 0;
    for (let place = start; place < end; place += 1) {
      if (isTaken[nearest[place] as number] !== 1) continue;
      ends[centre] = place;
      break;
    }
  }
}
