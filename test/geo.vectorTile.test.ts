import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { clipLine, clipRing } from "../geo/clip.ts";
import { BUFFER, EXTENT, encodeTile, HALF_WORLD, type TileFeature } from "../geo/vectorTile.ts";
import { featuresOf } from "./tileClient.ts";

const [Z, X, Y] = [10, 835, 433];
const SIZE = (2 * HALF_WORLD) / 2 ** Z;
const WEST = X * SIZE - HALF_WORLD;
const NORTH = HALF_WORLD - Y * SIZE;
const encode = (
  features: TileFeature[],
  keys: string[] = [],
  onBad = (error: unknown) => expect.fail(String(error)),
) => encodeTile([{ name: "layer", keys, features }], Z, X, Y, onBad);

/** Positions in shares of the tile, some beyond its edges, as Web Mercator metres. */
const position = fc.tuple(fc.integer({ min: -400, max: 1_400 }), fc.integer({ min: -400, max: 1_400 }));
const text = (positions: readonly (readonly number[])[]) =>
  positions.map(([x = 0, y = 0]) => `${WEST + (x / 1000) * SIZE} ${NORTH - (y / 1000) * SIZE}`).join(", ");
/** A star around a centre is simple whatever the radii; its hole is the same star, smaller. */
const star = fc
  .record({
    centre: position,
    radii: fc.array(fc.integer({ min: 40, max: 600 }), { minLength: 3, maxLength: 9 }),
    hole: fc.boolean(),
  })
  .map(({ centre: [x, y], radii, hole }) => {
    const ring = (share: number) => {
      const positions = radii.map((radius, index) => {
        const angle = (2 * Math.PI * index) / radii.length;
        return [x + share * radius * Math.cos(angle), y + share * radius * Math.sin(angle)];
      });
      return `(${text([...positions, positions[0] as number[]])})`;
    };
    return hole ? `(${ring(1)}, ${ring(0.4)})` : `(${ring(1)})`;
  });
const geometry = fc.oneof(
  position.map((one) => `POINT(${text([one])})`),
  fc.array(position, { minLength: 2, maxLength: 4 }).map((all) => `MULTIPOINT(${text(all)})`),
  fc.array(position, { minLength: 2, maxLength: 8 }).map((line) => `LINESTRING(${text(line)})`),
  fc
    .array(fc.array(position, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 3 })
    .map((lines) => `MULTILINESTRING(${lines.map((line) => `(${text(line)})`).join(", ")})`),
  star.map((rings) => `POLYGON${rings}`),
);

/** Twice the signed area of a ring as decoded. */
const areaOf = (rings: { x: number; y: number }[][]) =>
  rings.reduce((sum, ring) => {
    let area = 0;
    ring.forEach((from, index) => {
      const to = ring[(index + 1) % ring.length] ?? from;
      area += from.x * to.y - to.x * from.y;
    });
    return sum + area / 2;
  }, 0);

