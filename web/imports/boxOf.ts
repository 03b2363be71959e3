import type { FeatureCollection } from "geojson";

/** West, south, east, north of places with some room around; null for none. One point alone gets a county's worth of room. */
export function boxOf({ features }: FeatureCollection): [number, number, number, number] | null {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  const visit = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    const [x, y] = value as unknown[];
    if (typeof x !== "number" || typeof y !== "number") {
      for (const part of value) visit(part);
      return;
    }
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  };
  for (const { geometry } of features) if (geometry && "coordinates" in geometry) visit(geometry.coordinates);
  if (box[0] > box[2]) return null;
  const room = box[2] - box[0] < 0.2 ? 0.2 : 0;
  return [box[0] - room, box[1] - room, box[2] + room, box[3] + room];
}
