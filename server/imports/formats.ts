import { extname } from "node:path";
import { csv } from "./csv.ts";
import { geojson } from "./geojson.ts";
import { ImportRefused } from "./refused.ts";
import type { Format } from "./type.ts";

/** Every format that can be imported: one file, one line. */
export const formats: readonly Format[] = [csv, geojson];

/** @throws ImportRefused naming the endings that are known. */
export function formatOf(path: string): Format {
  const extension = extname(path).toLowerCase();
  const format = formats.find((candidate) => candidate.extensions.includes(extension));
  if (format) return format;
  const known = formats.map(({ name, extensions }) => `${name} (${extensions.join(" ")})`).join(", ");
  throw new ImportRefused(
    "UnknownFormat",
    `不认识扩展名“${extension.slice(0, 20)}”；可导入：${known}。`,
    `Files ending in “${extension.slice(0, 20)}” are not known; these are: ${known}.`,
  );
}
