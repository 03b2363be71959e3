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
  const distances = new Float64Array(units);
  let end = 0;
  for (let centre = 0; centre < units; centre += 1) {
    starts[centre] = end;
    let held = 0;
    for (const unit of nearestUnits(x, y, centre, listed, distances)) {
      held += population[unit] ?? 0;
      if (held > most) break;
      nearest[end] = unit;
      end += 1;
    }
  }
  starts[units] = end;
  return { nearest: nearest.slice(0, end), starts, ends: starts.slice(1) };
}

/** The `wanted` units nearest to a centre, itself first; `distances` is scratch space, left holding squares. */
function nearestUnits(
  x: Float64Array,
  y: Float64Array,
  centre: number,
  wanted: number,
  distances: Float64Array,
): Int32Array {
  const [east, north] = [x[centre] ?? 0, y[centre] ?? 0];
  for (let unit = 0; unit < x.length; unit += 1) {
    distances[unit] = ((x[unit] ?? 0) - east) ** 2 + ((y[unit] ?? 0) - north) ** 2;
  }
  // Below every other: a unit at the same place with a lower number must not lead.
  distances[centre] = -1;
  const farther = (a: number, b: number): boolean => {
    const difference = (distances[a] ?? 0) - (distances[b] ?? 0);
    return difference > 0 || (difference === 0 && a > b);
  };
  // A heap with the farthest on top holds the nearest found so far: sorting all units for each centre costs 5 times.
  const heap = new Int32Array(wanted);
  let size = 0;
  for (let unit = 0; unit < x.length; unit += 1) {
    if (size < wanted) {
      heap[size] = unit;
      size += 1;
      siftUp(heap, size - 1, farther);
    } else if (farther(heap[0] ?? 0, unit)) {
      heap[0] = unit;
      siftDown(heap, farther);
    }
  }
  return heap.sort((a, b) => (farther(a, b) ? 1 : -1));
}

type Above = (a: number, b: number) => boolean;

function siftUp(heap: Int32Array, from: number, above: Above): void {
  let place = from;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    if (!above(heap[place] ?? 0, heap[parent] ?? 0)) return;
    swap(heap, place, parent);
    place = parent;
  }
}

function siftDown(heap: Int32Array, above: Above): void {
  let place = 0;
  for (;;) {
    let top = place;
    for (const child of [2 * place + 1, 2 * place + 2]) {
      if (child < heap.length && above(heap[child] ?? 0, heap[top] ?? 0)) top = child;
    }
    if (top === place) return;
    swap(heap, place, top);
    place = top;
  }
}

function swap(heap: Int32Array, a: number, b: number): void {
  const kept = heap[a] ?? 0;
  heap[a] = heap[b] ?? 0;
  heap[b] = kept;
}

/** Shortens every list to the windows that hold none of the units given. */
export function avoidUnits({ nearest, starts, ends }: ScanWindows, taken: ReadonlySet<number>): void {
  for (let centre = 0; centre < ends.length; centre += 1) {
    const start = starts[centre] ?? 0;
    const end = ends[centre] ?? 0;
    for (let place = start; place < end; place += 1) {
      if (!taken.has(nearest[place] ?? -1)) continue;
      ends[centre] = place;
      break;
    }
  }
}
