import type { MultiLineString, Position } from "geojson";
import { feature, mesh, meshArcs } from "topojson-client";
import type { GeometryCollection } from "topojson-specification";
import { arcIndex, type SharedNet } from "../../geo/sharedBorders.ts";

export type BorderKind = "NATIONAL" | "PROVINCE" | "COUNTY";
export interface Border {
  kind: BorderKind;
  /** Numbers of arcs; they are the same in every band. */
  arcs: number[];
}

/** Where the land border meets the sea: the mouths of the Beilun 北仑河口 and the Yalu 鸭绿江口, vertices of the map. */
export const LAND_BORDER_ENDS: Position[] = [
  [108.072098, 21.534509],
  [124.155725, 39.817697],
];
/** The land border passes west of this longitude, the coast does not. */
const WEST_OF_CHINA = 80;

/**
 * Borders in pieces that an index can tell apart: county borders by the county with the smaller code,
 * province borders by pair, the land border by county. The coast is nobody's border and is left out.
 */
export function bordersOf(net: SharedNet): Border[] {
  const sides = countiesByArc(net);
  const pieces = new Map<string, Border>();
  const add = (kind: BorderKind, key: string, arc: number) => {
    const piece = pieces.get(kind + key);
    if (piece) piece.arcs.push(arc);
    else pieces.set(kind + key, { kind, arcs: [arc] });
  };
  for (const [arc, codes] of sides) {
    const [one, other] = [...codes].sort();
    if (one === undefined || other === undefined || one === other) continue;
    const [province, otherProvince] = [one.slice(0, 2), other.slice(0, 2)];
    if (province === otherProvince) add("COUNTY", one, arc);
    else add("PROVINCE", `${province}-${otherProvince}`, arc);
  }
  for (const arc of landBorder(net)) add("NATIONAL", sides.get(arc)?.[0] ?? "", arc);
  return [...pieces.values()];
}

/** The arcs of one piece in one band, joined end to end where they meet. */
export function borderLines(net: SharedNet, border: Border): Position[][] {
  const arcs = border.arcs.map((arc) => net.topology.arcs[arc] ?? []);
  return mesh({ type: "Topology", objects: {}, arcs }).coordinates;
}

function countiesByArc(net: SharedNet): Map<number, string[]> {
  const sides = new Map<number, string[]>();
  for (const county of net.outlines) {
    for (const arc of county.arcs.flat(2).map(arcIndex)) {
      const codes = sides.get(arc);
      if (codes) codes.push(county.properties?.code ?? "");
      else sides.set(arc, [county.properties?.code ?? ""]);
    }
  }
  return sides;
}

/** The part of the mainland's outer ring between the two river mouths that goes round by the west. */
function landBorder(net: SharedNet): number[] {
  const counties: GeometryCollection = { type: "GeometryCollection", geometries: net.outlines };
  const rings = meshArcs(net.topology, counties, (one, other) => one === other).arcs;
  const outerRing = rings.reduce((longest, ring) => (ring.length > longest.length ? ring : longest), []);
  const [from = -1, to = -1] = outerRing.flatMap((arc, index) =>
    LAND_BORDER_ENDS.some((end) => samePoint(end, startOf(net, arc))) ? [index] : [],
  );
  const inside = outerRing.slice(from, to);
  const outside = [...outerRing.slice(to), ...outerRing.slice(0, from)];
  return (reachesWest(net, inside) ? inside : outside).map(arcIndex);
}

function startOf(net: SharedNet, arc: number): Position {
  const points = net.topology.arcs[arcIndex(arc)] ?? [];
  return (arc < 0 ? points.at(-1) : points[0]) ?? [];
}

function samePoint(one: Position, other: Position): boolean {
  return one[0] === other[0] && one[1] === other[1];
}

function reachesWest(net: SharedNet, arcs: number[]): boolean {
  const lines = feature(net.topology, { type: "MultiLineString", arcs: arcs.map((arc) => [arc]) });
  const { coordinates } = lines.geometry as MultiLineString;
  return coordinates.some((line) => line.some((point) => (point[0] ?? 0) < WEST_OF_CHINA));
}
