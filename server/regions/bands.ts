import type { Position } from "geojson";
import { type SharedNet, weighted } from "../../geo/sharedBorders.ts";

/**
 * Zoom bands of tile geometry, coarsest first; tolerances are half a pixel of a 512-pixel tile at the
 * band's last zoom, 40,075,017 m / 2^zoom / 512 / 2. Points of the map are about 2 km apart, so a point
 * left out was at most about half a pixel beside the line that remains. The last band leaves out nothing.
 */
export const BANDS = [
  { toZoom: 4, toleranceM: 2446 },
  { toZoom: 7, toleranceM: 306 },
  { toZoom: 14, toleranceM: 0 },
] as const;

/** Half the circumference of Web Mercator's sphere over 180 degrees. */
const METRES_PER_DEGREE = 20_037_508.342789244 / 180;

/** The same net in Web Mercator metres, its points weighted for simplification. */
export function weightedMercatorNet(net: SharedNet): SharedNet {
  return weighted(net, mercator);
}

export function mercator(point: Position): [number, number] {
  const [longitude = 0, latitude = 0] = point;
  const y = Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) * (180 / Math.PI);
  return [longitude * METRES_PER_DEGREE, y * METRES_PER_DEGREE];
}
