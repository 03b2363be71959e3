import type { Cell } from "../copy.ts";
import type { DemoCounty } from "./county.ts";

export function* each(
  counties: readonly DemoCounty[],
  rowsOf: (county: DemoCounty) => Iterable<readonly Cell[]>,
) {
  for (const county of counties) yield* rowsOf(county);
}

/** A list of column names, written as one line. */
export function words(text: string): string[] {
  return text.split(" ");
}
