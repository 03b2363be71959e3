import type { StyleSpecification } from "maplibre-gl";
import { type Box, SOUTH_CHINA_SEA } from "../regions/islands.ts";
import { sources } from "./context.ts";

/** Below it a map is one of the country; further in it is one of a region, which needs no inset. */
export const NATIONAL_BELOW = 5;

/** Whether a map of the country leaves out some of the South China Sea, Taiwan or Diaoyu Dao. */
export function needsInset(zoom: number, [west, south, east, north]: Box): boolean {
  const [seaWest, seaSouth, seaEast, seaNorth] = SOUTH_CHINA_SEA;
  const isWhole = west <= seaWest && south <= seaSouth && east >= seaEast && north >= seaNorth;
  return zoom < NATIONAL_BELOW && !isWhole;
}

const DRAWN = ["water", "land", "border-province", "border-national", "island", "label-island"];

/** The map's own style, cut down to land, borders and islands. */
export function insetStyle({ sources: all, layers, ...style }: StyleSpecification): StyleSpecification {
  const kept = [sources.ground, sources.islands].flatMap((name) => {
    const source = all[name];
    return source ? [[name, source] as const] : [];
  });
  return {
    ...style,
    sources: Object.fromEntries(kept),
    layers: layers.filter(({ id }) => DRAWN.includes(id)),
  };
}
