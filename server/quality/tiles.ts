import { quarterOfDay } from "../../geo/quarters.ts";
import type { TileLayer } from "../tileLayer.ts";

/** Last zoom of each band of region_shapes, as server/regions/tiles.ts has them. */
const BANDS = [4, 7, 14] as const;

export const qualityTiles: TileLayer = {
  name: "data_quality",
  minZoom: 3,
  maxZoom: 10,
  // A publication tells that everything may differ.
  changesWith: ["regions", "data_quality"],
  hasPeriod: true,
  parts: [
    {
      name: "data_quality",
      fields: {
        code: "String",
        completeness: "Number",
        timeliness: "Number",
        consistency: "Number",
        findings: "Number",
        silence: "String",
      },
      /** Only counties that were judged: elsewhere nothing is known of the data. */
      query: ({ z, x, y, period }) => ({
        text: /* sql */ `
          select region.feature_id as id, region.code, score.completeness, score.timeliness, score.consistency,
                 score.findings, coalesce(silent.rule, 'NONE') as silence, st_asbinary(shape.shape, 'NDR') as geometry
          from atlas.region_shapes shape
          join atlas.regions region on region.code = shape.region_code and region.kind = 'COUNTY'
          join atlas.publications publication on publication.is_current and publication.quarter = $5::date
          join atlas.quality_scores score on score.publication_id = publication.id and score.region_code = region.code
          left join lateral (
            -- The gravest of the three silences: no report, then no change, then nobody new.
            select finding.rule from atlas.quality_findings finding
            where finding.publication_id = publication.id and finding.region_code = region.code
              and finding.village_code = '' and finding.rule in ('NO_REPORT', 'ZERO_CHANGE', 'NO_NEW')
            order by array_position(array['NO_REPORT', 'ZERO_CHANGE', 'NO_NEW'], finding.rule) limit 1
          ) silent on true
          where shape.to_zoom = $4 and shape.shape && st_tileenvelope($1, $2, $3, margin => 64 / 4096.0)
          order by region.code`,
        values: [z, x, y, BANDS.find((toZoom) => z <= toZoom) ?? 14, period && quarterOfDay(period)],
      }),
    },
  ],
};
