import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import { type DrawContext, fonts, type MapLayer, shown, sources } from "../map/context.ts";
import { warningLines } from "../risk/levels.ts";

const source = { source: sources.villages, "source-layer": "villages" } as const;
const isPoint: ExpressionSpecification = ["==", ["geometry-type"], "Point"];
const isArea: ExpressionSpecification = ["==", ["geometry-type"], "Polygon"];
const hasScore: ExpressionSpecification = ["has", "score"];

/** Heat gives way to villages one by one here: from zoom 8 the tiles hold single villages. */
const singleFrom = 8;

const levelColour = ({ palette }: DrawContext): ExpressionSpecification =>
  [
    "match",
    ["coalesce", ["get", "level"], ""],
    "NONE",
    palette.unwarned,
    ...warningLines.flatMap((line) => [line.level, palette.levels[line.level]]),
    palette.land,
  ] as ExpressionSpecification;

/** Cells far apart in number of villages must not drown each other: the weight grows with the root. */
const heatWeight: ExpressionSpecification = [
  "*",
  ["interpolate", ["linear"], ["to-number", ["get", "score"], 0], 10, 0, 35, 0.3, 55, 0.7, 75, 1],
  ["min", 3, ["sqrt", ["to-number", ["get", "n"], 1]]],
];

/**
 * Cells lie 8 pixels apart at even zooms and 32 at the end of the odd ones, where tiles change to finer cells: a
 * radius of twice that distance melts the lattice into a surface.
 */
const radii = [2, 4, 6]
  .flatMap((zoom) => [zoom, 18, zoom + 1.98, 66])
  .concat(singleFrom, 30, singleFrom + 0.6, 34);

function heat(context: DrawContext): LayerSpecification {
  const { palette, isOn, opacity } = context;
  const stops = [0, 0.08, 0.25, 0.45, 0.65, 0.85, 1].flatMap((at, index) => [
    at,
    palette.heat[index] as string,
  ]);
  const share = opacity("villages") * 0.9;
  return {
    id: "village-heat",
    type: "heatmap",
    ...source,
    maxzoom: singleFrom + 0.6,
    filter: hasScore,
    layout: shown(isOn("villages")),
    paint: {
      "heatmap-weight": heatWeight,
      // A single village weighs less than the cell of several that stood for it before.
      "heatmap-intensity": ["step", ["zoom"], 0.42, singleFrom, 1.1],
      "heatmap-radius": ["interpolate", ["exponential", 2], ["zoom"], ...radii],
      "heatmap-color": ["interpolate", ["linear"], ["heatmap-density"], ...stops] as ExpressionSpecification,
      "heatmap-opacity": ["interpolate", ["linear"], ["zoom"], singleFrom - 0.2, share, singleFrom + 0.6, 0],
    },
  };
}

export const villages: MapLayer = {
  key: "villages",
  picks: { "village-point": "village", "village-fill": "village" },
  draw: (context) => {
    const { palette, isOn, opacity } = context;
    const visible = shown(isOn("villages"));
    const share = opacity("villages");
    const colour = levelColour(context);
    return [
      heat(context),
      {
        id: "village-fill",
        type: "fill",
        ...source,
        minzoom: singleFrom,
        filter: isArea,
        layout: visible,
        paint: { "fill-color": colour, "fill-opacity": 0.88 * share },
      },
      {
        id: "village-red",
        type: "fill",
        ...source,
        minzoom: singleFrom,
        filter: ["all", isArea, ["==", ["get", "level"], "RED"]],
        layout: visible,
        paint: { "fill-pattern": "hatch-red", "fill-color": palette.iconHalo, "fill-opacity": 0.55 * share },
      },
      {
        id: "village-no-data",
        type: "fill",
        ...source,
        minzoom: singleFrom,
        filter: ["all", isArea, ["!", ["has", "level"]]],
        layout: visible,
        paint: { "fill-pattern": "hatch", "fill-color": palette.noData, "fill-opacity": 0.9 * share },
      },
      {
        id: "village-outline",
        type: "line",
        ...source,
        minzoom: singleFrom + 1,
        filter: isArea,
        layout: visible,
        paint: {
          "line-color": palette.iconHalo,
          "line-width": ["interpolate", ["linear"], ["zoom"], 9, 0.3, 12, 1.2],
          "line-opacity": share,
        },
      },
      {
        id: "village-point",
        type: "circle",
        ...source,
        minzoom: singleFrom - 0.2,
        filter: ["all", isPoint, ["has", "code"]],
        layout: visible,
        paint: {
          "circle-color": colour,
          "circle-radius": ["interpolate", ["linear"], ["zoom"], 8, 2.6, 10, 5, 13, 9],
          "circle-stroke-color": palette.border.province,
          "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 8, 0.35, 12, 1],
          "circle-opacity": [
            "interpolate",
            ["linear"],
            ["zoom"],
            singleFrom - 0.2,
            0,
            singleFrom + 0.3,
            share,
          ],
          "circle-stroke-opacity": [
            "interpolate",
            ["linear"],
            ["zoom"],
            singleFrom - 0.2,
            0,
            singleFrom + 0.3,
            share,
          ],
        },
      },
    ];
  },
};

export const pickedVillage: MapLayer = {
  key: "picked",
  draw: ({ palette, picked, isOn }) => {
    const filter: ExpressionSpecification = [
      "==",
      ["get", "code"],
      picked?.kind === "village" ? picked.code : "",
    ];
    // Drawn even with the village layer off, so that a found village is seen; unpicked, it costs no tile.
    const visible = shown(picked?.kind === "village");
    return [
      {
        id: "village-picked",
        type: "line",
        ...source,
        minzoom: singleFrom,
        filter: ["all", isArea, filter],
        layout: { ...visible, "line-join": "round" },
        paint: { "line-color": palette.selected, "line-width": 2.8 },
      },
      {
        id: "village-picked-point",
        type: "circle",
        ...source,
        minzoom: singleFrom,
        filter: ["all", isPoint, filter],
        layout: visible,
        paint: {
          "circle-radius": 9,
          "circle-opacity": 0,
          "circle-color": palette.selected,
          "circle-stroke-color": palette.selected,
          "circle-stroke-width": 2.4,
        },
      },
      {
        id: "village-label",
        type: "symbol",
        source: sources.villages,
        "source-layer": "village_labels",
        minzoom: 11,
        layout: {
          ...shown(isOn("labels") && isOn("villages")),
          "text-field": ["get", "name"],
          "text-font": fonts,
          "text-size": 12,
          "text-max-width": 6,
          "text-padding": 6,
        },
        paint: { "text-color": palette.text, "text-halo-color": palette.halo, "text-halo-width": 1.3 },
      },
    ];
  },
};
