import type { TileLayer } from "../tileLayer.ts";
import { MAY_BE_TOLD } from "./queries.ts";

export const clusterTiles: TileLayer = {
  name: "clusters",
  minZoom: 5,
  maxZoom: 12,
  changesWith: ["clusters"],
  hasPeriod: true,
  parts: [
    {
      name: "clusters",
      fields: {
        code: "String",
        region: "String",
        kind: "String",
        rank: "Number",
        p: "Number",
        relative_risk: "Number",
        observed: "Number",
        expected: "Number",
        households: "Number",
      },
      /**
       * Of the quarter the month lies in. A contiguous area has a scan of its own, which finds much of what its
       * counties find, so `kind` lets a client show one of the two. Small ones last, on top of what holds them.
       */
      query: ({ z, x, y, period }) => ({
        text: /* sql */ `
          select cluster.feature_id as id, cluster.region_code || '-' || cluster.rank as code, cluster.region_code as region,
                 region.kind, cluster.rank, cluster.p, cluster.relative_risk, cluster.observed, cluster.expected,
                 cluster.households,
                 st_asbinary(st_simplify(cluster.outline, 20037508.34 / (256 * (1 << $1::int)) / 4, true), 'NDR') as geometry
          from atlas.risk_clusters cluster
          join atlas.publications publication on publication.id = cluster.publication_id and publication.is_current
          join atlas.regions region on region.code = cluster.region_code
          where publication.quarter = date_trunc('quarter', $4::date)::date
            and ${MAY_BE_TOLD} and cluster.outline && st_tileenvelope($1, $2, $3, margin => 64 / 4096.0)
          order by st_area(cluster.outline) desc, cluster.feature_id limit 3000`,
        values: [z, x, y, period],
      }),
    },
  ],
};
