import type { ExpressionSpecification } from "maplibre-gl";
import { type DrawContext, type MapLayer, shown, sources } from "../map/context.ts";

const source = { source: sources.places, "source-layer": "enclaves" } as const;
const isFlow: ExpressionSpecification = ["==", ["get", "kind"], "flow"];
const isSite: ExpressionSpecification = ["==", ["get", "kind"], "site"];
const amount: ExpressionSpecification = ["max", 1, ["to-number", ["get", "amount"], 1]];

/** Gap as a share of the money put in; 15 % and more is the far end. */
const gapColour = ({ palette }: DrawContext): ExpressionSpecification => [
  "interpolate",
  ["linear"],
  ["/", ["to-number", ["get", "gap"], 0], amount],
  0,
  palette.flow,
  0.15,
  palette.flowGap,
];

const width = (scale: number): ExpressionSpecification => [
  "interpolate",
  ["linear"],
  ["sqrt", amount],
  300,
  0.6 * scale,
  3500,
  3.2 * scale,
];

export const enclaves: MapLayer = {
  key: "enclaves",
  picks: { "enclave-site": "enclave", "enclave-flow": "enclave" },
  draw: (context) => {
    const { palette, picked, isOn, opacity } = context;
    const visible = shown(isOn("enclaves"));
    const code = picked?.kind === "enclave" ? picked.code : "";
    // With one enclave picked the others step back, so that its investors can be read.
    const share: ExpressionSpecification | number = code
      ? ["case", ["==", ["get", "code"], code], opacity("enclaves"), 0.18 * opacity("enclaves")]
      : 0.62 * opacity("enclaves");
    return [
      {
        id: "enclave-flow-casing",
        type: "line",
        ...source,
        minzoom: 3,
        filter: isFlow,
        layout: { ...visible, "line-cap": "round" },
        paint: {
          "line-color": palette.iconHalo,
          "line-opacity": ["*", 0.5, share] as ExpressionSpecification,
          "line-width": [
            "interpolate",
            ["linear"],
            ["zoom"],
            4,
            width(0.9),
            9,
            width(1.8),
          ] as ExpressionSpecification,
        },
      },
      {
        id: "enclave-flow",
        type: "line",
        ...source,
        minzoom: 3,
        filter: isFlow,
        layout: { ...visible, "line-cap": "round" },
        paint: {
          "line-color": gapColour(context),
          "line-opacity": share,
          "line-width": [
            "interpolate",
            ["linear"],
            ["zoom"],
            4,
            width(0.5),
            9,
            width(1.1),
          ] as ExpressionSpecification,
        },
      },
      {
        id: "enclave-arrow",
        type: "symbol",
        ...source,
        minzoom: 5,
        filter: isFlow,
        layout: {
          ...visible,
          "symbol-placement": "line",
          "symbol-spacing": 150,
          "icon-image": "arrow",
          "icon-size": ["interpolate", ["linear"], ["sqrt", amount], 300, 0.3, 3500, 0.55],
          "icon-allow-overlap": true,
          "icon-ignore-placement": true,
          "icon-rotation-alignment": "map",
        },
        paint: {
          "icon-color": gapColour(context),
          "icon-halo-color": palette.iconHalo,
          "icon-halo-width": 1,
          "icon-opacity": share,
        },
      },
      {
        id: "enclave-site",
        type: "circle",
        ...source,
        minzoom: 3,
        filter: isSite,
        layout: visible,
        paint: {
          "circle-color": palette.iconHalo,
          "circle-radius": ["interpolate", ["linear"], ["zoom"], 4, 3, 9, 6.5],
          "circle-stroke-color": gapColour(context),
          "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 4, 1.6, 9, 3],
          "circle-opacity": share,
          "circle-stroke-opacity": share,
        },
      },
    ];
  },
};
