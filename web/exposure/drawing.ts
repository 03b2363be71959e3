import type { Polygon } from "geojson";
import type { Map as MapLibre } from "maplibre-gl";
import { TerraDraw, TerraDrawCircleMode, TerraDrawPolygonMode } from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";

export type DrawMode = "polygon" | "circle";

/** Lets the reader draw one shape; null where they gave up, be it before this was loaded. Loaded only when somebody draws. */
export function drawOn(map: MapLibre, mode: DrawMode, signal: AbortSignal): Promise<Polygon | null> {
  if (signal.aborted) return Promise.resolve(null);
  const draw = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map }),
    modes: [new TerraDrawPolygonMode(), new TerraDrawCircleMode()],
  });
  draw.start();
  draw.setMode(mode);
  return new Promise((resolve) => {
    const end = (shape: Polygon | null) => {
      draw.stop();
      resolve(shape);
    };
    signal.addEventListener("abort", () => end(null), { once: true });
    draw.on("finish", (id) => {
      const geometry = draw.getSnapshotFeature(id)?.geometry;
      // Stopping inside its own event would pull the ground from under it.
      setTimeout(() => end(geometry?.type === "Polygon" ? geometry : null));
    });
  });
}
