import type { MultiLineString, MultiPolygon, GeometryCollection as Outlines, Position } from "geojson";
import { feature, mergeArcs } from "topojson-client";
import { topology } from "topojson-server";
import { planarTriangleArea, presimplify } from "topojson-simplify";
import type { MultiPolygon as ArcPolygons, GeometryCollection, Topology } from "topojson-specification";

/** One outline as numbers of arcs; a border between two neighbours is one arc, which both name. */
export type NetOutline = ArcPolygons<{ code: string }>;

/** Outlines that tile a surface, cut into arcs, so that whatever is done to an arc is done to both sides. */
export interface SharedNet {
  topology: Topology;
  outlines: NetOutline[];
}

/**
 * Cuts all outlines into arcs shared by neighbours. `cutAt` are vertices at which arcs must end although
 * three outlines do not meet there. Neighbours share a border where their vertices are equal.
 */
export function sharedNet(
  places: readonly { code: string; geometry: MultiPolygon }[],
  cutAt: Position[] = [],
): SharedNet {
  const outlines: Outlines = {
    type: "GeometryCollection",
    geometries: places.map((place) => place.geometry),
  };
  // The start of a line is where arcs end, whatever the line is.
  const cuts: MultiLineString = {
    type: "MultiLineString",
    coordinates: cutAt.map((point) => [point, [0, 0]]),
  };
  const net = topology({ outlines, cuts });
  const codes = places.map((place) => place.code);
  const { geometries } = net.objects.outlines as GeometryCollection;
  return {
    topology: net,
    outlines: geometries.map((geometry, index) => ({
      ...(geometry as ArcPolygons),
      properties: { code: codes[index] ?? "" },
    })),
  };
}

/** The same net with each point, moved by `project`, weighted with the area that goes when it goes (Visvalingam). */
export function weighted(net: SharedNet, project: (point: Position) => Position): SharedNet {
  const arcs = net.topology.arcs.map((arc) => arc.map(project));
  const heavy = presimplify({ type: "Topology", objects: {}, arcs }, planarTriangleArea);
  return { ...net, topology: { ...net.topology, arcs: heavy.arcs } };
}

/**
 * Leaves out points whose weight is below the square of the tolerance. Where a ring would collapse, the
 * threshold of its arcs falls step by step until the ring has a surface: small islands stay, as triangles.
 */
export function simplified(net: SharedNet, outlines: Iterable<ArcPolygons>, toleranceM: number): SharedNet {
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

/** Several outlines as one; borders inside vanish exactly. In numbers of arcs, so true in every band. */
export function dissolved(net: SharedNet, members: NetOutline[]): ArcPolygons {
  const [only] = members;
  return members.length === 1 && only ? only : mergeArcs(net.topology, members);
}

export function coordinatesOf(net: SharedNet, outline: ArcPolygons): Position[][][] {
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
