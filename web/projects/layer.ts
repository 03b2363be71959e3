import type { ExpressionSpecification } from "maplibre-gl";
import { type MapLayer, shown, sources } from "../map/context.ts";

const troubled: ExpressionSpecification = [
  "in",
  ["get", "status"],
  ["literal", ["AT_RISK", "STOPPED", "FAILED"]],
];

export const projects: MapLayer = {
  key: "projects",
  picks: { project: "project" },
  draw: ({ palette, picked, isOn, opacity }) => [
    // A ring as well as a hole: far out the hole is too small to be seen, and nobody needs to tell the colours apart.
    {
      id: "project-troubled",
      type: "circle",
      source: sources.places,
      "source-layer": "projects",
      minzoom: 6,
      filter: troubled,
      layout: shown(isOn("projects")),
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 6, 5, 8, 8, 12, 15],
        "circle-color": palette.troubled,
        "circle-opacity": 0.18 * opacity("projects"),
        "circle-stroke-color": palette.troubled,
        "circle-stroke-width": ["case", ["==", ["get", "status"], "FAILED"], 2.6, 1.6],
        "circle-stroke-opacity": opacity("projects"),
      },
    },
    {
      id: "project",
      type: "symbol",
      source: sources.places,
      "source-layer": "projects",
      minzoom: 6,
      layout: {
        ...shown(isOn("projects")),
        "icon-image": ["case", troubled, "hexagon-open", "hexagon"],
        "icon-size": ["interpolate", ["linear"], ["zoom"], 6, 0.24, 8, 0.4, 12, 0.8],
        // Troubled projects first where icons collide: they are what one looks for.
        "symbol-sort-key": ["case", troubled, 0, 1],
        "icon-allow-overlap": ["step", ["zoom"], false, 9, true],
        "icon-padding": 1,
      },
      paint: {
        "icon-color": ["case", troubled, palette.troubled, palette.project],
        "icon-halo-color": palette.iconHalo,
        "icon-halo-width": 1.2,
        "icon-opacity": opacity("projects"),
      },
    },
    {
      id: "project-picked",
      type: "circle",
      source: sources.places,
      "source-layer": "projects",
      filter: ["==", ["get", "code"], picked?.kind === "project" ? picked.code : ""],
      paint: {
        "circle-radius": 13,
        "circle-opacity": 0,
        "circle-stroke-color": palette.accent,
        "circle-stroke-width": 3,
      },
    },
  ],
};
