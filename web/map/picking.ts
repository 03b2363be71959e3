import type { Map as MapLibre } from "maplibre-gl";
import type { Picked } from "./context.ts";
import { pickable } from "./layers.ts";

export interface Found {
  readonly picked: Picked;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Fingers and thin lines need some room around the point. */
const slack = 4;

/** What a click at this point means: the topmost thing drawn, areas only exactly under the point. */
export function foundAt(map: MapLibre, { x, y }: { x: number; y: number }): Found | null {
  const layers = Object.keys(pickable).filter((id) => map.getLayer(id));
  if (layers.length === 0) return null;
  const isArea = (id: string) => map.getLayer(id)?.type === "fill";
  const near = map.queryRenderedFeatures(
    [
      [x - slack, y - slack],
      [x + slack, y + slack],
    ],
    { layers: layers.filter((id) => !isArea(id)) },
  );
  const under = near.length ? near : map.queryRenderedFeatures([x, y], { layers: layers.filter(isArea) });
  for (const feature of under) {
    const kind = pickable[feature.layer.id];
    const code = feature.properties.code;
    if (kind && typeof code === "string") return { picked: { kind, code }, properties: feature.properties };
  }
  return null;
}
