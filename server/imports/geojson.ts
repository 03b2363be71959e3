import { sridOfName } from "./crs.ts";
import { decode } from "./encoding.ts";
import { ImportRefused } from "./refused.ts";
import type { Format, SourceRow } from "./type.ts";

/** Stands before each text of a sequence, and nowhere else unescaped. */
const RECORD_SEPARATOR = "\u001e";

interface Feature {
  readonly number: number;
  readonly properties: ReadonlyMap<string, string>;
  readonly geometry: unknown;
}

/** A FeatureCollection, or one Feature a line (GeoJSON Text Sequences, RFC 8142, with or without the record separator). */
export const geojson: Format = {
  name: "GeoJSON",
  extensions: [".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson"],
  read: async (bytes) => {
    const { encoding, pieces } = decode(bytes);
    const { crs, features } = readFeatures([...pieces()].join(""));
    const headers = [...new Set(features.flatMap((feature) => [...feature.properties.keys()]))];
    return { encoding, headers, crs, rows: rowsOf(features, headers) };
  },
};

async function* rowsOf(features: readonly Feature[], headers: readonly string[]): AsyncGenerator<SourceRow> {
  for (const { number, properties, geometry } of features) {
    yield { number, cells: headers.map((header) => properties.get(header) ?? ""), geometry };
  }
}

function readFeatures(text: string): { crs: number | null; features: Feature[] } {
  if (isSequence(text)) {
    const features = text.split("\n").flatMap((line, index) => {
      const json = line.replaceAll(RECORD_SEPARATOR, "").trim();
      return json === ""
        ? []
        : [featureOf(parseJson(json, `第 ${index + 1} 行 `, `Line ${index + 1}: `), index + 1)];
    });
    return { crs: null, features };
  }
  const collection = parseJson(text, "", "");
  if (
    !isObject(collection) ||
    collection.type !== "FeatureCollection" ||
    !Array.isArray(collection.features)
  ) {
    throw new ImportRefused(
      "SyntaxBroken",
      "文件不是 GeoJSON FeatureCollection，也不是每行一个 Feature；请从 GIS 软件重新导出 GeoJSON。",
      "The file is neither a GeoJSON FeatureCollection nor one Feature a line; export it as GeoJSON again.",
    );
  }
  return {
    crs: crsOf(collection.crs),
    features: collection.features.map((feature, index) => featureOf(feature, index + 1)),
  };
}

/** Its first line is a whole Feature; in a FeatureCollection laid out over lines it is a bracket. */
function isSequence(text: string): boolean {
  const line = /^\s*([^\n]*)/.exec(text.replace(RECORD_SEPARATOR, ""))?.[1] ?? "";
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) && value.type === "Feature";
  } catch {
    return false;
  }
}

function parseJson(text: string, zh: string, en: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 160) : "";
    throw new ImportRefused(
      "SyntaxBroken",
      `${zh}JSON 语法错误：${reason}；请重新导出文件。`,
      `${en}JSON syntax: ${reason}; export the file again.`,
    );
  }
}

function featureOf(value: unknown, number: number): Feature {
  if (!isObject(value) || value.type !== "Feature") {
    throw new ImportRefused(
      "SyntaxBroken",
      `第 ${number} 个要素不是 Feature；请重新导出 GeoJSON。`,
      `Member ${number} is not a Feature; export the GeoJSON again.`,
    );
  }
  const properties = isObject(value.properties) ? Object.entries(value.properties) : [];
  return {
    number,
    properties: new Map(properties.map(([key, cell]) => [key, textOf(cell)])),
    geometry: value.geometry ?? null,
  };
}

/** As it would stand in a table. A number beyond 2^53 has lost digits: it is shown so that it is refused. */
function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "number")
    return Math.abs(cell) > Number.MAX_SAFE_INTEGER ? cell.toExponential() : String(cell);
  return typeof cell === "object" ? JSON.stringify(cell) : String(cell);
}

/** RFC 7946 has no `crs` member; the GeoJSON of 2008, which GIS still write, has. NaN when it cannot be read. */
function crsOf(member: unknown): number | null {
  if (member === undefined || member === null) return null;
  const name = isObject(member) && isObject(member.properties) ? member.properties.name : undefined;
  return typeof name === "string" ? sridOfName(name) : Number.NaN;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
