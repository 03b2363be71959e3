import { added, ratioOf, type Sums } from "../../geo/pooledFacts.ts";
import type { PlacedCounty } from "../regions/queries.ts";
import type { Proportion } from "./type.ts";

/** The sums of some counties as one proportion; null where none delivered it. */
export function proportionOf(sums: readonly (Sums | null)[]): Proportion | null {
  const all = added(sums);
  return all && { ...all, share: ratioOf(all) };
}

export const sumsOf = (numerator: number | null, denominator: number | null): Sums | null =>
  numerator === null || denominator === null
    ? null
    : { numerator: Number(numerator), denominator: Number(denominator) };

export interface Group<Row> {
  readonly code: string;
  readonly name: string;
  readonly nameEn: string | null;
  /** Rows that were delivered. */
  readonly rows: readonly Row[];
  readonly countiesInAll: number;
}

/** The rows of counties under the regions they are shown under; a region without a row stays, with none. */
export function groupsOf<Row extends { county: string }>(
  places: readonly PlacedCounty[],
  rows: readonly Row[],
): Group<Row>[] {
  const byCounty = new Map<string, Row[]>();
  for (const row of rows) byCounty.set(row.county, [...(byCounty.get(row.county) ?? []), row]);
  const groups = new Map<string, Group<Row> & { rows: Row[]; countiesInAll: number }>();
  for (const { county, code, name, nameEn } of places) {
    const group = groups.get(code) ?? { code, name, nameEn, rows: [], countiesInAll: 0 };
    group.rows.push(...(byCounty.get(county) ?? []));
    group.countiesInAll += 1;
    groups.set(code, group);
  }
  return [...groups.values()];
}

/** All of them together, under the name of what was asked for. */
export const wholeOf = <Row>(within: string, groups: readonly Group<Row>[]): Group<Row> => ({
  code: within,
  name: within,
  nameEn: null,
  rows: groups.flatMap((group) => group.rows),
  countiesInAll: groups.reduce((sum, group) => sum + group.countiesInAll, 0),
});
