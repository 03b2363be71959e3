import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { MultiPolygon } from "geojson";
import knexModule, { type Knex } from "knex";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runImport } from "../server/imports/run.ts";
import { villages } from "../server/imports/villages.ts";
import { graphql } from "./atlas.ts";
import { newToken } from "./newToken.ts";
import { type OwnAtlas, ownAtlas, places } from "./ownAtlas.ts";
import type { Answer } from "./rawHttp.ts";
import { type Extent, featuresOf, getTile, overTiles, type TileAddress, tilesOver } from "./tileClient.ts";

const COUNTY = "360827";
const LAYERS = ["villages", "settlements", "projects", "enclaves", "constraints", "events"] as const;
type Layer = (typeof LAYERS)[number];
const STALE = "insert into atlas.data_changes (layer) values ($1)";

interface Crawled {
  /** ETag by layer and tile, like "villages/8/209/108". */
  readonly etags: ReadonlyMap<string, string>;
  readonly answers: ReadonlyMap<string, Answer>;
}

/** What a tile says of one feature, or of the cell or sum it went into. */
const shownOf = (answer: Answer | undefined, layer: string, ids: readonly number[]) =>
  JSON.stringify(
    featuresOf(answer?.body ?? Buffer.of(), layer)
      .filter(({ id }) => ids.includes(Number(id)))
      .map((feature) => [feature.id, feature.properties, feature.loadGeometry()]),
  );

const square = (west: number, south: number, size: number): MultiPolygon => ({
  type: "MultiPolygon",
  coordinates: [
    [
      [
        [west, south],
        [west + size, south],
        [west + size, south + size],
        [west, south + size],
        [west, south],
      ],
    ],
  ],
});

