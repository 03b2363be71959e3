import { sridOfName } from "./crs.ts";
import { decode } from "./encoding.ts";
import { ImportRefused } from "./refused.ts";
import type { Format, SourceRow } from "./type.ts";

/** Stands before each text of a sequence, and nowhere else unescaped. */
const RECORD_SEPARATOR = "\u001e";

interface Feature {
  readonly number: number;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry: unknown;
}

/** A FeatureCollection, or one Feature a line (GeoJSON Text Sequences, RFC 8142, with or without the record separator). */
export const geojson: Format = {
  name: "GeoJSON",
  extensions: [".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson"],
  read: async (bytes) => {
    const { encoding, pieces } = decode(bytes);
    const { crs, features } = readFeatures([...pieces()].join(""));
    const headers = new Set<string>();
    for (const { properties } of features())
      for (const header of Object.keys(properties)) headers.add(header);
    return { encoding, headers: [...headers], crs, rows: rowsOf(features(), [...headers]) };
  },
};

async function* rowsOf(features: Iterable<Feature>, headers: readonly string[]): AsyncGenerator<SourceRow> {
  for (const { number, properties, geometry } of features) {
    const cells = headers.map((header) =>
      Object.hasOwn(properties, header) ? textOf(properties[header]) : "",
    );
    yield { number, cells, geometry };
  }
}

interface Features {
  readonly crs: number | null;
  /** Reads them from the start, as often as it is called. */
  readonly features: () => Iterable<Feature>;
}

function readFeatures(text: string): Features {
  if (isSequence(text)) return { crs: null, features: () => featuresOfLines(text) };
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
  const features = collection.features.map((feature, index) => featureOf(feature, index + 1));
  return { crs: crsOf(collection.crs), features: () => features };
}

/** Each line is parsed twice, for the headers and for the row: keeping 100,000 features alive cost three times as much. */
function* featuresOfLines(text: string): Generator<Feature> {
  for (let from = 0, number = 1; from < text.length; number += 1) {
    const end = text.indexOf("\n", from);
    const to = end < 0 ? text.length : end;
    const json = text.slice(from, to).replaceAll(RECORD_SEPARATOR, "").trim();
    if (json !== "") yield featureOf(parseJson(json, `第 ${number} 行 `, `Line ${number}: `), number);
    from = to + 1;
  }
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
  const properties = isObject(value.properties) ? value.properties : {};
  return { number, properties, geometry: value.geometry ?? null };
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
