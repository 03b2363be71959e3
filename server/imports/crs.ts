import gcoord from "gcoord";
import { ImportRefused } from "./refused.ts";

type Pair = readonly [number, number];

/** A reference system the atlas takes, and where in it China lies. */
export interface Crs {
  /** As it is told: "EPSG:4526", "GCJ-02". */
  readonly name: string;
  /** What PostGIS is told the corrected coordinates are in. */
  readonly srid: number;
  /** west, south, east, north in its own units */
  readonly extent: readonly [number, number, number, number];
  readonly isGeographic: boolean;
  /** The file gives north before east. */
  readonly swapped?: boolean;
  /** Takes back the shift Chinese web maps put on longitude and latitude. */
  readonly correct?: (position: Pair) => Pair;
}

const DEGREES = [73, 3, 136, 54] as const;
/** Northings of 3° and 54° N, and 4° of longitude to either side of a central meridian, in round metres. */
const SOUTHMOST_M = 330_000;
const NORTHMOST_M = 6_000_000;
const FARTHEST_FROM_MERIDIAN_M = 400_000;

const ACCEPTED_ZH =
  "4326、4490、4513–4533（CGCS2000 三度带，东坐标带带号）、4534–4554（不带带号）、GCJ-02（高德、腾讯）、BD-09（百度）";
const ACCEPTED_EN =
  "4326, 4490, 4513–4533 (CGCS2000 3-degree Gauss–Krüger, zone number in the easting), 4534–4554 (without it), GCJ-02 (AMap, Tencent), BD-09 (Baidu)";

/** The datums of Chinese web maps. gcoord takes them back to within 0.002 m (GCJ-02) and 0.1 m (BD-09). */
const SHIFTED: Readonly<Record<string, Crs>> = {
  "GCJ-02": shifted("GCJ-02", (position) => gcoord.transform([...position], gcoord.GCJ02, gcoord.WGS84)),
  "BD-09": shifted("BD-09", (position) => gcoord.transform([...position], gcoord.BD09, gcoord.WGS84)),
};

function shifted(name: string, correct: (position: Pair) => Pair): Crs {
  return { name, srid: 4326, extent: DEGREES, isGeographic: true, correct };
}

/** "4490", "EPSG:4490" or "GCJ-02". @throws ImportRefused with a list of what is taken. */
export function readCrs(text: string): Crs {
  const plain = text.normalize("NFKC").trim().toUpperCase();
  const datum = SHIFTED[plain.replace(/^(GCJ|BD)-?(\d\d)$/, "$1-$2")];
  if (datum) return datum;
  const srid = Number(/^(?:EPSG:)?(\d{4,6})$/.exec(plain)?.[1]);
  if (srid === 4326 || srid === 4490)
    return { name: `EPSG:${srid}`, srid, extent: DEGREES, isGeographic: true };
  // 4513 is zone 25, whose number stands before the 500 km of its central meridian.
  if (srid >= 4513 && srid <= 4533) return gaussKrueger(srid, (srid - 4513 + 25) * 1_000_000);
  if (srid >= 4534 && srid <= 4554) return gaussKrueger(srid, 0);
  throw new ImportRefused(
    "UnknownCrs",
    `不支持坐标系 ${text.slice(0, 60)}；可用：${ACCEPTED_ZH}。`,
    `Reference system ${text.slice(0, 60)} is not accepted; these are: ${ACCEPTED_EN}.`,
  );
}

function gaussKrueger(srid: number, zone: number): Crs {
  const meridian = zone + 500_000;
  const [west, east] = [meridian - FARTHEST_FROM_MERIDIAN_M, meridian + FARTHEST_FROM_MERIDIAN_M];
  return { name: `EPSG:${srid}`, srid, extent: [west, SOUTHMOST_M, east, NORTHMOST_M], isGeographic: false };
}

/** A position of the file as the atlas stores it: east first, unshifted, in the units of the system. */
export function positionIn(crs: Crs, [first, second]: Pair): Pair {
  const position: Pair = crs.swapped ? [second, first] : [first, second];
  return crs.correct && isInside(crs, ...position) ? crs.correct(position) : position;
}

/** Null for a place that can lie in China. PostGIS must not meet the others: transforming them can fail. */
export function placeProblem(crs: Crs, x: number, y: number): "COORDINATES_SWAPPED" | "OUTSIDE_CHINA" | null {
  if (isInside(crs, x, y)) return null;
  return isInside(crs, y, x) ? "COORDINATES_SWAPPED" : "OUTSIDE_CHINA";
}

export function isInside({ extent: [west, south, east, north] }: Crs, x: number, y: number): boolean {
  return x >= west && x <= east && y >= south && y <= north;
}

/** The number in a GeoJSON `crs` member; NaN for one that names nothing we know. */
export function sridOfName(name: string): number {
  if (/CRS84$/i.test(name)) return 4326;
  return Number(/EPSG:[^:]*:?(\d+)$/i.exec(name)?.[1] ?? Number.NaN);
}

/** @throws ImportRefused when a file says it is in another system than the caller. */
export function refuseContradiction(declared: number | null, crs: Crs): void {
  // The systems of web maps have no number: files in them call themselves WGS 84.
  if (declared === null || declared === crs.srid) return;
  const named = Number.isNaN(declared) ? "?" : `EPSG:${declared}`;
  throw new ImportRefused(
    "CrsContradicted",
    `文件写明坐标系为 ${named}，导入参数却是 ${crs.name}；请改用 --crs ${declared}，或去掉文件中的 crs。`,
    `The file says its reference system is ${named}, the import says ${crs.name}; use --crs ${declared}, or remove crs from the file.`,
  );
}
