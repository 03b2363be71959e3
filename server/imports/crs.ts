import { ImportRefused } from "./refused.ts";

/** A reference system the atlas takes, and where in it China lies. */
export interface Crs {
  readonly srid: number;
  /** west, south, east, north in its own units */
  readonly extent: readonly [number, number, number, number];
  readonly isGeographic: boolean;
}

const DEGREES = [73, 3, 136, 54] as const;
/** Northings of 3° and 54° N, and 4° of longitude to either side of a central meridian, in round metres. */
const SOUTHMOST_M = 330_000;
const NORTHMOST_M = 6_000_000;
const FARTHEST_FROM_MERIDIAN_M = 400_000;

const ACCEPTED_ZH = "4326（默认）、4490、4513–4533（CGCS2000 三度带，东坐标带带号）、4534–4554（不带带号）";
const ACCEPTED_EN =
  "4326 (default), 4490, 4513–4533 (CGCS2000 3-degree Gauss–Krüger, zone number in the easting), 4534–4554 (without it)";

/** "4490" or "EPSG:4490". @throws ImportRefused with a list of what is taken. */
export function readCrs(text: string): Crs {
  const srid = Number(/^(?:EPSG:)?(\d{4,6})$/i.exec(text.normalize("NFKC").trim())?.[1]);
  if (srid === 4326 || srid === 4490) return { srid, extent: DEGREES, isGeographic: true };
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
  return { srid, extent: [west, SOUTHMOST_M, east, NORTHMOST_M], isGeographic: false };
}

/** Null for a place that can lie in China. PostGIS must not meet the others: transforming them can fail. */
export function placeProblem(crs: Crs, x: number, y: number): "COORDINATES_SWAPPED" | "OUTSIDE_CHINA" | null {
  if (isInside(crs, x, y)) return null;
  return isInside(crs, y, x) ? "COORDINATES_SWAPPED" : "OUTSIDE_CHINA";
}

function isInside({ extent: [west, south, east, north] }: Crs, x: number, y: number): boolean {
  return x >= west && x <= east && y >= south && y <= north;
}

/** The number in a GeoJSON `crs` member; NaN for one that names nothing we know. */
export function sridOfName(name: string): number {
  if (/CRS84$/i.test(name)) return 4326;
  return Number(/EPSG:[^:]*:?(\d+)$/i.exec(name)?.[1] ?? Number.NaN);
}

/** @throws ImportRefused when a file says it is in another system than the caller. */
export function refuseContradiction(declared: number | null, crs: Crs): void {
  if (declared === null || declared === crs.srid) return;
  const named = Number.isNaN(declared) ? "?" : `EPSG:${declared}`;
  throw new ImportRefused(
    "CrsContradicted",
    `文件写明坐标系为 ${named}，导入参数却是 EPSG:${crs.srid}；请改用 --crs ${declared}，或去掉文件中的 crs。`,
    `The file says its reference system is ${named}, the import says EPSG:${crs.srid}; use --crs ${declared}, or remove crs from the file.`,
  );
}
