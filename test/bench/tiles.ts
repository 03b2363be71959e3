import type pg from "pg";
import { cellLevel } from "../../server/villages/tiles.ts";
import { getTile } from "./client.ts";
import type { Task } from "./measure.ts";

export interface TileWorkload {
  z: number;
  tiles: [x: number, y: number][];
  /** Through the server, as it comes. */
  product: Task;
  /** The same rows of the same zoom band by ST_AsMVT, on the same database. */
  limit: Task;
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

export async function tileWorkload(url: string, pool: pg.Pool, z: number): Promise<TileWorkload> {
  const tiles = await tilesWithVillages(pool, z);
  const { rows } = await pool.query<{ period: string }>(
    "select to_char(max(period), 'YYYY-MM-DD') as period from atlas.region_risks",
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
    limit: async (number) => {
      const [x, y] = at(number);
      const { text, values } = limitQuery(z, x, y, period);
      const answer = await pool.query<{ tile: Buffer }>(text, values);
      return answer.rows[0]?.tile.byteLength ?? 0;
    },
  };
}

const properties = /* sql */ `card.code::bigint as id, card.code, card.name, floor(card.score * 10 + 0.5) / 10 as score,
  card.level, card.status, floor(card.coverage * 100 + 0.5) / 100 as coverage, card.households, card.is_demo as demo`;
const frame = "st_tileenvelope($1, $2, $3) as frame";
const buffered = "st_tileenvelope($1, $2, $3, margin => 64 / 4096.0)";
const asLayer = (name: string, rows: string) =>
  `(select coalesce(st_asmvt(tile, '${name}', 4096, 'geom', 'id'), '') from (${rows}) tile)`;

/** One statement per tile. */
function limitQuery(z: number, x: number, y: number, period: string): { text: string; values: unknown[] } {
  if (z <= 7) {
    const level = cellLevel(z);
    const across = 2 ** (level - z);
    const rows = /* sql */ `
      select cell_x * (1 << level)::bigint + cell_y as id, villages as n, households,
             case when scored_households > 0 then floor(weighted_score / scored_households * 100 + 0.5) / 100 end as score,
             villages_by_level[2] as blue, villages_by_level[3] as yellow, villages_by_level[4] as orange, villages_by_level[5] as red,
             is_demo as demo,
             st_asmvtgeom(st_setsrid(st_makepoint(((cell_x + 0.5::float8) / (1 << level) * 2 - 1) * 20037508.342789244,
               (1 - (cell_y + 0.5::float8) / (1 << level) * 2) * 20037508.342789244), 3857), frame, 4096, 0) as geom
      from atlas.village_cells, ${frame}
      where level = $4 and period = $5::date and cell_x >= $6 and cell_x < $7 and cell_y >= $8 and cell_y < $9`;
    return {
      text: `select ${asLayer("villages", rows)} as tile`,
      values: [z, x, y, level, period, x * across, (x + 1) * across, y * across, (y + 1) * across],
    };
  }
  const points = (columns: string) => /* sql */ `
      select ${columns}, st_asmvtgeom(st_transform(card.point, 3857), frame, 4096, 0) as geom
      from atlas.village_cards card, ${frame} where card.point && st_transform(frame, 4326)`;
  if (z === 8)
    return { text: `select ${asLayer("villages", points(properties))} as tile`, values: [z, x, y] };
  const shape = z <= 10 ? "coalesce(card.shape_far, card.shape)" : "card.shape";
  const outlines = /* sql */ `
      select ${properties}, st_asmvtgeom(${shape}, frame, 4096, 64) as geom
      from atlas.village_cards card, ${frame} where card.shape && ${buffered}
      union all
      select ${properties}, st_asmvtgeom(st_transform(card.point, 3857), frame, 4096, 0)
      from atlas.village_cards card, ${frame} where card.shape is null and card.point && st_transform(frame, 4326)`;
  const labels =
    z >= 11
      ? ` || ${asLayer("village_labels", points("card.code::bigint as id, card.code, card.name"))}`
      : "";
  return { text: `select ${asLayer("villages", outlines)}${labels} as tile`, values: [z, x, y] };
}
