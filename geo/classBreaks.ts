/**
 * Classes of values for a choropleth. The same values give the same classes.
 * Sources: Fisher (1958), J. Am. Stat. Assoc. 53, and Jenks & Caspall (1971), Annals AAG 61, solved exactly by
 * simple-statistics' ckmeans (Wang & Song 2011); quantiles of type 7 (Hyndman & Fan 1996, R's default);
 * head/tail by Jiang (2013), Professional Geographer 65. These are no warning levels: see villageRisk.ts for those.
 */
import { ckmeans } from "simple-statistics";

export interface ClassOfValues {
  /** Where the class begins: values from here belong to it. */
  readonly from: number;
  /** Where the next one begins; for the last class its upper end, which belongs to it. */
  readonly to: number;
  /** How many values lie in it. */
  readonly count: number;
  /** Least and greatest value that lies in it; null where none does. */
  readonly lowest: number | null;
  readonly highest: number | null;
}

export interface Classification {
  /** Rising; fewer than asked for where there are fewer distinct values; empty where there are no values at all. */
  readonly classes: readonly ClassOfValues[];
  /** Class number of each value in the order given; null for null: missing is a class of its own, never the lowest. */
  readonly classNumbers: readonly (number | null)[];
  /** How many values are missing. */
  readonly missing: number;
  /** Goodness of variance fit: 1 − squares within classes / all squares; 1 where all values are equal. */
  readonly goodnessOfFit: number;
}

function sortedValues(values: readonly (number | null)[]): number[] {
  const present = values.filter((value) => value !== null);
  for (const value of present)
    if (!Number.isFinite(value))
      throw new RangeError(`a value is ${value}; give finite numbers, null where missing`);
  return present.sort((a, b) => a - b);
}

function requireClassCount(count: number): void {
  if (!(Number.isInteger(count) && count >= 1))
    throw new RangeError(`${count} classes; give a whole number from 1 up`);
}

function distinctCount(sorted: readonly number[]): number {
  return sorted.reduce(
    (count, value, place) => count + (place === 0 || value !== sorted[place - 1] ? 1 : 0),
    0,
  );
}

/** Classes so that squares within them are least of all partitions. @throws RangeError for a count that is not 1 or more. */
export function jenksClasses(values: readonly (number | null)[], count: number): Classification {
  requireClassCount(count);
  const sorted = sortedValues(values);
  if (sorted.length === 0) return classify(values, []);
  const groups = ckmeans(sorted, Math.min(count, distinctCount(sorted)));
  // A class begins at the least value it holds, so membership does not hang on rounding a midpoint.
  return classify(values, [...groups.flatMap((group) => group.slice(0, 1)), sorted.at(-1) ?? 0]);
}

/** Classes of equal numbers of values, as far as ties allow. @throws RangeError for a count that is not 1 or more. */
export function quantileClasses(values: readonly (number | null)[], count: number): Classification {
  requireClassCount(count);
  const sorted = sortedValues(values);
  const used = Math.min(count, distinctCount(sorted));
  if (used === 0) return classify(values, []);
  return classify(
    values,
    Array.from({ length: used + 1 }, (_, place) => quantileOfSorted(sorted, place / used)),
  );
}

/** Type 7: linear between the order statistics around (n − 1)·share. */
function quantileOfSorted(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const low = sorted[below] ?? 0;
  return low + (position - below) * ((sorted[below + 1] ?? low) - low);
}

/** Classes of equal width from the least to the greatest value. @throws RangeError for a count that is not 1 or more. */
export function equalIntervalClasses(values: readonly (number | null)[], count: number): Classification {
  requireClassCount(count);
  const sorted = sortedValues(values);
  const used = Math.min(count, distinctCount(sorted));
  if (used === 0) return classify(values, []);
  const [least = 0, greatest = 0] = [sorted[0], sorted.at(-1)];
  const inner = Array.from(
    { length: used - 1 },
    (_, place) => least + ((greatest - least) * (place + 1)) / used,
  );
  return classify(values, [least, ...inner, greatest]);
}

/**
 * Classes between published bounds, the same for every map and month; values outside fall into the outer classes.
 * @param bounds rising, one more than classes. @throws RangeError when they do not rise or are fewer than two.
 */
export function fixedClasses(values: readonly (number | null)[], bounds: readonly number[]): Classification {
  sortedValues(values);
  if (
    bounds.length < 2 ||
    !bounds.every((bound, place) => place === 0 || bound > (bounds[place - 1] ?? bound))
  )
    throw new RangeError(`bounds are ${bounds.join(", ")}; give at least two that rise`);
  return classify(values, bounds);
}

/**
 * Head/tail classes for values with few large and many small: cut at the mean, then again within the head (the
 * values from it on) while the head holds no more than `headShare` of its values. Their number follows from the data.
 * @throws RangeError when headShare is not between 0 and 1.
 */
export function headTailClasses(values: readonly (number | null)[], headShare = 0.4): Classification {
  if (!(headShare > 0 && headShare < 1))
    throw new RangeError(`a head share of ${headShare}; give a number between 0 and 1`);
  const sorted = sortedValues(values);
  if (sorted.length === 0) return classify(values, []);
  const bounds = [sorted[0] ?? 0];
  let head = sorted;
  while (head.length > 1) {
    const mean = head.reduce((sum, value) => sum + value, 0) / head.length;
    const above = head.filter((value) => value >= mean);
    // Values that are all equal: rounding may put their mean on either side of them.
    if (above.length === 0 || above.length === head.length) break;
    bounds.push(mean);
    if (above.length / head.length > headShare) break;
    head = above;
  }
  return classify(values, [...bounds, sorted.at(-1) ?? 0]);
}

/** The class a value belongs to, outer classes open: 0 for anything below, the last for anything above. */
export function classNumberOf(value: number, classes: readonly ClassOfValues[]): number {
  return Math.max(
    0,
    classes.findLastIndex((entry) => value >= entry.from),
  );
}

/**
 * Sorts values into classes between bounds. Starts that repeat are one class; the greatest value is a class by
 * itself where a class starts there.
 */
function classify(values: readonly (number | null)[], bounds: readonly number[]): Classification {
  const starts = [...new Set(bounds.slice(0, -1))];
  const members: number[][] = starts.map(() => []);
  const classNumbers = values.map((value) => {
    if (value === null) return null;
    const number = Math.max(
      0,
      starts.findLastIndex((start) => value >= start),
    );
    members[number]?.push(value);
    return number;
  });
  const classes = starts.map((from, place): ClassOfValues => {
    const inside = members[place] ?? [];
    return {
      from,
      to: starts[place + 1] ?? bounds.at(-1) ?? from,
      count: inside.length,
      lowest: inside.length > 0 ? inside.reduce((least, value) => Math.min(least, value)) : null,
      highest: inside.length > 0 ? inside.reduce((most, value) => Math.max(most, value)) : null,
    };
  });
  const total = squaresAround(members.flat());
  const within = members.reduce((sum, inside) => sum + squaresAround(inside), 0);
  return {
    classes,
    classNumbers,
    missing: values.filter((value) => value === null).length,
    goodnessOfFit: total === 0 ? 1 : 1 - within / total,
  };
}

function squaresAround(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}
