import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import { boldFonts, type DrawContext, fonts, type MapLayer, shown, sources } from "../map/context.ts";
import { MISSING_VALUE } from "./values.ts";

const polygons = { source: sources.ground, "source-layer": "regions" } as const;
const isKind = (kind: string): ExpressionSpecification => ["==", ["get", "kind"], kind];
/** A county without a value, or not loaded at all, reads as one far below any: `to-number` alone would make it a 0. */
const score: ExpressionSpecification = ["to-number", ["coalesce", ["feature-state", "score"], MISSING_VALUE]];
const status: ExpressionSpecification = ["feature-state", "status"];

/** Plain land below everything; the provinces together are the land. */
export const ground: MapLayer = {
  key: "ground",
  draw: ({ palette }) => [
    { id: "water", type: "background", paint: { "background-color": palette.water } },
    {
      id: "land",
      type: "fill",
      ...polygons,
      filter: isKind("PROVINCE"),
      // The coast has no border line of its own: without an edge islands would fade into the sea.
      paint: { "fill-color": palette.land, "fill-outline-color": palette.border.county },
    },
  ],
};

function classColour({ classes, palette }: DrawContext): ExpressionSpecification {
  const [first, ...rest] = classes;
  const lowest = first?.colour ?? palette.land;
  // A step needs at least one bound: with a single class the bound lies above every value.
  const steps = rest.length ? rest.flatMap((one) => [one.from ?? 0, one.colour]) : [-MISSING_VALUE, lowest];
  return ["step", score, lowest, ...steps] as ExpressionSpecification;
}

const scored: ExpressionSpecification = ["!=", score, MISSING_VALUE];

/** Values arrive as feature state, so a change of month repaints without a new tile. */
export const counties: MapLayer = {
  key: "counties",
  picks: { "county-hit": "region", "province-hit": "region" },
  draw: (context) => {
    const { palette, isOn, opacity } = context;
    // One layer encodes colour at a time: the village heat, or the quality of the data, turns counties into plain land.
    const coloured = isOn("counties") && !isOn("villages") && !isOn("quality") && !isOn("campaigns");
    const share = opacity("counties");
    const hatch = (
      id: string,
      pattern: string,
      colour: string,
      when: ExpressionSpecification,
      strength: number,
    ) =>
      ({
        id,
        type: "fill",
        ...polygons,
        filter: isKind("COUNTY"),
        layout: shown(coloured),
        paint: {
          "fill-pattern": pattern,
          "fill-color": colour,
          "fill-opacity": ["case", when, strength * share, 0],
        },
      }) satisfies LayerSpecification;
    return [
      {
        id: "county-fill",
        type: "fill",
        ...polygons,
        filter: isKind("COUNTY"),
        layout: shown(coloured),
        paint: {
          "fill-color": classColour(context),
          "fill-opacity": ["case", scored, share, 0],
          "fill-antialias": false,
        },
      },
      hatch("county-no-data", "hatch", palette.noData, ["==", ["to-string", status], "INSUFFICIENT"], 0.8),
      ...(context.method === "official"
        ? [hatch("county-red", "hatch-red", palette.iconHalo, [">=", score, 75], 0.55)]
        : []),
      {
        // Counties begin at zoom 4; further out a click finds the province.
        id: "province-hit",
        type: "fill",
        ...polygons,
        maxzoom: 4,
        filter: isKind("PROVINCE"),
        paint: { "fill-color": palette.selected, "fill-opacity": 0.001 },
      },
      {
        id: "county-hit",
        type: "fill",
        ...polygons,
        filter: isKind("COUNTY"),
        paint: { "fill-color": palette.selected, "fill-opacity": 0.001 },
      },
      {
        id: "county-hover",
        type: "line",
        ...polygons,
        filter: isKind("COUNTY"),
        paint: {
          "line-color": palette.accent,
          "line-width": 2,
          "line-opacity": ["case", ["boolean", ["feature-state", "hover"], false], 1, 0],
        },
      },
    ];
  },
};

