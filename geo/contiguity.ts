/**
 * Which outlines touch: queen (a shared vertex) and rook (a shared edge) contiguity.
 * Source: Cliff & Ord (1981), "Spatial Processes". Variant: vertices are compared, not lines, so borders must be
 * noded: where one outline's corner lies inside a neighbour's edge, cut them into arcs first (sharedBorders.ts)
 * or the two do not meet. Overlapping outlines are neighbours only through common vertices.
 */
import type { MultiPolygon, Polygon, Position } from "geojson";

export type Contiguity = "queen" | "rook";

export interface SnapOptions {
  /** Vertices at most this far apart are one; slivers and gaps of village borders ask for about 5. Default 0: equal. */
  readonly snapToleranceMetres?: number;
  /** Length of one unit of the coordinates; 1 for projected metres. Degrees have no one length: keep tolerance 0. */
  readonly metresPerUnit?: number;
}

/** All vertices of all outlines in one table, hashed by where they are. */
interface VertexTable {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  /** Outline of each vertex. */
  readonly unit: Uint32Array;
  /** Vertex before and after in its ring. */
  readonly previous: Uint32Array;
  readonly next: Uint32Array;
  /** First vertex of each outline, and the number of vertices at the end. */
  readonly starts: Uint32Array;
}

/**
 * Neighbours of every outline, ascending; the relation is symmetric and leaves out the outline itself.
 * Time grows with the number of vertices, not with the square of outlines.
 * @throws RangeError for a negative tolerance, a ring with fewer than three corners or a coordinate that is not finite.
 */
export function contiguousNeighbours(
  outlines: readonly (Polygon | MultiPolygon)[],
  rule: Contiguity,
  options: SnapOptions = {},
): number[][] {
  const { snapToleranceMetres = 0, metresPerUnit = 1 } = options;
  if (!(snapToleranceMetres >= 0 && metresPerUnit > 0))
    throw new RangeError(
      `tolerance ${snapToleranceMetres} m at ${metresPerUnit} m per unit; give a tolerance from 0 and a length above 0`,
    );
  const tolerance = snapToleranceMetres / metresPerUnit;
  const table = vertexTable(outlines);
  const near = nearVertices(table, tolerance);
  const isNear = (one: number, other: number) => distance(table, one, other) <= tolerance;
  const isEdge = (from: number, to: number) => distance(table, from, to) > tolerance;
  const seenFrom = new Int32Array(outlines.length).fill(-1);
  return outlines.map((_, unit) => {
    const neighbours: number[] = [];
    seenFrom[unit] = unit;
    for (let vertex = table.starts[unit] ?? 0; vertex < (table.starts[unit + 1] ?? 0); vertex++) {
      const end = table.next[vertex] ?? 0;
      if (rule === "rook" && !isEdge(vertex, end)) continue;
      near(vertex, (other) => {
        const otherUnit = table.unit[other] ?? 0;
        if (seenFrom[otherUnit] === unit) return;
        const meets =
          rule === "queen" ||
          [table.next[other] ?? 0, table.previous[other] ?? 0].some(
            (otherEnd) => isNear(end, otherEnd) && isEdge(other, otherEnd),
          );
        if (!meets) return;
        seenFrom[otherUnit] = unit;
        neighbours.push(otherUnit);
      });
    }
    return neighbours.sort((a, b) => a - b);
  });
}

function distance(table: VertexTable, one: number, other: number): number {
  const dx = (table.xs[one] ?? 0) - (table.xs[other] ?? 0);
  const dy = (table.ys[one] ?? 0) - (table.ys[other] ?? 0);
  return Math.sqrt(dx * dx + dy * dy);
}

/** Rings without the closing vertex and without a vertex that repeats the one before. */
function ringsOf(outline: Polygon | MultiPolygon, unit: number): Position[][] {
  const rings = outline.type === "Polygon" ? outline.coordinates : outline.coordinates.flat();
  return rings.map((ring) => {
    const corners = ring.filter((corner, place) => {
      const [x = Number.NaN, y = Number.NaN] = corner;
      if (!Number.isFinite(x) || !Number.isFinite(y))
        throw new RangeError(`outline ${unit} has a corner at ${x}, ${y}; give finite coordinates`);
      const before = ring[place === 0 ? ring.length - 1 : place - 1];
      return !(before && before !== corner && before[0] === x && before[1] === y);
    });
    if (corners.length < 3)
      throw new RangeError(`outline ${unit} has a ring of ${corners.length} corners; give at least three`);
    return corners;
  });
}

function vertexTable(outlines: readonly (Polygon | MultiPolygon)[]): VertexTable {
  const rings = outlines.map(ringsOf);
  const count = rings.flat().reduce((sum, ring) => sum + ring.length, 0);
  const table: VertexTable = {
    xs: new Float64Array(count),
    ys: new Float64Array(count),
    unit: new Uint32Array(count),
    previous: new Uint32Array(count),
    next: new Uint32Array(count),
    starts: new Uint32Array(outlines.length + 1),
  };
  let vertex = 0;
  rings.forEach((ringsOfUnit, unit) => {
    for (const ring of ringsOfUnit) {
      const first = vertex;
      const last = first + ring.length - 1;
      for (const [x = 0, y = 0] of ring) {
        // Adding 0 turns -0 into 0, which hashes like it.
        table.xs[vertex] = x + 0;
        table.ys[vertex] = y + 0;
        table.unit[vertex] = unit;
        table.previous[vertex] = vertex === first ? last : vertex - 1;
        table.next[vertex] = vertex === last ? first : vertex + 1;
        vertex += 1;
      }
    }
    table.starts[unit + 1] = vertex;
  });
  return table;
}

/** Calls back for each vertex within the tolerance of a given one, itself included. */
function nearVertices(
  table: VertexTable,
  tolerance: number,
): (vertex: number, visit: (other: number) => void) => void {
  const count = table.xs.length;
  const mask = 2 ** Math.ceil(Math.log2(Math.max(2, count))) - 1;
  const bits = new Float64Array(2);
  const words = new Uint32Array(bits.buffer);
  const bucketOf = (column: number, row: number) => {
    bits[0] = column;
    bits[1] = row;
    let hash = 0;
    for (const word of words) {
      hash = Math.imul(hash ^ word, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash & mask;
  };
  const cell = (value: number) => (tolerance === 0 ? value : Math.floor(value / tolerance) + 0);
  const firstIn = new Int32Array(mask + 1).fill(-1);
  const following = new Int32Array(count);
  for (let vertex = count - 1; vertex >= 0; vertex--) {
    const bucket = bucketOf(cell(table.xs[vertex] ?? 0), cell(table.ys[vertex] ?? 0));
    following[vertex] = firstIn[bucket] ?? -1;
    firstIn[bucket] = vertex;
  }
  const steps = tolerance === 0 ? [0] : [-1, 0, 1];
  return (vertex, visit) => {
    const column = cell(table.xs[vertex] ?? 0);
    const row = cell(table.ys[vertex] ?? 0);
    for (const aside of steps) {
      for (const up of steps) {
        // Adding 0 again: a step from column -1 ends at 0, never at -0.
        let other = firstIn[bucketOf(column + aside + 0, row + up + 0)] ?? -1;
        for (; other >= 0; other = following[other] ?? -1)
          if (distance(table, vertex, other) <= tolerance) visit(other);
      }
    }
  };
}
