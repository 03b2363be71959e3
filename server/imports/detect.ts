import type { Knex } from "knex";
import { greatCircleKm } from "../../geo/greatCircle.ts";
import { type Crs, isInside, positionIn, readCrs, refuseContradiction } from "./crs.ts";
import { placedByCounty } from "./detectMeridian.ts";
import type { FoundColumns } from "./headers.ts";
import { ImportRefused } from "./refused.ts";
import type { Reading, SourceRow } from "./type.ts";

/** Enough to tell one system from another; the rows themselves are all checked later. */
const MOST_PLACES = 2_000;
/** Of the places that must agree before a file as a whole is taken to be in a system. */
const SHARE = 0.9;
const FEWEST_SWAPPED = 3;
const FEWEST_REFERENCES = 5;
/** Nearer than this no shift can be told from a survey of another year; the shifts are 300 to 1,300 m. */
const LEAST_SHIFT_M = 100;

export interface PlaceSample {
  /** Code of the row, where it has one. */
  readonly code: string;
  readonly x: number;
  readonly y: number;
}

export interface CrsWish {
  readonly crs?: string;
  readonly swapAxes?: boolean;
}

/**
 * @param source with SQL for the stored places of some codes, where the list has any: see Dataset.
 * The reference system of a file: as told, as the file says, or as its numbers look. Nothing is corrected in silence:
 * swapped axes and the shifts of web maps are held until somebody confirms them.
 * @throws ImportRefused ConfirmCrs with a proposal.
 */
export async function findCrs(
  knex: Knex,
  source: { readonly reference?: string; readonly reading: Reading; readonly found: FoundColumns },
  wish: CrsWish,
): Promise<Crs> {
  const { reference, reading, found } = source;
  if (wish.crs !== undefined) {
    const crs = readCrs(wish.crs);
    // What is in the system of a web map calls itself WGS 84 or CGCS2000.
    if (!(crs.correct && (reading.crs === 4326 || reading.crs === 4490)))
      refuseContradiction(reading.crs, crs);
    return { ...crs, swapped: wish.swapAxes ?? false };
  }
  const places = await placesOf(reading.rows(), found);
  const crs =
    reading.crs === null
      ? ((await bySize(knex, places)) ?? readCrs("4326"))
      : readCrs(Number.isNaN(reading.crs) ? "?" : String(reading.crs));
  const swapped = wish.swapAxes ?? false;
  if (!swapped) holdSwapped(crs, places);
  const chosen = { ...crs, swapped };
  if (crs.isGeographic && reference !== undefined) await holdShifted(knex, reference, chosen, places);
  return chosen;
}

/** The first places of a file with the codes of their rows, as the file gives them: of a shape, one of its corners. */
export async function placesOf(rows: AsyncIterable<SourceRow>, found: FoundColumns): Promise<PlaceSample[]> {
  const cell = (row: SourceRow, key: string) => {
    const index = found.columns.get(key)?.index;
    return index === undefined ? "" : (row.cells[index] ?? "").normalize("NFKC").replace(/\s/g, "");
  };
  const places: PlaceSample[] = [];
  let looked = 0;
  for await (const row of rows) {
    const [x, y] = firstPosition(row.geometry) ?? [
      Number(cell(row, "lon") || "x"),
      Number(cell(row, "lat") || "x"),
    ];
    if (Number.isFinite(x) && Number.isFinite(y)) places.push({ code: cell(row, "code"), x, y });
    looked += 1;
    if (looked === MOST_PLACES) break;
  }
  return places;
}

function firstPosition(geometry: unknown): [number, number] | null {
  let value: unknown = (geometry as { coordinates?: unknown } | null)?.coordinates;
  while (Array.isArray(value) && Array.isArray(value[0])) value = value[0];
  return Array.isArray(value) && value.length > 1 ? [Number(value[0]), Number(value[1])] : null;
}

/** By the size of the numbers alone; either order of the axes. Null where they are of no system we take. */
async function bySize(knex: Knex, places: readonly PlaceSample[]): Promise<Crs | null> {
  const isMost = (test: (x: number, y: number) => boolean) =>
    places.length > 0 &&
    places.filter(({ x, y }) => test(x, y) || test(y, x)).length >= SHARE * places.length;
  const degrees = readCrs("4326");
  if (isMost((x, y) => isInside(degrees, x, y))) return degrees;
  for (let srid = 4513; srid <= 4533; srid += 1) {
    const zone = readCrs(String(srid));
    if (isMost((x, y) => isInside(zone, x, y))) return zone;
  }
  const anyMeridian = readCrs("4547");
  return isMost((x, y) => isInside(anyMeridian, x, y)) ? placedByCounty(knex, places) : null;
}

function holdSwapped(crs: Crs, places: readonly PlaceSample[]): void {
  const swapped = places.filter(({ x, y }) => !isInside(crs, x, y) && isInside(crs, y, x));
  const [first] = swapped;
  if (!first || swapped.length < FEWEST_SWAPPED || swapped.length < SHARE * places.length) return;
  throw new ImportRefused(
    "ConfirmCrs",
    `坐标像是经纬度（或东、北坐标）颠倒，如 ${first.x}, ${first.y}；请确认后对调（--swap-axes）。`,
    `The axes look swapped, as in ${first.x}, ${first.y}; confirm to exchange them (--swap-axes).`,
    { crs: crs.name.replace("EPSG:", ""), swapAxes: true },
  );
}

/**
 * Points of web maps call themselves longitude and latitude and lie 300 to 1,300 m off, all the same way. They are known
 * by the rows that are stored already: taken back, they fall on those.
 */
async function holdShifted(
  knex: Knex,
  reference: string,
  crs: Crs,
  places: readonly PlaceSample[],
): Promise<void> {
  const { rows } = await knex.raw<{ rows: { code: string; x: number; y: number }[] }>(reference, [
    [...new Set(places.map(({ code }) => code))],
  ]);
  const stored = new Map(rows.map((row) => [row.code, row]));
  const pairs = places.flatMap(({ code, x, y }) => {
    const known = stored.get(code);
    return known ? [{ file: [x, y] as const, known: [known.x, known.y] as const }] : [];
  });
  if (pairs.length < FEWEST_REFERENCES) return;
  const offset = (candidate: Crs) =>
    1_000 * median(pairs.map(({ file, known }) => greatCircleKm(positionIn(candidate, file), known)));
  const plain = offset(crs);
  if (plain < LEAST_SHIFT_M) return;
  for (const name of ["GCJ-02", "BD-09"]) {
    const corrected = offset({ ...readCrs(name), swapped: crs.swapped ?? false });
    if (corrected > plain / 4) continue;
    const [from, to] = [Math.round(plain), Math.round(corrected)];
    throw new ImportRefused(
      "ConfirmCrs",
      `坐标像是 ${name}：与已有位置相差 ${from} 米，按 ${name} 换算后相差 ${to} 米；请确认坐标系（--crs ${name}，或 --crs 4326 照原样）。`,
      `The coordinates look like ${name}: ${from} m off the places that are stored, ${to} m once converted from it; confirm the system (--crs ${name}, or --crs 4326 as they are).`,
      { crs: name, swapAxes: crs.swapped ?? false },
    );
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
