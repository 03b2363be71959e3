import { sridOfName } from "../crs.ts";
import { ImportRefused } from "../refused.ts";
import type { Format, SourceRow } from "../type.ts";
import { decode } from "./encoding.ts";
import { JsonObjects } from "./jsonObjects.ts";

interface Feature {
  readonly number: number;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry: unknown;
}

/** A FeatureCollection, or one Feature a line (GeoJSON Text Sequences, RFC 8142, with or without the record separator). */
export const geojson: Format = {
  name: "GeoJSON",
  extensions: [".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson"],
  open: async (path) => {
    const { encoding, pieces } = await decode(path);
    const headers = new Set<string>();
    let crs: number | null = null;
    for await (const item of read(pieces())) {
      if ("crs" in item) crs = item.crs;
      else for (const header of Object.keys(item.properties)) headers.add(header);
    }
    return { encoding, headers: [...headers], crs, rows: () => rowsOf(pieces(), [...headers]) };
  },
};

async function* rowsOf(pieces: AsyncIterable<string>, headers: readonly string[]): AsyncGenerator<SourceRow> {
  for await (const item of read(pieces)) {
    if ("crs" in item) continue;
    const { number, properties, geometry } = item;
    const cells = headers.map((header) =>
      Object.hasOwn(properties, header) ? textOf(properties[header]) : "",
    );
    yield { number, cells, geometry };
  }
}

/** Features in their order, and what a collection says of its reference system. Each is parsed alone and forgotten. */
async function* read(pieces: AsyncIterable<string>): AsyncGenerator<Feature | { crs: number | null }> {
  const objects = new JsonObjects();
  let members = 0;
  let alone = 0;
  let collections = 0;
  for await (const piece of pieces) {
    for (const { isMember, text, line, hadMembers } of objects.read(piece)) {
      const value = parseJson(text, line);
      if (isMember) yield featureOf(value, ++members);
      else if (hadMembers && isObject(value) && value.type === "FeatureCollection") {
        collections += 1;
        yield { crs: crsOf(value.crs) };
      } else if (isObject(value) && value.type === "Feature") {
        alone += 1;
        yield featureOf(value, line);
      } else refuseKind();
    }
  }
  objects.end();
  if (collections > 1 || (collections > 0 && alone > 0) || collections + alone === 0) refuseKind();
}

function refuseKind(): never {
  throw new ImportRefused(
    "SyntaxBroken",
    "文件不是 GeoJSON FeatureCollection，也不是每行一个 Feature；请从 GIS 软件重新导出 GeoJSON。",
    "The file is neither a GeoJSON FeatureCollection nor one Feature a line; export it as GeoJSON again.",
  );
}

function parseJson(text: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 160) : "";
    throw new ImportRefused(
      "SyntaxBroken",
      `第 ${line} 行起 JSON 语法错误：${reason}；请重新导出文件。`,
      `From line ${line}: JSON syntax: ${reason}; export the file again.`,
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
export function textOf(cell: unknown): string {
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
