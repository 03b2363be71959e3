import type { TileLayer, TileQuery, TileRequest } from "../tileLayer.ts";

/** Up to this zoom a village is under two pixels: cells with exact totals stand for it. */
const LAST_CELL_ZOOM = 7;
/** From here on outlines are drawn; between stand points. */
const FIRST_OUTLINE_ZOOM = 9;

/** Grid level of the cells shown at a zoom: 32 or 64 cells across a tile. */
export const cellLevel = (z: number) => 2 * Math.floor(z / 2) + 6;
export const CELL_LEVELS = [6, 8, 10, 12] as const;

/**
 * A month has no cell that the totals lack, so the full join gives what a left one would; but it can only be hashed or
 * merged. A plan for any tile expects one row of each, and then a left join compares every cell with every month: 11 s.
 */
function cells({ z, x, y, period }: TileRequest): TileQuery {
  const level = cellLevel(z);
  const across = 2 ** (level - z);
  // Said of both tables, so that each is read as one range of its key.
  const within = "cell_x >= $3 and cell_x < $4 and cell_y >= $5 and cell_y < $6";
  return {
    gridLevel: level,
    text: /* sql */ `
      select array_agg(cell_x * (1 << $1::int) + cell_y) as id, array_agg(villages) as n, array_agg(households) as households,
             array_agg(case when scored_households > 0 then floor(weighted_score / scored_households * 100 + 0.5) / 100 end) as score,
             array_agg(coalesce(by_level[2], 0)) as blue, array_agg(coalesce(by_level[3], 0)) as yellow,
             array_agg(coalesce(by_level[4], 0)) as orange, array_agg(coalesce(by_level[5], 0)) as red, array_agg(is_demo) as demo
      from (select * from atlas.village_cells where level = $1 and ${within}) cell
      full join (select cell_x, cell_y, scored_households, weighted_score, villages_by_level as by_level
                 from atlas.village_cell_months where level = $1 and period = $2::date and ${within}) month using (cell_x, cell_y)`,
    values: [level, period, x * across, (x + 1) * across, y * across, (y + 1) * across],
  };
}

/** The latest month stands in the read model; an earlier one is looked up. */
const riskOf = (isLatest: boolean, periodParameter: string) =>
  isLatest
    ? { columns: "card.score, card.level, card.status, card.coverage", join: "" }
    : {
        columns: "risk.score, risk.level, risk.status, risk.coverage",
        join: `left join atlas.current_village_risks risk on risk.village_code = card.code and risk.period = ${periodParameter}::date`,
      };

/** Half up, as roundHalfUp in geo/rounding.ts does: tile, list and panel show the same digits. */
const properties = (columns: string) => {
  const [score, level, status, coverage] = columns.split(", ");
  return /* sql */ `card.code::bigint as id, card.code, card.name, floor(${score} * 10 + 0.5) / 10 as score, ${level}, ${status},
    floor(${coverage} * 100 + 0.5) / 100 as coverage, card.households, card.is_demo as demo`;
};

/** In the order of the ids: scans give rows in any, and a tile must not change its bytes when nothing it shows has changed. */
function points({ bounds, period, isLatest }: TileRequest): TileQuery {
  const risk = riskOf(isLatest, "$5");
  return {
    text: /* sql */ `
      select ${properties(risk.columns)}, st_x(card.point) as lon, st_y(card.point) as lat
      from atlas.village_cards card ${risk.join}
      where card.point && st_makeenvelope($1, $2, $3, $4, 4326)
      order by id`,
    values: isLatest ? [...bounds] : [...bounds, period],
  };
}

function outlines({ z, x, y, bounds, period, isLatest }: TileRequest): TileQuery {
  const risk = riskOf(isLatest, "$8");
  const shape = z <= 10 ? "coalesce(card.shape_far, card.shape)" : "card.shape";
  return {
    text: /* sql */ `
      select ${properties(risk.columns)}, st_asbinary(${shape}, 'NDR') as geometry, st_x(card.point) as lon, st_y(card.point) as lat
      from atlas.village_cards card ${risk.join}
      where card.shape && st_tileenvelope($1, $2, $3, margin => 64 / 4096.0)
      union all
      select ${properties(risk.columns)}, null, st_x(card.point), st_y(card.point)
      from atlas.village_cards card ${risk.join}
      where card.shape is null and card.point && st_makeenvelope($4, $5, $6, $7, 4326)
      order by id`,
    values: isLatest ? [z, x, y, ...bounds] : [z, x, y, ...bounds, period],
  };
}

export const villageTiles: TileLayer = {
  name: "villages",
  minZoom: 0,
  maxZoom: 12,
  changesWith: ["villages"],
  hasPeriod: true,
  parts: [
    {
      name: "villages",
      fields: {
        code: "String",
        name: "String",
        score: "Number",
        level: "String",
        status: "String",
        coverage: "Number",
        households: "Number",
        n: "Number",
        blue: "Number",
        yellow: "Number",
        orange: "Number",
        red: "Number",
        demo: "Boolean",
      },
      query: (request) => {
        if (request.z <= LAST_CELL_ZOOM) return cells(request);
        return request.z < FIRST_OUTLINE_ZOOM ? points(request) : outlines(request);
      },
      labels: { name: "village_labels", fields: { code: "String", name: "String" }, minZoom: 11 },
    },
  ],
};
