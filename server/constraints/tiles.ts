import type { TileLayer } from "../tileLayer.ts";

export const constraintTiles: TileLayer = {
  name: "constraints",
  minZoom: 7,
  maxZoom: 12,
  changesWith: ["constraints"],
  parts: [
    {
      name: "constraints",
      fields: { code: "String", kind: "String", name: "String", demo: "Boolean" },
      /** Simplified to a quarter of a pixel at this zoom. */
      query: ({ z, x, y }) => ({
        text: /* sql */ `
          select feature_id as id, code, kind, name, is_demo as demo,
                 st_asbinary(st_simplify(shape, 20037508.34 / (256 * (1 << $1::int)) / 4, true), 'NDR') as geometry
          from atlas.constraint_zones
          where shape && st_tileenvelope($1, $2, $3, margin => 64 / 4096.0)
          order by st_area(outline) desc, code limit 3000`,
        values: [z, x, y],
      }),
    },
  ],
};
