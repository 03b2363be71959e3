import type { MultiPolygon } from "topojson-specification";
import {
  dissolved,
  type NetOutline,
  type SharedNet,
  sharedNet,
  simplified,
} from "../../geo/sharedBorders.ts";
import { BANDS, weightedMercatorNet } from "./bands.ts";
import { type Border, bordersOf, LAND_BORDER_ENDS } from "./borders.ts";
import { type AreaMember, areaMembers, type Division, divisionsOf } from "./divisions.ts";
import { type NationalMap, readNationalMap } from "./nationalMap.ts";

/** All that is computed from the national map before anything of it is stored. */
export interface NationalShapes {
  readonly map: NationalMap;
  readonly divisions: Division[];
  readonly members: AreaMember[];
  /** In degrees. */
  readonly net: SharedNet;
  readonly outlines: Map<string, MultiPolygon>;
  readonly borders: Border[];
  /** In Web Mercator metres, coarsest first. */
  readonly bands: readonly { toZoom: number; toleranceM: number; band: SharedNet }[];
}

/** Reads the national map and computes its shapes: some three seconds without the database. */
export function nationalShapes(): NationalShapes {
  const map = readNationalMap();
  const divisions = divisionsOf(map);
  const members = areaMembers(new Map(map.counties.map((county) => [county.code, county.name])));
  const net = sharedNet(map.counties, LAND_BORDER_ENDS);
  const outlines = outlinesOf(net, members);
  const mercatorNet = weightedMercatorNet(net);
  return {
    map,
    divisions,
    members,
    net,
    outlines,
    borders: bordersOf(net),
    bands: BANDS.map(({ toZoom, toleranceM }) => ({
      toZoom,
      toleranceM,
      band: simplified(mercatorNet, outlines.values(), toleranceM),
    })),
  };
}

/** Every outline by region: the county's own, and those dissolved to its prefecture, its province and its areas. */
function outlinesOf(net: SharedNet, members: AreaMember[]): Map<string, MultiPolygon> {
  const groups = new Map<string, NetOutline[]>();
  const add = (key: string, county: NetOutline) => groups.set(key, [...(groups.get(key) ?? []), county]);
  const counties = new Map(net.outlines.map((county) => [county.properties?.code ?? "", county]));
  for (const [code, county] of counties) {
    for (const key of [code, code.slice(0, 4), code.slice(0, 2)]) add(key, county);
  }
  for (const { areaCode, countyCode } of members) {
    const county = counties.get(countyCode);
    if (county) add(areaCode, county);
  }
  return new Map([...groups].map(([code, group]) => [code, dissolved(net, group)]));
}
