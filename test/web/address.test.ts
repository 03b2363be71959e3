import fc from "fast-check";
import type { MultiPolygon, Position } from "geojson";
import { expect, test } from "vitest";
import { home, readAddress, writeAddress } from "../../web/map/address.ts";
import { classMethods } from "../../web/map/classes.ts";
import { layerKeys, pickedKinds } from "../../web/map/context.ts";

const rounded = (min: number, max: number, digits: number) =>
  fc.double({ min, max, noNaN: true }).map((value) => Number(value.toFixed(digits)) + 0);

/** Pairs of numbers as a ring that ends where it begins. */
const ringOf = (numbers: readonly number[]): Position[] => {
  const ring = numbers.flatMap((lon, index): Position[] =>
    index % 2 === 1 ? [] : [[lon, numbers[index + 1] ?? 26]],
  );
  return [...ring, ring[0] ?? [114, 26]];
};

const addresses = fc.record({
  v: fc.record({ lng: rounded(-180, 180, 4), lat: rounded(-85, 85, 4), zoom: rounded(0, 24, 2) }),
  on: fc.subarray([...layerKeys]).map((keys) => keys.sort()),
  off: fc.subarray([...layerKeys]).map((keys) => keys.sort()),
  o: fc.dictionary(
    fc.constantFrom(...layerKeys),
    fc.integer({ min: 0, max: 19 }).map((twentieths) => twentieths / 20),
  ),
  m: fc.constantFrom(...classMethods),
  k: fc.integer({ min: 3, max: 7 }),
  t: fc.option(fc.constantFrom("2024-10", "2025-01", "2026-09")),
  r: fc.option(
    fc.record({ kind: fc.constantFrom(...pickedKinds), code: fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/) }),
  ),
  c: fc.option(fc.uuid()),
  i: fc.option(fc.constantFrom("SATISFACTION", "FUND_IDLE", "LOCAL_CAP")),
  w: fc.option(
    fc
      .array(fc.array(rounded(73, 136, 5), { minLength: 6, maxLength: 24 }), { minLength: 1, maxLength: 3 })
      .map((rings): MultiPolygon => ({ type: "MultiPolygon", coordinates: [rings.map(ringOf)] })),
  ),
  table: fc.boolean(),
});

test("whatever is written into the address is read back the same", () => {
  fc.assert(
    fc.property(addresses, (address) => {
      const read = readAddress(`http://localhost/${writeAddress(address)}`);
      expect({ ...read, o: { ...read.o } }).toEqual({ ...address, o: { ...address.o } });
    }),
  );
});

test("defaults are left out of the address", () => {
  expect(
    writeAddress({
      v: home,
      on: [],
      off: [],
      o: {},
      m: "jenks",
      k: 5,
      t: null,
      r: null,
      w: null,
      table: false,
    }),
  ).toBe("");
});

test("a whole state makes a short, readable address", () => {
  expect(
    decodeURIComponent(
      writeAddress({ m: "official", on: ["villages"], t: "2025-03", r: { kind: "region", code: "360827" } }),
    ),
  ).toBe("?on=villages&m=official&t=2025-03&r=region:360827");
});

test("nonsense in the address falls back to the defaults, whatever it is", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.constantFrom("v", "on", "off", "o", "m", "k", "t", "r", "w", "table"),
      (text, key) => {
        const read = readAddress(new URLSearchParams([[key, text]]));
        expect(read.k).toBeGreaterThanOrEqual(3);
        expect(classMethods).toContain(read.m);
        expect(Number.isFinite(read.v.lng + read.v.lat + read.v.zoom)).toBe(true);
      },
    ),
  );
  expect(readAddress("?v=200,10,5").v).toEqual(home);
  expect(readAddress("?v=1,,5").v).toEqual(home);
  expect(readAddress("?k=9").k).toBe(5);
  expect(readAddress("?t=2026-13").t).toBeNull();
  expect(readAddress("?r=village:1:2").r).toBeNull();
  expect(readAddress("?r=household:1").r).toBeNull();
});
