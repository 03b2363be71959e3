import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { daysBetween } from "../../../geo/days.ts";
import { safeText } from "../../imports/report.ts";
import type { Cell, ExportColumn } from "../list.ts";
import { DEMONSTRATION } from "../words.ts";
import { type FileFormat, headingOf, type Sheet } from "./format.ts";
import * as parts from "./xlsxParts.ts";
import { cellName, xmlText } from "./xlsxParts.ts";

/**
 * Office Open XML (ECMA-376): two sheets of typed cells in a zip archive, the rows written as they come. Text stays in
 * the cell it belongs to, so that nothing is kept to the end but the archive's own directory.
 */
export const xlsxFormat: FileFormat = {
  key: "XLSX",
  extension: "xlsx",
  mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  needsPlaces: false,
  // The sheet's last row is 1,048,576, and the first holds the headings.
  mostRows: 1_048_575,
  open: async (path, sheet) => {
    const { columns, language } = sheet;
    const zip = new ZipFile();
    const written = pipeline(zip.outputStream, createWriteStream(path, { flags: "wx", mode: 0o600 }));
    // Waited for at the end; until then nobody may take it for unhandled.
    written.catch(() => {});
    const rowsXml = new PassThrough();
    const options = { mtime: new Date(Date.UTC(2020, 0, 1)) };
    for (const [name, xml] of Object.entries(parts.fixedParts(language)))
      zip.addBuffer(Buffer.from(xml), name, options);
    zip.addReadStream(rowsXml, "xl/worksheets/sheet1.xml", options);
    zip.addBuffer(Buffer.from(aboutXml(sheet)), "xl/worksheets/sheet2.xml", options);
    zip.end();
    const append = async (xml: string) => {
      if (!rowsXml.write(xml)) await Promise.race([once(rowsXml, "drain"), written]);
    };
    await append(parts.sheetStart(columns.length));
    await append(
      `<row r="1">${columns.map((column, index) => textCell(index, 1, headingOf(column, language), parts.BOLD)).join("")}</row>`,
    );
    let row = 1;
    return {
      write: async (rows) => {
        const lines = rows.map(({ cells }) => {
          row += 1;
          return `<row r="${row}">${cells.map((cell, index) => cellXml(cell, columns[index], index, row)).join("")}</row>`;
        });
        await append(lines.join(""));
      },
      end: async () => {
        rowsXml.end(parts.SHEET_END);
        await written;
      },
      abandon: async () => {
        rowsXml.destroy();
        (zip.outputStream as PassThrough).destroy();
        await written.catch(() => {});
      },
    };
  },
};

const textCell = (column: number, row: number, text: string, style: number): string =>
  `<c r="${cellName(column, row)}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xmlText(safeText(text))}</t></is></c>`;

/** Codes and words as text, numbers as numbers, days as days, so that nothing is guessed from how a value looks. */
function cellXml(cell: Cell, column: ExportColumn | undefined, index: number, row: number): string {
  if (cell === null) return "";
  const name = cellName(index, row);
  if (typeof cell === "number") return `<c r="${name}"><v>${cell}</v></c>`;
  if (typeof cell === "boolean") return `<c r="${name}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (column?.type === "date")
    return `<c r="${name}" s="${parts.DAY}"><v>${daysBetween("1899-12-30", cell)}</v></c>`;
  return textCell(index, row, cell, parts.TEXT);
}

function aboutXml({ title, about, isDemo, total, language }: Sheet): string {
  const lines = [
    title,
    about,
    language === "zh" ? `${total} 行` : `${total} rows`,
    ...(isDemo ? [DEMONSTRATION] : []),
  ];
  const rows = lines.map(
    (line, index) => `<row r="${index + 1}">${textCell(0, index + 1, line, parts.TEXT)}</row>`,
  );
  return `${parts.sheetStart(1)}${rows.join("")}${parts.SHEET_END}`;
}
