import { execFile } from "node:child_process";
import { promisify } from "node:util";
import fc from "fast-check";
import { describe, expect, inject, it } from "vitest";
import { atlases } from "./atlas.ts";
import { faultsOf, requiredOf, type SchemaName } from "./ogcSchemas.ts";
import { send } from "./rawHttp.ts";
import { sqlOn } from "./tileClient.ts";

const run = promisify(execFile);
const TIMEOUT = 300_000;

interface Link {
  href: string;
  rel: string;
  type: string;
}
interface Feature {
  type: string;
  id: number;
  geometry: { type: string; coordinates: unknown } | null;
  properties: Record<string, unknown>;
}
interface Page {
  type: string;
  numberMatched?: number;
  numberReturned: number;
  links: Link[];
  features: Feature[];
}

/** Where the things of a collection lie in the database, for an oracle of its own. */
const TABLES: Record<string, { table: string; place: string }> = {
  regions: { table: "atlas.regions", place: "coalesce(outline, point)" },
  villages: { table: "atlas.villages", place: "coalesce(outline, point)" },
  settlements: { table: "atlas.settlements", place: "point" },
  projects: { table: "atlas.industry_projects", place: "point" },
  enclaves: { table: "atlas.enclaves", place: "point" },
  constraints: { table: "atlas.constraint_zones", place: "outline" },
  events: { table: "atlas.emergency_events", place: "footprint" },
};
const ids = Object.keys(TABLES);

const get = async <Body>(address: string, headers: Record<string, string> = {}) => {
  const answer = await send(address, headers);
  return {
    status: answer.status,
    type: answer.headers["content-type"],
    body: JSON.parse(answer.body.toString()) as Body,
  };
};
const linkOf = (links: Link[], rel: string) => links.find((link) => link.rel === rel);

