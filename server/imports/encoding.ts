import { isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import { ImportRefused } from "./refused.ts";

export type Encoding = "UTF-8" | "GB18030";

export interface Decoded {
  readonly encoding: Encoding;
  /** The text in pieces that end at line ends, without a byte-order mark. Reading it verifies GB18030. */
  readonly pieces: () => Generator<string>;
}

const PIECE_BYTES = 1_048_576;
const LINE_FEED = 0x0a;

/**
 * UTF-8 when every byte says so, else GB18030 when decoding and encoding again gives the same bytes: the
 * decoders of Node and of iconv-lite both replace or drop what they do not know, without a word.
 * @throws ImportRefused naming the line with the first byte that is neither.
 */
export function decode(bytes: Buffer): Decoded {
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) {
    throw new ImportRefused(
      "EncodingUnclear",
      "文件是 UTF-16 编码；请另存为“CSV UTF-8（逗号分隔）”后再导入。",
      "The file is UTF-16; save it as “CSV UTF-8 (comma delimited)” and import that.",
    );
  }
  const hasMark = startsWith(bytes, 0xef, 0xbb, 0xbf);
  if (isUtf8(bytes)) {
    const body = hasMark ? bytes.subarray(3) : bytes;
    return { encoding: "UTF-8", pieces: () => utf8Pieces(body) };
  }
  if (hasMark || isMostlyUtf8(bytes)) refuseLine(bytes, isUtf8, "UTF-8", "UTF-8");
  return { encoding: "GB18030", pieces: () => gb18030Pieces(bytes) };
}

function* utf8Pieces(bytes: Buffer): Generator<string> {
  for (const piece of cut(bytes)) yield piece.toString("utf8");
}

function* gb18030Pieces(bytes: Buffer): Generator<string> {
  for (const piece of cut(bytes)) {
    const text = iconv.decode(piece, "gb18030", { stripBOM: false });
    if (!iconv.encode(text, "gb18030").equals(piece)) {
      refuseLine(bytes, isGb18030, "UTF-8，也不是 GB18030", "UTF-8 nor GB18030");
    }
    yield text;
  }
}

function isGb18030(bytes: Buffer): boolean {
  return iconv.encode(iconv.decode(bytes, "gb18030", { stripBOM: false }), "gb18030").equals(bytes);
}

/** Broken UTF-8 often is some GB18030 or other, read as gibberish; text in GB18030 hardly ever has lines of UTF-8. */
function isMostlyUtf8(bytes: Buffer): boolean {
  let lead = 0;
  for (const { line } of lines(bytes)) {
    if (line.some((byte) => byte > 0x7f)) lead += isUtf8(line) ? 1 : -1;
  }
  return lead > 0;
}

function refuseLine(bytes: Buffer, isGood: (line: Buffer) => boolean, zh: string, en: string): never {
  let broken = 1;
  for (const { number, line } of lines(bytes)) {
    broken = number;
    if (!isGood(line)) break;
  }
  throw new ImportRefused(
    "EncodingUnclear",
    `第 ${broken} 行含有不是 ${zh} 的字节；请用 Excel 或 WPS 重新另存为“CSV UTF-8”。`,
    `Line ${broken} holds bytes that are not ${en}; save the file again as “CSV UTF-8” in Excel or WPS.`,
  );
}

/** At line feeds: in both encodings that byte is never part of another character. */
function* cut(bytes: Buffer): Generator<Buffer> {
  let from = 0;
  while (from < bytes.length) {
    const end = bytes.indexOf(LINE_FEED, from + PIECE_BYTES);
    const to = end < 0 ? bytes.length : end + 1;
    yield bytes.subarray(from, to);
    from = to;
  }
}

function* lines(bytes: Buffer): Generator<{ number: number; line: Buffer }> {
  let from = 0;
  for (let number = 1; from < bytes.length; number += 1) {
    const end = bytes.indexOf(LINE_FEED, from);
    const to = end < 0 ? bytes.length : end + 1;
    yield { number, line: bytes.subarray(from, to) };
    from = to;
  }
}

function startsWith(bytes: Buffer, ...first: number[]): boolean {
  return first.every((byte, index) => bytes[index] === byte);
}
