import type { TileLayer } from "../tileLayer.ts";
import { SIZE_FROM, sizeClass } from "./queries.ts";

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
      query: ({ z, bounds: [west, south, east, north] }) => ({
        text: /* sql */ `
          select settlement.feature_id as id, settlement.code, settlement.name, ${sizeClass} as size, settlement.residents,
                 settlement.zero_employment_households as zero_employment, settlement.is_demo as demo,
                 st_x(settlement.point) as lon, st_y(settlement.point) as lat
          from atlas.settlements settlement
          where settlement.point && st_makeenvelope($1, $2, $3, $4, 4326) and settlement.residents >= $5
          order by settlement.residents desc, settlement.code limit 5000`,
        values: [west, south, east, north, z < 6 ? SIZE_FROM.LARGE : 0],
      }),
    },
  ],
};
