import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { expect } from "vitest";
import { fromNeighbourLists, type SpatialWeights } from "../geo/spatialWeights.ts";

const fixtures = new URL("../../shared/reference/fixtures/", import.meta.url);

/** A JSON file of the public reference fixtures. */
export const readJson = <T>(path: string): T => JSON.parse(readFileSync(new URL(path, fixtures), "utf8"));

/** A CSV file of the public reference fixtures, by column name; an empty cell means "not defined". */
export const readRows = (path: string): Record<string, string>[] =>
  parse(readFileSync(new URL(path, fixtures), "utf8"), { columns: true, skip_empty_lines: true });

export const text = (row: Record<string, string> | undefined, column: string): string => {
  const value = row?.[column];
  if (value === undefined) throw new Error(`the fixture has no column ${column}`);
  return value;
};

export const number = (row: Record<string, string> | undefined, column: string): number => {
  const cell = text(row, column);
  if (cell === "") throw new Error(`column ${column} is empty here`);
  return Number(cell);
};

/** Null where the fixture says "not defined". */
export const numberOrNull = (row: Record<string, string>, column: string): number | null =>
  text(row, column) === "" ? null : number(row, column);

/** Within 1e-9 of the reference, relative, or absolute near zero: the stated tolerance of the fixtures. */
export function expectNear(actual: number | null | undefined, expected: number | null, what: string): void {
  if (expected === null || actual === null || actual === undefined) {
    expect(actual, what).toBe(expected);
    return;
  }
  const error = Math.abs(actual - expected);
  const message = `${what}: ${actual} instead of ${expected}`;
  expect(error <= 1e-9 * Math.max(1, Math.abs(expected)), message).toBe(true);
}

/** Within 1e-9 relative however small the value: for tail probabilities and variances of rates. */
export function expectRelative(actual: number | null | undefined, expected: number, what: string): void {
  const message = `${what}: ${actual} instead of ${expected}`;
  expect(
    typeof actual === "number" && Math.abs(actual - expected) <= 1e-9 * Math.abs(expected),
    message,
  ).toBe(true);
}

/** Weights as the reference files list them: neighbours by id, in the order of `ids`. */
export function readWeights(path: string, ids: readonly string[]): SpatialWeights {
  const lists = readJson<Record<string, string[]>>(path);
  const place = new Map(ids.map((id, unit) => [id, unit]));
  return fromNeighbourLists(
    ids.map((id) => (lists[id] ?? []).map((neighbour) => place.get(neighbour) ?? -1)),
  );
}

export const column = (rows: readonly Record<string, string>[], name: string): number[] =>
  rows.map((row) => number(row, name));
