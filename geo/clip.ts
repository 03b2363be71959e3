/**
 * Clipping to an axis-aligned square, flat coordinates [x0, y0, x1, y1, …].
 * Polygons: Sutherland & Hodgman (1974), "Reentrant polygon clipping", one side after the other; lines: Liang & Barsky (1984).
 */

/** Clips a closed ring to [low, high] on both axes; empty when nothing is left. */
export function clipRing(ring: Float64Array, low: number, high: number): Float64Array {
  let clipped: Float64Array | number[] = ring;
  for (const [axis, limit, keepBelow] of SIDES)
    clipped = clipSide(clipped, axis, limit === "low" ? low : high, keepBelow);
  return Float64Array.from(clipped);
}

const SIDES = [
  [0, "low", false],
  [0, "high", true],
  [1, "low", false],
  [1, "high", true],
] as const;

function clipSide(ring: ArrayLike<number>, axis: 0 | 1, limit: number, keepBelow: boolean): number[] {
  const out: number[] = [];
  const length = ring.length;
  if (length < 4) return out;
  let fromX = ring[length - 2] ?? 0;
  let fromY = ring[length - 1] ?? 0;
  let fromInside = keepBelow ? (axis === 0 ? fromX : fromY) <= limit : (axis === 0 ? fromX : fromY) >= limit;
  for (let index = 0; index < length; index += 2) {
    const toX = ring[index] ?? 0;
    const toY = ring[index + 1] ?? 0;
    const to = axis === 0 ? toX : toY;
    const toInside = keepBelow ? to <= limit : to >= limit;
    if (toInside !== fromInside) {
      const share = axis === 0 ? (limit - fromX) / (toX - fromX) : (limit - fromY) / (toY - fromY);
      if (axis === 0) out.push(limit, fromY + share * (toY - fromY));
      else out.push(fromX + share * (toX - fromX), limit);
    }
    if (toInside) out.push(toX, toY);
    fromX = toX;
    fromY = toY;
    fromInside = toInside;
  }
  if (out.length >= 2 && (out[0] !== out[out.length - 2] || out[1] !== out[out.length - 1]))
    out.push(out[0] ?? 0, out[1] ?? 0);
  return out;
}

/** Clips a line to [low, high] on both axes; a line that leaves and returns comes back in pieces. */
export function clipLine(line: Float64Array, low: number, high: number): number[][] {
  const pieces: number[][] = [];
  let piece: number[] = [];
  for (let index = 2; index < line.length; index += 2) {
    const x0 = line[index - 2] ?? 0;
    const y0 = line[index - 1] ?? 0;
    const dx = (line[index] ?? 0) - x0;
    const dy = (line[index + 1] ?? 0) - y0;
    const [from, to] = insideShare(x0, y0, dx, dy, low, high);
    if (from > to) continue;
    if (piece.length === 0 || from > 0) {
      if (piece.length > 0) pieces.push(piece);
      piece = [x0 + from * dx, y0 + from * dy];
    }
    piece.push(x0 + to * dx, y0 + to * dy);
    if (to < 1) {
      pieces.push(piece);
      piece = [];
    }
  }
  if (piece.length > 0) pieces.push(piece);
  return pieces;
}

/** The share [from, to] of a segment that lies inside; from > to when none does. */
function insideShare(
  x0: number,
  y0: number,
  dx: number,
  dy: number,
  low: number,
  high: number,
): [number, number] {
  let from = 0;
  let to = 1;
  for (const [direction, distance] of [
    [-dx, x0 - low],
    [dx, high - x0],
    [-dy, y0 - low],
    [dy, high - y0],
  ] as const) {
    if (direction === 0) {
      if (distance < 0) return [1, 0];
    } else if (direction < 0) from = Math.max(from, distance / direction);
    else to = Math.min(to, distance / direction);
  }
  return [from, to];
}
