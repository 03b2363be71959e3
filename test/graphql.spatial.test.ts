import "reflect-metadata";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPage } from "../server/connection.ts";
import type { Context } from "../server/context.ts";
import { Random } from "../server/demo/random.ts";
import { selectVillages, type VillageQuery } from "../server/villages/queries.ts";
import { VillageOrder } from "../server/villages/type.ts";
import { atlases, graphql } from "./atlas.ts";
import { polygonAround, somewhere } from "./randomPlaces.ts";

interface Villages {
  villages: { totalCount: number; nodes: { code: string; distanceM: number | null }[] };
}
const COUNT =
  "query($bbox: [Float!], $intersects: GeoJSONPolygon, $where: VillageFilter, $within: String) { villages(bbox: $bbox, intersects: $intersects, where: $where, within: $within, first: 1) { totalCount } }";

describe.each(atlases)("space on $name", ({ name, url, databaseUrl }) => {
  const rounds = name === "postgres" ? 1 : 0.1;
  const random = new Random("spatial", name);
  let client: pg.Client;
  beforeAll(async () => {
    client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
  });
  afterAll(() => client?.end());
  const count = async (where: string, values: unknown[]) => {
    const { rows } = await client.query<{ n: number }>(
      `select count(*)::int as n from atlas.villages where ${where}`,
      values,
    );
    return rows[0]?.n;
  };
  const asked = async (variables: object) => {
    const { data, errors } = await graphql<Villages>(url, COUNT, { ...variables });
    expect(errors).toBeUndefined();
    return data.villages.totalCount;
  };
  /** The plan of the statement that a query runs, with the planner kept from what only pays for a small table. */
  const planOf = async (query: Partial<VillageQuery>, kept = "enable_seqscan") => {
    const statements: [string, Record<string, unknown>][] = [];
    const sql: Context["sql"] = async (text, values = {}) => {
      statements.push([text, values]);
      return [];
    };
    await selectVillages({ sql }, { orderBy: VillageOrder.CODE, ...query }, readPage({ first: 20 }), false);
    const [text = "", values = {}] = statements.at(-1) ?? [];
    const numbered: unknown[] = [];
    const bound = text.replace(
      /(?<!:):([a-zA-Z]\w*)/g,
      (_all, key: string) => `$${numbered.push(values[key])}`,
    );
    await client.query(`set ${kept} = off`);
    const { rows } = await client.query<{ "QUERY PLAN": string }>(`explain ${bound}`, numbered);
    await client.query("reset all");
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  };

  it("finds by bbox what SQL finds, by an index", async () => {
    for (let round = 0; round < 100 * rounds; round += 1) {
      const [west = 0, south = 0] = somewhere(random);
      const bbox = [west, south, west + random.between(0.001, 0.8), south + random.between(0.001, 0.8)];
      expect(await asked({ bbox })).toBe(await count("point && st_makeenvelope($1, $2, $3, $4, 4326)", bbox));
    }
    expect(await planOf({ bbox: [114, 26, 114.05, 26.05] })).toContain("village_cards_point");
  });

  it("finds by intersects, inside and contains what SQL finds, on 500 random geometries in PostgreSQL, by an index", async () => {
    let found = 0;
    for (let round = 0; round < 200 * rounds; round += 1) {
      const polygon = polygonAround(somewhere(random), random.between(0.02, 0.5), random);
      const json = JSON.stringify(polygon);
      const geometry = "st_setsrid(st_geomfromgeojson($1), 4326)";
      const meets = await asked({ intersects: polygon });
      found += meets;
      expect(meets).toBe(await count(`st_intersects(outline, ${geometry})`, [json]));
      expect(await asked({ where: { inside: polygon } })).toBe(
        await count(`st_coveredby(outline, ${geometry})`, [json]),
      );
    }
    for (let round = 0; round < 100 * rounds; round += 1) {
      const point = { type: "Point" as const, coordinates: somewhere(random) };
      expect(await asked({ where: { contains: point } })).toBe(
        await count("st_covers(outline, st_setsrid(st_geomfromgeojson($1), 4326))", [JSON.stringify(point)]),
      );
    }
    expect(found).toBeGreaterThan(100 * rounds);
    const polygon = polygonAround([114.5, 26.3], 0.05, random);
    for (const plan of [await planOf({ intersects: polygon }), await planOf({ where: { inside: polygon } })])
      expect(plan).toContain("villages_outline");
  }, 300_000);

  it("finds within a region what its codes say, at every level", async () => {
    for (const code of ["36", "3608", "360827", "360827100", "360782"]) {
      const range = code === "360782" ? "360703" : code;
      expect([code, await asked({ within: code })]).toEqual([
        code,
        await count("code like $1", [`${range}%`]),
      ]);
    }
    const { data } = await graphql<{ region: { members: { code: string }[] } }>(
      url,
      '{ region(code: "luoxiao") { members { code } } }',
    );
    expect(await asked({ within: "luoxiao" })).toBe(
      await count("county_code = any($1)", [data.region.members.map((member) => member.code)]),
    );
  });

  it("orders by distance, which is within 0.5 % of the ellipsoid on 200 random points, by the nearest-neighbour index", async () => {
    const near = "query($near: NearInput!) { villages(near: $near, first: 20) { nodes { code distanceM } } }";
    let worst = 0;
    for (let round = 0; round < 200 * rounds; round += 1) {
      const [lon = 0, lat = 0] = [random.between(105, 120), random.between(25, 45)];
      const { data } = await graphql<Villages>(url, near, { near: { lon, lat, radiusM: 500_000 } });
      const distances = data.villages.nodes.map((node) => node.distanceM ?? Number.NaN);
      expect(distances).toEqual([...distances].sort((a, b) => a - b));
      const { rows } = await client.query<{ code: string; metres: number }>(
        "select code, st_distance(point::geography, st_setsrid(st_makepoint($1, $2), 4326)::geography) as metres from atlas.villages where code = any($3)",
        [lon, lat, data.villages.nodes.map((node) => node.code)],
      );
      const exact = new Map(rows.map((row) => [row.code, row.metres]));
      for (const node of data.villages.nodes)
        worst = Math.max(worst, Math.abs((node.distanceM ?? Number.NaN) / (exact.get(node.code) ?? 0) - 1));
    }
    console.log(`${name}: worst error of a distance ${(worst * 100).toFixed(3)} %`);
    expect(worst).toBeLessThan(0.005);
    expect(
      await planOf(
        { near: { lon: 114.5, lat: 26.3, radiusM: 500_000 }, orderBy: VillageOrder.DISTANCE },
        "jit",
      ),
    ).toMatch(/village_cards_distance[\s\S]*Order By/);
  });

  it("finds the projects within 20 km of 100 settlements in two statements, equal to SQL", async () => {
    const { data, statements } = await graphql<{
      settlements: { nodes: { code: string; projectsWithin: { code: string; distanceM: number }[] }[] };
    }>(url, "{ settlements(first: 100) { nodes { code projectsWithin(km: 20) { code distanceM } } } }");
    expect(statements).toBeLessThanOrEqual(2);
    expect(data.settlements.nodes.length).toBeGreaterThan(20);
    for (const { code, projectsWithin } of data.settlements.nodes) {
      const { rows } = await client.query<{ n: number }>(
        `select count(*)::int as n from atlas.settlements s join atlas.industry_projects p
           on st_dwithin(p.point::geography, s.point::geography, 20000, false) where s.code = $1`,
        [code],
      );
      expect([code, projectsWithin.length]).toEqual([code, Math.min(rows[0]?.n ?? 0, 100)]);
      const distances = projectsWithin.map((project) => project.distanceM);
      expect(distances).toEqual([...distances].sort((a, b) => a - b));
    }
  });
});
