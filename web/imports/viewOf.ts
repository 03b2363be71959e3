import type { FeatureCollection } from "geojson";
import { home, type View } from "../map/address.ts";

/** A map of a phone's width shows them; MapLibre's world is 512 pixels wide at zoom 0. */
const WIDTH_PX = 320;
const HEIGHT_PX = 280;
const WORLD_PX = 512;
/** The least that is shown, in degrees: one place alone stands in its county. */
const LEAST_DEGREES = 0.6;

/** Where a map has to look to show all places of a file; where the atlas begins when there are none. */
export function viewOf({ features }: FeatureCollection): View {
  const lngs: number[] = [];
  const lats: number[] = [];
  const visit = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    const [x, y] = value as unknown[];
    if (typeof x === "number" && typeof y === "number") {
      lngs.push(x);
      lats.push(y);
    } else for (const part of value) visit(part);
  };
  for (const { geometry } of features) if (geometry && "coordinates" in geometry) visit(geometry.coordinates);
  if (lngs.length === 0) return home;
  const [west, east] = extremes(lngs);
  const [south, north] = extremes(lats);
  const lat = (south + north) / 2;
  const width = Math.max(LEAST_DEGREES, east - west);
  const height = Math.max(LEAST_DEGREES, north - south) / Math.cos((lat * Math.PI) / 180);
  const degreesPerPixel = Math.max(width / WIDTH_PX, height / HEIGHT_PX);
  return { lng: (west + east) / 2, lat, zoom: Math.max(1, Math.log2(360 / WORLD_PX / degreesPerPixel)) };
}

function extremes(values: readonly number[]): [number, number] {
  // Not Math.min(...values): outlines have more corners than a call may have arguments.
  return values.reduce<[number, number]>(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}
