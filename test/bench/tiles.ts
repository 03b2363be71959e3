import type pg from "pg";
import { asMvtQuery } from "./asMvt.ts";
import { getTile } from "./client.ts";
import type { Task } from "./measure.ts";

export interface TileWorkload {
  z: number;
  tiles: [x: number, y: number][];
  /** Through the server, as it comes. */
  product: Task;
  /** The same rows of the same zoom band by ST_AsMVT, on the same database, straight through pg. */
  limit: Task;
  /** That statement behind the smallest possible web server: nobody draws a map from a database connection. */
  served: Task;
}

const MOST_TILES = 48;

/** Tiles of a zoom that hold villages, in an order that is the same each time. */
async function tilesWithVillages(pool: pg.Pool, z: number): Promise<[number, number][]> {
  const { rows } = await pool.query<{ x: number; y: number }>(
    /* sql */ `
    select x, y from (
      select distinct floor((st_x(point) + 180) / 360 * (1 << $1))::int as x,
             floor((1 - asinh(tan(radians(st_y(point)))) / pi()) / 2 * (1 << $1))::int as y
      from atlas.village_cards where point is not null) tile
    order by md5(x || ' ' || y) limit $2`,
    [z, MOST_TILES],
  );
  return rows.map(({ x, y }) => [x, y]);
}

export async function tileWorkload(
  url: string,
  bareUrl: string,
  pool: pg.Pool,
  z: number,
): Promise<TileWorkload> {
  const tiles = await tilesWithVillages(pool, z);
  const { rows } = await pool.query<{ period: string }>(
    "select to_char(max(period), 'YYYY-MM-DD') as period from atlas.current_region_risks",
  );
  const period = rows[0]?.period ?? "";
  const at = (number: number) => tiles[number % tiles.length] as [number, number];
  return {
    z,
    tiles,
    product: async (number) => {
      const [x, y] = at(number);
      return (await getTile(`${url}/tiles/villages/${z}/${x}/${y}.pbf`)).body.byteLength;
    },
    served: async (number) => {
      const [x, y] = at(number);
      return (await getTile(`${bareUrl}/${z}/${x}/${y}/${period}`)).body.byteLength;
    },
    limit: async (number) => {
      const [x, y] = at(number);
      const { text, values } = asMvtQuery(z, x, y, period);
      const answer = await pool.query<{ tile: Buffer }>(text, values);
      return answer.rows[0]?.tile.byteLength ?? 0;
    },
  };
}
