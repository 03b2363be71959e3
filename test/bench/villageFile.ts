import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { cellToBoundary, polygonToCells } from "h3-js";
import type pg from "pg";

/** Hexagons of about 5 km², the size of a village in the mountains. */
const RESOLUTION = 7;
const VILLAGES_OF_A_TOWNSHIP = 20;
/** Keeps the digits of townships and villages apart from those of demonstration data. */
const MOST_OF_A_COUNTY = 800;
/** Points between two corners: outlines of 25 positions. */
const POINTS_OF_A_SIDE = 3;

type Position = readonly [lon: number, lat: number];

/** One village of the file, with what COPY needs of it. */
export interface FileVillage {
  readonly code: string;
  readonly properties: Readonly<Record<string, string | number>>;
  readonly ring: readonly Position[];
}

/**
 * Villages that tile whole counties of the contiguous areas without gaps: hexagons with bent sides, which
 * neighbours share to the last digit. The same each time for the same regions.
 */
export async function* fileVillages(client: pg.Client, wanted: number): AsyncGenerator<FileVillage> {
  const { rows: counties } = await client.query<{ code: string; outline: string }>(/* sql */ `
    select county.code, st_asgeojson(st_simplify(county.outline, 0.005, true), 5) as outline
    from atlas.regions county
    where county.kind = 'COUNTY' and county.outline is not null
      and exists (select from atlas.villages village where village.county_code = county.code)
    order by md5(county.code)`);
  let left = wanted;
  for (const { code: county, outline } of counties) {
    const { coordinates } = JSON.parse(outline) as { coordinates: number[][][][] };
    const cells = coordinates.flatMap((polygon) => polygonToCells(polygon, RESOLUTION, true)).sort();
    for (const [index, cell] of cells.slice(0, Math.min(MOST_OF_A_COUNTY, left)).entries()) {
      yield village(county, index, cell);
      left -= 1;
    }
    if (left === 0) return;
  }
  throw new Error(`the counties hold ${wanted - left} of ${wanted} villages; take a larger size`);
}

function village(county: string, index: number, cell: string): FileVillage {
  const township = `${county}${100 + Math.floor(index / VILLAGES_OF_A_TOWNSHIP)}`;
  const code = `${township}${201 + (index % VILLAGES_OF_A_TOWNSHIP)}`;
  const chance = hash(code);
  const name = [0, 6, 12].map((shift) => SYLLABLES[(chance >> shift) & 63]).join("");
  const households = 80 + (chance % 900);
  return {
    code,
    properties: {
      区划代码: code,
      名称: `${name}村`,
      乡镇名称: `第${101 + Math.floor(index / VILLAGES_OF_A_TOWNSHIP)}乡`,
      户数: households,
      人口: households * 4,
      劳动力: households * 2,
      外出务工: households,
      出列村: chance % 3 === 0 ? "是" : "否",
      人均可支配收入: 9_000 + (chance % 9_000),
      村集体经济收入: 50_000 + (chance % 200_000),
    },
    ring: bentRing(cellToBoundary(cell, true).map(([lon = 0, lat = 0]) => [rounded(lon), rounded(lat)])),
  };
}

const SYLLABLES =
  "大小上下东西南北前后中新老高长石水山河江溪塘湾岭坪洞坳坑垅田土沙泥竹松柏梅兰桂花枫樟龙凤马牛羊鹤云雨风雪金银铜王李张刘陈杨黄罗";

/** Each side is bent alike from whichever end it is walked. */
function bentRing(corners: readonly Position[]): Position[] {
  const open = corners.slice(0, 6);
  const ring = open.flatMap((from, index) => {
    const to = open[(index + 1) % open.length] ?? from;
    const [first, last] = String(from) < String(to) ? [from, to] : [to, from];
    const side: Position[] = Array.from({ length: POINTS_OF_A_SIDE }, (_, step) => {
      const share = (step + 1) / (POINTS_OF_A_SIDE + 1);
      const bend = ((hash(`${first}${step}`) % 1000) / 1000 - 0.5) * 0.12;
      const [dx, dy] = [last[0] - first[0], last[1] - first[1]];
      return [rounded(first[0] + dx * share - dy * bend), rounded(first[1] + dy * share + dx * bend)];
    });
    return [from, ...(first === from ? side : side.reverse())];
  });
  return [...ring, ring[0] ?? [0, 0]];
}

const rounded = (degrees: number) => Math.round(degrees * 1e6) / 1e6;

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}

/** Writes one Feature a line. */
export async function writeVillageFile(path: string, villages: readonly FileVillage[]): Promise<void> {
  const file = createWriteStream(path);
  for (const { properties, ring } of villages)
    file.write(
      `${JSON.stringify({ type: "Feature", properties, geometry: { type: "Polygon", coordinates: [ring] } })}\n`,
    );
  file.end();
  await finished(file);
}
