import { execFileSync } from "node:child_process";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, inject, it } from "vitest";
import { atlases } from "./atlas.ts";
import { send } from "./rawHttp.ts";
import { extentOf, getTile, layersOf, sqlOn, type TileAddress } from "./tileClient.ts";

/** Luoxiao, where the demonstration data of size s lies; and a tile of the sea. */
const LUOXIAO: TileAddress = [8, 209, 108];
const SEA: TileAddress = [8, 240, 130];

const statements = (headers: { [name: string]: unknown }) =>
  Number(/"(\d+) statements"/.exec(String(headers["server-timing"]))?.[1]);

describe.each(atlases)("tiles over HTTP on the $name database", ({ url, databaseUrl }) => {
  it.runIf(inject("gdal"))("are read by GDAL: the layer is listed with features", () => {
    const [z, x, y] = LUOXIAO;
    const listed = execFileSync(
      "ogrinfo",
      ["-ro", "-so", "-al", `MVT:${url}/tiles/villages/${z}/${x}/${y}.pbf`],
      { encoding: "utf8" },
    );
    expect(listed).toContain("Layer name: villages");
    expect(Number(/Feature Count: (\d+)/.exec(listed)?.[1])).toBeGreaterThan(0);
  });

  it("answer 304 to a known ETag without a statement", async () => {
    const first = await getTile(url, "villages", LUOXIAO);
    const etag = String(first.headers.etag);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const again = await getTile(url, "villages", LUOXIAO, { "if-none-match": known });
      expect(again.status).toBe(304);
      expect(statements(again.headers)).toBe(0);
      expect(again.headers.etag).toBe(etag);
      expect(again.body.byteLength).toBe(0);
    }
    const other = await getTile(url, "villages", LUOXIAO, { "if-none-match": '"other"' });
    expect(other.status).toBe(200);
  });

  it("share one making between fifty parallel requests for a cold tile", async () => {
    const [row] = await sqlOn<{ period: string }>(
      databaseUrl,
      "select to_char(min(period), 'YYYY-MM') as period from atlas.current_region_risks",
    );
    // A month and a zoom no other test asks for, so that the tile is cold; one part at this zoom.
    const tile: TileAddress = [9, 418, 217];
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => getTile(url, "villages", tile, {}, row?.period)),
    );
    expect(answers.reduce((sum, { headers }) => sum + statements(headers), 0)).toBe(1);
    expect(new Set(answers.map(({ headers }) => headers.etag)).size).toBe(1);
  });

  it("are described by TileJSON 3.0 whose bounds are those of the data", async () => {
    const answer = await send(`${url}/tiles/villages,settlements.json`);
    const description = JSON.parse(answer.body.toString());
    expect(description).toMatchObject({
      tilejson: "3.0.0",
      tiles: [`${url}/tiles/villages,settlements/{z}/{x}/{y}.pbf`],
      minzoom: 0,
      maxzoom: 12,
    });
    expect(description.vector_layers.map((layer: { id: string }) => layer.id)).toEqual([
      "villages",
      "village_labels",
      "settlements",
      "settlement_lines",
    ]);
    for (const layer of description.vector_layers) {
      expect(layer.minzoom).toBeLessThanOrEqual(layer.maxzoom);
      for (const kind of Object.values(layer.fields)) expect(["String", "Number", "Boolean"]).toContain(kind);
    }
    const extent = await extentOf(databaseUrl, "outline", "atlas.regions where kind = 'PROVINCE'");
    extent.forEach((degrees, index) => {
      expect(description.bounds[index]).toBeCloseTo(degrees, 9);
    });
  });

  it("hold several layers when several are asked for", async () => {
    const answer = await getTile(url, "regions,villages,settlements,projects", LUOXIAO);
    expect(layersOf(answer.body)).toEqual(
      expect.arrayContaining(["projects", "regions", "settlements", "villages"]),
    );
    expect(statements(answer.headers)).toBeLessThanOrEqual(7);
  });

  it("that are empty answer 204 and may be cached", async () => {
    const answer = await getTile(url, "villages", SEA);
    expect(answer.status).toBe(204);
    expect(answer.headers["cache-control"]).toBe("public, no-cache");
    expect(answer.headers.etag).toMatch(/^".+"$/);
    const again = await getTile(url, "villages", SEA, { "if-none-match": String(answer.headers.etag) });
    expect(again.status).toBe(304);
  });

  it.each([
    ["/tiles/villages/3/8/0.pbf", 404],
    ["/tiles/villages/3/0/8.pbf", 404],
    ["/tiles/villages/13/0/0.pbf", 404],
    ["/tiles/villages/99/0/0.pbf", 404],
    ["/tiles/villages/-1/0/0.pbf", 404],
    ["/tiles/villages/1.5/0/0.pbf", 404],
    ["/tiles/villages/8/1e2/0.pbf", 404],
    ["/tiles/villages/8/209/108.png", 404],
    ["/tiles/nothing/8/209/108.pbf", 404],
    ["/tiles/__proto__/8/209/108.pbf", 404],
    ["/tiles/villages,villages/8/209/108.pbf", 404],
    ["/tiles/nothing.json", 404],
    ["/tiles/villages/8/209/108.pbf?color=red", 400],
    ["/tiles/villages/8/209/108.pbf?period=2026-13", 400],
    ["/tiles/villages/8/209/108.pbf?period=2026-01&period=2026-02", 400],
    ["/tiles/%E0%A4%A/8/209/108.pbf", 400],
  ])("refuse %s with %i and a code", async (path, status) => {
    const answer = await send(url + path);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body.toString()).errors[0].extensions.code).toMatch(/^[A-Z_]+$/);
  });

  it("never answer 5xx, whatever the path", async () => {
    const part = fc.oneof(
      fc.constantFrom("villages", "regions", "8", "0", "209", "108.pbf", "0.pbf", "..", "%00", "NaN", "1e9"),
      fc.integer().map(String),
      fc.string({ maxLength: 12 }).map(encodeURIComponent),
    );
    const path = fc.tuple(fc.array(part, { minLength: 1, maxLength: 5 }), fc.option(part, { nil: "" }));
    await fc.assert(
      fc.asyncProperty(path, async ([parts, query]) => {
        const answer = await send(
          `${url}/tiles/${parts.join("/")}${query === "" ? "" : `?${query}=${query}`}`,
        );
        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: 150 },
    );
  });

  it("come compressed as asked, and are the same tile each time", async () => {
    const plain = await getTile(url, "villages", LUOXIAO, { "accept-encoding": "identity" });
    expect(plain.headers["content-encoding"]).toBeUndefined();
    for (const [accepted, encoding, unpack] of [
      ["br", "br", brotliDecompressSync],
      ["gzip", "gzip", gunzipSync],
      ["gzip, deflate, br, zstd", "br", brotliDecompressSync],
      ["br;q=0, gzip", "gzip", gunzipSync],
    ] as const) {
      const packed = await getTile(url, "villages", LUOXIAO, { "accept-encoding": accepted });
      expect(packed.headers["content-encoding"]).toBe(encoding);
      expect(packed.headers.vary).toContain("accept-encoding");
      expect(packed.headers.etag).toBe(plain.headers.etag);
      expect(packed.body.byteLength).toBeLessThan(plain.body.byteLength);
      expect(unpack(packed.body).equals(plain.body)).toBe(true);
    }
  });
});
