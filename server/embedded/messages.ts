/**
 * The few pieces of the PostgreSQL wire protocol (version 3) that have to be understood to pass it on:
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 * A message stays one Buffer with its header, because nearly all of them are forwarded unread.
 */

const largestMessageBytes = 1024 ** 3;

export const typeOf = (message: Buffer): string => String.fromCharCode(message[0] ?? 0);

/** A string becomes a zero-terminated one, a number an int32, a Buffer stays as it is. */
export function message(type: string, ...parts: (string | number | Buffer)[]): Buffer {
  const body = Buffer.concat(parts.map(encode));
  const header = Buffer.alloc(5, type, "latin1");
  header.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
}

function encode(part: string | number | Buffer): Buffer {
  if (Buffer.isBuffer(part)) return part;
  if (typeof part === "string") return Buffer.from(`${part}\0`);
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(part);
  return bytes;
}

export const query = (sql: string): Buffer => message("Q", sql);
export const sync: Buffer = message("S");
export const closeStatement = (name: string): Buffer => message("C", Buffer.from("S"), name);
export const copyFail = (sentence: string): Buffer => message("f", sentence);
export const readyForQuery = (status: string): Buffer => message("Z", Buffer.from(status));

/** The column count of 0 is enough: drivers ask only whether the whole is text (0) or binary (1). */
export const copyInResponse = (binary: boolean): Buffer => message("G", Buffer.from([Number(binary), 0, 0]));

export const fatal = (code: string, sentence: string): Buffer =>
  message("E", "SFATAL", "VFATAL", `C${code}`, `M${sentence}`, Buffer.from([0]));

/** The SQL of a Query or a Parse, for the statements which concern more than one client. */
export function sqlOf(bytes: Buffer): string {
  if (typeOf(bytes) === "Q") return bytes.toString("utf8", 5, bytes.length - 1);
  if (typeOf(bytes) !== "P") return "";
  const start = bytes.indexOf(0, 5) + 1;
  return bytes.toString("utf8", start, bytes.indexOf(0, start));
}

/** Parse, Bind, Describe and Close name a statement, each in another place. */
export function renameStatement(bytes: Buffer, rename: (name: string) => string): Buffer {
  const start = statementNameStart(bytes);
  if (start === undefined || bytes[start] === 0) return bytes;
  const end = bytes.indexOf(0, start);
  return message(
    typeOf(bytes),
    bytes.subarray(5, start),
    rename(bytes.toString("utf8", start, end)),
    bytes.subarray(end + 1),
  );
}

function statementNameStart(bytes: Buffer): number | undefined {
  const type = typeOf(bytes);
  if (type === "P") return 5;
  if (type === "B") return bytes.indexOf(0, 5) + 1;
  const concernsStatement = (type === "D" || type === "C") && bytes[5] === "S".charCodeAt(0);
  return concernsStatement ? 6 : undefined;
}

/** Cuts a stream of bytes into messages. The very first ones, before the start-up, carry no type byte. */
export class Incoming {
  typed = false;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #wanted = 0;

  *push(chunk: Buffer): Generator<Buffer> {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    for (;;) {
      const header = this.typed ? 5 : 4;
      // Chunks are joined only when a message is complete: joining at each arrival is quadratic for 100 MB.
      if (this.#bytes < Math.max(header, this.#wanted)) return;
      const joined =
        this.#chunks.length === 1 && this.#chunks[0] ? this.#chunks[0] : Buffer.concat(this.#chunks);
      this.#chunks = [joined];
      this.#wanted = header - 4 + joined.readUInt32BE(header - 4);
      if (this.#wanted < header || this.#wanted > largestMessageBytes) {
        throw new RangeError(`A message of ${this.#wanted} bytes is not part of the PostgreSQL protocol.`);
      }
      if (joined.length < this.#wanted) continue;
      const complete = joined.subarray(0, this.#wanted);
      this.#chunks = [joined.subarray(this.#wanted)];
      this.#bytes -= this.#wanted;
      this.#wanted = 0;
      yield complete;
    }
  }
}