describe.each(atlases)("OGC API on the $name database", ({ url, databaseUrl, name }) => {
  const codesOf = async (id: string, where = "true") =>
    (await sqlOn<{ code: string }>(databaseUrl, `select code from ${TABLES[id]?.table} where ${where}`)).map(
      ({ code }) => code,
    );

  /** All pages, as a client follows the links. */
  const all = async (path: string): Promise<{ features: Feature[]; pages: Page[] }> => {
    const pages: Page[] = [];
    for (let next: string | undefined = `${url}/ogc${path}`; next; ) {
      const page: { status: number; body: Page } = await get<Page>(next);
      expect(page.status).toBe(200);
      pages.push(page.body);
      next = linkOf(page.body.links, "next")?.href;
    }
    return { features: pages.flatMap(({ features }) => features), pages };
  };

  it("is found from its landing page: every link answers with the type it says", async () => {
    const { body } = await get<{ links: Link[] }>(`${url}/ogc`);
    const collections = await get<{ collections: { id: string; links: Link[]; extent: object }[] }>(
      String(linkOf(body.links, "data")?.href),
    );
    expect(collections.body.collections.map(({ id }) => id)).toEqual(ids);
    const links = [...body.links, ...collections.body.collections.flatMap((each) => each.links)];
    expect(links.length).toBeGreaterThan(40);
    for (const { href, type } of links) {
      const answer = await send(href.includes("/items") ? `${href}?limit=1` : href);
      expect([href, answer.status]).toEqual([href, 200]);
      expect(String(answer.headers["content-type"])).toContain(type.split(";")[0]);
    }
    for (const { links: own } of collections.body.collections)
      expect(own.filter(({ rel }) => rel.toLowerCase() === "describedby").map(({ rel }) => rel)).toEqual([
        "describedby",
        "describedBy",
      ]);
  });

  it("describes in OpenAPI 3.0 each path it answers, each parameter it takes, and the largest page", async () => {
    const { body, type } = await get<{
      openapi: string;
      servers: { url: string }[];
      paths: Record<string, { get: { parameters: { name: string; schema: { maximum?: number } }[] } }>;
    }>(`${url}/ogc/api`);
    expect(type).toContain("application/vnd.oai.openapi+json");
    expect(body.openapi).toMatch(/^3\.0\./);
    for (const path of Object.keys(body.paths)) {
      const id = /collections\/(\w+)/.exec(path)?.[1] ?? "regions";
      const feature = path.includes("{")
        ? (await get<Page>(`${url}/ogc/collections/${id}/items?limit=1`)).body.features[0]?.id
        : 0;
      const answer = await send(`${body.servers[0]?.url}${path.replace("{featureId}", String(feature))}`);
      // Nothing was drawn of a collection that is empty.
      expect([path, answer.status]).toEqual([path, feature === undefined ? 404 : 200]);
    }
    for (const id of ids) {
      const queryables = await get<{ properties: Record<string, { type: string }> }>(
        `${url}/ogc/collections/${id}/queryables`,
      );
      const parameters = body.paths[`/collections/${id}/items`]?.get.parameters ?? [];
      expect(parameters.map((each) => each.name)).toEqual([
        "limit",
        "after",
        "bbox",
        "datetime",
        ...Object.keys(queryables.body.properties),
      ]);
      expect(parameters[0]?.schema.maximum).toBe(1_000);
    }
  });

  it("keeps the schemas of the standards in every answer, and a member less would be noticed", async () => {
    const answers: [path: string, schema: SchemaName][] = [
      ["/ogc", "landing"],
      ["/ogc/conformance", "conformance"],
      ["/ogc/collections", "collections"],
      ["/ogc/tileMatrixSets", "tileMatrixSets"],
      ["/ogc/tileMatrixSets/WebMercatorQuad", "tileMatrixSet"],
      ...ids.flatMap((id): [string, SchemaName][] => [
        [`/ogc/collections/${id}`, "collection"],
        [`/ogc/collections/${id}/items?limit=5`, "features"],
        [`/ogc/collections/${id}/tiles`, "tileSets"],
        [`/ogc/collections/${id}/tiles/WebMercatorQuad`, "tileSet"],
        [`/tiles/${id}.json`, "tileJson"],
      ]),
    ];
    for (const [path, schema] of answers) {
      const { body } = await get<Record<string, unknown>>(`${url}${path}`);
      expect([path, faultsOf(schema, body)]).toEqual([path, []]);
      for (const member of requiredOf(schema))
        expect([path, member, faultsOf(schema, { ...body, [member]: undefined }).length]).not.toEqual([
          path,
          member,
          0,
        ]);
    }
  });

  it.each(ids)(
    "gives every feature of %s once, by links, with whole numbers and the public code",
    { timeout: TIMEOUT },
    async (id) => {
      const { features, pages } = await all(`/collections/${id}/items?limit=700`);
      const codes = await codesOf(id);
      expect(features.map(({ properties }) => properties.code).sort()).toEqual(codes.sort());
      expect(pages[0]?.numberMatched).toBe(codes.length);
      for (const page of pages) expect(page.numberReturned).toBe(page.features.length);
      const numbers = features.map((feature) => feature.id);
      expect(numbers.every(Number.isSafeInteger)).toBe(true);
      expect(new Set(numbers).size).toBe(codes.length);
      const some = features[Math.floor(features.length / 2)];
      if (some) {
        const { body } = await get<Feature & { links: Link[] }>(
          `${url}/ogc/collections/${id}/items/${some.id}`,
        );
        expect(body).toMatchObject(some);
      }
    },
  );

  it("finds by box what an intersection in SQL finds, across the antimeridian too", {
    timeout: TIMEOUT,
  }, async () => {
    const box = fc
      .tuple(
        fc.double({ min: 113, max: 117, noNaN: true }),
        fc.double({ min: 24, max: 28, noNaN: true }),
        fc.double({ min: 0.01, max: 1.5, noNaN: true }),
        fc.constantFrom(...ids),
      )
      .map(([west, south, size, id]) => ({
        id,
        box: [west, south, west + size, south + size].map((side) => Number(side.toFixed(5))),
      }));
    await fc.assert(
      fc.asyncProperty(box, async ({ id, box: sides }) => {
        const { features } = await all(`/collections/${id}/items?limit=1000&bbox=${sides.join(",")}`);
        const envelope = `st_makeenvelope(${sides.join(", ")}, 4326)`;
        const expected = await codesOf(id, `st_intersects(${TABLES[id]?.place}, ${envelope})`);
        expect(features.map(({ properties }) => properties.code).sort()).toEqual(expected.sort());
      }),
      { numRuns: 40 },
    );
    const round = await get<Page>(`${url}/ogc/collections/settlements/items?bbox=170,-90,115,90&limit=1`);
    const [{ count } = { count: -1 }] = await sqlOn<{ count: number }>(
      databaseUrl,
      "select count(*)::int as count from atlas.settlements where st_x(point) <= 115",
    );
    expect(round.body.numberMatched).toBe(count);
    const high = await get<Page>(
      `${url}/ogc/collections/settlements/items?bbox=-180,-90,0,180,90,9000&limit=1`,
    );
    expect(high.body.numberMatched).toBe((await codesOf("settlements")).length);
  });

  it("picks by day and by property, and takes datetime where nothing has a time", async () => {
    const counted = async (path: string) =>
      (await get<Page>(`${url}/ogc/collections${path}`)).body.numberMatched;
    const [span] = await sqlOn<{ first: string }>(
      databaseUrl,
      "select min(started_on)::text as first from atlas.emergency_events",
    );
    const first = String(span?.first);
    for (const [asked, where] of [
      [first, `started_on <= '${first}' and coalesce(ended_on, 'infinity') >= '${first}'`],
      [`../${first}`, `started_on <= '${first}'`],
      ["2026-06-30T17:00:00Z/..", "coalesce(ended_on, 'infinity') >= '2026-07-01'"],
      ["2026-06-30T15:00:00Z/", "coalesce(ended_on, 'infinity') >= '2026-06-30'"],
      ["../..", "true"],
    ])
      expect([asked, await counted(`/events/items?limit=1&datetime=${asked}`)]).toEqual([
        asked,
        (await codesOf("events", where)).length,
      ]);
    expect(await counted(`/settlements/items?limit=1&datetime=${first}`)).toBe(
      (await codesOf("settlements")).length,
    );
    expect(await counted("/villages/items?limit=1&county_code=360827&poor_village=true")).toBe(
      (await codesOf("villages", "county_code = '360827' and poor_village")).length,
    );
    expect(await counted("/regions/items?limit=1&kind=AREA")).toBe(14);
  });

  it("refuses what it does not know with 400 or 404 and a sentence, never 5xx", async () => {
    for (const [path, status] of [
      ["/collections/households", 404],
      ["/collections/villages/items/nobody", 404],
      ["/collections/regions/items/99999999999", 404],
      ["/collections/regions/items/0", 404],
      ["/collections/villages/items?name=x", 400],
      ["/collections/villages/items?f=xml", 400],
      ["/collections/villages/items?limit=0", 400],
      ["/collections/villages/items?limit=ten", 400],
      ["/collections/villages/items?limit=1&limit=2", 400],
      ["/collections/villages/items?bbox=1,2,3", 400],
      ["/collections/villages/items?bbox=114,27,115,26", 400],
      ["/collections/villages/items?bbox=114,26,x,27", 400],
      ["/collections/events/items?datetime=yesterday", 400],
      ["/collections/events/items?datetime=2026-02-30", 400],
      ["/collections/events/items?datetime=2026-07-02/2026-07-01", 400],
      ["/collections/villages/items?poor_village=maybe", 400],
      ["/collections/villages/items?after='%20or%20true", 400],
      ["/collections/villages/items?county_code=%00", 400],
      ["/collections?limit=1", 400],
      ["/tileMatrixSets/Moon", 404],
    ] as const) {
      const { status: got, body } = await get<{ errors: { message: string }[] }>(`${url}/ogc${path}`);
      expect([path, got]).toEqual([path, status]);
      expect(body.errors[0]?.message.length).toBeGreaterThan(10);
    }
    await fc.assert(
      fc.asyncProperty(fc.webQueryParameters(), async (query) => {
        const answer = await send(`${url}/ogc/collections/events/items?${query}`);
        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: 100 },
    );
  });

  it("gives fewer features where more than 1,000 are asked for", async () => {
    const { body } = await get<Page>(`${url}/ogc/collections/villages/items?limit=5000`);
    expect(body.numberReturned).toBe(1_000);
  });

  it("names itself as a proxy on this machine says, its prefix too", async () => {
    const { body } = await get<Page>(`${url}/ogc/collections/events/items?limit=1`, {
      "x-forwarded-for": "203.0.113.9",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "atlas.example",
      "x-forwarded-prefix": "/map",
    });
    expect(linkOf(body.links, "self")?.href).toBe(
      "https://atlas.example/map/ogc/collections/events/items?limit=1",
    );
    const forged = await get<Page>(`${url}/ogc/collections/events/items?limit=1`, {
      "x-forwarded-for": "203.0.113.9",
      "x-forwarded-prefix": '/"><script>',
    });
    expect(linkOf(forged.body.links, "self")?.href).toBe(`${url}/ogc/collections/events/items?limit=1`);
  });

  it("tells of its tiles in WebMercatorQuad where to get one, and one is there", async () => {
    const { body } = await get<{ tilesets: { links: Link[] }[] }>(`${url}/ogc/collections/villages/tiles`);
    const set = await get<{
      dataType: string;
      crs: string;
      tileMatrixSetURI: string;
      links: (Link & { templated?: boolean })[];
      layers: { id: string }[];
    }>(String(linkOf(body.tilesets[0]?.links ?? [], "self")?.href));
    expect(set.body).toMatchObject({ dataType: "vector", crs: "http://www.opengis.net/def/crs/EPSG/0/3857" });
    expect(set.body.layers.map(({ id }) => id)).toContain("villages");
    const item = set.body.links.find(({ rel }) => rel === "item");
    const [z, x, y] = [8, 209, 108];
    const address = String(item?.href)
      .replace("{tileMatrix}", String(z))
      .replace("{tileCol}", String(x))
      .replace("{tileRow}", String(y));
    expect((await send(address)).headers["content-type"]).toBe(item?.type);
    const scheme = await get<{
      tileMatrices: { id: string; scaleDenominator: number; matrixWidth: number }[];
    }>(String(linkOf(set.body.links, "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme")?.href));
    // As OGC 17-083r4 prints them, table D.1.
    expect(scheme.body.tileMatrices[0]?.scaleDenominator).toBeCloseTo(559_082_264.028_717, 5);
    expect(scheme.body.tileMatrices[18]?.scaleDenominator).toBeCloseTo(2_132.729_583_849_78, 8);
    expect(scheme.body.tileMatrices[18]?.matrixWidth).toBe(262_144);
  });

  it.runIf(inject("gdal"))(
    "is read by GDAL with its own page size: every feature of every collection",
    { timeout: TIMEOUT },
    async () => {
      for (const id of ids) {
        // The file it makes has what it read; the count of -so would be the one we told it.
        const { stdout } = await run(
          "ogr2ogr",
          ["-f", "CSV", "/vsistdout/", `OAPIF:${url}/ogc`, id, "-select", "code"],
          { maxBuffer: 64_000_000, env: { ...process.env, CPL_DEBUG: "OFF" } },
        );
        const codes = stdout.replaceAll('"', "").trim().split(/\r?\n/).slice(1);
        expect([id, codes.sort()]).toEqual([id, (await codesOf(id)).sort()]);
      }
      console.log(`${name}: GDAL read ${ids.length} collections`);
    },
  );
});
