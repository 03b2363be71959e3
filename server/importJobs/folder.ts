import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, open, readdir, rm, stat, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isUuid } from "../uuid.ts";

/** What may lie beside an upload: what was found in it, and its bad rows. */
const BESIDE = {
  probe: ".probe.json",
  probePart: ".probe.json.part",
  errorsZh: ".errors.zh",
  errorsEn: ".errors.en",
} as const;

/** More came than the upload was announced with. */
export class TooManyBytes extends Error {}

/** The only folder that holds what others sent. A file is named by the id of its upload, never by its user's name. */
export class ImportFolder {
  readonly path: string;
  readonly #isTemporary: boolean;

  /** @param dataDirectory null for a folder that goes with the process */
  constructor(dataDirectory: string | null) {
    this.#isTemporary = dataDirectory === null;
    this.path =
      dataDirectory === null ? mkdtempSync(join(tmpdir(), "atlas-imports-")) : join(dataDirectory, "imports");
  }

  fileOf(id: string, beside?: keyof typeof BESIDE): string {
    // The id comes from outside: nothing but a UUID becomes part of a path.
    if (!isUuid(id)) throw new RangeError("an upload is named by a UUID");
    return join(this.path, `${id.toLowerCase()}${beside ? BESIDE[beside] : ""}`);
  }

  /** Bytes that have come; null where there is no file. */
  async sizeOf(id: string): Promise<number | null> {
    return stat(this.fileOf(id)).then(
      ({ size }) => size,
      () => null,
    );
  }

  async create(id: string): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    const file = await open(this.fileOf(id), "a", 0o600);
    await file.close();
  }

  /**
   * Appends what comes and returns how many bytes there are then. What had come before a connection broke stays.
   * @throws TooManyBytes when it is more than announced; the file is then as it was
   */
  async append(
    id: string,
    { from, upTo }: { from: number; upTo: number },
    chunks: AsyncIterable<Buffer>,
  ): Promise<number> {
    const file = await open(this.fileOf(id), "r+", 0o600);
    let size = from;
    try {
      for await (const chunk of chunks) {
        if (size + chunk.length > upTo) throw new TooManyBytes();
        // A short write happens when the disk is nearly full; the rest then fails with a reason.
        for (let at = 0; at < chunk.length; )
          at += (await file.write(chunk, at, chunk.length - at, size + at)).bytesWritten;
        size += chunk.length;
      }
    } catch (error) {
      if (error instanceof TooManyBytes) await truncate(this.fileOf(id), from);
      throw error;
    } finally {
      await file.close();
    }
    return size;
  }

  /** The file and what was found in it; its bad rows stay for whoever wants to correct them. */
  async removeFile(id: string): Promise<void> {
    for (const beside of [undefined, "probe", "probePart"] as const)
      await rm(this.fileOf(id, beside), { force: true });
  }

  async remove(id: string): Promise<void> {
    await this.removeFile(id);
    for (const beside of ["errorsZh", "errorsEn"] as const)
      await rm(this.fileOf(id, beside), { force: true });
  }

  /** Of a file, or of what is left beside it. */
  async isOlderThan(id: string, milliseconds: number): Promise<boolean> {
    const times = await Promise.all(
      [this.fileOf(id), this.fileOf(id, "errorsZh")].map((path) =>
        stat(path).then(
          (file) => file.mtimeMs,
          () => 0,
        ),
      ),
    );
    return Math.max(...times) < Date.now() - milliseconds;
  }

  /** Ids of everything that lies here. */
  async ids(): Promise<string[]> {
    const names = await readdir(this.path).catch(() => []);
    return [...new Set(names.map((name) => name.slice(0, 36)).filter(isUuid))];
  }

  close(): void {
    if (this.#isTemporary) rmSync(this.path, { recursive: true, force: true });
  }
}
