import type { TileLayer } from "../tileLayer.ts";

/** Zoom bands of region_shapes and boundary_lines: the last zoom each serves. */
export const REGION_BANDS = [4, 7, 14] as const;

const bandOf = (z: number) => REGION_BANDS.find((toZoom) => z <= toZoom) ?? 14;

export const regionTiles: TileLayer = {
  name: "regions",
  minZoom: 0,
  maxZoom: 10,
  changesWith: ["regions"],
  parts: [
    {
      name: "regions",
      fields: { code: "String", name: "String", name_en: "String", kind: "String", parent: "String" },
      /** Counties appear from zoom 4: above that a country of them would not fit a tile. */
      query: ({ z, x, y }) => ({
        text: /* sql */ `
          select region.feature_id as id, region.code, region.name, region.name_en, region.kind, region.parent_code as parent,
                 st_asbinary(shape.shape, 'NDR') as geometry
          from atlas.region_shapes shape
          join atlas.regions region on region.code = shape.region_code
          where shape.to_zoom = $4 and shape.shape && st_tileenvelope($1, $2, $3, margin => 64 / 4096.0)
            and (region.kind in ('PROVINCE', 'AREA') or (region.kind = 'COUNTY' and $1 >= 4))
          order by region.code`,
        values: [z, x, y, bandOf(z)],
      }),
    },
    {
      name: "boundaries",
      fields: { kind: "String" },
      query: ({ z, x, y }) => ({
        text: /* sql */ `
          select id, kind, st_asbinary(line, 'NDR') as geometry
          from atlas.boundary_lines
          where to_zoom = $4 and line && st_tileenvelope($1, $2, $3, margin => 64 / 4096.0)
            and (kind <> 'COUNTY' or $1 >= 5)
          order by id`,
        values: [z, x, y, bandOf(z)],
      }),
    },
    {
      name: "region_labels",
      fields: { code: "String", name: "String", name_en: "String", kind: "String" },
      query: ({ z, bounds: [west, south, east, north] }) => ({
        text: /* sql */ `
          select feature_id as id, code, name, name_en, kind, st_x(point) as lon, st_y(point) as lat
          from atlas.regions
          where point && st_makeenvelope($1, $2, $3, $4, 4326)
            and (kind in ('PROVINCE', 'AREA') or (kind = 'COUNTY' and $5::int >= 4))
          order by code`,
        values: [west, south, east, north, z],
      }),
    },
  ],
};