describe.each(places)("after a change on the %s database", (place) => {
  let atlas: OwnAtlas;
  let database: pg.Client;
  let knex: Knex;
  let cookie: Record<string, string>;
  let tiles: TileAddress[] = [];
  let before: Crawled;
  let today = "";
  const scratch = mkdtempSync(join(tmpdir(), "atlas-changes-"));

  beforeAll(async () => {
    atlas = await ownAtlas({}, place);
    database = new pg.Client({ connectionString: atlas.databaseUrl });
    await database.connect();
    knex = knexModule({ client: "pg", connection: atlas.databaseUrl, pool: { min: 0, max: 1 } });
    cookie = { cookie: `__Host-atlas=${await newToken(database, "demo.county", "SESSION")}` };
    const county = await one<{ box: Extent }>("select bbox as box from atlas.regions where code = $1", [
      COUNTY,
    ]);
    tiles = [5, 6, 7, 8, 9, 10, 11, 12].flatMap((z) => tilesOver(county.box, z));
    ({ today } = await one<{ today: string }>(
      "select to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as today",
    ));
    before = await crawl();
  }, 180_000);
  afterAll(async () => {
    await knex?.destroy();
    await database?.end();
    await atlas?.stop();
    rmSync(scratch, { recursive: true, force: true });
  });

  async function one<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row> {
    const { rows } = await database.query<Row>(text, values);
    if (!rows[0]) throw new Error(`no row: ${text}`);
    return rows[0];
  }

  async function crawl(layers: readonly Layer[] = LAYERS): Promise<Crawled> {
    const answers = new Map<string, Answer>();
    for (const layer of layers)
      await overTiles(tiles, async (tile) => {
        answers.set(`${layer}/${tile.join("/")}`, await getTile(atlas.url, layer, tile));
      });
    return {
      answers,
      etags: new Map([...answers].map(([key, { headers }]) => [key, String(headers.etag)])),
    };
  }

  const differing = (a: Crawled, b: Crawled) =>
    [...a.etags].filter(([key, etag]) => etag !== b.etags.get(key)).map(([key]) => key);

  /** The server has heard of everything that was written until now: a row of our own comes after it. */
  async function heard(): Promise<void> {
    const { version } = await one<{ version: number }>(
      "insert into atlas.data_changes (layer, west, south, east, north) values ('test', 0, 0, 0, 0) returning version::int as version",
    );
    expect(version).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }

  /**
   * Changes something, and looks at every tile: those with another content are exactly the ones that show one of the
   * features.
   */
  async function changes(
    layer: Layer,
    ids: readonly number[],
    change: () => Promise<unknown>,
  ): Promise<string[]> {
    await change();
    await heard();
    const after = await crawl();
    const changed = differing(before, after);
    const touched = [...before.answers.keys()].filter(
      (key) =>
        key.startsWith(`${layer}/`) &&
        shownOf(before.answers.get(key), layer, ids) !== shownOf(after.answers.get(key), layer, ids),
    );
    await expectTrue(after, layer);
    before = after;
    // Cells of villages stand under numbers of their own, up to zoom 7.
    const single = changed.filter((key) => layer !== "villages" || Number(key.split("/")[1]) >= 8);
    expect(single.filter((key) => key.startsWith(`${layer}/`)).sort()).toEqual(touched.sort());
    expect(touched.length).toBeGreaterThan(0);
    return changed;
  }

  /** What was kept is what is made anew once a layer is called stale. */
  async function expectTrue(kept: Crawled, layer: Layer): Promise<void> {
    await database.query(STALE, [layer]);
    await heard();
    const truth = await crawl([layer]);
    expect([...truth.etags].filter(([key, etag]) => etag !== kept.etags.get(key))).toEqual([]);
    const remade = [...truth.answers.values()].filter(
      ({ headers }) => !String(headers["server-timing"]).includes('"0 '),
    );
    // The crawl really made them again, or it would prove nothing.
    expect(remade.length).toBeGreaterThan(30);
  }

  const zoomsOf = (keys: readonly string[]) =>
    [...new Set(keys.map((key) => Number(key.split("/")[1])))].sort((a, b) => a - b);
  const asLayers = (keys: readonly string[]) => [...new Set(keys.map((key) => key.split("/")[0]))].sort();

  it("to a settlement that moves, the tiles it leaves and those it comes to change", async () => {
    const { id, code } = await one<{ id: number; code: string }>(
      "select feature_id as id, code from atlas.settlements where county_code = $1 order by residents desc limit 1",
      [COUNTY],
    );
    const changed = await changes("settlements", [id], () =>
      database.query(
        "update atlas.settlements set point = st_translate(point, 0.2, 0.1), zero_employment_households = zero_employment_households + 1 where code = $1",
        [code],
      ),
    );
    expect(zoomsOf(changed)).toEqual(expect.arrayContaining([6, 7, 8, 9, 10, 11, 12]));
    expect(asLayers(changed)).toEqual(["settlements"]);
    expect(changed.filter((key) => key.startsWith("settlements/12/"))).toHaveLength(2);
  }, 120_000);

  it("to the status of a project through the door, one tile of each zoom changes", async () => {
    const { id, code, version } = await one<{ id: number; code: string; version: number }>(
      "select feature_id as id, code, row_version as version from atlas.industry_projects where county_code = $1 and status = 'OPERATING' order by code limit 1",
      [COUNTY],
    );
    console.log(
      "TOKENS",
      JSON.stringify(
        (await database.query("select kind, expires_at, used_at, now(), revoked_at from access.tokens")).rows,
      ),
    );
    const changed = await changes("projects", [id], async () => {
      const { data, errors } = await graphql<{ deed: { __typename: string } }>(
        atlas.url,
        "mutation ($change: ProjectStatusChangeInput!) { deed: changeProjectStatus(change: $change) { __typename } }",
        {
          change: {
            id: randomUUID(),
            project: code,
            to: "AT_RISK",
            reason: "订单减少三成",
            rowVersion: version,
            day: today,
          },
        },
        cookie,
      );
      expect(errors).toBeUndefined();
      expect(data.deed.__typename).toBe("IndustryProject");
    });
    expect(changed).toHaveLength(7);
    expect(zoomsOf(changed)).toEqual([6, 7, 8, 9, 10, 11, 12]);
  }, 120_000);

  it("to the households that live on a project, its tiles change", async () => {
    const { id, code } = await one<{ id: number; code: string }>(
      "select feature_id as id, code from atlas.industry_projects where county_code = $1 and code in (select project_code from atlas.project_links) order by code desc limit 1",
      [COUNTY],
    );
    const changed = await changes("projects", [id], () =>
      database.query("update atlas.project_links set households = households + 1 where project_code = $1", [
        code,
      ]),
    );
    expect(asLayers(changed)).toEqual(["projects"]);
  }, 120_000);

  it("to the ledger of an enclave through the door, the tiles under its lines change", async () => {
    const { code, ids } = await one<{ code: string; ids: number[] }>(
      /* sql */ `
      select flow.enclave_code as code, array_agg(1000000000 + flow.id) || min(enclave.feature_id)::bigint as ids
      from atlas.enclave_flows flow join atlas.enclaves enclave on enclave.code = flow.enclave_code
      where exists (select from atlas.enclave_flows own where own.enclave_code = flow.enclave_code and own.origin_code = $1)
      group by flow.enclave_code order by flow.enclave_code limit 1`,
      [COUNTY],
    );
    const changed = await changes("enclaves", ids.map(Number), async () => {
      const entry = { id: randomUUID(), enclave: code, year: 2026, day: "2026-10-10", amountFen: 50_000_000 };
      const { data, errors } = await graphql<{ deed: { __typename: string } }>(
        atlas.url,
        "mutation ($entry: EnclaveEntryInput!) { deed: recordDividendPromise(entry: $entry) { __typename } }",
        { entry },
        cookie,
      );
      expect(errors).toBeUndefined();
      expect(data.deed.__typename).toBe("EnclaveEntry");
    });
    expect(asLayers(changed)).toEqual(["enclaves"]);
  }, 120_000);

  it("to the footprint of an event through the door, the tiles under the old and the new one change", async () => {
    const { lon, lat } = await one<{ lon: number; lat: number }>(
      "select st_x(point) as lon, st_y(point) as lat from atlas.regions where code = $1",
      [COUNTY],
    );
    const EVENT = "__typename ... on EmergencyEvent { code rowVersion } ... on Refused { code message }";
    const recorded = await graphql<{ deed: { __typename: string; code: string; rowVersion: number } }>(
      atlas.url,
      `mutation ($event: EventInput!, $footprint: GeoJSONMultiPolygon!) { deed: recordEvent(event: $event, footprint: $footprint) { ${EVENT} } }`,
      {
        event: { id: randomUUID(), name: "测试洪水", kind: "FLOOD", grade: "III", startedOn: today },
        footprint: square(lon, lat, 0.05),
      },
      cookie,
    );
    expect(recorded.errors).toBeUndefined();
    expect(recorded.data.deed).toMatchObject({ __typename: "EmergencyEvent" });
    const { code } = recorded.data.deed;
    await heard();
    before = await crawl();
    const { id } = await one<{ id: number }>(
      "select feature_id as id from atlas.emergency_events where code = $1",
      [code],
    );
    const changed = await changes("events", [id], async () => {
      const { data, errors } = await graphql<{ deed: { __typename: string } }>(
        atlas.url,
        `mutation ($code: String!, $rowVersion: Int!, $footprint: GeoJSONMultiPolygon!) {
          deed: correctEventFootprint(code: $code, rowVersion: $rowVersion, footprint: $footprint, reason: "现场复核") { ${EVENT} } }`,
        { code, rowVersion: recorded.data.deed.rowVersion, footprint: square(lon - 0.15, lat - 0.1, 0.05) },
        cookie,
      );
      expect(errors).toBeUndefined();
      expect(data.deed.__typename).toBe("EmergencyEvent");
    });
    expect(zoomsOf(changed)).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
    expect(asLayers(changed)).toEqual(["events"]);
  }, 120_000);

  it("to a zone that nobody may change but with SQL, its tiles change all the same", async () => {
    const { id, code } = await one<{ id: number; code: string }>(
      /* sql */ `
      select zone.feature_id as id, zone.code from atlas.constraint_zones zone, atlas.regions county
      where county.code = $1 and st_intersects(st_centroid(zone.outline), county.outline) order by zone.code limit 1`,
      [COUNTY],
    );
    const changed = await changes("constraints", [id], () =>
      database.query(
        "update atlas.constraint_zones set outline = st_translate(outline, 0.06, 0) where code = $1",
        [code],
      ),
    );
    expect(zoomsOf(changed)).toEqual([7, 8, 9, 10, 11, 12]);
    expect(asLayers(changed)).toEqual(["constraints"]);
  }, 120_000);

  it("that commits after a later one, it is heard of all the same", async () => {
    // Embedded connections take turns by whole transactions: there no later one can come first.
    if (place === "embedded") return;
    const { id, code } = await one<{ id: number; code: string }>(
      "select feature_id as id, code from atlas.settlements where county_code = $1 order by code limit 1",
      [COUNTY],
    );
    const slow = new pg.Client({ connectionString: atlas.databaseUrl });
    await slow.connect();
    await changes("settlements", [id], async () => {
      await slow.query("begin");
      await slow.query(
        "update atlas.settlements set zero_employment_households = zero_employment_households + 1 where code = $1",
        [code],
      );
      await heard();
      await crawl();
      await slow.query("commit");
    });
    await slow.end();
  }, 120_000);

  /** Villages of the county's own, for those of the demonstration are not taken from files. Last: beside them nobody of the demonstration signs in. */
  const OWN = ["360827100291", "360827100292"] as const;

  async function load(own: readonly { code: string; name: string; households: number; west: number }[]) {
    const { lon, lat } = await one<{ lon: number; lat: number }>(
      "select st_x(point) as lon, st_y(point) as lat from atlas.regions where code = $1",
      [COUNTY],
    );
    const path = join(scratch, `${randomUUID()}.geojson`);
    const features = own.map(({ code, name, households, west }) => ({
      type: "Feature",
      properties: { code, name, households },
      geometry: square(lon + west, lat, 0.02),
    }));
    writeFileSync(path, JSON.stringify({ type: "FeatureCollection", features }));
    const report = await runImport(knex, { dataset: villages, path, fileName: basename(path) });
    expect(report.problems).toEqual([]);
    return report.counts;
  }

  it("to the facts of a village, its tiles change at every zoom, and the line that bears its name", async () => {
    const [code, other] = OWN;
    await load([
      { code, name: "甲村", households: 300, west: 0 },
      { code: other, name: "乙村", households: 200, west: 0.02 },
    ]);
    await database.query(
      /* sql */ `
      insert into atlas.settlement_flows (settlement_code, origin_code, origin_kind, households, people, line)
      select settlement.code, $1, 'VILLAGE', 20, 80, st_transform(st_makeline(village.point, settlement.point), 3857)
      from atlas.settlements settlement, atlas.villages village
      where settlement.county_code = $2 and village.code = $1 order by settlement.code limit 1`,
      [code, COUNTY],
    );
    await heard();
    before = await crawl();
    const changed = await changes("villages", [Number(code)], async () => {
      expect(await load([{ code, name: "改名村", households: 500, west: 0 }])).toMatchObject({ changed: 1 });
    });
    expect(zoomsOf(changed.filter((key) => key.startsWith("villages")))).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
    expect(zoomsOf(changed.filter((key) => key.startsWith("settlements")))).toEqual([9, 10, 11, 12]);
    expect(asLayers(changed)).toEqual(["settlements", "villages"]);
  }, 120_000);

  it("to the outline of a village, the tiles under the old and the new one change", async () => {
    const [code, other] = OWN;
    // Outlines far out are simplified together with their neighbours, which may gain or lose a corner.
    const changed = await changes("villages", [Number(code), Number(other)], async () => {
      expect(await load([{ code, name: "改名村", households: 500, west: -0.15 }])).toMatchObject({
        changed: 1,
      });
    });
    expect(zoomsOf(changed)).toEqual(expect.arrayContaining([8, 9, 10, 11, 12]));
    expect(asLayers(changed)).toEqual(["villages"]);
  }, 120_000);

  it("nothing that was kept all along is stale", async () => {
    for (const layer of LAYERS) await expectTrue(before, layer);
  }, 120_000);
});
