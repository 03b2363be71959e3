import type { MultiLineString, MultiPolygon, GeometryCollection as Outlines, Position } from "geojson";
import { feature, mergeArcs } from "topojson-client";
import { topology } from "topojson-server";
import { planarTriangleArea, presimplify } from "topojson-simplify";
import type { MultiPolygon as ArcPolygons, GeometryCollection, Topology } from "topojson-specification";
import type { County } from "./nationalMap.ts";

/** One county as numbers of arcs; a border between two counties is one arc, which both name. */
export type CountyArcs = ArcPolygons<{ code: string }>;

export interface CountyNet {
  topology: Topology;
  counties: CountyArcs[];
}

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

/**
 * Cuts all outlines into arcs shared by neighbours, so that whatever is done to an arc is done to both
 * sides. `cutAt` are vertices at which arcs must end although three counties do not meet there.
 */
export function countyNet(counties: County[], cutAt: Position[]): CountyNet {
  const outlines: Outlines = {
    type: "GeometryCollection",
    geometries: counties.map((county) => county.geometry),
  };
  // The start of a line is where arcs end, whatever the line is.
  const cuts: MultiLineString = {
    type: "MultiLineString",
    coordinates: cutAt.map((point) => [point, [0, 0]]),
  };
  const net = topology({ outlines, cuts });
  const codes = counties.map((county) => county.code);
  const { geometries } = net.objects.outlines as GeometryCollection;
  return {
    topology: net,
    counties: geometries.map((geometry, index) => ({
      ...(geometry as ArcPolygons),
      properties: { code: codes[index] ?? "" },
    })),
  };
}

/** The same net in Web Mercator metres, each point weighted with the area that goes when it goes (Visvalingam). */
export function weightedMercatorNet(net: CountyNet): CountyNet {
  const arcs = net.topology.arcs.map((arc) => arc.map(mercator));
  const weighted = presimplify({ type: "Topology", objects: {}, arcs }, planarTriangleArea);
  return { ...net, topology: { ...net.topology, arcs: weighted.arcs } };
}

export function mercator(point: Position): [number, number] {
  const [longitude = 0, latitude = 0] = point;
  const y = Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) * (180 / Math.PI);
  return [longitude * METRES_PER_DEGREE, y * METRES_PER_DEGREE];
}

/**
 * Leaves out points whose weight is below the square of the tolerance. Where a ring would collapse, the
 * threshold of its arcs falls step by step until the ring has a surface: small islands stay, as triangles.
 */
export function simplified(net: CountyNet, outlines: Iterable<ArcPolygons>, toleranceM: number): CountyNet {
  const thresholds = net.topology.arcs.map(() => toleranceM ** 2);
  const arcs = net.topology.arcs.map((arc, index) => keepHeavy(arc, thresholds[index] ?? 0));
  let collapsed = [...outlines].flatMap((outline) => outline.arcs.flat());
  for (let round = 0; collapsed.length > 0 && round < ROUNDS; round++) {
    collapsed = collapsed.filter((ring) => !hasSurface(ring, arcs));
    for (const number of new Set(collapsed.flat().map(arcIndex))) {
      thresholds[number] = (thresholds[number] ?? 0) / 4;
      arcs[number] = keepHeavy(net.topology.arcs[number] ?? [], thresholds[number]);
    }
  }
  return { ...net, topology: { ...net.topology, arcs } };
}

/** A threshold divided by four this often leaves out nothing. */
const ROUNDS = 30;

/** Several counties as one outline; borders inside vanish exactly. In numbers of arcs, so true in every band. */
export function dissolved(net: CountyNet, counties: CountyArcs[]): ArcPolygons {
  const [only] = counties;
  return counties.length === 1 && only ? only : mergeArcs(net.topology, counties);
}

export function coordinatesOf(net: CountyNet, outline: ArcPolygons): Position[][][] {
  return (feature(net.topology, outline).geometry as MultiPolygon).coordinates;
}

/** A reversed arc is written as the complement of its number. */
export function arcIndex(arc: number): number {
  return arc < 0 ? ~arc : arc;
}

function keepHeavy(arc: Position[], threshold: number): Position[] {
  return arc.filter((point) => (point[2] ?? Number.POSITIVE_INFINITY) >= threshold);
}

/** Twice the enclosed area exceeds a square metre. */
function hasSurface(ring: number[], arcs: Position[][]): boolean {
  let doubledArea = 0;
  for (const arc of ring) {
    const points = arcs[arcIndex(arc)] ?? [];
    let sum = 0;
    for (let index = 1; index < points.length; index++) {
      const [x0 = 0, y0 = 0] = points[index - 1] ?? [];
      const [x1 = 0, y1 = 0] = points[index] ?? [];
      sum += x0 * y1 - x1 * y0;
    }
    doubledArea += arc < 0 ? -sum : sum;
  }
  return Math.abs(doubledArea) > 1;
}
