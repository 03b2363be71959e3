import type { ExpressionSpecification } from "maplibre-gl";
import { type MapLayer, shown, sources } from "../map/context.ts";

const polygons = { source: sources.quality, "source-layer": "data_quality" } as const;

/** A share that is not known, because nothing was due, casts no doubt. */
const share = (name: string): ExpressionSpecification => ["to-number", ["coalesce", ["get", name], 1]];
const isSilent = (...rules: string[]): ExpressionSpecification => [
  "in",
  ["get", "silence"],
  ["literal", rules],
];

/** Mean of completeness, timeliness and consistency, from which each colour but the last holds. */
export const QUALITY_BOUNDS = [0.7, 0.85, 0.95] as const;

/**
 * Darker where the data deserve more doubt, in grey-violet: the colours of warnings say something of villages, and bad
 * data say nothing of them. Silent counties are hatched on top, because silence hides in a mean.
 */
export const quality: MapLayer = {
  key: "quality",
  draw: ({ palette, isOn, opacity }) => {
    const [sound, fair, poor, doubtful] = palette.quality;
    const layout = shown(isOn("quality"));
    const mean: ExpressionSpecification = [
      "/",
      ["+", share("completeness"), share("timeliness"), share("consistency")],
      3,
    ];
    const [low, middle, high] = QUALITY_BOUNDS;
    const hatch = (id: string, pattern: string, rules: string[]) =>
      ({
        id,
        type: "fill" as const,
        ...polygons,
        filter: isSilent(...rules),
        layout,
        paint: {
          "fill-pattern": pattern,
          "fill-color": palette.text,
          "fill-opacity": 0.55 * opacity("quality"),
        },
      }) as const;
    return [
      {
        id: "quality-fill",
        type: "fill",
        ...polygons,
        layout,
        paint: {
          "fill-color": ["step", mean, doubtful, low, poor, middle, fair, high, sound],
          "fill-opacity": 0.9 * opacity("quality"),
          "fill-antialias": false,
        },
      },
      hatch("quality-no-report", "hatch", ["NO_REPORT"]),
      hatch("quality-silent", "hatch-rows", ["NO_NEW", "ZERO_CHANGE"]),
    ];
  },
};
