/** Bytes of the box after the eight of the header, by its number: OGC 12-128r18, 2.1.3.1.1, table 6. */
const BOX_BYTES = [0, 32, 48, 48, 64] as const;

/**
 * Reads the blob of a geometry of a GeoPackage as GeoJSON, heights and measures left out: a header, then well-known
 * binary in either byte order. Null for an empty one. Kinds the atlas has no use for come with the number of their kind.
 * Bytes that end early or make no sense give a geometry of kind "broken", so that their row is told of.
 */
export function geometryOfBlob(blob: Uint8Array): unknown {
  try {
    const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
    const flags = view.getUint8(3);
    const box = BOX_BYTES[(flags >> 1) & 7];
    if (view.getUint16(0) !== 0x4750 || box === undefined) return { type: "broken" };
    return (flags & 16) === 16 ? null : new Reader(view, 8 + box).geometry();
  } catch (error) {
    if (error instanceof RangeError) return { type: "broken" };
    throw error;
  }
}

class Reader {
  #little = true;
  #extra = 0;

  constructor(
    private readonly view: DataView,
    private offset: number,
  ) {}

  geometry(): unknown {
    const kind = this.#head();
    if (kind === 1) return { type: "Point", coordinates: this.#position() };
    if (kind === 3) return { type: "Polygon", coordinates: this.#rings() };
    if (kind !== 6) return { type: `WKB ${kind}` };
    const polygons = Array.from({ length: this.#count(9) }, () => {
      this.#head();
      return this.#rings();
    });
    return { type: "MultiPolygon", coordinates: polygons };
  }

  /** Byte order and kind; ISO writes heights as 1000, measures as 2000, older writers as flags. */
  #head(): number {
    this.#little = this.view.getUint8(this.offset) === 1;
    const type = this.view.getUint32(this.offset + 1, this.#little);
    this.offset += 5;
    const iso = Math.floor((type & 0xffff) / 1_000);
    const [hasHeight, hasMeasure] = [
      iso === 1 || iso === 3 || type >= 0x80000000,
      iso === 2 || iso === 3 || (type & 0x40000000) !== 0,
    ];
    this.#extra = 8 * (Number(hasHeight) + Number(hasMeasure));
    return (type & 0xffff) % 1_000;
  }

  #rings(): number[][][] {
    return Array.from({ length: this.#count(4) }, () =>
      Array.from({ length: this.#count(16) }, () => this.#position()),
    );
  }

  /** Checked against what is left before the memory for them is asked for. */
  #count(bytesOfEach: number): number {
    const count = this.view.getUint32(this.offset, this.#little);
    this.offset += 4;
    if (count * bytesOfEach > this.view.byteLength - this.offset)
      throw new RangeError("the geometry ends early");
    return count;
  }

  #position(): [number, number] {
    const x = this.view.getFloat64(this.offset, this.#little);
    const y = this.view.getFloat64(this.offset + 8, this.#little);
    this.offset += 16 + this.#extra;
    return [x, y];
  }
}
