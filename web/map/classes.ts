import { ckmeans, quantileSorted } from "simple-statistics";
import { warningLines } from "../risk/levels.ts";
import { type Palette, rampColours } from "./palette.ts";

export const classMethods = ["jenks", "quantile", "equal", "official"] as const;
export type ClassMethod = (typeof classMethods)[number];

/** Half-open [from, to); the last one is open above. */
export interface Class {
  readonly from: number | null;
  readonly to: number | null;
  readonly colour: string;
}

const toTenth = (value: number) => Math.floor(value * 10) / 10;

/** Inner bounds between classes, rising and without repeats: scores are shown to one decimal, so bounds are too,
 * rounded down so that the value that opens a class stays in it. */
export function breaksOf(scores: readonly number[], method: ClassMethod, count: number): number[] {
  if (method === "official") return warningLines.map((line) => line.from);
  if (scores.length === 0) return [];
  const sorted = [...scores].sort((a, b) => a - b);
  const low = sorted[0] as number;
  const high = sorted[sorted.length - 1] as number;
  let bounds: number[];
  if (method === "equal") {
    bounds = Array.from({ length: count - 1 }, (_, index) => low + ((high - low) * (index + 1)) / count);
  } else if (method === "quantile") {
    bounds = Array.from({ length: count - 1 }, (_, index) => quantileSorted(sorted, (index + 1) / count));
  } else {
    const groups = ckmeans(sorted, Math.min(count, new Set(sorted).size));
    // A class starts at the smallest value it holds.
    bounds = groups.slice(1).map((group) => group[0] as number);
  }
  const rounded = [...new Set(bounds.map(toTenth))];
  return rounded.filter((bound) => bound > low && bound <= high);
}

export function classesOf(breaks: readonly number[], method: ClassMethod, palette: Palette): Class[] {
  const colours =
    method === "official"
      ? [palette.unwarned, ...warningLines.map((line) => palette.levels[line.level])]
      : rampColours(palette, breaks.length + 1);
  return colours.map((colour, index) => ({
    from: index === 0 ? null : (breaks[index - 1] as number),
    to: index < breaks.length ? (breaks[index] as number) : null,
    colour,
  }));
}

export const classIndex = (score: number, breaks: readonly number[]) =>
  breaks.reduce((index, bound) => (score >= bound ? index + 1 : index), 0);
