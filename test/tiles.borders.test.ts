import { describe, expect, it } from "vitest";
import { atlases } from "./atlas.ts";
import { sqlOn } from "./tileClient.ts";

const WORLD_M = 40_075_016.68;
/** One unit of a tile at a zoom, metres on the map. */
const unitAt = (z: number) => WORLD_M / 2 ** z / 4096;

/**
 * Overlaps between neighbours and holes in their union that are wider than one unit: shrunk by half a unit
 * from all sides, anything narrower vanishes.
 */
const FAULTS = (shapes: string) => /* sql */ `
  with shape as materialized (${shapes}),
  overlap as (
    select st_collectionextract(st_intersection(one.shape, other.shape), 3) as area
    from shape one join shape other on one.code < other.code and one.shape && other.shape),
  ring as (
    select st_makepolygon(st_interiorringn(part.geom, number)) as area
    from st_dump((select st_union(shape) from shape)) part
    cross join lateral generate_series(1, st_numinteriorrings(part.geom)) number)
  select (select count(*) from shape)::int as shapes,
         (select count(*) from overlap where not st_isempty(st_buffer(area, -$1::float8 / 2)))::int as overlaps,
         (select count(*) from ring where not st_isempty(st_buffer(area, -$1::float8 / 2)))::int as gaps`;

describe.each(atlases)("shared borders on the $name database", ({ databaseUrl }) => {
  // A band is drawn up to its last zoom; the deepest tiles are those of zoom 10.
  it.each([
    [4, 4],
    [7, 7],
    [14, 10],
  ])("of the counties of Jiangxi stay shared in the band to zoom %i", async (band, zoom) => {
    const [faults] = await sqlOn(
      databaseUrl,
      FAULTS(
        `select region_code as code, shape from atlas.region_shapes join atlas.regions on code = region_code
         where to_zoom = ${band} and kind = 'COUNTY' and code >= '36' and code < '37'`,
      ),
      [unitAt(zoom)],
    );
    expect(faults).toEqual({ shapes: 100, overlaps: 0, gaps: 0 });
  });

  it("of villages stay shared, near and far", async () => {
    for (const [shape, zoom] of [
      ["coalesce(shape_far, shape)", 10],
      ["shape", 12],
    ] as const) {
      const [faults] = await sqlOn<{ shapes: number; overlaps: number; gaps: number }>(
        databaseUrl,
        FAULTS(
          `select code, ${shape} as shape from atlas.village_cards where county_code in ('360827', '360828') and shape is not null`,
        ),
        [unitAt(zoom)],
      );
      expect(faults?.shapes).toBeGreaterThan(100);
      expect(faults).toMatchObject({ overlaps: 0, gaps: 0 });
    }
  });
});
