import type { TileLayer } from "../tileLayer.ts";

/** Half a pixel of a tile of 512 pixels at a zoom, in metres of Web Mercator. */
const tolerance = (z: number) => 40_075_016.7 / 2 ** z / 1024;

export const eventTiles: TileLayer = {
  name: "events",
  minZoom: 3,
  maxZoom: 12,
  changesWith: ["events"],
  parts: [
    {
      name: "events",
      fields: {
        code: "String",
        name: "String",
        kind: "String",
        grade: "String",
        startedOn: "String",
        endedOn: "String",
        demo: "Boolean",
      },
      query: ({ z, x, y }) => ({
        text: /* sql */ `
          select event.feature_id as id, event.code, event.name, event.kind, event.grade, event.started_on::text as "startedOn",
                 event.ended_on::text as "endedOn", event.is_demo as demo,
                 st_asbinary(st_simplify(event.shape, $4, true), 'NDR') as geometry, st_x(event.label) as lon, st_y(event.label) as lat
          from atlas.emergency_events event
          where event.shape && st_tileenvelope($1, $2, $3, margin => 64 / 4096.0)
          order by event.started_on desc, event.code limit 1000`,
        values: [z, x, y, tolerance(z)],
      }),
      labels: {
        name: "event_labels",
        minZoom: 3,
        fields: { code: "String", name: "String", kind: "String", grade: "String" },
      },
    },
  ],
};