describe.runIf(inject("postgresUrl") !== "")("the tile encoder beside ST_AsMVT", () => {
  const client = new pg.Client({ connectionString: inject("postgresUrl") });
  beforeAll(async () => {
    await client.connect();
    await client.query("create extension if not exists postgis");
  });
  afterAll(() => client.end());

  it("writes the same ids, properties, types and areas for random geometries", async () => {
    const properties = fc.record({
      name: fc.string({ maxLength: 8 }),
      score: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })),
      count: fc.integer(),
      demo: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(geometry, properties, async (wkt, { name, score, count, demo }) => {
        fc.pre(!name.includes("\0"));
        const { rows } = await client.query<{ wkb: Buffer; tile: Buffer }>(
          /* sql */ `
          select st_asbinary(g, 'NDR') as wkb,
                 (select st_asmvt(row, 'layer', 4096, 'geom', 'id') from (
                    select 7 as id, $2::text as name, $3::float8 as score, $4::int as count, $5::bool as demo,
                           st_asmvtgeom(g, st_tileenvelope(${Z}, ${X}, ${Y}), 4096, 64, true) as geom) row
                  where geom is not null) as tile
          from st_geomfromtext($1, 3857) g where st_isvalid(g)`,
          [wkt, name, score, count, demo],
        );
        const [row] = rows;
        fc.pre(row !== undefined);
        if (!row) return;
        const [ours] = featuresOf(
          encode(
            [{ id: 7, geometry: row.wkb, values: [name, score, count, demo] }],
            ["name", "score", "count", "demo"],
          ),
          "layer",
        );
        const [theirs] = row.tile === null ? [] : featuresOf(row.tile, "layer");
        if (wkt.startsWith("POINT") || wkt.startsWith("MULTIPOINT")) {
          // Ours owns no point of the buffer, so that counts over tiles are exact.
          if (!ours) return;
        } else if (!ours || !theirs) {
          // A sliver under one unit may vanish on one side only.
          const left = (ours ?? theirs)?.loadGeometry() ?? [];
          expect(Math.abs(areaOf(left))).toBeLessThan(EXTENT);
          return;
        }
        expect(ours.id).toBe(7);
        expect(ours.type).toBe(theirs?.type);
        expect(ours.properties).toEqual(theirs?.properties);
        if (ours.type === 3 && theirs) {
          const [mine, its] = [areaOf(ours.loadGeometry()), areaOf(theirs.loadGeometry())];
          // Rounding moves each corner by half a unit at most.
          expect(Math.abs(mine - its)).toBeLessThan(Math.max(2 * EXTENT, Math.abs(its) * 0.01));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("clipping", () => {
  const [LOW, HIGH] = [-BUFFER, EXTENT + BUFFER];
  const coordinate = fc.integer({ min: -6_000, max: 10_000 });
  const sampled = Array.from(
    { length: 400 },
    (_, index) => [LOW + 7 + (index % 20) * 210, LOW + 11 + Math.floor(index / 20) * 210] as const,
  );
  const isInside = (ring: ArrayLike<number>, x: number, y: number) => {
    let inside = false;
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = [ring[i], ring[i + 1], ring[j], ring[j + 1]];
      if (y0 > y !== y1 > y && x < ((x1 - x0) * (y - y0)) / (y1 - y0) + x0) inside = !inside;
    }
    return inside;
  };

  it("keeps of a ring what lies in the square: every sampled point is inside both or neither", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 10 }), (corners) => {
        const ring = Float64Array.from([...corners, corners[0] as [number, number]].flat());
        const clipped = clipRing(ring, LOW, HIGH);
        for (const value of clipped) expect(value >= LOW - 1e-6 && value <= HIGH + 1e-6).toBe(true);
        for (const [x, y] of sampled)
          expect(isInside(clipped, x + 0.37, y + 0.41)).toBe(isInside(ring, x + 0.37, y + 0.41));
      }),
      { numRuns: 200 },
    );
  });

  it("keeps of a line what lies in the square: the same length as counted step by step", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 2, maxLength: 8 }), (positions) => {
        const pieces = clipLine(Float64Array.from(positions.flat()), LOW, HIGH);
        let expected = 0;
        const STEPS = 2_000;
        for (let index = 1; index < positions.length; index += 1) {
          const [[x0, y0], [x1, y1]] = [
            positions[index - 1] as [number, number],
            positions[index] as [number, number],
          ];
          let within = 0;
          for (let step = 0; step < STEPS; step += 1) {
            const [x, y] = [x0 + ((step + 0.5) / STEPS) * (x1 - x0), y0 + ((step + 0.5) / STEPS) * (y1 - y0)];
            if (x >= LOW && x <= HIGH && y >= LOW && y <= HIGH) within += 1;
          }
          expected += (within / STEPS) * Math.hypot(x1 - x0, y1 - y0);
        }
        let length = 0;
        for (const piece of pieces)
          for (let index = 2; index < piece.length; index += 2)
            length += Math.hypot(
              (piece[index] ?? 0) - (piece[index - 2] ?? 0),
              (piece[index + 1] ?? 0) - (piece[index - 1] ?? 0),
            );
        expect(Math.abs(length - expected)).toBeLessThan(20 * positions.length);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a feature that cannot be drawn", () => {
  const wkb = (type: number, ...numbers: number[]) => {
    const bytes = Buffer.alloc(5 + numbers.length * 8);
    bytes.writeUInt8(1, 0);
    bytes.writeUInt32LE(type, 1);
    numbers.forEach((number, index) => {
      bytes.writeDoubleLE(number, 5 + index * 8);
    });
    return bytes;
  };
  const line = (...numbers: number[]) => {
    const body = wkb(2, ...numbers);
    const count = Buffer.alloc(4);
    count.writeUInt32LE(numbers.length / 2);
    return Buffer.concat([body.subarray(0, 5), count, body.subarray(5)]);
  };
  const good = wkb(1, WEST + SIZE / 2, NORTH - SIZE / 2);

  it.each([
    ["a type no map knows", wkb(10, 0, 0)],
    ["bytes that end early", line(0, 0, 1, 1).subarray(0, 20)],
    ["a count no bytes stand behind", Buffer.from([1, 2, 0, 0, 0, 255, 255, 255, 255])],
    ["big-endian bytes", Buffer.from([0, 0, 0, 0, 1])],
    ["a position that is not a number", wkb(1, Number.NaN, NORTH)],
    ["a line that goes to infinity", line(WEST, NORTH, Number.POSITIVE_INFINITY, NORTH)],
    ["a place without degrees", [Number.NaN, Number.NaN] as const],
  ])("(%s) is left out and reported, and the rest is drawn", (_, geometry) => {
    const reported: number[] = [];
    const bytes = encodeTile(
      [
        {
          name: "layer",
          keys: [],
          features: [
            { id: 1, geometry, values: [] },
            { id: 2, geometry: good, values: [] },
          ],
        },
      ],
      Z,
      X,
      Y,
      (_error, id) => reported.push(id),
    );
    expect(featuresOf(bytes, "layer").map(({ id }) => id)).toEqual([2]);
    expect(reported).toEqual([1]);
  });
});
