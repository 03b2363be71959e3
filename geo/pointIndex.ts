/**
 * A k-d tree over points in the plane: neighbours of one point without looking at all of them.
 * Source: Bentley (1975), Communications of the ACM 18. Not a grid, because villages crowd in valleys.
 */
export interface PlanePoint {
  /** Easting in metres, or any unit in which both axes are equal. */
  readonly x: number;
  /** Northing in the same unit. */
  readonly y: number;
}

/** At this many points or fewer, all are compared. */
const LEAF = 16;

export class PointIndex {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  /** Point numbers, arranged so that each range's middle splits it by x and y in turn. */
  readonly #order: Uint32Array;

  /** @throws RangeError for a coordinate that is not finite. */
  constructor(points: readonly PlanePoint[]) {
    this.xs = Float64Array.from(points, (point) => point.x);
    this.ys = Float64Array.from(points, (point) => point.y);
    points.forEach(({ x, y }, place) => {
      if (!Number.isFinite(x) || !Number.isFinite(y))
        throw new RangeError(`point ${place} is at ${x}, ${y}; give finite coordinates or leave it out`);
    });
    this.#order = Uint32Array.from(points, (_, place) => place);
    this.#arrange(0, points.length, 0);
  }

  get size(): number {
    return this.xs.length;
  }

  /** Distance between two points of the index; equal for both directions to the last bit. */
  distance(one: number, other: number): number {
    const dx = (this.xs[one] ?? 0) - (this.xs[other] ?? 0);
    const dy = (this.ys[one] ?? 0) - (this.ys[other] ?? 0);
    return Math.sqrt(dx * dx + dy * dy);
  }

  /** Every other point at most `radius` away, in no order. */
  within(centre: number, radius: number): number[] {
    const found: number[] = [];
    this.#visit(
      centre,
      () => radius,
      (point) => {
        if (point !== centre && this.distance(centre, point) <= radius) found.push(point);
      },
    );
    return found;
  }

  /** The `count` other points nearest to a point, nearest first; of equally near ones the lower number. */
  nearest(centre: number, count: number): number[] {
    const points: number[] = [];
    const distances: number[] = [];
    this.#visit(
      centre,
      () => (points.length < count ? Number.POSITIVE_INFINITY : (distances[count - 1] ?? 0)),
      (point) => {
        if (point === centre) return;
        const distance = this.distance(centre, point);
        let place = points.length;
        while (place > 0 && isBefore(distance, point, distances[place - 1] ?? 0, points[place - 1] ?? 0))
          place -= 1;
        if (place >= count) return;
        points.splice(place, 0, point);
        distances.splice(place, 0, distance);
        if (points.length > count) {
          points.pop();
          distances.pop();
        }
      },
    );
    return points;
  }

  /** Visits all points that may lie within `radius()` of the centre; the radius may shrink meanwhile. */
  #visit(centre: number, radius: () => number, visit: (point: number) => void): void {
    const [centreX, centreY] = [this.xs[centre] ?? 0, this.ys[centre] ?? 0];
    const descend = (from: number, to: number, axis: number): void => {
      if (to - from <= LEAF) {
        for (let place = from; place < to; place++) visit(this.#order[place] ?? 0);
        return;
      }
      const middle = (from + to) >> 1;
      const split = this.#order[middle] ?? 0;
      visit(split);
      const offset = axis === 0 ? centreX - (this.xs[split] ?? 0) : centreY - (this.ys[split] ?? 0);
      // Equal coordinates may stand on either side, so the far side is left out only when it is truly farther.
      if (offset <= 0) {
        descend(from, middle, 1 - axis);
        if (-offset <= radius()) descend(middle + 1, to, 1 - axis);
      } else {
        descend(middle + 1, to, 1 - axis);
        if (offset <= radius()) descend(from, middle, 1 - axis);
      }
    };
    descend(0, this.size, 0);
  }

  #arrange(from: number, to: number, axis: number): void {
    if (to - from <= LEAF) return;
    const along = axis === 0 ? this.xs : this.ys;
    this.#order.subarray(from, to).sort((a, b) => (along[a] ?? 0) - (along[b] ?? 0));
    const middle = (from + to) >> 1;
    this.#arrange(from, middle, 1 - axis);
    this.#arrange(middle + 1, to, 1 - axis);
  }
}

function isBefore(distance: number, point: number, otherDistance: number, otherPoint: number): boolean {
  return distance < otherDistance || (distance === otherDistance && point < otherPoint);
}
