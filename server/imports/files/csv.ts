import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { ImportRefused } from "../refused.ts";
import type { Format, SourceRow } from "../type.ts";
import { decode } from "./encoding.ts";

const DELIMITERS = [",", ";", "\t"] as const;

/** Comma, semicolon or tab, whichever the header has most of outside quotes. */
export function delimiterOf(header: string): string {
  const bare = header.replace(/"[^"]*"/g, "");
  const count = (delimiter: string) => bare.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

interface ParsedRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

export const csv: Format = {
  name: "CSV",
  extensions: [".csv", ".tsv", ".txt"],
  open: async (path) => {
    const { encoding, pieces } = await decode(path);
    const header = await recordsOf(pieces).then(async (records) => {
      const first = await next(records);
      await records.return?.();
      return first;
    });
    const headers = (header?.record ?? []).map((text) => text.trim());
    const rows = async function* () {
      const records = await recordsOf(pieces);
      await next(records);
      yield* rowsOf(records, headers.length);
    };
    return { encoding, headers, crs: null, rows };
  },
};

async function recordsOf(pieces: () => AsyncGenerator<string>): Promise<AsyncIterator<ParsedRecord>> {
  let start = "";
  for await (const piece of pieces()) {
    start += piece;
    if (start.length > 0) break;
  }
  const parser = parse({
    delimiter: delimiterOf(/^[^\r\n]*/.exec(start)?.[0] ?? ""),
    record_delimiter: ["\r\n", "\n", "\r"],
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: 1_000_000,
  });
  const source = Readable.from(pieces());
  source.on("error", (error) => parser.destroy(error));
  parser.on("close", () => source.destroy());
  return source.pipe(parser)[Symbol.asyncIterator]();
}

async function* rowsOf(records: AsyncIterator<ParsedRecord>, columns: number): AsyncGenerator<SourceRow> {
  // Inside quotes the parser counts a CR LF twice.
  let countedTwice = 0;
  for (let parsed = await next(records); parsed; parsed = await next(records)) {
    const { record, info } = parsed;
    const text = record.join("");
    const breaks = text.match(/[\r\n]/g)?.length ?? 0;
    const number = info.lines - breaks - countedTwice;
    countedTwice += text.match(/\r\n/g)?.length ?? 0;
    // A spreadsheet writes delimiters to the end of the widest row, and whole rows of nothing else.
    while (record.length > columns && record.at(-1)?.trim() === "") record.pop();
    if (record.some((cell) => cell.trim() !== "")) yield { number, cells: record };
  }
}

async function next(records: AsyncIterator<ParsedRecord>): Promise<ParsedRecord | null> {
  try {
    const { value, done } = await records.next();
    return done ? null : value;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === "number" ? error.lines : "?";
    throw new ImportRefused(
      "SyntaxBroken",
      `CSV 在第 ${line} 行处读不下去（${error.code}）；请检查该行之前成对的引号。`,
      `The CSV cannot be read on at line ${line} (${error.code}); check the pairs of quotes before it.`,
    );
  }
}
