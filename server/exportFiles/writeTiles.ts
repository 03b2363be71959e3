import { open } from "node:fs/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { type PmtilesDescription, type PmtilesTile, writePmtiles } from "../../geo/pmtiles.ts";
import { tileId } from "../../geo/tileId.ts";
import { encodeTile, HALF_WORLD, toMercator } from "../../geo/vectorTile.ts";
import type { Context } from "../context.ts";
import { InputError } from "../errors.ts";
import { type Job, renewJob } from "./changesOfWorker.ts";
import { Dropped, type Written } from "./dropped.ts";
import type { Sheet } from "./formats/format.ts";
import type { Asked, ExportList } from "./list.ts";
import { DEMONSTRATION } from "./words.ts";

export interface TilesToWrite {
  readonly job: Job;
  readonly path: string;
  readonly list: ExportList;
  readonly asked: Asked;
  readonly sheet: Sheet;
  readonly contextOf: () => Promise<Context>;
}

type Box = readonly [west: number, south: number, east: number, north: number];

/** Readers draw deeper zooms from the last one. */
const DEEPEST = 12;
const MOST_TILES = 4_096;
/** Zooms above this one show the whole in few tiles; further ones would show it as a dot. */
const FEW_TILES = 4;
const RENEW_EVERY = 20;

const zip = promisify(gzip);
const compress = (bytes: Uint8Array) => zip(bytes, { level: 9 });

/**
 * Writes an archive of vector tiles of a list, tile by tile: from the zoom at which what was asked for lies in at most
 * four tiles, down to the deepest of at most 4,096 tiles. Below a tile without anything nothing is looked for.
 */
export async function writeTiles({
  job,
  path,
  list,
  asked,
  sheet,
  contextOf,
}: TilesToWrite): Promise<Written> {
  const { places } = list;
  const context = await contextOf();
  const box = places && (await places.extent(context, asked));
  if (!places || !box)
    throw new InputError(
      "NOT_FOUND",
      "这里没有带位置的内容，瓦片无从生成；请换一个区域。",
      "Nothing here has a place, so that there are no tiles; take another region.",
    );
  const zooms = Array.from({ length: DEEPEST + 1 }, (_, z) => z);
  const minZoom = zooms.filter((z) => countOver(box, z) <= FEW_TILES).at(-1) ?? 0;
  const maxZoom = Math.max(minZoom, zooms.filter((z) => countOver(box, z) <= MOST_TILES).at(-1) ?? 0);
  const keys = sheet.columns.map(({ name }) => name);
  const drawn = new Set<number>();

  async function* tiles(tile: NonNullable<ExportList["places"]>["tile"]): AsyncGenerator<PmtilesTile> {
    let filled: ReadonlySet<string> | null = null;
    let questions = 0;
    for (let z = minZoom; z <= maxZoom; z += 1) {
      const above: ReadonlySet<string> | null = filled;
      const here = new Set<string>();
      for (const [x, y] of tilesOver(box as Box, z)) {
        if (above && !above.has(`${x >> 1}/${y >> 1}`)) continue;
        const reader = await contextOf();
        if (
          questions % RENEW_EVERY === 0 &&
          !(await renewJob(reader.owner, job, Math.min(drawn.size, sheet.total)))
        )
          throw new Dropped();
        questions += 1;
        const { features } = await tile(reader, asked, z, x, y);
        if (features.length === 0) continue;
        here.add(`${x}/${y}`);
        if (z === maxZoom) for (const { id } of features) drawn.add(id);
        const content = features.map(({ id, geometry, cells, isDemo }) => ({
          id,
          geometry,
          values: [...cells, isDemo ? DEMONSTRATION : null],
        }));
        const bytes = encodeTile([{ name: list.name, keys, features: content }], z, x, y, () => {});
        if (bytes.byteLength > 0) yield { z, x, y, bytes: await compress(bytes) };
      }
      filled = here;
    }
  }

  const file = await open(path, "wx", 0o600);
  try {
    for await (const { at, bytes } of writePmtiles(
      tiles(places.tile),
      describe(sheet, box, minZoom, maxZoom),
      compress,
    ))
      await file.write(bytes, 0, bytes.byteLength, at);
  } finally {
    await file.close();
  }
  return { rows: drawn.size, isDemo: sheet.isDemo };
}

function describe(sheet: Sheet, bounds: Box, minZoom: number, maxZoom: number): PmtilesDescription {
  const { name, title, about, columns, isDemo } = sheet;
  const kinds = {
    string: "String",
    date: "String",
    boolean: "Boolean",
    integer: "Number",
    number: "Number",
  } as const;
  const fields = Object.fromEntries(columns.map((column) => [column.name, kinds[column.type]]));
  return {
    metadata: {
      name: title,
      description: isDemo ? `${about} ${DEMONSTRATION}` : about,
      vector_layers: [{ id: name, fields, minzoom: minZoom, maxzoom: maxZoom }],
    },
    minZoom,
    maxZoom,
    bounds,
  };
}

/** First and last column and row of the tiles that meet a box. */
function range([west, south, east, north]: Box, z: number) {
  const side = 2 ** z;
  const last = (place: number) => Math.min(side - 1, Math.max(0, Math.floor(place)));
  const [left, bottom] = toMercator(west, south);
  const [right, top] = toMercator(east, north);
  const scale = side / (2 * HALF_WORLD);
  return {
    columns: [last((left + HALF_WORLD) * scale), last((right + HALF_WORLD) * scale)],
    rows: [last((HALF_WORLD - top) * scale), last((HALF_WORLD - bottom) * scale)],
  } as const;
}

function countOver(box: Box, z: number): number {
  const { columns, rows } = range(box, z);
  return (columns[1] - columns[0] + 1) * (rows[1] - rows[0] + 1);
}

/** The tiles of a zoom that meet a box, in the order an archive keeps them. */
function tilesOver(box: Box, z: number): [x: number, y: number][] {
  const { columns, rows } = range(box, z);
  const found: [number, number][] = [];
  for (let x = columns[0]; x <= columns[1]; x += 1)
    for (let y = rows[0]; y <= rows[1]; y += 1) found.push([x, y]);
  return found.sort((a, b) => tileId(z, ...a) - tileId(z, ...b));
}
