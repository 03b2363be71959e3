import { isUtf8 } from "node:buffer";
import type { Readable } from "node:stream";
import iconv from "iconv-lite";
import { open, type Entry as ZipEntry, type ZipFile } from "yauzl";
import { ImportRefused } from "../refused.ts";

const MOST_ENTRIES = 1_000;
const MOST_RATIO = 200;
/** Small texts may pack far better than files that are worth bombing with. */
const RATIO_FROM_BYTES = 1_048_576;
const LONGEST_NAME = 200;
/** What MS-DOS keeps for its devices, whatever follows the dot. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
const [LINK_TYPE, TYPE_MASK] = [0o120000, 0o170000];

interface Entry {
  readonly name: string;
  readonly zipped: ZipEntry;
}

/** A file inside an archive. Names are shown and compared, and never used as paths. */
export interface ArchivedFile {
  readonly name: string;
  /** Unpacks it while counting what comes, for headers lie. @throws ImportRefused beyond the allowance of the archive. */
  readonly read: () => Promise<Buffer>;
}

export interface Archive {
  readonly files: readonly ArchivedFile[];
  readonly close: () => void;
}

/**
 * Opens a zip as somebody sent it: nothing is unpacked to disk.
 * @param mostBytes unpacked, all files together.
 * @throws ImportRefused for one that is broken, encrypted, nested, or made to harm.
 */
export async function openArchive(path: string, mostBytes: number): Promise<Archive> {
  const zip = await openZip(path);
  try {
    if (zip.entryCount > MOST_ENTRIES)
      refuse(
        `含 ${zip.entryCount} 个文件，上限 ${MOST_ENTRIES}`,
        `holds ${zip.entryCount} files, at most ${MOST_ENTRIES} are taken`,
      );
    const entries: Entry[] = [];
    for await (const zipped of entriesOf(zip)) {
      const entry = { name: nameOf(zipped), zipped };
      refuseEntry(entry, mostBytes);
      if (!entry.name.endsWith("/")) entries.push(entry);
    }
    refuseOverlaps(entries);
    let unpacked = 0;
    const files = entries.map(({ name, zipped }) => ({
      name,
      read: async () => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        for await (const chunk of unpackedPieces(zip, zipped)) {
          bytes += chunk.length;
          unpacked += chunk.length;
          if (unpacked > mostBytes) refuseSize(name, mostBytes);
          if (bytes > RATIO_FROM_BYTES && bytes > MOST_RATIO * zipped.compressedSize) refuseRatio(name);
          chunks.push(chunk);
        }
        return Buffer.concat(chunks);
      },
    }));
    return { files, close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}

/** Chinese Windows writes names in GBK and says nothing of it; the standard's own code page has no Chinese. */
function nameOf({ fileName }: ZipEntry): string {
  // Bytes, since they are not decoded, though its type says text.
  const bytes = Buffer.from(fileName);
  return isUtf8(bytes) ? bytes.toString("utf8") : iconv.decode(bytes, "gb18030");
}

/** @throws ImportRefused where what comes is not what the headers say, which the reader of archives compares. */
async function* unpackedPieces(zip: ZipFile, entry: ZipEntry): AsyncGenerator<Buffer> {
  const stream = await streamOf(zip, entry);
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    throw error instanceof Error ? broken(error) : error;
  }
}

/** XML that brings its own document type can make gigabytes of text out of a few bytes, or read files of the server. */
export function refuseDocumentType(name: string, bytes: Buffer): void {
  if (bytes.includes("<!DOCTYPE") || bytes.includes("<!ENTITY"))
    refuse(`${shown(name)} 含有 DOCTYPE 或 ENTITY`, `${shown(name)} declares a DOCTYPE or an ENTITY`);
}

