import type { Map as MapLibre, StyleSpecification, VectorTileSource } from "maplibre-gl";
import { MISSING_VALUE, type PaintedCounty } from "../regions/values.ts";

/**
 * The only write to a map's style. A change of tile address alone (another month) goes through setTiles, which
 * keeps the old tiles on screen until the new ones come; in a diff it would drop the source and flash.
 */
export function writeStyle(map: MapLibre, next: StyleSpecification) {
  for (const [id, wanted] of Object.entries(next.sources)) {
    const source = map.getSource<VectorTileSource>(id);
    if (source && wanted.type === "vector" && wanted.tiles && source.tiles.join() !== wanted.tiles.join()) {
      source.setTiles(wanted.tiles);
    }
  }
  map.setStyle(next, { diff: true });
}

const painted = new WeakMap<MapLibre, Set<number>>();

/** County values ride on the features as state: no tile changes when the month does. */
export function paintCounties(map: MapLibre, values: readonly PaintedCounty[], source: string) {
  const target = (id: number) => ({ source, sourceLayer: "regions", id });
  const before = painted.get(map) ?? new Set<number>();
  const now = new Set<number>();
  for (const value of values) {
    if (value.villages === 0) continue;
    now.add(value.featureId);
    map.setFeatureState(target(value.featureId), {
      score: value.score ?? MISSING_VALUE,
      status: value.status,
    });
  }
  for (const id of before) if (!now.has(id)) map.removeFeatureState(target(id));
  painted.set(map, now);
  map.triggerRepaint();
}
