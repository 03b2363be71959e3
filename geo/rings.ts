type Position = readonly [number, number];
type Ring = readonly Position[];

/**
 * Twice the signed area of a closed ring by the shoelace formula, in squared units of its coordinates; positive where
 * it runs anticlockwise. Taken about its first corner, since metres of Gauss-Krüger leave few digits for a field.
 */
export function doubleArea(ring: Ring): number {
  const [originX = 0, originY = 0] = ring[0] ?? [];
  let sum = 0;
  for (let index = 1; index < ring.length; index += 1) {
    const [x0 = 0, y0 = 0] = ring[index - 1] ?? [];
    const [x1 = 0, y1 = 0] = ring[index] ?? [];
    sum += (x0 - originX) * (y1 - originY) - (x1 - originX) * (y0 - originY);
  }
  return sum;
}

/** Whether a position lies inside a closed ring, by the parity of crossings of a ray to the east; on the border either. */
export function isInsideRing([x, y]: Position, ring: Ring): boolean {
  let isInside = false;
  for (let index = 1; index < ring.length; index += 1) {
    const [x0 = 0, y0 = 0] = ring[index - 1] ?? [];
    const [x1 = 0, y1 = 0] = ring[index] ?? [];
    if (y0 > y !== y1 > y && x < ((x1 - x0) * (y - y0)) / (y1 - y0) + x0) isInside = !isInside;
  }
  return isInside;
}

/**
 * Polygons of the rings of one Shapefile record, whose outer rings run clockwise and whose holes run the other way
 * (ESRI Shapefile Technical Description, July 1998, p. 8). A hole goes to the smallest outer ring that holds its first
 * corner; one that no outer ring holds becomes a polygon of its own, as does every ring of a file that turns them wrongly.
 */
export function polygonsOfRings(rings: readonly Ring[]): Ring[][] {
  const outer = rings
    .filter((ring) => doubleArea(ring) <= 0)
    .map((ring) => ({ ring, size: Math.abs(doubleArea(ring)), holes: [] as Ring[] }));
  const bySize = outer.toSorted((a, b) => a.size - b.size);
  const alone: Ring[][] = [];
  for (const ring of rings) {
    if (doubleArea(ring) <= 0) continue;
    const [first] = ring;
    const holder = first && bySize.find((candidate) => isInsideRing(first, candidate.ring));
    if (holder) holder.holes.push(ring);
    else alone.push([ring]);
  }
  return [...outer.map(({ ring, holes }) => [ring, ...holes]), ...alone];
}