function openZip(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(
      path,
      { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true },
      (error, zip) => (error ? reject(broken(error)) : resolve(zip)),
    );
  });
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<ZipEntry> {
  for (;;) {
    const entry = await new Promise<ZipEntry | null>((resolve, reject) => {
      const settle = (result: ZipEntry | null | Error) => {
        zip.removeAllListeners("entry").removeAllListeners("end").removeAllListeners("error");
        if (result instanceof Error) reject(broken(result));
        else resolve(result);
      };
      zip
        .once("entry", settle)
        .once("end", () => settle(null))
        .once("error", settle);
      zip.readEntry();
    });
    if (entry === null) return;
    yield entry;
  }
}

function streamOf(zip: ZipFile, entry: ZipEntry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(broken(error)) : resolve(stream)));
  });
}

function refuseEntry(entry: Entry, mostBytes: number): void {
  const { compressedSize, uncompressedSize } = entry.zipped;
  const { name: fileName } = entry;
  const name = shown(fileName);
  const parts = fileName.split("/");
  const isLink = ((entry.zipped.externalFileAttributes >>> 16) & TYPE_MASK) === LINK_TYPE;
  if (fileName.length > LONGEST_NAME) refuse(`文件名过长：${name}`, `the name ${name} is too long`);
  if (
    /[\p{Cc}:\\]/u.test(fileName) ||
    fileName.startsWith("/") ||
    parts.includes("..") ||
    parts.some((part) => DEVICE.test(part))
  )
    refuse(`文件名 ${name} 不安全`, `the name ${name} is not safe`);
  if (isLink) refuse(`${name} 是链接`, `${name} is a link`);
  if (entry.zipped.isEncrypted()) refuse(`${name} 已加密`, `${name} is encrypted`);
  if (/\.(?:zip|7z|rar|gz|tgz|tar|bz2|xz)$/i.test(fileName))
    refuse(`内含另一个压缩包 ${name}`, `it holds another archive, ${name}`);
  if (uncompressedSize > mostBytes) refuseSize(fileName, mostBytes);
  if (uncompressedSize > RATIO_FROM_BYTES && uncompressedSize > MOST_RATIO * compressedSize)
    refuseRatio(fileName);
}

/** Two names for one piece of the archive make much of little; two names that differ in case are one file on some disks. */
function refuseOverlaps(entries: readonly Entry[]): void {
  const names = new Set<string>();
  let end = 0;
  for (const entry of entries.toSorted(
    (a, b) => a.zipped.relativeOffsetOfLocalHeader - b.zipped.relativeOffsetOfLocalHeader,
  )) {
    const name = entry.name.toLowerCase();
    if (names.has(name)) refuse(`文件名 ${shown(name)} 出现两次`, `the name ${shown(name)} stands twice`);
    names.add(name);
    if (entry.zipped.relativeOffsetOfLocalHeader < end)
      refuse(`${shown(name)} 与另一文件重叠`, `${shown(name)} overlaps another file`);
    end = entry.zipped.relativeOffsetOfLocalHeader + entry.zipped.compressedSize;
  }
}

const shown = (name: string): string => {
  const text = name.replace(/\p{Cc}/gu, "?");
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
};

function refuseSize(name: string, mostBytes: number): never {
  const most = Math.floor(mostBytes / 1_048_576);
  return refuse(`${shown(name)} 解压后超过 ${most} MB`, `${shown(name)} unpacks to more than ${most} MB`);
}

function refuseRatio(name: string): never {
  return refuse(
    `${shown(name)} 解压后超过压缩大小的 ${MOST_RATIO} 倍`,
    `${shown(name)} unpacks to more than ${MOST_RATIO} times its size`,
  );
}

const broken = (error: Error) =>
  new ImportRefused(
    "ArchiveRefused",
    `压缩包读不下去（${shown(error.message)}）；请重新压缩后再导入。`,
    `The archive cannot be read (${shown(error.message)}); pack it again.`,
  );

function refuse(zh: string, en: string): never {
  throw new ImportRefused(
    "ArchiveRefused",
    `压缩包不能导入：${zh}；请只打包需要的文件，不加密、不嵌套。`,
    `The archive is not taken: ${en}; pack only the files that are needed, neither encrypted nor nested.`,
  );
}
