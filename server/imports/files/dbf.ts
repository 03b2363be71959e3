import { isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import { ImportRefused } from "../refused.ts";
import { type Encoding, isGb18030 } from "./encoding.ts";

interface Field {
  readonly name: string;
  readonly type: string;
  readonly start: number;
  readonly length: number;
}

export interface DbfTable {
  readonly encoding: Encoding;
  readonly headers: readonly string[];
  readonly length: number;
  /** Cells as the file has them, so that long codes in number fields lose no digit; null for a row marked as deleted. */
  readonly row: (index: number) => readonly string[] | null;
}

const HEAD = 32;
const END_OF_FIELDS = 0x0d;
const DELETED = 0x2a;

/**
 * Attribute table of a Shapefile: dBASE III, https://www.clicketyclick.dk/databases/xbase/format/dbf.html
 * The encoding is what the bytes say, whatever the `.cpg` beside it, which is often missing and sometimes wrong.
 * @throws ImportRefused for a table that is cut off, or in no known encoding.
 */
export function readDbf(bytes: Buffer): DbfTable {
  if (bytes.length < HEAD + 1) refuse("表头不全", "its header is cut off");
  const length = bytes.readUInt32LE(4);
  const headerBytes = bytes.readUInt16LE(8);
  const rowBytes = bytes.readUInt16LE(10);
  if (rowBytes < 1 || headerBytes + length * rowBytes > bytes.length)
    refuse("行数与大小不符", "its size does not fit its rows");
  const names: Buffer[] = [];
  for (let at = HEAD; at + HEAD <= headerBytes && bytes[at] !== END_OF_FIELDS; at += HEAD)
    names.push(upToZero(bytes.subarray(at, at + 11)));
  const encoding = encodingOf(
    Buffer.concat([...names, bytes.subarray(headerBytes, headerBytes + length * rowBytes)]),
  );
  const textOf = (part: Buffer) =>
    encoding === "UTF-8" ? part.toString("utf8") : iconv.decode(part, "gb18030");
  const fields: Field[] = [];
  let start = 1;
  for (const [index, name] of names.entries()) {
    const at = HEAD * (index + 1);
    const field = {
      name: textOf(name).trim(),
      type: String.fromCharCode(bytes[at + 11] ?? 0),
      start,
      length: bytes[at + 16] ?? 0,
    };
    start += field.length;
    fields.push(field);
  }
  if (start > rowBytes) refuse("字段比行长", "its fields are longer than its rows");
  const row = (index: number) => {
    const from = headerBytes + index * rowBytes;
    if (bytes[from] === DELETED) return null;
    return fields.map((field) =>
      cellOf(field, textOf(bytes.subarray(from + field.start, from + field.start + field.length))),
    );
  };
  return { encoding, headers: fields.map(({ name }) => name), length, row };
}

function cellOf({ type }: Field, text: string): string {
  const cell = text.replaceAll("\0", "").trim();
  if (type === "L") return /^[yt]$/i.test(cell) ? "true" : /^[nf]$/i.test(cell) ? "false" : "";
  // A number that is not known is written as stars.
  return /^\*+$/.test(cell) ? "" : cell;
}

const upToZero = (bytes: Buffer) => (bytes.includes(0) ? bytes.subarray(0, bytes.indexOf(0)) : bytes);

/** Of names and rows: the rest of the header is numbers. */
function encodingOf(bytes: Buffer): Encoding {
  if (isUtf8(bytes)) return "UTF-8";
  return isGb18030(bytes)
    ? "GB18030"
    : refuse("文字既不是 UTF-8 也不是 GBK", "its text is neither UTF-8 nor GBK");
}

function refuse(zh: string, en: string): never {
  throw new ImportRefused(
    "SyntaxBroken",
    `Shapefile 的属性表（.dbf）读不了：${zh}；请重新导出。`,
    `The attribute table (.dbf) of the Shapefile cannot be read: ${en}; export it again.`,
  );
}
