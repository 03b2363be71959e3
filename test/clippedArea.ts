import type { MultiPolygon, Position } from "geojson";

export type Box = readonly [west: number, south: number, east: number, north: number];

const area = (ring: readonly Position[]) =>
  Math.abs(
    ring.reduce((sum, [x = 0, y = 0], index) => {
      const [nextX = 0, nextY = 0] = ring[(index + 1) % ring.length] ?? [];
      return sum + x * nextY - nextX * y;
    }, 0),
  ) / 2;

/**
 * Cuts a ring along the four sides of a box. Source: Sutherland and Hodgman, Reentrant Polygon Clipping (1974). Edges that
 * run along the box and back enclose nothing, so areas are right for rings that are not convex as well.
 */
function clipped(ring: readonly Position[], [west, south, east, north]: Box): Position[] {
  const sides: [axis: 0 | 1, at: number, sign: 1 | -1][] = [
    [0, west, 1],
    [0, east, -1],
    [1, south, 1],
    [1, north, -1],
  ];
  let points = ring.slice(0, -1).map((position): Position => [...position]);
  for (const [axis, at, sign] of sides) {
    const inside = (position: Position) => sign * ((position[axis] ?? 0) - at) >= 0;
    points = points.flatMap((point, index) => {
      const before = points[(index + points.length - 1) % points.length] ?? point;
      const part = (at - (before[axis] ?? 0)) / ((point[axis] ?? 0) - (before[axis] ?? 0));
      const crossing: Position = [0, 1].map(
        (each) => (before[each] ?? 0) + part * ((point[each] ?? 0) - (before[each] ?? 0)),
      );
      if (inside(point)) return inside(before) ? [point] : [crossing, point];
      return inside(before) ? [crossing] : [];
    });
  }
  return points;
}

const areaOf = (shape: MultiPolygon, of: (ring: Position[]) => readonly Position[]) =>
  shape.coordinates.reduce(
    (sum, [shell = [], ...holes]) =>
      sum + area(of(shell)) - holes.reduce((total, hole) => total + area(of(hole)), 0),
    0,
  );

/** Share of the area of a shape inside a box, in the plane of degrees: an oracle apart from the database's geometry code. */
export const shareInside = (shape: MultiPolygon, box: Box): number =>
  areaOf(shape, (ring) => clipped(ring, box)) / areaOf(shape, (ring) => ring.slice(0, -1));
