import type { ExportColumn, ExportRow } from "../list.ts";
import { DEMONSTRATION } from "../words.ts";
import type { FileFormat } from "./format.ts";
import { openTextFile } from "./textFile.ts";

function featureOf({ id, geometry, cells }: ExportRow, columns: readonly ExportColumn[]): string {
  const properties = JSON.stringify(
    Object.fromEntries(columns.map(({ name }, index) => [name, cells[index] ?? null])),
  );
  const identity = id === null ? "" : `"id":${id},`;
  return `{"type":"Feature",${identity}"geometry":${geometry ?? "null"},"properties":${properties}}`;
}

/** RFC 7946; what it says of itself are foreign members. */
export const geojsonFormat: FileFormat = {
  key: "GEOJSON",
  extension: "geojson",
  mediaType: "application/geo+json",
  needsPlaces: true,
  open: async (path, { name, title, about, columns, isDemo }) => {
    const file = openTextFile(path);
    const head = {
      type: "FeatureCollection",
      name,
      title,
      about,
      ...(isDemo ? { note: DEMONSTRATION } : {}),
    };
    await file.append(`${JSON.stringify(head).slice(0, -1)},"features":[\n`);
    let isFirst = true;
    return {
      write: async (rows) => {
        for (const row of rows) {
          await file.append(`${isFirst ? "" : ",\n"}${featureOf(row, columns)}`);
          isFirst = false;
        }
      },
      end: async () => {
        await file.append("\n]}\n");
        await file.end();
      },
      abandon: file.abandon,
    };
  },
};

/** RFC 8142 as most programs write it: a feature a line, without record separators. */
export const geojsonSeqFormat: FileFormat = {
  key: "GEOJSON_SEQ",
  extension: "geojsonl",
  mediaType: "application/geo+json-seq",
  needsPlaces: true,
  open: async (path, { columns }) => {
    const file = openTextFile(path);
    return {
      write: (rows) => file.append(rows.map((row) => `${featureOf(row, columns)}\n`).join("")),
      end: file.end,
      abandon: file.abandon,
    };
  },
};
