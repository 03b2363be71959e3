import type { ExpressionSpecification, FilterSpecification } from "maplibre-gl";
import { boldFonts, type MapLayer, shown, sources } from "../map/context.ts";

const shapes = { source: sources.events, "source-layer": "events" } as const;
const labels = { source: sources.events, "source-layer": "event_labels" } as const;
const grade: ExpressionSpecification = ["get", "grade"];

/** Footprints in the four official colours, the graver hatched, each with its grade written on it. */
export const events: MapLayer = {
  key: "events",
  picks: { "event-fill": "event", "event-letter": "event" },
  draw: ({ palette, picked, isOn, opacity }) => {
    const layout = shown(isOn("events"));
    const strength = opacity("events");
    const { RED, ORANGE, YELLOW, BLUE } = palette.levels;
    const colour: ExpressionSpecification = ["match", grade, "I", RED, "II", ORANGE, "III", YELLOW, BLUE];
    const grave: FilterSpecification = ["in", grade, ["literal", ["I", "II"]]];
    const code = picked?.kind === "event" ? picked.code : "";
    return [
      {
        id: "event-fill",
        type: "fill",
        ...shapes,
        minzoom: 3,
        layout,
        paint: { "fill-color": colour, "fill-opacity": 0.42 * strength, "fill-antialias": false },
      },
      {
        id: "event-hatch",
        type: "fill",
        ...shapes,
        minzoom: 3,
        filter: grave,
        layout,
        paint: {
          "fill-pattern": ["match", grade, "I", "hatch-red", "hatch-thin"],
          "fill-color": palette.text,
          "fill-opacity": 0.5 * strength,
        },
      },
      {
        id: "event-outline",
        type: "line",
        ...shapes,
        minzoom: 3,
        layout: { ...layout, "line-join": "round" },
        paint: {
          "line-color": palette.text,
          "line-width": ["case", ["==", ["get", "code"], code], 3, 1.2],
          "line-opacity": strength,
        },
      },
      {
        id: "event-letter",
        type: "symbol",
        ...labels,
        minzoom: 3,
        layout: {
          ...layout,
          "text-field": grade,
          "text-font": boldFonts,
          "text-size": 15,
          "text-allow-overlap": true,
        },
        paint: {
          "text-color": palette.text,
          "text-halo-color": palette.iconHalo,
          "text-halo-width": 2,
          "text-opacity": strength,
        },
      },
    ];
  },
};
