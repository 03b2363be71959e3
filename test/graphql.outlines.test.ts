import { check } from "@placemarkio/check-geojson";
import type { MultiPolygon, Polygon } from "geojson";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { atlases, graphql } from "./atlas.ts";
import { signedArea } from "./randomPlaces.ts";

const COUNT =
  "query($bbox: [Float!], $intersects: GeoJSONPolygon, $where: VillageFilter) { villages(bbox: $bbox, intersects: $intersects, where: $where, first: 1) { totalCount } }";
const BOW_TIE = {
  type: "Polygon",
  coordinates: [
    [
      [114, 26],
      [115, 27],
      [115, 26],
      [114, 27],
      [114, 26],
    ],
  ],
};

describe.each(atlases)("geometry of $name", ({ name, url, databaseUrl }) => {
  let client: pg.Client;
  beforeAll(async () => {
    client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
  });
  afterAll(() => client?.end());

  it("gives outlines that are RFC 7946, valid and right-handed, and 5 times smaller when simplified by 2,500 m", async () => {
    const bytes: Record<number, number> = {};
    for (const toleranceM of [0, 100, 1_000, 2_500]) {
      const { data } = await graphql<{ region: { members: { code: string; outline: MultiPolygon }[] } }>(
        url,
        'query($p: Int, $t: Float) { region(code: "luoxiao") { members { code outline(precision: $p, toleranceM: $t) } } }',
        toleranceM === 0 ? {} : { p: 5, t: toleranceM },
      );
      bytes[toleranceM] = JSON.stringify(data.region.members).length;
      for (const { code, outline } of data.region.members) {
        check(JSON.stringify(outline));
        for (const [shell, ...holes] of outline.coordinates) {
          expect(signedArea(shell ?? [])).toBeGreaterThan(0);
          for (const hole of holes) expect(signedArea(hole)).toBeLessThan(0);
        }
        const { rows } = await client.query<{ valid: boolean }>(
          "select st_isvalid(st_geomfromgeojson($1)) as valid",
          [JSON.stringify(outline)],
        );
        expect([code, toleranceM, rows[0]?.valid]).toEqual([code, toleranceM, true]);
      }
    }
    const factors = [100, 1_000, 2_500].map((tolerance) => (bytes[0] ?? 0) / (bytes[tolerance] ?? 1));
    console.log(
      `${name}: outlines of 23 counties smaller by ${factors.map((factor) => factor.toFixed(2)).join(", ")} at 100, 1,000, 2,500 m`,
    );
    expect(factors[0]).toBeGreaterThan(1.05);
    expect(factors[2]).toBeGreaterThan(5);
  });

  it("gives only geometry that a strict reader of GeoJSON accepts, for every kind of thing", async () => {
    const { data, errors } = await graphql(
      url,
      `{ villages(first: 200) { nodes { center outline } } settlements(first: 100) { nodes { site outline } }
         industryProjects(first: 200) { nodes { site } } enclaves(first: 50) { nodes { site flows } }
         regions(kind: PROVINCE, first: 40) { nodes { center outline(precision: 3, toleranceM: 1000) } } search(text: "村") { center } }`,
    );
    expect(errors).toBeUndefined();
    let checked = 0;
    const walk = (value: unknown): void => {
      if (typeof value !== "object" || value === null) return;
      if (!("coordinates" in value)) {
        for (const entry of Object.values(value)) walk(entry);
        return;
      }
      expect(Object.keys(value).sort()).toEqual(["coordinates", "type"]);
      check(JSON.stringify(value));
      checked += 1;
    };
    walk(data);
    expect(checked).toBeGreaterThan(700);
  });

  it("refuses a polygon of 100,000 vertices fast and before any SQL, and one that crosses itself with the reason and the place", async () => {
    // Whole degrees: more digits would pass the limit of the body before that of the vertices.
    const ring = Array.from({ length: 100_000 }, (_, n) => [n % 2 === 0 ? 114 : 115, 26]);
    const huge: Polygon = { type: "Polygon", coordinates: [[...ring, [...(ring[0] ?? [])]]] };
    const times: number[] = [];
    let refused = await graphql(url, COUNT, { intersects: huge });
    for (let round = 0; round < 5; round += 1) {
      const since = performance.now();
      refused = await graphql(url, COUNT, { intersects: huge });
      times.push(performance.now() - since);
    }
    const took = Math.min(...times);
    console.log(
      `${name}: 100,001 vertices refused in ${took.toFixed(0)} ms, sending and reading 900 kB included`,
    );
    expect(refused).toMatchObject({
      status: 400,
      statements: 0,
      errors: [{ extensions: { code: "GEOMETRY_TOO_LARGE" } }],
    });
    expect(took).toBeLessThan(1_000);
    for (const variables of [{ intersects: BOW_TIE }, { where: { inside: BOW_TIE } }]) {
      const { errors } = await graphql(url, COUNT, variables, { "accept-language": "en" });
      expect(errors?.[0]).toMatchObject({ extensions: { code: "GEOMETRY_INVALID" } });
      expect(errors?.[0]?.message).toMatch(/Self-intersection at 114\.500000, 26\.500000/);
      const chinese = await graphql(url, COUNT, variables, { "accept-language": "zh" });
      expect(chinese.errors?.[0]?.message).toMatch(/^多边形无效：自相交，位置 114\.500000, 26\.500000。$/);
    }
  });

  it("refuses geometry that is none, naming what is wrong, with 400 and no SQL", async () => {
    const ring = [
      [114, 26],
      [115, 26],
      [115, 27],
      [114, 26],
    ];
    const wrong = [
      null,
      1,
      "POLYGON",
      [],
      {},
      { type: "Point", coordinates: [114, 26] },
      { type: "Polygon" },
      { type: "Polygon", coordinates: [] },
      { type: "Polygon", coordinates: [ring.slice(1)] },
      { type: "Polygon", coordinates: [ring.slice(0, 3)] },
      { type: "Polygon", coordinates: [[...ring.slice(0, 3), [181, 26]]] },
      { type: "Polygon", coordinates: [ring.map(String)] },
      { type: "Polygon", coordinates: [ring], crs: { type: "name" } },
    ];
    for (const polygon of wrong.slice(1)) {
      const answer = await graphql(url, COUNT, { intersects: polygon });
      expect([polygon, answer.status, answer.errors?.[0]?.extensions.code, answer.statements]).toEqual([
        polygon,
        400,
        "GEOMETRY_INVALID",
        0,
      ]);
    }
    for (const bbox of [
      [1, 2, 3],
      [115, 26, 114, 27],
      [114, 26, 114, 27],
      [-181, 0, 1, 1],
    ])
      expect((await graphql(url, COUNT, { bbox })).errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  });
});
