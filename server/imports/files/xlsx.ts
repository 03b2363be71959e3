import readXlsxFile from "read-excel-file/node";
import { ImportRefused } from "../refused.ts";
import type { Format, SourceRow } from "../type.ts";
import { openArchive, refuseDocumentType } from "./archive.ts";
import { refuseLayer } from "./layers.ts";

/** Sheets are read whole: more than this belongs into CSV, which streams. */
const MOST_BYTES = 300 * 1_048_576;
/** Titles above the header stand in one merged cell. */
const MOST_TITLE_ROWS = 10;

export const xlsx: Format = {
  name: "XLSX",
  extensions: [".xlsx"],
  open: async (path, layer) => {
    await refuseBombs(path);
    const sheets = await readXlsxFile<string>(path, { parseNumber: numberText, trim: false }).catch(
      (error: Error) => {
        throw new ImportRefused(
          "SyntaxBroken",
          `XLSX 读不下去（${error.message.slice(0, 100)}）；请用 Excel 或 WPS 重新另存。`,
          `The XLSX cannot be read (${error.message.slice(0, 100)}); save it again in Excel or WPS.`,
        );
      },
    );
    const filled = sheets.filter(({ data }) => data.length > 0);
    const layers = filled.map(({ sheet }) => sheet);
    const chosen = layer === undefined ? filled[0] : filled.find(({ sheet }) => sheet === layer);
    if (layer !== undefined && !chosen) refuseLayer(layer, layers);
    const table: readonly (readonly unknown[])[] = chosen?.data ?? [];
    const headerAt = Math.max(
      0,
      table
        .slice(0, MOST_TITLE_ROWS)
        .findIndex((row) => row.filter((cell) => textOf(cell) !== "").length > 1),
    );
    const headers = withoutEmptyEnd((table[headerAt] ?? []).map((cell) => textOf(cell).trim()));
    const rows = async function* (): AsyncGenerator<SourceRow> {
      for (const [at, row] of table.entries()) {
        if (at <= headerAt) continue;
        const cells = row.map(textOf);
        while (cells.length > headers.length && cells.at(-1)?.trim() === "") cells.pop();
        while (cells.length < headers.length) cells.push("");
        if (cells.some((cell) => cell.trim() !== "")) yield { number: at + 1, cells };
      }
    };
    return { encoding: "UTF-8", headers, crs: null, rows, layers, layer: chosen?.sheet };
  },
};

/** All of it is unpacked once, counted and looked at, before a reader of spreadsheets may. */
async function refuseBombs(path: string): Promise<void> {
  const archive = await openArchive(path, MOST_BYTES);
  try {
    for (const file of archive.files)
      if (/\.(?:xml|rels|vml)$/i.test(file.name)) refuseDocumentType(file.name, await file.read());
  } finally {
    archive.close();
  }
}

/**
 * A number as the spreadsheet shows it: its files hold the nearest binary fraction to 17 digits, of which 15 are meant.
 * What has lost digits keeps its exponent, and is refused for it.
 */
function numberText(text: string): string {
  if (/^-?\d{1,15}$/.test(text)) return text;
  const value = Number(text);
  return Math.abs(value) > Number.MAX_SAFE_INTEGER
    ? value.toExponential()
    : String(Number(value.toPrecision(15)));
}

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
}

function withoutEmptyEnd(headers: readonly string[]): string[] {
  const last = headers.findLastIndex((header) => header !== "");
  return headers.slice(0, last + 1);
}
