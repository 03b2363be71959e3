import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../server/config.ts";
import { type Database, openDatabase } from "../server/db.ts";
import { runImport } from "../server/imports/run.ts";
import { villages } from "../server/imports/villages.ts";
import { graphql } from "./atlas.ts";
import { hasPostgres, type OwnAtlas, ownAtlas } from "./ownAtlas.ts";

/** A county without demonstration villages. */
const COUNTY = "360822";
const TOWN = "360822100";
const [A, B, C] = [`${TOWN}001`, `${TOWN}002`, `${TOWN}003`];
const SIDE = 0.02;

interface Event {
  villagesTouched: number;
  affectedHouseholds: number;
  effects: { affectedHouseholds: number; county: { code: string } }[];
  villages: {
    nodes: { village: { code: string }; share: number; households: number; affectedHouseholds: number }[];
  };
}

// Left out only where there is no PostgreSQL, which test/run.mjs then says in a line; CI stops instead.
describe.skipIf(!hasPostgres)("what is stored of geometry", () => {
  const folder = mkdtempSync(join(tmpdir(), "recomputed-"));
  let atlas: OwnAtlas;
  let database: pg.Client;
  let product: Database;
  let west: number;
  let south: number;

  beforeAll(async () => {
    atlas = await ownAtlas();
    database = new pg.Client({ connectionString: atlas.databaseUrl });
    await database.connect();
    product = await openDatabase(readConfig({ DATABASE_URL: atlas.databaseUrl }), () => {});
    const { rows } = await database.query<{ lon: number; lat: number }>(
      "select round(st_x(point)::numeric, 2)::float8 as lon, round(st_y(point)::numeric, 2)::float8 as lat from atlas.regions where code = $1",
      [COUNTY],
    );
    west = rows[0]?.lon ?? 0;
    south = rows[0]?.lat ?? 0;
  }, 180_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await database?.end();
    await product?.close();
    await atlas?.stop();
  });

  /** A square in sides from the south-west corner: column and row may be fractions, and so may width and height. */
  const square = (column: number, row: number, width = 1, height = 1) => {
    const [x, y] = [west + column * SIDE, south + row * SIDE];
    return {
      type: "MultiPolygon",
      coordinates: [
        [
          [
            [x, y],
            [x + width * SIDE, y],
            [x + width * SIDE, y + height * SIDE],
            [x, y + height * SIDE],
            [x, y],
          ],
        ],
      ],
    };
  };
  let files = 0;
  const importVillages = async (places: readonly [code: string, column: number, households: number][]) => {
    const path = join(folder, `villages-${++files}.geojson`);
    const features = places.map(([code, column, households]) => ({
      type: "Feature",
      properties: { code, name: `甲乙${code.slice(-1)}村`, township: "测试镇", households },
      geometry: square(column, 0),
    }));
    writeFileSync(path, JSON.stringify({ type: "FeatureCollection", features }));
    const report = await runImport(product.primary, { dataset: villages, path, fileName: basename(path) });
    expect(report.problems).toEqual([]);
  };
  const eventOf = async (code: string) => {
    const { data } = await graphql<{ event: Event }>(
      atlas.url,
      `{ event(code: "${code}") { villagesTouched affectedHouseholds effects { affectedHouseholds county { code } }
         villages(first: 50) { nodes { village { code } share households affectedHouseholds } } } }`,
    );
    const { villagesTouched, affectedHouseholds, effects, villages: found } = data.event;
    return {
      villagesTouched,
      affectedHouseholds,
      effects: effects.map((effect) => [effect.county.code, effect.affectedHouseholds]),
      villages: Object.fromEntries(
        found.nodes.map((node) => [
          node.village.code,
          [Number(node.share.toFixed(4)), node.households, node.affectedHouseholds],
        ]),
      ),
    };
  };
  const constrained = async (code: string) => {
    const { data } = await graphql<{
      village: { constraints: { kind: string; share: number }[]; needsEnclave: { constrainedShare: number } };
    }>(
      atlas.url,
      `{ village(code: "${code}") { constraints { kind share } needsEnclave { constrainedShare } } }`,
    );
    const { constraints, needsEnclave } = data.village;
    return {
      kinds: Object.fromEntries(constraints.map(({ kind, share }) => [kind, Number(share.toFixed(4))])),
      together: Number(needsEnclave.constrainedShare.toFixed(4)),
    };
  };

  it("finds the villages of an event whoever writes it, and again when villages come, move or grow", async () => {
    await importVillages([
      [A, 0, 100],
      [B, 1, 61],
    ]);
    // As a file of events would be written: no function of ours is called. It covers half of the first village.
    await database.query(
      `insert into atlas.emergency_events (code, name, name_en, kind, grade, started_on, footprint, effect_basis)
       values ('IMPORTED', '测试洪涝', 'Test flood', 'FLOOD', 'III', '2026-06-01', st_setsrid(st_geomfromgeojson($1), 4326), 'GEOMETRY')`,
      [JSON.stringify(square(-0.5, 0))],
    );
    expect(await eventOf("IMPORTED")).toEqual({
      villagesTouched: 1,
      affectedHouseholds: 50,
      effects: [[COUNTY, 50]],
      villages: { [A]: [0.5, 100, 50] },
    });
    // Drawn again over the second half of the first and half of the second: 61 / 2 = 30.5, halves up.
    await database.query(
      "update atlas.emergency_events set footprint = st_setsrid(st_geomfromgeojson($1), 4326) where code = 'IMPORTED'",
      [JSON.stringify(square(0.5, 0))],
    );
    expect(await eventOf("IMPORTED")).toEqual({
      villagesTouched: 2,
      affectedHouseholds: 81,
      effects: [[COUNTY, 81]],
      villages: { [A]: [0.5, 100, 50], [B]: [0.5, 61, 31] },
    });
    // The first moves a quarter of a side to the east and has more households by now: at that time it had 100.
    await importVillages([[A, 0.25, 400]]);
    expect((await eventOf("IMPORTED")).villages[A]).toEqual([0.75, 100, 75]);
    // More households alone change nothing of an event that is over; a new village under it is found.
    await importVillages([
      [B, 1, 600],
      [C, 1.25, 20],
    ]);
    expect(await eventOf("IMPORTED")).toEqual({
      villagesTouched: 3,
      affectedHouseholds: 75 + 31 + 5,
      effects: [[COUNTY, 75 + 31 + 5]],
      villages: { [A]: [0.75, 100, 75], [B]: [0.5, 61, 31], [C]: [0.25, 20, 5] },
    });
    // And one that moves away leaves it.
    await importVillages([[B, 5, 600]]);
    expect((await eventOf("IMPORTED")).villages).toEqual({ [A]: [0.75, 100, 75], [C]: [0.25, 20, 5] });
  });

  it("keeps households by county that were declared, and finds the villages all the same", async () => {
    await database.query(
      `insert into atlas.emergency_events (code, name, name_en, kind, grade, started_on, footprint)
       values ('DECLARED', '测试旱灾', 'Test drought', 'DROUGHT', 'IV', '2026-06-01', st_setsrid(st_geomfromgeojson($1), 4326))`,
      [JSON.stringify(square(4.5, 0))],
    );
    await database.query("insert into atlas.emergency_effects values ('DECLARED', $1, 999)", [COUNTY]);
    await importVillages([[B, 4.75, 600]]);
    expect(await eventOf("DECLARED")).toEqual({
      villagesTouched: 1,
      affectedHouseholds: 999,
      effects: [[COUNTY, 999]],
      villages: { [B]: [0.75, 600, 450] },
    });
  });

  it("follows zones and villages alike: by kind, and overlaps once, of one's own kind of data only", async () => {
    const zone = (code: string, kind: string, column: number, width: number, isDemo = false) =>
      database.query(
        "insert into atlas.constraint_zones (code, kind, name, outline, is_demo) values ($1, $2, '测试限制区', st_setsrid(st_geomfromgeojson($3), 4326), $4)",
        [code, kind, JSON.stringify(square(column, 0, width)), isDemo],
      );
    await importVillages([[A, 10, 100]]);
    expect(await constrained(A)).toEqual({ kinds: {}, together: 0 });
    // Half by farmland, a quarter by water of which half overlaps: 1/2 + 1/4 − 1/8.
    await zone("ZTEST1", "FARMLAND", 9, 1.5);
    await zone("ZTEST2", "WATER_SOURCE", 10.375, 0.25);
    await zone("ZTEST3", "ECOLOGY", 10, 1, true);
    expect(await constrained(A)).toEqual({ kinds: { FARMLAND: 0.5, WATER_SOURCE: 0.25 }, together: 0.625 });
    // The village moves an eighth to the east.
    await importVillages([[A, 10.125, 100]]);
    expect(await constrained(A)).toEqual({ kinds: { FARMLAND: 0.375, WATER_SOURCE: 0.25 }, together: 0.5 });
    // The farmland moves away, then the water goes.
    await database.query(
      "update atlas.constraint_zones set outline = st_setsrid(st_geomfromgeojson($1), 4326) where code = 'ZTEST1'",
      [JSON.stringify(square(20, 0))],
    );
    expect(await constrained(A)).toEqual({ kinds: { WATER_SOURCE: 0.25 }, together: 0.25 });
    await database.query("delete from atlas.constraint_zones where code = 'ZTEST2'");
    expect(await constrained(A)).toEqual({ kinds: {}, together: 0 });
  });
});
