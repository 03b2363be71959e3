import { type MapLayer, sources } from "../map/context.ts";

/** The footprint that is asked about, above everything else that fills. */
export const whatIf: MapLayer = {
  key: "whatIf",
  draw: ({ palette }) => [
    {
      id: "what-if-fill",
      type: "fill",
      source: sources.whatIf,
      paint: { "fill-color": palette.accent, "fill-opacity": 0.14 },
    },
    {
      id: "what-if-hatch",
      type: "fill",
      source: sources.whatIf,
      paint: { "fill-pattern": "hatch-thin", "fill-color": palette.accent, "fill-opacity": 0.5 },
    },
    // A pale casing, so that the outline is seen on every colour of the ground.
    {
      id: "what-if-casing",
      type: "line",
      source: sources.whatIf,
      layout: { "line-join": "round" },
      paint: { "line-color": palette.iconHalo, "line-width": 5, "line-opacity": 0.85 },
    },
    {
      id: "what-if-outline",
      type: "line",
      source: sources.whatIf,
      layout: { "line-join": "round" },
      paint: { "line-color": palette.accent, "line-width": 2.5, "line-dasharray": [3, 1.5] },
    },
  ],
};
