import type { LayerSpecification } from "maplibre-gl";
import { type MapLayer, shown, sources } from "../map/context.ts";

const source = { source: sources.places, "source-layer": "constraints" } as const;
const patterns = { FARMLAND: "hatch-rows", WATER_SOURCE: "hatch-waves", ECOLOGY: "hatch-dots" } as const;

/** Told apart by pattern first, colour second. */
export const constraints: MapLayer = {
  key: "constraints",
  draw: ({ palette, isOn, opacity }) =>
    (Object.keys(patterns) as (keyof typeof patterns)[]).flatMap((kind): LayerSpecification[] => [
      {
        id: `constraint-${kind.toLowerCase()}`,
        type: "fill",
        ...source,
        minzoom: 7,
        filter: ["==", ["get", "kind"], kind],
        layout: shown(isOn("constraints")),
        paint: {
          "fill-pattern": patterns[kind],
          "fill-color": palette.constraints[kind],
          "fill-opacity": 0.75 * opacity("constraints"),
        },
      },
      {
        id: `constraint-${kind.toLowerCase()}-edge`,
        type: "line",
        ...source,
        minzoom: 7,
        filter: ["==", ["get", "kind"], kind],
        layout: shown(isOn("constraints")),
        paint: {
          "line-color": palette.constraints[kind],
          "line-opacity": opacity("constraints"),
          "line-width": 1,
        },
      },
    ]),
};
