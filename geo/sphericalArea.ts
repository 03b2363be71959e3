/** Mean radius of the earth, metres (IUGG). */
const RADIUS_M = 6_371_008.8;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

type Position = readonly number[];

/**
 * Area of a polygon on the sphere in km², its holes taken off. Source: Chamberlain and Duquette, Some Algorithms for
 * Polygons on a Sphere, JPL 07-03 (2007), the sum over edges of the difference of longitudes times the mean of sines.
 */
export function polygonAreaKm2(rings: readonly (readonly Position[])[]): number {
  const [shell = 0, ...holes] = rings.map((ring) => Math.abs(ringArea(ring)));
  const total = shell - holes.reduce((sum, hole) => sum + hole, 0);
  return Math.max(0, total) / 1e6;
}

export const multiPolygonAreaKm2 = (polygons: readonly (readonly (readonly Position[])[])[]): number =>
  polygons.reduce((sum, rings) => sum + polygonAreaKm2(rings), 0);

function ringArea(ring: readonly Position[]): number {
  let sum = 0;
  for (let index = 1; index < ring.length; index += 1) {
    const [lon0 = 0, lat0 = 0] = ring[index - 1] ?? [];
    const [lon1 = 0, lat1 = 0] = ring[index] ?? [];
    sum += radians(lon1 - lon0) * (2 + Math.sin(radians(lat0)) + Math.sin(radians(lat1)));
  }
  return (sum * RADIUS_M * RADIUS_M) / 2;
}
