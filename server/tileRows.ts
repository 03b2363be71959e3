import { EXTENT, type Property, type TileFeature, type TileLayerContent } from "../geo/vectorTile.ts";
import type { TilePart, TileRequest } from "./tileLayer.ts";

/** What a tile row says of its place; every other column is a property. */
const PLACE_COLUMNS = new Set(["id", "geometry", "lon", "lat"]);

/** Rows come as arrays: a tile has thousands, and building an object of each took longer than encoding it. */
export function layersOfRows(
  part: TilePart,
  z: number,
  rows: readonly unknown[][],
  columns: readonly string[],
): TileLayerContent[] {
  const [id = -1, geometry = -1, lon = -1, lat = -1] = ["id", "geometry", "lon", "lat"].map((column) =>
    columns.indexOf(column),
  );
  // A row without a place becomes one that cannot be drawn, and is reported as such.
  const degrees = (value: unknown) => (typeof value === "number" ? value : Number.NaN);
  const place = (row: unknown[]) => [degrees(row[lon]), degrees(row[lat])] as const;
  const shape = (row: unknown[]) => (row[geometry] instanceof Uint8Array ? row[geometry] : place(row));
  const layer = (name: string, keys: string[], at: (row: unknown[]) => TileFeature["geometry"]) => {
    const shown = keys.map((key) => columns.indexOf(key));
    const features = rows.map((row) => ({
      id: Number(row[id]),
      geometry: at(row),
      values: shown.map((index) => row[index] as Property),
    }));
    return { name, keys, features };
  };
  const own = layer(
    part.name,
    columns.filter((column) => !PLACE_COLUMNS.has(column)),
    shape,
  );
  const { labels } = part;
  return labels && z >= labels.minZoom ? [own, layer(labels.name, Object.keys(labels.fields), place)] : [own];
}

/** Leaves arrays as the text they come in: pg's own parser builds them character by character. */
export const arraysAsText = { getTypeParser: () => (text: string) => text };

/**
 * Cells of a grid from arrays in the database's notation, in the order of their ids: scans give them in any, and
 * a tile must not change its bytes when nothing it shows has changed.
 */
export function layerOfCells(
  name: string,
  { z, x, y }: Pick<TileRequest, "z" | "x" | "y">,
  level: number,
  texts: readonly unknown[],
  columns: readonly string[],
): TileLayerContent {
  const arrays = texts.map((text) => readArray(typeof text === "string" ? text : "{}"));
  const place = columns.indexOf("id");
  const ids = arrays[place] ?? [];
  const keys = columns.filter((_, index) => index !== place);
  const shown = arrays.filter((_, index) => index !== place);
  const cells = 2 ** level;
  const across = 2 ** (level - z);
  const middle = (cell: number, tile: number) => ((cell - tile * across + 0.5) * EXTENT) / across;
  const features = inOrder(ids.map(Number)).map((index) => {
    const id = Number(ids[index]);
    const column = Math.floor(id / cells);
    const geometry = { x: middle(column, x), y: middle(id - column * cells, y) };
    const values: Property[] = [];
    for (const array of shown) values.push(array[index]);
    return { id, geometry, values };
  });
  return { name, keys, features };
}

/** Indices that put the numbers in ascending order, which they mostly are in already. */
function inOrder(numbers: readonly number[]): number[] {
  const indices = numbers.map((_, index) => index);
  const isSorted = numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0));
  return isSorted ? indices : indices.sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0));
}

/** An array of numbers or booleans as PostgreSQL writes it: {1,NULL,2.5} or {t,f}. */
function readArray(text: string): Property[] {
  const items = text.slice(1, -1);
  if (/^[tf]/.test(items)) return items.split(",").map((item) => item === "t");
  return JSON.parse(`[${items.replaceAll("NULL", "null")}]`) as Property[];
}
