import type { Knex } from "knex";
import { type Crs, readCrs } from "./crs.ts";
import { datasets } from "./datasets.ts";
import { findCrs } from "./detect.ts";
import { formatOf } from "./files/formats.ts";
import { type FoundColumns, foundBy, matchOf } from "./headers.ts";
import { trimmed } from "./problems.ts";
import { ImportRefused } from "./refused.ts";
import { readPoint, readShape } from "./shapes.ts";
import type { Dataset, Reading, SourceRow } from "./type.ts";

const MOST_SAMPLE_ROWS = 20;
const MOST_PLACES = 500;

/** How the places of a file would be read. What is not certain is held until somebody confirms it. */
export interface Detected {
  readonly crs: string;
  readonly swapAxes: boolean;
  readonly isCertain: boolean;
  readonly zh: string;
  readonly en: string;
}

/** What a file is, before anything is asked of whoever sent it. */
export interface Probe {
  readonly format: string;
  readonly encoding: string;
  readonly layers: readonly string[];
  readonly layer: string | null;
  readonly headers: readonly string[];
  /** EPSG number the file itself names. */
  readonly declaredCrs: number | null;
  readonly detected: Detected;
  readonly sample: readonly (readonly string[])[];
  /** The lists whose headers it has, best first. */
  readonly datasets: readonly {
    readonly name: string;
    /** Header of the file by the key of the column. */
    readonly mapping: Readonly<Record<string, string>>;
    readonly missing: readonly string[];
  }[];
  /** GeoJSON of some of its places, in longitude and latitude. */
  readonly places: readonly unknown[];
}

/** @throws ImportRefused when the file cannot be read at all. */
export async function probe(knex: Knex, path: string, fileName: string, layer?: string): Promise<Probe> {
  const format = await formatOf(path, fileName);
  const reading = await format.open(path, layer);
  const matches = datasets
    .map((dataset) => ({ dataset, ...matchOf(dataset, reading.headers) }))
    .filter(({ mapping }) => Object.keys(mapping).length > 0)
    .toSorted((a, b) => a.missing.length - b.missing.length || size(b.mapping) - size(a.mapping));
  const [best] = matches;
  const found = best ? foundBy(best.dataset, reading.headers, best.mapping) : NOTHING;
  const detected = await detect(knex, reading, found, best?.dataset);
  const crs = { ...readCrs(detected.crs), swapped: detected.swapAxes };
  return {
    format: format.name,
    encoding: reading.encoding,
    layers: reading.layers ?? [],
    layer: reading.layer ?? null,
    headers: reading.headers,
    declaredCrs: reading.crs === null || Number.isNaN(reading.crs) ? null : reading.crs,
    detected,
    ...(await firstRows(knex, reading, found, crs)),
    datasets: matches.map(({ dataset, mapping, missing }) => ({ name: dataset.name, mapping, missing })),
  };
}

const NOTHING: FoundColumns = {
  columns: new Map(),
  width: 0,
  ignored: [],
  headerOf: (key) => key,
  placeOf: () => 0,
};
const size = (mapping: object) => Object.keys(mapping).length;

async function detect(
  knex: Knex,
  reading: Reading,
  found: FoundColumns,
  dataset: Dataset | undefined,
): Promise<Detected> {
  try {
    const crs = await findCrs(knex, { reference: dataset?.reference, reading, found }, {});
    const zh = reading.crs === null ? `按数值判断为 ${crs.name}` : `文件写明 ${crs.name}`;
    const en =
      reading.crs === null ? `${crs.name}, by the size of the numbers` : `${crs.name}, as the file says`;
    return { crs: crs.name.replace("EPSG:", ""), swapAxes: false, isCertain: true, zh, en };
  } catch (error) {
    if (!(error instanceof ImportRefused)) throw error;
    const proposal = error.proposal ?? { crs: "4326", swapAxes: false };
    return { ...proposal, isCertain: false, zh: error.zh, en: error.en };
  }
}

/** Places as they would lie on the map, outlines with fewer corners. */
const IN_DEGREES = /* sql */ `
  select st_asgeojson(st_simplifypreservetopology(st_transform(place::geometry, 4326), 0.0002), 6) as geometry
  from unnest(?::text[]) with ordinality given (place, number) order by number`;

async function firstRows(
  knex: Knex,
  reading: Reading,
  found: FoundColumns,
  crs: Crs,
): Promise<Pick<Probe, "sample" | "places">> {
  const sample: string[][] = [];
  const shapes: string[] = [];
  const names: string[] = [];
  for await (const row of reading.rows()) {
    if (sample.length < MOST_SAMPLE_ROWS) sample.push(row.cells.map(trimmed));
    const shape = shapeOf(row, found, crs);
    if (shape !== null) {
      shapes.push(shape);
      names.push(trimmed(row.cells[found.columns.get("name")?.index ?? -1] ?? String(row.number)));
    }
    if (shapes.length === MOST_PLACES || row.number > 20 * MOST_PLACES) break;
  }
  const { rows } = await knex.raw<{ rows: { geometry: string }[] }>(IN_DEGREES, [shapes]);
  const places = rows.map(({ geometry }, index) => ({
    type: "Feature",
    properties: { name: names[index] },
    geometry: JSON.parse(geometry) as unknown,
  }));
  return { sample, places };
}

/** EWKB of the place of a row in the system of the file; null for none, or one that is told of when the rows are checked. */
function shapeOf(row: SourceRow, found: FoundColumns, crs: Crs): string | null {
  const cell = (key: string) => row.cells[found.columns.get(key)?.index ?? -1] ?? "";
  const shape = row.geometry
    ? readShape(row.geometry, crs)
    : cell("lon").trim() === ""
      ? null
      : readPoint(Number(cell("lon")), Number(cell("lat")), crs);
  return shape === null || "code" in shape ? null : (shape.outline ?? shape.point);
}
