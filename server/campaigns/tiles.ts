import type { TileLayer } from "../tileLayer.ts";

/** Last zoom of each band of region_shapes, as server/regions/tiles.ts has them. */
const BANDS = [4, 7, 14] as const;
/** Up to this zoom a village is a few pixels: its county stands for it, with exact sums. */
const LAST_COUNTY_ZOOM = 7;

/** A feature for each campaign and place; who draws one campaign filters by `campaign`. */
export const campaignTiles: TileLayer = {
  name: "campaigns",
  minZoom: 3,
  maxZoom: 12,
  changesWith: ["regions", "villages", "campaigns"],
  parts: [
    {
      name: "campaign_counties",
      maxZoom: LAST_COUNTY_ZOOM,
      fields: { campaign: "String", code: "String", villages: "Number", checked: "Number" },
      query: ({ z, x, y }) => ({
        text: /* sql */ `
          select progress.id, progress.campaign, region.code, progress.villages, progress.checked,
                 st_asbinary(shape.shape, 'NDR') as geometry
          from atlas.region_shapes shape
          join atlas.regions region on region.code = shape.region_code and region.kind = 'COUNTY'
          cross join lateral (
            select min(id) as id, campaign_id::text as campaign, count(*)::int as villages, count(checked_on)::int as checked
            from atlas.campaign_progress where county_code = region.code group by campaign_id) progress
          where shape.to_zoom = $4 and shape.shape && st_tileenvelope($1, $2, $3, margin => 64 / 4096.0)
          order by progress.id`,
        values: [z, x, y, BANDS.find((toZoom) => z <= toZoom) ?? 14],
      }),
    },
    {
      name: "campaign_villages",
      minZoom: LAST_COUNTY_ZOOM + 1,
      fields: {
        campaign: "String",
        code: "String",
        name: "String",
        plannedOn: "String",
        checkedOn: "String",
        isLate: "Boolean",
      },
      query: ({ z, x, y, bounds }) => {
        const shape = z <= 10 ? "coalesce(card.shape_far, card.shape)" : "card.shape";
        // Late means done after the day planned: what is late by now would need the clock, and a cached tile has none.
        const columns = `progress.id, progress.campaign_id::text as campaign, card.code, card.name,
          progress.planned_on::text as "plannedOn", progress.checked_on::text as "checkedOn",
          progress.checked_on > progress.planned_on as "isLate"`;
        return {
          text: /* sql */ `
            select ${columns}, st_asbinary(${shape}, 'NDR') as geometry, st_x(card.point) as lon, st_y(card.point) as lat
            from atlas.village_cards card join atlas.campaign_progress progress on progress.village_code = card.code
            where card.shape && st_tileenvelope($1, $2, $3, margin => 64 / 4096.0)
            union all
            select ${columns}, null, st_x(card.point), st_y(card.point)
            from atlas.village_cards card join atlas.campaign_progress progress on progress.village_code = card.code
            where card.shape is null and card.point && st_makeenvelope($4, $5, $6, $7, 4326)
            order by id`,
          values: [z, x, y, ...bounds],
        };
      },
    },
  ],
};