function border(
  { isOn, opacity }: DrawContext,
  kind: "COUNTY" | "PROVINCE" | "NATIONAL",
  colour: string,
  widths: [number, number],
  minzoom = 0,
): LayerSpecification {
  return {
    id: `border-${kind.toLowerCase()}`,
    type: "line",
    source: sources.ground,
    "source-layer": "boundaries",
    minzoom,
    filter: isKind(kind),
    layout: { ...shown(isOn("boundaries")), "line-join": "round" },
    paint: {
      "line-color": colour,
      "line-opacity": opacity("boundaries"),
      "line-width": ["interpolate", ["linear"], ["zoom"], 4, widths[0], 10, widths[1]],
    },
  };
}

/** Every shared border once, from its own lines: two polygon edges on one another would draw it twice as dark. */
export const boundaries: MapLayer = {
  key: "boundaries",
  draw: (context) => [
    border(context, "COUNTY", context.palette.border.county, [0.35, 1], 5),
    border(context, "PROVINCE", context.palette.border.province, [0.8, 1.8]),
  ],
};

/** Stays when the other borders are switched off or faded: it is not for a reader to leave out. */
export const nationalBoundary: MapLayer = {
  key: "ground",
  draw: (context) => {
    const always = { ...context, isOn: () => true, opacity: () => 1 };
    return [border(always, "NATIONAL", context.palette.border.national, [1.4, 2.4])];
  },
};

export const areas: MapLayer = {
  key: "areas",
  draw: ({ palette, isOn, opacity }) => [
    {
      id: "area-glow",
      type: "line",
      ...polygons,
      filter: isKind("AREA"),
      layout: { ...shown(isOn("areas")), "line-join": "round" },
      paint: {
        "line-color": palette.area,
        "line-opacity": 0.16 * opacity("areas"),
        "line-width": ["interpolate", ["linear"], ["zoom"], 5, 0, 7, 7],
      },
    },
    {
      id: "area-outline",
      type: "line",
      ...polygons,
      filter: isKind("AREA"),
      layout: { ...shown(isOn("areas")), "line-join": "round" },
      paint: {
        "line-color": palette.area,
        "line-opacity": opacity("areas"),
        "line-width": ["interpolate", ["linear"], ["zoom"], 3, 0.6, 5, 1, 7, 2.2],
      },
    },
  ],
};

export const pickedRegion: MapLayer = {
  key: "picked",
  draw: ({ palette, picked }) => [
    {
      id: "region-picked",
      type: "line",
      ...polygons,
      filter: ["==", ["get", "code"], picked?.kind === "region" ? picked.code : ""],
      layout: { "line-join": "round" },
      paint: {
        "line-color": palette.selected,
        "line-width": ["interpolate", ["linear"], ["zoom"], 3, 1.4, 7, 2.8],
      },
    },
  ],
};

export const labels: MapLayer = {
  key: "labels",
  picks: { "label-area": "region" },
  draw: ({ palette, language, isOn, opacity }) => {
    const name: ExpressionSpecification =
      language === "en" ? ["coalesce", ["get", "name_en"], ["get", "name"]] : ["get", "name"];
    const label = (
      kind: "COUNTY" | "PROVINCE" | "AREA",
      zooms: [number, number],
      sizes: [number, number],
      colour: string,
    ) =>
      ({
        id: `label-${kind.toLowerCase()}`,
        type: "symbol",
        source: sources.ground,
        "source-layer": "region_labels",
        minzoom: zooms[0],
        maxzoom: zooms[1],
        filter: isKind(kind),
        layout: {
          ...shown(isOn("labels")),
          "text-field": name,
          "text-font": kind === "COUNTY" ? fonts : boldFonts,
          "text-size": ["interpolate", ["linear"], ["zoom"], zooms[0], sizes[0], zooms[1], sizes[1]],
          "text-letter-spacing": kind === "COUNTY" ? 0.02 : 0.16,
          "text-max-width": 7,
          "text-padding": 4,
        },
        paint: {
          "text-color": colour,
          "text-halo-color": palette.halo,
          "text-halo-width": 1.4,
          "text-opacity": opacity("labels"),
        },
      }) satisfies LayerSpecification;
    return [
      label("COUNTY", [6.2, 24], [11, 17], palette.text),
      label("AREA", [3.6, 6.2], [11, 14], palette.area),
      label("PROVINCE", [2, 7.5], [11, 18], palette.muted),
    ];
  },
};
