import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Knex } from "knex";
import type { Client } from "pg";
import { from as copyFrom } from "pg-copy-streams";

export type Cell = string | number | boolean | null | undefined | readonly (number | string | null)[];

/**
 * Loads rows with COPY, the fastest way into either database: about three times a batched INSERT.
 * Geometry columns take EWKB hex or EWKT text; `rows` is read lazily, so memory stays flat.
 */
export async function copyRows(
  transaction: Knex.Transaction,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly Cell[]>,
): Promise<void> {
  const connection: Client = await transaction.client.acquireConnection();
  const statement = `copy ${table} (${columns.join(", ")}) from stdin`;
  await pipeline(Readable.from(textChunks(rows)), connection.query(copyFrom(statement)));
}

/** COPY text in chunks of about 64 kB: one string per row would spend its time in the stream. */
function* textChunks(rows: Iterable<readonly Cell[]>): Generator<string> {
  let chunk = "";
  for (const row of rows) {
    chunk += `${row.map(cellText).join("\t")}\n`;
    if (chunk.length > 65_536) {
      yield chunk;
      chunk = "";
    }
  }
  if (chunk !== "") yield chunk;
}

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return "\\N";
  if (typeof cell === "string") {
    // Almost no cell needs it, and testing costs a tenth of replacing.
    return /[\\\t\n\r]/.test(cell)
      ? cell.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character)
      : cell;
  }
  if (typeof cell === "object")
    return `{${cell.map((item) => (item === null ? "NULL" : String(item))).join(",")}}`;
  return String(cell);
}

const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
