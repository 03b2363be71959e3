import { csvCell } from "../../imports/report.ts";
import type { Cell } from "../list.ts";
import { type FileFormat, headingOf } from "./format.ts";
import { openTextFile } from "./textFile.ts";

/** RFC 4180 in UTF-8; without the byte-order mark Excel garbles Chinese. */
export const csvFormat: FileFormat = {
  key: "CSV",
  extension: "csv",
  mediaType: "text/csv; charset=utf-8",
  needsPlaces: false,
  open: async (path, { columns, language }) => {
    const file = openTextFile(path);
    await file.append(`\ufeff${columns.map((column) => csvCell(headingOf(column, language))).join(",")}\r\n`);
    return {
      write: (rows) => file.append(rows.map(({ cells }) => `${cells.map(cellText).join(",")}\r\n`).join("")),
      end: file.end,
      abandon: file.abandon,
    };
  },
};

/** Numbers as JSON writes them; only text can be a formula, and a code of digits stands in quotes, for it is no number. */
function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return JSON.stringify(cell);
  return /^[\d.]+$/.test(cell) ? `"${cell}"` : csvCell(cell);
}
