import type { FeatureCollection } from "geojson";
import type { StyleSpecification } from "maplibre-gl";
import type { Language } from "../i18n/language.ts";
import { fonts, sources } from "../map/context.ts";
import type { Palette } from "../map/palette.ts";

const EMPTY: FeatureCollection = { type: "FeatureCollection", features: [] };
const regions = { source: sources.ground, "source-layer": "regions" } as const;

/** Counties as plain land with their names, and places of a file in the accent, which is in no data ramp. */
export function placesStyle(
  origin: string,
  palette: Palette,
  language: Language,
  places: FeatureCollection | null,
): StyleSpecification {
  return {
    version: 8,
    sources: {
      [sources.ground]: { type: "vector", tiles: [`${origin}/tiles/regions/{z}/{x}/{y}.pbf`], maxzoom: 10 },
      imported: { type: "geojson", data: places ?? EMPTY },
    },
    layers: [
      { id: "water", type: "background", paint: { "background-color": palette.water } },
      {
        id: "land",
        type: "fill",
        ...regions,
        filter: ["==", ["get", "kind"], "PROVINCE"],
        paint: { "fill-color": palette.land },
      },
      {
        id: "county-border",
        type: "line",
        ...regions,
        filter: ["==", ["get", "kind"], "COUNTY"],
        paint: { "line-color": palette.border.county, "line-width": 0.8 },
      },
      {
        id: "province-border",
        type: "line",
        ...regions,
        filter: ["==", ["get", "kind"], "PROVINCE"],
        paint: { "line-color": palette.border.province, "line-width": 1.4 },
      },
      {
        id: "imported-area",
        type: "fill",
        source: "imported",
        filter: ["==", ["geometry-type"], "Polygon"],
        paint: { "fill-color": palette.accent, "fill-opacity": 0.3, "fill-outline-color": palette.accent },
      },
      {
        id: "imported-point",
        type: "circle",
        source: "imported",
        filter: ["==", ["geometry-type"], "Point"],
        paint: {
          "circle-color": palette.accent,
          "circle-radius": ["interpolate", ["linear"], ["zoom"], 4, 2.5, 10, 5],
          "circle-stroke-color": palette.halo,
          "circle-stroke-width": 1,
        },
      },
      {
        id: "county-name",
        type: "symbol",
        source: sources.ground,
        "source-layer": "region_labels",
        minzoom: 6.2,
        filter: ["==", ["get", "kind"], "COUNTY"],
        layout: {
          "text-field":
            language === "en" ? ["coalesce", ["get", "name_en"], ["get", "name"]] : ["get", "name"],
          "text-font": fonts,
          "text-size": 12,
        },
        paint: { "text-color": palette.muted, "text-halo-color": palette.halo, "text-halo-width": 1.2 },
      },
    ],
  };
}
