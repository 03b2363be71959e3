import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import iconv from "iconv-lite";
import { ImportRefused } from "../refused.ts";

export type Encoding = "UTF-8" | "GB18030";

export interface Decoded {
  readonly encoding: Encoding;
  /** The text in pieces of about a megabyte, without a byte-order mark, as often as it is called. Reading it verifies GB18030. */
  readonly pieces: () => AsyncGenerator<string>;
}

const PIECE_BYTES = 1_048_576;
/** A line that is longer is none: nothing we take has rows of this size. */
const LONGEST_LINE_BYTES = 64 * PIECE_BYTES;
const LINE_FEED = 0x0a;
const MARK = [0xef, 0xbb, 0xbf];

/**
 * UTF-8 when every byte says so, else GB18030 when decoding and encoding again gives the same bytes: the
 * decoders of Node and of iconv-lite both replace or drop what they do not know, without a word.
 * @throws ImportRefused naming the line with the first byte that is neither.
 */
export async function decode(path: string): Promise<Decoded> {
  const start = await firstBytes(path, 3);
  if (startsWith(start, 0xff, 0xfe) || startsWith(start, 0xfe, 0xff)) {
    throw new ImportRefused(
      "EncodingUnclear",
      "文件是 UTF-16 编码；请另存为“CSV UTF-8（逗号分隔）”后再导入。",
      "The file is UTF-16; save it as “CSV UTF-8 (comma delimited)” and import that.",
    );
  }
  if (await isWholeUtf8(path)) return { encoding: "UTF-8", pieces: () => utf8Pieces(path) };
  if (startsWith(start, ...MARK) || (await isMostlyUtf8(path)))
    await refuseLine(path, isUtf8, "UTF-8", "UTF-8");
  return { encoding: "GB18030", pieces: () => gb18030Pieces(path) };
}

/** What a file begins with: it says more than its name. */
export async function firstBytes(path: string, count: number): Promise<Buffer> {
  for await (const chunk of createReadStream(path, { end: count - 1 })) return chunk as Buffer;
  return Buffer.alloc(0);
}

async function isWholeUtf8(path: string): Promise<boolean> {
  try {
    for await (const _ of utf8Pieces(path));
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** @throws TypeError at the first byte that is not UTF-8. */
async function* utf8Pieces(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for await (const chunk of createReadStream(path, { highWaterMark: PIECE_BYTES }))
    yield decoder.decode(chunk as Buffer, { stream: true });
  yield decoder.decode();
}

async function* gb18030Pieces(path: string): AsyncGenerator<string> {
  for await (const piece of cut(path)) {
    if (!isGb18030(piece)) await refuseLine(path, isGb18030, "UTF-8，也不是 GB18030", "UTF-8 nor GB18030");
    yield iconv.decode(piece, "gb18030", { stripBOM: false });
  }
}

export function isGb18030(bytes: Buffer): boolean {
  return iconv.encode(iconv.decode(bytes, "gb18030", { stripBOM: false }), "gb18030").equals(bytes);
}

/** Broken UTF-8 often is some GB18030 or other, read as gibberish; text in GB18030 hardly ever has lines of UTF-8. */
async function isMostlyUtf8(path: string): Promise<boolean> {
  let lead = 0;
  for await (const { line } of lines(path)) {
    if (line.some((byte) => byte > 0x7f)) lead += isUtf8(line) ? 1 : -1;
  }
  return lead > 0;
}

async function refuseLine(
  path: string,
  isGood: (line: Buffer) => boolean,
  zh: string,
  en: string,
): Promise<never> {
  let broken = 1;
  for await (const { number, line } of lines(path)) {
    broken = number;
    if (!isGood(line)) break;
  }
  throw new ImportRefused(
    "EncodingUnclear",
    `第 ${broken} 行含有不是 ${zh} 的字节；请用 Excel 或 WPS 重新另存为“CSV UTF-8”。`,
    `Line ${broken} holds bytes that are not ${en}; save the file again as “CSV UTF-8” in Excel or WPS.`,
  );
}

/** Whole lines, about a megabyte at a time: in both encodings a line feed is never part of another character. */
async function* cut(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let waiting = 0;
  for await (const each of createReadStream(path, { highWaterMark: PIECE_BYTES })) {
    const chunk = each as Buffer;
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) {
      yield Buffer.concat([...rest, chunk.subarray(0, end)]);
      rest = [];
      waiting = 0;
    }
    if (end === chunk.length) continue;
    rest.push(chunk.subarray(end));
    waiting += chunk.length - end;
    if (waiting > LONGEST_LINE_BYTES) refuseLongLine();
  }
  if (waiting > 0) yield Buffer.concat(rest);
}

async function* lines(path: string): AsyncGenerator<{ number: number; line: Buffer }> {
  let number = 0;
  for await (const piece of cut(path)) {
    for (let from = 0; from < piece.length; ) {
      const end = piece.indexOf(LINE_FEED, from);
      const to = end < 0 ? piece.length : end + 1;
      number += 1;
      yield { number, line: piece.subarray(from, to) };
      from = to;
    }
  }
}

function refuseLongLine(): never {
  throw new ImportRefused(
    "SyntaxBroken",
    "文件中有超过 64 MB 的一行；请另存为 UTF-8，或核对换行。",
    "The file has a line of more than 64 MB; save it as UTF-8, or check its line ends.",
  );
}

function startsWith(bytes: Buffer, ...first: number[]): boolean {
  return first.every((byte, index) => bytes[index] === byte);
}
