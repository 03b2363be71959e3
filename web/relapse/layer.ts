import type { FilterSpecification } from "maplibre-gl";
import { type MapLayer, type Picked, shown, sources } from "../map/context.ts";
import { regionOfCluster } from "./clusterCode.ts";

const source = { source: sources.clusters, "source-layer": "clusters" } as const;

/** Counties have codes of digits, contiguous areas names. */
const isArea = (code: string) => code !== "" && !/^\d+$/.test(code);

/** What the counties found, or with an area picked what the area's own scan found: together they overlap. */
function scanOf(picked: Picked | null): FilterSpecification {
  const region =
    picked?.kind === "region" ? picked.code : picked?.kind === "cluster" ? regionOfCluster(picked.code) : "";
  return isArea(region) ? ["==", ["get", "region"], region] : ["==", ["get", "kind"], "COUNTY"];
}

/** A dashed outline and a thin hatch, both ink: the colours below keep their meaning. */
export const clusters: MapLayer = {
  key: "clusters",
  picks: { "cluster-hit": "cluster", "cluster-line": "cluster" },
  draw: ({ palette, picked, isOn, opacity }) => {
    const visible = shown(isOn("clusters"));
    const share = opacity("clusters");
    const filter = scanOf(picked);
    return [
      {
        id: "cluster-hatch",
        type: "fill",
        ...source,
        filter,
        layout: visible,
        paint: {
          "fill-pattern": "hatch-thin",
          "fill-color": palette.selected,
          "fill-opacity": 0.3 * share,
        },
      },
      {
        // Where single villages are drawn a click is for them; the outline still finds the cluster.
        id: "cluster-hit",
        type: "fill",
        ...source,
        maxzoom: isOn("villages") ? 8 : 24,
        filter,
        layout: visible,
        paint: { "fill-color": palette.selected, "fill-opacity": 0.001 },
      },
      {
        id: "cluster-casing",
        type: "line",
        ...source,
        filter,
        layout: { ...visible, "line-join": "round" },
        paint: {
          "line-color": palette.iconHalo,
          "line-opacity": 0.75 * share,
          "line-width": ["interpolate", ["linear"], ["zoom"], 5, 2.4, 9, 4.6],
        },
      },
      {
        id: "cluster-line",
        type: "line",
        ...source,
        filter,
        layout: { ...visible, "line-join": "round" },
        paint: {
          "line-color": palette.selected,
          "line-opacity": share,
          "line-width": ["interpolate", ["linear"], ["zoom"], 5, 1, 9, 2.2],
          "line-dasharray": [3, 2],
        },
      },
      {
        id: "cluster-picked",
        type: "line",
        ...source,
        filter: ["==", ["get", "code"], picked?.kind === "cluster" ? picked.code : ""],
        layout: { ...visible, "line-join": "round" },
        paint: {
          "line-color": palette.accent,
          "line-width": ["interpolate", ["linear"], ["zoom"], 5, 2, 9, 3.6],
        },
      },
    ];
  },
};
