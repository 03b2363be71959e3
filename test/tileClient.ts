import { VectorTile, type VectorTileFeature } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import pg from "pg";
import { type Answer, send } from "./rawHttp.ts";

export type TileAddress = readonly [z: number, x: number, y: number];
export type Extent = readonly [west: number, south: number, east: number, north: number];

export const getTile = (
  url: string,
  layers: string,
  [z, x, y]: TileAddress,
  headers: Record<string, string> = {},
  period = "",
): Promise<Answer> =>
  send(`${url}/tiles/${layers}/${z}/${x}/${y}.pbf${period === "" ? "" : `?period=${period}`}`, headers);

/** Features of one layer inside a tile; none when the tile or the layer is empty. */
export function featuresOf(body: Uint8Array, layer: string): VectorTileFeature[] {
  const content = new VectorTile(new PbfReader(body)).layers[layer];
  return content ? Array.from({ length: content.length }, (_, index) => content.feature(index)) : [];
}

export const layersOf = (body: Uint8Array): string[] =>
  Object.keys(new VectorTile(new PbfReader(body)).layers).sort();

/** Every tile of a zoom that meets a box in degrees. */
export function tilesOver([west, south, east, north]: Extent, z: number): TileAddress[] {
  const column = (lon: number) => Math.floor(((lon + 180) / 360) * 2 ** z);
  const row = (lat: number) =>
    Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * 2 ** z);
  const tiles: TileAddress[] = [];
  for (let x = column(west); x <= column(east); x += 1)
    for (let y = row(north); y <= row(south); y += 1) tiles.push([z, x, y]);
  return tiles;
}

/** Runs over many tiles, a few at a time, and gives the answers in the same order. */
export async function overTiles<Value>(
  tiles: readonly TileAddress[],
  work: (tile: TileAddress) => Promise<Value>,
): Promise<Value[]> {
  const values: Value[] = [];
  const queue = tiles.entries();
  const worker = async () => {
    for (const [index, tile] of queue) values[index] = await work(tile);
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  return values;
}

/** Rows of one statement on the database behind a server. */
export async function sqlOn<Row extends pg.QueryResultRow>(
  databaseUrl: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Box around a geometry column, like extentOf(url, "point", "atlas.village_cards"). */
export async function extentOf(databaseUrl: string, column: string, from: string): Promise<Extent> {
  const [row] = await sqlOn<{ box: [number, number, number, number] }>(
    databaseUrl,
    `select array[st_xmin(box), st_ymin(box), st_xmax(box), st_ymax(box)] as box from (select st_extent(${column}) as box from ${from}) one`,
  );
  if (!row) throw new Error(`there is no extent of ${from}`);
  return row.box;
}
