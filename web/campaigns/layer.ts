import type { ExpressionSpecification, FilterSpecification } from "maplibre-gl";
import { type MapLayer, shown, sources } from "../map/context.ts";

const counties = { source: sources.campaigns, "source-layer": "campaign_counties" } as const;
const villages = { source: sources.campaigns, "source-layer": "campaign_villages" } as const;

/** Share of a county's villages that are checked, from which each colour but the first holds. */
export const PROGRESS_BOUNDS = [0.25, 0.5, 0.75] as const;

const share: ExpressionSpecification = ["/", ["get", "checked"], ["get", "villages"]];
const isChecked: ExpressionSpecification = ["has", "checkedOn"];

/**
 * How far a campaign has come: counties by the share of their villages, close up each village by itself. One colour,
 * darker with more done; what is behind its plan is hatched, so that nothing is said by colour alone.
 */
export const campaigns: MapLayer = {
  key: "campaigns",
  picks: { "campaign-village": "village", "campaign-point": "village" },
  draw: ({ palette, isOn, opacity, campaign, today }) => {
    const layout = shown(isOn("campaigns"));
    const strength = opacity("campaigns");
    const own: ExpressionSpecification = ["==", ["get", "campaign"], campaign ?? ""];
    const [none, some, most, all] = palette.progress;
    const [low, middle, high] = PROGRESS_BOUNDS;
    const isLate: ExpressionSpecification = ["all", ["!", isChecked], ["<", ["get", "plannedOn"], today]];
    const colour: ExpressionSpecification = ["case", isChecked, all, isLate, some, none];
    const isArea: ExpressionSpecification = ["==", ["geometry-type"], "Polygon"];
    const and = (...conditions: ExpressionSpecification[]): FilterSpecification => [
      "all",
      own,
      ...conditions,
    ];
    return [
      {
        id: "campaign-county",
        type: "fill",
        ...counties,
        maxzoom: 8,
        filter: own,
        layout,
        paint: {
          "fill-color": ["step", share, none, low, some, middle, most, high, all],
          "fill-opacity": 0.9 * strength,
          "fill-antialias": false,
        },
      },
      {
        id: "campaign-village",
        type: "fill",
        ...villages,
        minzoom: 8,
        filter: and(isArea),
        layout,
        paint: {
          "fill-color": colour,
          "fill-opacity": 0.9 * strength,
          "fill-outline-color": palette.iconHalo,
        },
      },
      {
        id: "campaign-late",
        type: "fill",
        ...villages,
        minzoom: 8,
        filter: and(isArea, isLate),
        layout,
        paint: { "fill-pattern": "hatch", "fill-color": palette.text, "fill-opacity": 0.6 * strength },
      },
      {
        id: "campaign-point",
        type: "circle",
        ...villages,
        minzoom: 8,
        filter: and(["==", ["geometry-type"], "Point"]),
        layout,
        paint: {
          "circle-color": colour,
          "circle-radius": ["interpolate", ["linear"], ["zoom"], 8, 2.6, 13, 9],
          "circle-stroke-color": palette.text,
          "circle-stroke-width": ["case", isLate, 1.6, 0.4],
          "circle-opacity": strength,
          "circle-stroke-opacity": strength,
        },
      },
    ];
  },
};
