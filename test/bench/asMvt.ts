import { tileBounds } from "../../geo/vectorTile.ts";
import { cellLevel } from "../../server/villages/tiles.ts";

const properties = /* sql */ `card.code::bigint as id, card.code, card.name, floor(card.score * 10 + 0.5) / 10 as score,
  card.level, card.status, floor(card.coverage * 100 + 0.5) / 100 as coverage, card.households, card.is_demo as demo`;
const frame = "st_tileenvelope($1, $2, $3) as frame";
const buffered = "st_tileenvelope($1, $2, $3, margin => 64 / 4096.0)";
const asLayer = (name: string, rows: string) =>
  `(select coalesce(st_asmvt(tile, '${name}', 4096, 'geom', 'id'), '') from (${rows}) tile)`;

/** The tile of villages by one hand-written statement: the same rows, the same zoom band, the same properties. */
export function asMvtQuery(
  z: number,
  x: number,
  y: number,
  period: string,
): { text: string; values: unknown[] } {
  if (z <= 7) {
    const level = cellLevel(z);
    const across = 2 ** (level - z);
    const within = "cell_x >= $6 and cell_x < $7 and cell_y >= $8 and cell_y < $9";
    const rows = /* sql */ `
      select cell_x * (1 << $4::int)::bigint + cell_y as id, villages as n, households,
             case when scored_households > 0 then floor(weighted_score / scored_households * 100 + 0.5) / 100 end as score,
             coalesce(by_level[2], 0) as blue, coalesce(by_level[3], 0) as yellow, coalesce(by_level[4], 0) as orange,
             coalesce(by_level[5], 0) as red,
             is_demo as demo,
             st_asmvtgeom(st_setsrid(st_makepoint(((cell_x + 0.5::float8) / (1 << $4::int) * 2 - 1) * 20037508.342789244,
               (1 - (cell_y + 0.5::float8) / (1 << $4::int) * 2) * 20037508.342789244), 3857), frame, 4096, 0) as geom
      from (select * from atlas.village_cells where level = $4 and ${within}) cell
      left join (select cell_x, cell_y, scored_households, weighted_score, villages_by_level as by_level
                 from atlas.village_cell_months where level = $4 and period = $5::date and ${within}) month using (cell_x, cell_y),
           ${frame}`;
    return {
      text: `select ${asLayer("villages", rows)} as tile`,
      values: [z, x, y, level, period, x * across, (x + 1) * across, y * across, (y + 1) * across],
    };
  }
  const points = (columns: string) => /* sql */ `
      select ${columns}, st_asmvtgeom(st_transform(card.point, 3857), frame, 4096, 0) as geom
      from atlas.village_cards card, ${frame} where card.point && st_makeenvelope($4, $5, $6, $7, 4326)`;
  const values = [z, x, y, ...tileBounds(z, x, y)];
  if (z === 8) return { text: `select ${asLayer("villages", points(properties))} as tile`, values };
  const shape = z <= 10 ? "coalesce(card.shape_far, card.shape)" : "card.shape";
  const outlines = /* sql */ `
      select ${properties}, st_asmvtgeom(${shape}, frame, 4096, 64) as geom
      from atlas.village_cards card, ${frame} where card.shape && ${buffered}
      union all
      select ${properties}, st_asmvtgeom(st_transform(card.point, 3857), frame, 4096, 0)
      from atlas.village_cards card, ${frame} where card.shape is null and card.point && st_makeenvelope($4, $5, $6, $7, 4326)`;
  const labels =
    z >= 11
      ? ` || ${asLayer("village_labels", points("card.code::bigint as id, card.code, card.name"))}`
      : "";
  return { text: `select ${asLayer("villages", outlines)}${labels} as tile`, values };
}
