import type { Cell } from "./copy.ts";

/**
 * Rows in the binary form of COPY: https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-BINARY-FORMAT
 * The libraries for it know neither `date` nor `geometry`, and make several objects of every cell.
 */

/** Writes one cell that is not null, without its length. @throws RangeError where the cell is not of the type. */
export type BinaryWriter = (bytes: Bytes, cell: Exclude<Cell, null | undefined>) => void;

const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
const DAY_2000 = Date.UTC(2000, 0, 1);
const MILLISECONDS_OF_DAY = 86_400_000;
const CHUNK_BYTES = 65_536;

/** A buffer that grows. Numbers are written highest byte first, as PostgreSQL wants them. */
class Bytes {
  length = 0;
  #buffer = Buffer.allocUnsafe(2 * CHUNK_BYTES);

  int16(value: number): void {
    this.length = this.#room(2).writeInt16BE(value, this.length);
  }

  int32(value: number): void {
    this.length = this.#room(4).writeInt32BE(value, this.length);
  }

  int64(value: bigint): void {
    this.length = this.#room(8).writeBigInt64BE(value, this.length);
  }

  float32(value: number): void {
    this.length = this.#room(4).writeFloatBE(value + 0, this.length);
  }

  /** Adding 0 makes 0 of -0, as printing does. */
  float64(value: number): void {
    this.length = this.#room(8).writeDoubleBE(value + 0, this.length);
  }

  byte(value: number): void {
    this.length = this.#room(1).writeUInt8(value, this.length);
  }

  text(value: string, encoding: "utf8" | "hex" = "utf8"): void {
    // No character takes more than three bytes of UTF-8 per unit of JavaScript's strings.
    this.length += this.#room(3 * value.length).write(value, this.length, encoding);
  }

  /** Writes the length of what `write` appends in front of it. */
  counted(write: () => void): void {
    const start = this.length;
    this.int32(0);
    write();
    this.#buffer.writeInt32BE(this.length - start - 4, start);
  }

  take(): Buffer {
    const taken = this.#buffer.subarray(0, this.length);
    // The stream keeps what it was given until it is sent: the next chunk needs memory of its own.
    this.#buffer = Buffer.allocUnsafe(Math.max(2 * CHUNK_BYTES, this.#buffer.length));
    this.length = 0;
    return taken;
  }

  #room(bytes: number): Buffer {
    if (this.length + bytes > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(2 * (this.length + bytes));
      this.#buffer.copy(larger, 0, 0, this.length);
      this.#buffer = larger;
    }
    return this.#buffer;
  }
}

const numberOf = (cell: Cell): number => {
  const value = typeof cell === "string" && cell.trim() !== "" ? Number(cell) : cell;
  if (typeof value === "number") return value;
  throw new RangeError(`${JSON.stringify(cell)} is not a number`);
};

const integerOf = (cell: Cell): number => {
  const value = numberOf(cell);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`${JSON.stringify(cell)} is not an integer`);
};

/** Rows bear few different days, hundreds of thousands of times; read again, they took an eighth of a publication. */
const knownDays = new Map<string, number>();
const MOST_DAYS = 4_000;

function daysSince2000(cell: Cell): number {
  const known = typeof cell === "string" ? knownDays.get(cell) : undefined;
  if (known !== undefined) return known;
  const day = typeof cell === "string" && /^\d{4}-\d{2}-\d{2}$/.test(cell) ? Date.parse(cell) : Number.NaN;
  // JavaScript reads the 30th of February as the 2nd of March.
  if (Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== cell)
    throw new RangeError(`${JSON.stringify(cell)} is not a day like 2026-09-30`);
  const days = (day - DAY_2000) / MILLISECONDS_OF_DAY;
  if (knownDays.size >= MOST_DAYS) knownDays.clear();
  knownDays.set(String(cell), days);
  return days;
}

