import type { Polygon, Position } from "geojson";
import type { Random } from "../server/demo/random.ts";

/** Somewhere in or near the counties of the demonstration data. */
export const somewhere = (random: Random): Position => [
  random.between(112.8, 116.8),
  random.between(24.3, 28.5),
];

/** A star-shaped polygon: valid whatever the numbers, with corners that point in and out. */
export function polygonAround([lon = 0, lat = 0]: Position, radius: number, random: Random): Polygon {
  const corners = random.integer(3, 24);
  const ring = Array.from({ length: corners }, (_, corner): Position => {
    const angle = (corner / corners) * 2 * Math.PI;
    const reach = radius * random.between(0.3, 1);
    return [lon + reach * Math.cos(angle), lat + reach * Math.sin(angle)];
  });
  return { type: "Polygon", coordinates: [[...ring, ring[0] ?? [lon, lat]]] };
}

/** Twice the area a ring encloses, positive when it runs against the clock. */
export function signedArea(ring: readonly Position[]): number {
  return ring.reduce((sum, [x = 0, y = 0], index) => {
    const [nextX = 0, nextY = 0] = ring[(index + 1) % ring.length] ?? [];
    return sum + x * nextY - nextX * y;
  }, 0);
}
