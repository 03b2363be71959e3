import { createReadStream } from "node:fs";
import { extname } from "node:path";
import { ImportRefused } from "../refused.ts";
import type { Format } from "../type.ts";
import { openArchive } from "./archive.ts";
import { csv } from "./csv.ts";
import { firstBytes } from "./encoding.ts";
import { geojson } from "./geojson.ts";
import { geopackage } from "./geopackage.ts";
import { shapefile } from "./shapefile.ts";
import { xlsx } from "./xlsx.ts";

/** Every format that can be imported: one file, one line. */
export const formats: readonly Format[] = [csv, geojson, xlsx, shapefile, geopackage];

/** Stands before each text of a GeoJSON sequence. */
const RECORD_SEPARATOR = "\u001e";
const MOST_BYTES = 400 * 1_048_576;

/**
 * What a file is by its content; its name must not say otherwise.
 * @throws ImportRefused naming the endings that are known.
 */
export async function formatOf(path: string, fileName: string): Promise<Format> {
  const extension = extname(fileName).toLowerCase();
  const byName = formats.find((candidate) => candidate.extensions.includes(extension));
  if (!byName) {
    const known = formats.map(({ name, extensions }) => `${name} (${extensions.join(" ")})`).join(", ");
    const save =
      extension === ".xls" ? { zh: "请另存为 .xlsx；", en: "Save it as .xlsx; " } : { zh: "", en: "" };
    throw new ImportRefused(
      "UnknownFormat",
      `不认识扩展名“${extension.slice(0, 20)}”；${save.zh}可导入：${known}。`,
      `Files ending in “${extension.slice(0, 20)}” are not known. ${save.en}These are: ${known}.`,
    );
  }
  const byContent = await sniff(path);
  if (byContent === byName) return byName;
  const found = byContent?.name ?? "—";
  throw new ImportRefused(
    "UnknownFormat",
    `文件名以“${extension}”结尾，内容却是 ${found === "—" ? "别的格式" : found}；请核对文件，或重新另存（旧的 .xls 请另存为 .xlsx）。`,
    `The name ends in “${extension}”, the content is ${found === "—" ? "something else" : found}; check the file or save it again (an old .xls as .xlsx).`,
  );
}

async function sniff(path: string): Promise<Format | null> {
  const start = await firstBytes(path, 16);
  if (
    start.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4])) ||
    start.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 5, 6]))
  ) {
    const archive = await openArchive(path, MOST_BYTES);
    archive.close();
    return archive.files.some(({ name }) => name === "[Content_Types].xml") ? xlsx : shapefile;
  }
  if (start.toString("latin1").startsWith("SQLite format 3\0")) return geopackage;
  return textFormat(path);
}

/** What holds a zero is no text; text that begins with a brace is JSON. UTF-16 is left to the reader of tables, which tells of it. */
async function textFormat(path: string): Promise<Format | null> {
  let isFirst = true;
  for await (const each of createReadStream(path)) {
    const chunk = each as Buffer;
    const isUtf16 = (chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff);
    if (isFirst && isUtf16) return csv;
    if (chunk.includes(0)) return null;
    isFirst = false;
    const text = chunk
      .toString("latin1")
      .replace(/^\u00ef\u00bb\u00bf/, "")
      .replaceAll(RECORD_SEPARATOR, "")
      .trimStart();
    if (text !== "") return /^[{[]/.test(text) ? geojson : csv;
  }
  return csv;
}
