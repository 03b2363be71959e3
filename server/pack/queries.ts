import type pg from "pg";
import type { TileQuery } from "../tileLayer.ts";

type Pool = Pick<pg.Pool, "query">;

export type PackedTile = readonly [z: number, x: number, y: number];

/** Outline of a county in metres of Web Mercator, as the deepest tiles draw it. */
const outlineOf = (parameter: string) => /* sql */ `
  (select shape from atlas.region_shapes where region_code = ${parameter} and to_zoom = 14)`;

const WORLD = 40_075_016.685_578_488;
const column = (metres: string) => `floor(((${metres}) / ${WORLD} + 0.5) * 2 ^ $2::int)::int`;

/** Tiles of a zoom that touch the outline of a county, in any order. */
export async function tilesTouching(pool: Pool, county: string, z: number): Promise<PackedTile[]> {
  const { rows } = await pool.query<{ x: number; y: number }>(
    /* sql */ `
    select x, y from (select ${outlineOf("$1")} as shape) outline
    cross join lateral generate_series(${column("st_xmin(shape)")}, ${column("st_xmax(shape)")}) x
    cross join lateral generate_series(${column("-st_ymax(shape)")}, ${column("-st_ymin(shape)")}) y
    where st_intersects(shape, st_tileenvelope($2::int, x, y))`,
    [county, z],
  );
  return rows.map(({ x, y }) => [z, x, y] as const);
}

/** Columns that a statement answers with. */
export async function columnsOf(pool: Pool, { text, values }: TileQuery): Promise<string[]> {
  const { fields } = await pool.query({ text: `select * from (${text}) drawn limit 0`, values: [...values] });
  return fields.map((field) => field.name);
}

/**
 * The same statement without the features that do not touch the county. Of a grid, cells stay in which a village of
 * the county stands: their figures are those of the whole cell, as on the open map.
 */
export function clippedTo(county: string, query: TileQuery, columns: readonly string[]): TileQuery {
  const { text, values, gridLevel } = query;
  const parameter = `$${values.length + 1}::text`;
  const quoted = columns.map((name) => `"${name}"`);
  if (gridLevel !== undefined) {
    const cells = 2 ** gridLevel;
    return {
      gridLevel,
      values: [...values, county],
      text: /* sql */ `
        select ${quoted.map((name) => `array_agg(cell.${name} order by cell."id") as ${name}`).join(", ")}
        from (${text}) whole cross join lateral unnest(${quoted.map((name) => `whole.${name}`).join(", ")}) as cell (${quoted.join(", ")})
        where cell."id" in (
          select floor((st_x(point) + 180) / 360 * ${cells})::bigint * ${cells}
                 + floor((1 - asinh(tan(radians(st_y(point)))) / pi()) / 2 * ${cells})::bigint
          from atlas.village_cards where county_code = ${parameter} and point is not null)`,
    };
  }
  const place = [
    ...(columns.includes("geometry") ? ["st_geomfromwkb(geometry, 3857)"] : []),
    ...(columns.includes("lon") ? ["st_transform(st_setsrid(st_makepoint(lon, lat), 4326), 3857)"] : []),
  ];
  return {
    values: [...values, county],
    text: `select * from (${text}) drawn where st_intersects(coalesce(${place.join(", ")}), ${outlineOf(parameter)})`,
  };
}

/** What a pack says of itself. */
export interface PackedCounty {
  readonly code: string;
  readonly name: string;
  readonly nameEn: string | null;
  readonly level: string;
  readonly bbox: readonly [number, number, number, number] | null;
  /** Whether the figures or villages of the county are simulated. */
  readonly isDemo: boolean;
  readonly villages: number;
}

export async function countyToPack(pool: Pool, code: string): Promise<PackedCounty | null> {
  const { rows } = await pool.query<PackedCounty>(
    /* sql */ `
    select region.code, region.name, region.name_en as "nameEn", region.kind as level, region.bbox, village.count as villages, village.demo as "isDemo"
    from atlas.regions region
    cross join lateral (
      select count(*)::int as count, coalesce(bool_or(is_demo), false) as demo from atlas.village_cards where county_code = region.code) village
    where region.code = $1`,
    [code],
  );
  return rows[0] ?? null;
}
