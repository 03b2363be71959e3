import type { TileLayer } from "../tileLayer.ts";
import { sizeClass } from "./queries.ts";

/** Up to this zoom the villages of a township are one line: their own would lie on each other. */
const LAST_TOWNSHIP_ZOOM = 8;
/** Lines of one tile, those of most households first; the atlas of the whole country stays well under it. */
const MOST_LINES = 3_000;

export const settlementTiles: TileLayer = {
  name: "settlements",
  minZoom: 4,
  maxZoom: 12,
  changesWith: ["settlements"],
  parts: [
    {
      name: "settlements",
      fields: {
        code: "String",
        name: "String",
        size: "String",
        residents: "Number",
        zero_employment: "Number",
        demo: "Boolean",
      },
      /** Far out only the large ones, and never more than a tile can hold: the largest first. */
      query: ({ z, bounds }) => ({
        text: /* sql */ `
          select * from (
            select settlement.feature_id as id, settlement.code, settlement.name, ${sizeClass} as size, settlement.residents,
                   settlement.zero_employment_households as zero_employment, settlement.is_demo as demo,
                   st_x(settlement.point) as lon, st_y(settlement.point) as lat
            from atlas.settlements settlement
            where settlement.point && st_makeenvelope($1, $2, $3, $4, 4326)) sized
          ${z < 6 ? "where size in ('LARGE', 'EXTRA_LARGE')" : ""}
          order by residents desc, code limit 5000`,
        values: [...bounds],
      }),
    },
    {
      name: "settlement_lines",
      minZoom: 6,
      fields: {
        kind: "String",
        code: "String",
        name: "String",
        origin: "String",
        households: "Number",
        people: "Number",
        demo: "Boolean",
      },
      query: ({ z, x, y }) => ({
        text: /* sql */ `
          select flow.id, 'line' as kind, settlement.code, settlement.name, coalesce(village.name, township.name) as origin,
                 flow.households, flow.people, settlement.is_demo as demo, st_asbinary(flow.line, 'NDR') as geometry
          from atlas.settlement_flows flow
          join atlas.settlements settlement on settlement.code = flow.settlement_code
          left join atlas.villages village on village.code = flow.origin_code
          left join atlas.regions township on township.code = flow.origin_code
          where flow.line && st_tileenvelope($1, $2, $3, margin => 64 / 4096.0) and flow.origin_kind = $4
          order by flow.households desc, flow.id limit ${MOST_LINES}`,
        values: [z, x, y, z <= LAST_TOWNSHIP_ZOOM ? "TOWNSHIP" : "VILLAGE"],
      }),
    },
  ],
};
