import type { ExpressionSpecification } from "maplibre-gl";
import { type MapLayer, shown, sources } from "../map/context.ts";

const size: ExpressionSpecification = [
  "match",
  ["get", "size"],
  "EXTRA_LARGE",
  1.25,
  "LARGE",
  1,
  "MEDIUM",
  0.8,
  0.64,
];
/** Employment is the settlement's bottom line: at least one job per household with labour. */
const zeroEmployment: ExpressionSpecification = [">", ["to-number", ["get", "zero_employment"], 0], 0];

/** With one settlement picked the lines of the others step back. */
const lineShare = (code: string): ExpressionSpecification =>
  code === "" ? ["literal", 0.5] : ["case", ["==", ["get", "code"], code], 0.85, 0.1];

export const settlements: MapLayer = {
  key: "settlements",
  picks: { settlement: "settlement", "settlement-line": "settlement" },
  draw: ({ palette, picked, isOn, opacity }) => [
    {
      id: "settlement-line-casing",
      type: "line",
      source: sources.places,
      "source-layer": "settlement_lines",
      minzoom: 7,
      layout: { ...shown(isOn("settlements")), "line-cap": "round" },
      paint: {
        "line-color": palette.iconHalo,
        "line-opacity": [
          "*",
          lineShare(picked?.kind === "settlement" ? picked.code : ""),
          opacity("settlements"),
        ],
        "line-width": ["interpolate", ["linear"], ["sqrt", ["get", "households"]], 1, 2, 30, 6],
      },
    },
    {
      id: "settlement-line",
      type: "line",
      source: sources.places,
      "source-layer": "settlement_lines",
      minzoom: 7,
      layout: { ...shown(isOn("settlements")), "line-cap": "round" },
      paint: {
        "line-color": palette.settlement,
        "line-opacity": [
          "*",
          lineShare(picked?.kind === "settlement" ? picked.code : ""),
          opacity("settlements"),
        ],
        "line-width": ["interpolate", ["linear"], ["sqrt", ["get", "households"]], 1, 0.5, 30, 4],
      },
    },
    {
      id: "settlement-line-arrow",
      type: "symbol",
      source: sources.places,
      "source-layer": "settlement_lines",
      minzoom: 8,
      layout: {
        ...shown(isOn("settlements")),
        "symbol-placement": "line-center",
        "icon-image": "arrow",
        "icon-size": 0.34,
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
        "icon-rotation-alignment": "map",
      },
      paint: {
        "icon-color": palette.settlement,
        "icon-halo-color": palette.iconHalo,
        "icon-halo-width": 1,
        "icon-opacity": [
          "*",
          lineShare(picked?.kind === "settlement" ? picked.code : ""),
          opacity("settlements"),
        ],
      },
    },
    {
      id: "settlement",
      type: "symbol",
      source: sources.places,
      "source-layer": "settlements",
      minzoom: 4,
      layout: {
        ...shown(isOn("settlements")),
        "icon-image": ["case", zeroEmployment, "house-open", "house"],
        "icon-size": [
          "interpolate",
          ["linear"],
          ["zoom"],
          5,
          ["*", 0.42, size],
          9,
          ["*", 0.75, size],
          12,
          size,
        ] as ExpressionSpecification,
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
      },
      paint: {
        "icon-color": palette.settlement,
        "icon-halo-color": palette.iconHalo,
        "icon-halo-width": 1.4,
        "icon-opacity": opacity("settlements"),
      },
    },
    {
      id: "settlement-picked",
      type: "circle",
      source: sources.places,
      "source-layer": "settlements",
      filter: ["==", ["get", "code"], picked?.kind === "settlement" ? picked.code : ""],
      paint: {
        "circle-radius": 15,
        "circle-opacity": 0,
        "circle-stroke-color": palette.accent,
        "circle-stroke-width": 3,
      },
    },
  ],
};
