import pg from "pg";
import { describe, expect, it } from "vitest";
import { tileBounds } from "../geo/vectorTile.ts";
import { cellLevel, villageTiles } from "../server/villages/tiles.ts";
import { atlases, graphql } from "./atlas.ts";
import { extentOf, featuresOf, getTile, overTiles, sqlOn, tilesOver } from "./tileClient.ts";

const LARGEST_TILE = 500_000;
/** Where each layer has something to show. */
const PLACES: Record<string, [column: string, from: string]> = {
  regions: ["outline", "atlas.regions where kind = 'PROVINCE'"],
  villages: ["outline", "atlas.villages"],
  settlements: ["point", "atlas.settlements"],
  projects: ["point", "atlas.industry_projects"],
  constraints: ["outline", "atlas.constraint_zones"],
  events: ["footprint", "atlas.emergency_events where footprint is not null"],
};

describe.each(atlases)("tiles on the $name database", ({ url, databaseUrl }) => {
  const villages = () => extentOf(databaseUrl, "outline", "atlas.villages");

  it.each(Object.keys(PLACES))(
    "of %s stay under 500 kB at every zoom",
    async (layer) => {
      const [column, from] = PLACES[layer] as [string, string];
      const extent = await extentOf(databaseUrl, column, from);
      const everyZoom = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].flatMap((z) => {
        const tiles = tilesOver(extent, z);
        // Each tile to zoom 8 (of the whole country to 6), and 60 spread evenly below.
        const most = z <= 6 || (z <= 8 && layer !== "regions") ? tiles.length : 60;
        const step = Math.max(1, Math.floor(tiles.length / most));
        return tiles.filter((_, index) => index % step === 0);
      });
      const answers = await overTiles(everyZoom, (tile) => getTile(url, layer, tile));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 204]));
      expect(Math.max(...answers.map(({ body }) => body.byteLength))).toBeLessThanOrEqual(LARGEST_TILE);
    },
    240_000,
  );

  it("of the grid read fewer pages than they have cells, by a plan for any tile as by one for their own", async () => {
    const level = cellLevel(6);
    const [fullest] = await sqlOn<{ x: number; y: number; cells: number; period: string }>(
      databaseUrl,
      `select cell_x >> ${level - 6} as x, cell_y >> ${level - 6} as y, count(*)::int as cells,
              (select max(period)::text from atlas.current_region_risks) as period
       from atlas.village_cells where level = ${level} group by 1, 2 order by count(*) desc limit 1`,
    );
    const { x, y, cells, period } = fullest ?? { x: 0, y: 0, cells: 0, period: "" };
    const bounds = tileBounds(6, x, y);
    const [part] = villageTiles.parts;
    const { text, values } = part?.query({ z: 6, x, y, bounds, period, isLatest: true }) ?? {
      text: "",
      values: [],
    };
    const given = values.map((value) => (typeof value === "string" ? `'${value}'` : value)).join(", ");
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    const pages = async (mode: string): Promise<number> => {
      await client.query(`set local plan_cache_mode = ${mode}`);
      const { rows } = await client.query<{ "QUERY PLAN": { Plan: { "Shared Hit Blocks": number } }[] }>(
        `explain (analyze, buffers, format json) execute grid(${given})`,
      );
      return rows[0]?.["QUERY PLAN"][0]?.Plan["Shared Hit Blocks"] ?? Number.NaN;
    };
    try {
      await client.query("begin");
      await client.query(`prepare grid (int, date, int, int, int, int) as ${text}`);
      for (const mode of ["force_custom_plan", "force_generic_plan"])
        expect(await pages(mode), mode).toBeLessThan(cells);
    } finally {
      await client.query("rollback");
      await client.query("deallocate grid");
      await client.end();
    }
  });

  it.each(["latest", "earlier"])(
    "add up to every village at zoom 5, weighted by households, in the %s month",
    async (which) => {
      const [month] = await sqlOn<{ day: string; month: string }>(
        databaseUrl,
        `select max(period)::text as day, to_char(max(period), 'YYYY-MM') as month from atlas.current_region_risks
         where $1 = 'latest' or period < (select max(period) - interval '2 months' from atlas.current_region_risks)`,
        [which],
      );
      const level = cellLevel(5);
      const cells = await sqlOn<{ id: number; n: number; households: number; score: number | null }>(
        databaseUrl,
        /* sql */ `
        select (cell_x * (1 << $2::int) + cell_y)::float8 as id, count(*)::int as n, sum(coalesce(households, 0))::int as households,
               sum(score * households) / nullif(sum(households) filter (where score is not null), 0) as score
        from (
          select village.households, risk.score,
                 floor((st_x(point) + 180) / 360 * (1 << $2::int))::bigint as cell_x,
                 floor((1 - asinh(tan(radians(st_y(point)))) / pi()) / 2 * (1 << $2::int))::bigint as cell_y
          from atlas.villages village
          left join atlas.current_village_risks risk on risk.village_code = village.code and risk.period = $1::date) place
        group by 1`,
        [month?.day, level],
      );
      const tiles = await overTiles(tilesOver(await villages(), 5), (tile) =>
        getTile(url, "villages", tile, {}, which === "latest" ? "" : month?.month),
      );
      const shown = new Map(
        tiles.flatMap(({ body }) =>
          featuresOf(body, "villages").map(({ id, properties }) => [id, properties]),
        ),
      );
      expect(shown.size).toBe(cells.length);
      for (const cell of cells) {
        const properties = shown.get(cell.id);
        expect(properties).toMatchObject({ n: cell.n, households: cell.households });
        if (cell.score === null) expect(properties).not.toHaveProperty("score");
        else expect(Math.abs(Number(properties?.score) - cell.score)).toBeLessThanOrEqual(0.005 + 1e-9);
      }
      const [all] = await sqlOn<{ count: number }>(
        databaseUrl,
        "select count(*)::int as count from atlas.villages",
      );
      expect([...shown.values()].reduce((sum, { n }) => sum + Number(n), 0)).toBe(all?.count);
    },
  );

  it.each([8, 11])("carry every village by its own number at zoom %i", async (z) => {
    const rows = await sqlOn<{ id: number }>(databaseUrl, "select code::float8 as id from atlas.villages");
    const tiles = await overTiles(tilesOver(await villages(), z), (tile) => getTile(url, "villages", tile));
    const seen: number[] = [];
    for (const { body } of tiles) {
      const ids = featuresOf(body, "villages").map(({ id }) => id as number);
      expect(ids.every(Number.isSafeInteger)).toBe(true);
      expect(new Set(ids).size).toBe(ids.length);
      seen.push(...ids);
    }
    // Points stand in one tile only, outlines in each they reach.
    if (z === 8) expect(seen.length).toBe(rows.length);
    expect(new Set(seen)).toEqual(new Set(rows.map(({ id }) => id)));
  });

  it("show the same values as GraphQL", async () => {
    const [place] = await sqlOn<{ lon: number; lat: number }>(
      databaseUrl,
      "select st_x(point) as lon, st_y(point) as lat from atlas.village_cards where county_code = '360827' order by code limit 1",
    );
    const { lon, lat } = place ?? { lon: 0, lat: 0 };
    const tile = tilesOver([lon, lat, lon, lat], 10)[0] ?? ([10, 0, 0] as const);
    const shown = featuresOf((await getTile(url, "villages", tile)).body, "villages").slice(0, 100);
    expect(shown.length).toBeGreaterThan(5);
    const { data } = await graphql<{ nodes: Record<string, unknown>[] }>(
      url,
      `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Village { code name households isDemo
         risk { scoreShown level status coverage } } } }`,
      { ids: shown.map(({ properties }) => `Village:${properties.code}`) },
    );
    const rounded = (value: number) => Math.floor(value * 100 + 0.5) / 100;
    shown.forEach(({ id, properties }, index) => {
      const village = data.nodes[index] as {
        code: string;
        risk: { scoreShown: number | null; level: string | null; status: string; coverage: number };
      };
      const { scoreShown, level, status, coverage } = village.risk;
      expect(id).toBe(Number(village.code));
      expect({ ...properties, score: properties.score ?? null, level: properties.level ?? null }).toEqual({
        code: village.code,
        name: data.nodes[index]?.name,
        households: data.nodes[index]?.households ?? 0,
        demo: data.nodes[index]?.isDemo,
        score: scoreShown,
        level,
        status,
        coverage: rounded(coverage),
      });
    });
  });
});
