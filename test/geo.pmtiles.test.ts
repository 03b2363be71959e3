import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { PMTiles, tileIdToZxy, zxyToTileId } from "pmtiles";
import { describe, expect, it } from "vitest";
import { type PmtilesDescription, type PmtilesTile, writePmtiles } from "../geo/pmtiles.ts";
import { DEEPEST_ZOOM, tileId, tileOfId } from "../geo/tileId.ts";

const about: PmtilesDescription = {
  metadata: {
    name: "遂川县",
    vector_layers: [{ id: "villages", fields: { code: "String" }, minzoom: 5, maxzoom: 14 }],
  },
  minZoom: 0,
  maxZoom: 14,
  bounds: [114.0, 25.9, 114.8, 26.7],
};

async function archiveOf(tiles: Iterable<PmtilesTile>): Promise<Uint8Array> {
  const pieces = [];
  for await (const piece of writePmtiles(tiles, about, gzipSync)) pieces.push(piece);
  const archive = new Uint8Array(Math.max(...pieces.map(({ at, bytes }) => at + bytes.byteLength)));
  for (const { at, bytes } of pieces) archive.set(bytes, at);
  return archive;
}

/** The reader of PMTiles' own authors over bytes in memory; counts what it asks for. */
function readerOf(archive: Uint8Array) {
  const asked: number[] = [];
  const reader = new PMTiles({
    getKey: () => "memory",
    getBytes: async (from, length) => {
      asked.push(from);
      return { data: Uint8Array.from(archive.subarray(from, from + length)).buffer };
    },
  });
  return { reader, asked };
}

const tileAt = (zoom: number) => {
  const side = 2 ** zoom;
  const place = fc.integer({ min: 0, max: side - 1 });
  return fc.tuple(fc.constant(zoom), place, place);
};
const anyTile = fc.integer({ min: 0, max: DEEPEST_ZOOM }).chain(tileAt);

describe("numbers of tiles", () => {
  it("are those of the reader, and lead back to the tile", () => {
    fc.assert(
      fc.property(anyTile, ([z, x, y]) => {
        const id = tileId(z, x, y);
        expect(id).toBe(zxyToTileId(z, x, y));
        expect(tileOfId(id)).toEqual([z, x, y]);
        expect(tileIdToZxy(id)).toEqual([z, x, y]);
      }),
      { numRuns: 2_000 },
    );
  });

  it("follow the curve: each tile is next to the one before", () => {
    for (let id = tileId(7, 0, 0) + 1; id < tileId(8, 0, 0); id += 1) {
      const [, x, y] = tileOfId(id);
      const [, fromX, fromY] = tileOfId(id - 1);
      expect(Math.abs(x - fromX) + Math.abs(y - fromY)).toBe(1);
    }
  });

  it.each([
    [3, 8, 0],
    [3, 0, -1],
    [27, 0, 0],
    [2, 0.5, 0],
  ])("do not exist for %d/%d/%d", (z, x, y) => {
    expect(() => tileId(z, x, y)).toThrow(RangeError);
  });
});

describe("archives of tiles", () => {
  it("give back every tile that was put in, and no other", async () => {
    const content = fc.oneof(
      // Few different ones, so that runs and repetitions come up.
      fc.constantFrom("sea", "land", ""),
      fc.string({ minLength: 1, maxLength: 40 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 1364 }), content), { selector: ([id]) => id }),
        async (chosen) => {
          const contents = new Map(chosen.sort(([a], [b]) => a - b));
          const stored = (text: string) => (text === "" ? new Uint8Array() : gzipSync(text));
          const archive = await archiveOf(
            [...contents].map(([id, text]) => {
              const [z, x, y] = tileOfId(id);
              return { z, x, y, bytes: stored(text) };
            }),
          );
          const { reader } = readerOf(archive);
          for (let id = 0; id < 1365; id += 1) {
            const expected = contents.get(id) ?? "";
            // Most numbers hold nothing: every eighth of them is asked for.
            if (expected === "" && id % 8 !== 0) continue;
            const [z, x, y] = tileOfId(id);
            const found = await reader.getZxy(z, x, y);
            expect(found ? Buffer.from(found.data).toString() : "").toBe(expected);
          }
          const header = await reader.getHeader();
          const present = [...contents.values()].filter((text) => text !== "");
          expect(header.numAddressedTiles).toBe(present.length);
          expect(header.numTileContents).toBe(new Set(present).size);
          expect(header.tileDataLength).toBe(
            [...new Set(present)].reduce((sum, text) => sum + stored(text).byteLength, 0),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it("say what they hold, where and from whom", async () => {
    const bytes = gzipSync("tile");
    const { reader } = readerOf(await archiveOf([{ z: 0, x: 0, y: 0, bytes }]));
    expect(await reader.getMetadata()).toEqual(about.metadata);
    expect(await reader.getHeader()).toMatchObject({
      specVersion: 3,
      clustered: true,
      internalCompression: 2,
      tileCompression: 2,
      tileType: 1,
      minZoom: 0,
      maxZoom: 14,
      minLon: 114,
      minLat: 25.9,
      maxLon: 114.8,
      maxLat: 26.7,
      centerLon: 114.4,
      centerLat: 26.3,
    });
  });

  it("of thirty thousand different tiles have leaves, and each tile takes three questions", async () => {
    const first = tileId(8, 0, 0);
    const count = 30_000;
    // Lengths that follow no rule, or gzip would fold the directory into nothing.
    const lengthOf = (index: number) => 1 + ((Math.imul(index, 2_654_435_761) >>> 7) % 997);
    function* many(): Generator<PmtilesTile> {
      for (let index = 0; index < count; index += 1) {
        const [z, x, y] = tileOfId(first + index);
        yield { z, x, y, bytes: Buffer.from(`${index}:`.padEnd(lengthOf(index), ".")) };
      }
    }
    const archive = await archiveOf(many());
    const header = await readerOf(archive).reader.getHeader();
    expect(header.leafDirectoryLength).toBeGreaterThan(16_384);
    expect(header.rootDirectoryLength).toBeLessThanOrEqual(16_384 - 127);
    expect(header).toMatchObject({ numAddressedTiles: count, numTileEntries: count, numTileContents: count });
    for (const index of [0, 1, 4095, 4096, 12_345, count - 1]) {
      const { asked, reader } = readerOf(archive);
      // These tiles are not compressed, so they are left as they are.
      const plain = new PMTiles(reader.source, undefined, async (data) => {
        const bytes = new Uint8Array(data);
        return bytes[0] === 0x1f ? Uint8Array.from(gunzipSync(bytes)).buffer : data;
      });
      const [z, x, y] = tileOfId(first + index);
      const found = await plain.getZxy(z, x, y);
      expect(Buffer.from(found?.data ?? new ArrayBuffer(0)).toString()).toMatch(
        new RegExp(`^${index}:\\.*$`),
      );
      expect(asked.length).toBe(3);
    }
  });

  it("refuse tiles out of order and tiles that come twice", async () => {
    const tile = (x: number) => ({ z: 3, x, y: 0, bytes: gzipSync("tile") });
    const ordered = [tile(0), tile(1)].sort((a, b) => tileId(3, a.x, 0) - tileId(3, b.x, 0));
    await expect(archiveOf(ordered)).resolves.toBeInstanceOf(Uint8Array);
    await expect(archiveOf(ordered.reverse())).rejects.toThrow("comes after one with a higher number");
    await expect(archiveOf([tile(0), tile(0)])).rejects.toThrow(RangeError);
  });
});