/** PostgreSQL's own form or that of ISO 8601, in whole milliseconds, which all of our own clocks give. */
const INSTANT =
  /^(?<day>\d{4}-\d{2}-\d{2})[T ](?<time>\d{2}:\d{2}:\d{2}(\.\d{1,3})?)(?<zone>Z|[+-]\d{2})(:?(?<minutes>\d{2}))?$/;

function microsecondsSince2000(cell: Cell): bigint {
  const parts = INSTANT.exec(String(cell))?.groups;
  if (!parts) throw new RangeError(`${JSON.stringify(cell)} is not an instant like 2026-09-30T08:00:00Z`);
  const { day, time, zone, minutes = "00" } = parts;
  // The day is checked for itself: the rest cannot be read as another instant than it says.
  daysSince2000(day);
  const instant = Date.parse(`${day}T${time}${zone === "Z" ? zone : `${zone}:${minutes}`}`);
  return BigInt(instant - DAY_2000) * 1000n;
}

function writeHex(bytes: Bytes, cell: Cell): void {
  const before = bytes.length;
  const hex = String(cell);
  bytes.text(hex, "hex");
  // Node stops silently at the first character that is none.
  if (2 * (bytes.length - before) !== hex.length)
    throw new RangeError(`${JSON.stringify(hex.slice(0, 40))} is not EWKB in hexadecimal digits`);
}

function arrayOf(elementType: number, write: BinaryWriter): BinaryWriter {
  return (bytes, cell) => {
    if (typeof cell !== "object") throw new RangeError(`${JSON.stringify(cell)} is not a list`);
    bytes.int32(cell.length === 0 ? 0 : 1);
    bytes.int32(cell.includes(null) ? 1 : 0);
    bytes.int32(elementType);
    if (cell.length === 0) return;
    bytes.int32(cell.length);
    bytes.int32(1);
    for (const item of cell) writeCell(bytes, item, write);
  };
}

const int2: BinaryWriter = (bytes, cell) => bytes.int16(integerOf(cell));
const int4: BinaryWriter = (bytes, cell) => bytes.int32(integerOf(cell));
const float8: BinaryWriter = (bytes, cell) => bytes.float64(numberOf(cell));
const text: BinaryWriter = (bytes, cell) => bytes.text(String(cell));

/** By the name of the type in PostgreSQL's catalogue; the numbers are the elements' types there. */
const WRITERS: Readonly<Record<string, BinaryWriter>> = {
  bool: (bytes, cell) => bytes.byte(cell === true ? 1 : 0),
  int2,
  int4,
  int8: (bytes, cell) => bytes.int64(BigInt(integerOf(cell))),
  float4: (bytes, cell) => bytes.float32(numberOf(cell)),
  float8,
  text,
  jsonb: (bytes, cell) => {
    // The number of the form; what follows is text.
    bytes.byte(1);
    bytes.text(String(cell));
  },
  date: (bytes, cell) => bytes.int32(daysSince2000(cell)),
  timestamptz: (bytes, cell) => bytes.int64(microsecondsSince2000(cell)),
  geometry: writeHex,
  _int2: arrayOf(21, int2),
  _int4: arrayOf(23, int4),
  _float8: arrayOf(701, float8),
  _text: arrayOf(25, text),
};

/** How a column of a type is written; undefined for types that only go as text. */
export const writerOf = (type: string): BinaryWriter | undefined => WRITERS[type];

function writeCell(bytes: Bytes, cell: Cell, write: BinaryWriter): void {
  if (cell === null || cell === undefined) bytes.int32(-1);
  else bytes.counted(() => write(bytes, cell));
}

/** COPY data in chunks of about 64 kB. `writers` are those of the columns, in their order. */
export function* binaryChunks(
  rows: Iterable<readonly Cell[]>,
  writers: readonly BinaryWriter[],
): Generator<Buffer> {
  const bytes = new Bytes();
  yield SIGNATURE;
  for (const row of rows) {
    bytes.int16(writers.length);
    writers.forEach((write, column) => {
      writeCell(bytes, row[column], write);
    });
    if (bytes.length > CHUNK_BYTES) yield bytes.take();
  }
  bytes.int16(-1);
  yield bytes.take();
}
