import { Delaunay } from "d3-delaunay";
import { type CountyShape, distanceKm, type Point } from "./countyShape.ts";
import type { Random } from "./random.ts";
import { VILLAGES_PER_TOWNSHIP } from "./sizes.ts";

/**
 * Where the villages of a county lie: points spread evenly at random, then moved twice to the middle of the
 * land nearest to them (Lloyd 1982, with sampled land instead of exact cells, so that the county's border is
 * respected without cutting a single polygon).
 */
export function seedPoints(shape: CountyShape, count: number, random: Random): Point[] {
  const land = Array.from({ length: count * 10 }, () => shape.randomPoint(random));
  let seeds: Point[] = land.slice(0, count);
  for (let round = 0; round < 2; round += 1) {
    const delaunay = Delaunay.from(seeds as [number, number][]);
    const sums = new Float64Array(count * 3);
    let nearest = 0;
    for (const [x, y] of land) {
      nearest = delaunay.find(x, y, nearest);
      sums[nearest * 3] = (sums[nearest * 3] as number) + x;
      sums[nearest * 3 + 1] = (sums[nearest * 3 + 1] as number) + y;
      sums[nearest * 3 + 2] = (sums[nearest * 3 + 2] as number) + 1;
    }
    seeds = seeds.map((seed, index) => {
      const samples = sums[index * 3 + 2] as number;
      if (samples === 0) return seed;
      const middle: Point = [
        (sums[index * 3] as number) / samples,
        (sums[index * 3 + 1] as number) / samples,
      ];
      return shape.contains(middle) ? middle : seed;
    });
  }
  return seeds.map((seed) => shape.toPlane(shape.toDegrees(seed)));
}

/**
 * Voronoi cells as rings in degrees. Two neighbours share the very vertices, so rounding leaves no gap; cells
 * at the edge reach beyond the county and are cut to it by the database.
 */
export function voronoiCells(shape: CountyShape, seeds: readonly Point[]): Point[][] {
  const margin = 1 + Math.max(shape.east - shape.west, shape.north - shape.south) / 10;
  const box: [number, number, number, number] = [
    shape.west - margin,
    shape.south - margin,
    shape.east + margin,
    shape.north + margin,
  ];
  const voronoi = Delaunay.from(seeds as [number, number][]).voronoi(box);
  return seeds.map((_, index) => {
    const ring = voronoi.cellPolygon(index);
    if (ring === null) throw new Error("two villages lie on the same point");
    const degrees = (ring as [number, number][]).map((corner) => shape.toDegrees(corner));
    return degrees.filter((corner, at) => at === 0 || !samePoint(corner, degrees[at - 1] as Point));
  });
}

/**
 * Townships as neighbourhoods: centres far from one another, every village to the nearest centre with room.
 * A centre is itself a village, so no township is empty.
 */
export function townshipOfSeeds(seeds: readonly Point[], townships: number, random: Random): number[] {
  const centres: number[] = [];
  const distanceToCentre = seeds.map(() => Number.POSITIVE_INFINITY);
  while (centres.length < townships) {
    let best = -1;
    for (let candidate = 0; candidate < 12; candidate += 1) {
      const index = random.integer(0, seeds.length - 1);
      if (best < 0 || (distanceToCentre[index] as number) > (distanceToCentre[best] as number)) best = index;
    }
    if (distanceToCentre[best] === 0) best = distanceToCentre.findIndex((distance) => distance > 0);
    centres.push(best);
    seeds.forEach((seed, index) => {
      const distance = distanceKm(seed, seeds[best] as Point);
      if (distance < (distanceToCentre[index] as number)) distanceToCentre[index] = distance;
    });
  }
  const members = new Array<number>(townships).fill(0);
  return seeds.map((seed) => {
    let nearest = -1;
    let shortest = Number.POSITIVE_INFINITY;
    centres.forEach((centre, township) => {
      const distance = distanceKm(seed, seeds[centre] as Point);
      if (distance < shortest && (members[township] as number) < VILLAGES_PER_TOWNSHIP) {
        shortest = distance;
        nearest = township;
      }
    });
    if (nearest < 0) throw new Error(`${townships} townships have no room for ${seeds.length} villages`);
    members[nearest] = (members[nearest] as number) + 1;
    return nearest;
  });
}

function samePoint(left: Point, right: Point): boolean {
  return left[0] === right[0] && left[1] === right[1];
}
