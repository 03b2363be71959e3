import type { Knex } from "knex";
import { type Crs, readCrs } from "./crs.ts";
import type { PlaceSample } from "./detect.ts";
import { ImportRefused } from "./refused.ts";

/** Of the rows that must lie in the county of their code. */
const SHARE = 0.8;

/** For each central meridian of China's 3-degree zones: how many rows it puts into the county of their code. */
const INSIDE = /* sql */ `
  select srid, count(*) filter (where st_intersects(county.outline,
           st_transform(st_setsrid(st_makepoint(place.x, place.y), srid), 4326))) as inside, count(*) as known
  from unnest(?::text[], ?::float8[], ?::float8[]) place (code, x, y)
  join atlas.regions county on county.code = left(place.code, 6) and county.kind = 'COUNTY'
  cross join generate_series(4534, 4554) srid
  -- A place is within 4.5 degrees of its meridian, or the projection has no answer.
  where abs(st_x(county.point) - (75 + 3 * (srid - 4534))) < 4.5
  group by srid order by inside desc, srid limit 1`;

/**
 * Eastings of six digits leave out which zone they are of. The codes of the rows tell: only one meridian puts them where
 * they belong.
 * @throws ImportRefused ConfirmCrs where the codes do not tell.
 */
export async function placedByCounty(knex: Knex, places: readonly PlaceSample[]): Promise<Crs> {
  for (const order of [places, places.map(({ code, x, y }) => ({ code, x: y, y: x }))]) {
    const { rows } = await knex.raw<{ rows: { srid: number; inside: number; known: number }[] }>(INSIDE, [
      order.map(({ code }) => code),
      order.map(({ x }) => x),
      order.map(({ y }) => y),
    ]);
    const [best] = rows;
    if (best && best.inside >= SHARE * best.known) return readCrs(String(best.srid));
  }
  throw new ImportRefused(
    "ConfirmCrs",
    "坐标像是不带带号的高斯–克吕格坐标，看不出中央经线；请写明坐标系（--crs 4534 至 4554，如中央经线 114° 为 4547）。",
    "The coordinates look like Gauss–Krüger without the zone, and the central meridian cannot be told; give the system (--crs 4534 to 4554; 114° is 4547).",
  );
}
