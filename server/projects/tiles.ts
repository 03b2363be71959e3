import type { TileLayer } from "../tileLayer.ts";

export const projectTiles: TileLayer = {
  name: "projects",
  minZoom: 6,
  maxZoom: 12,
  changesWith: ["projects"],
  parts: [
    {
      name: "projects",
      fields: {
        code: "String",
        name: "String",
        kind: "String",
        status: "String",
        households: "Number",
        demo: "Boolean",
      },
      /** Failing projects first, then those with most households, as many as a tile can hold. */
      query: ({ bounds: [west, south, east, north] }) => ({
        text: /* sql */ `
          select project.feature_id as id, project.code, project.name, project.kind, project.status, linked.households,
                 project.is_demo as demo, st_x(project.point) as lon, st_y(project.point) as lat
          from atlas.industry_projects project
          cross join lateral (
            select coalesce(sum(link.households), 0)::int as households
            from atlas.project_links link where link.project_code = project.code) linked
          where project.point && st_makeenvelope($1, $2, $3, $4, 4326)
          order by (project.status in ('AT_RISK', 'STOPPED', 'FAILED')) desc, linked.households desc, project.code limit 5000`,
        values: [west, south, east, north],
      }),
    },
  ],
};
