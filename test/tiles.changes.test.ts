import { type ChildProcess } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, describe, expect, inject, it } from "vitest";
import { copyOfKeys } from "./ownAtlas.ts";
import { createFrom, databaseAt, startAtlas, stopChild } from "./setup.ts";
import {
  type Extent,
  featuresOf,
  getTile,
  overTiles,
  sqlOn,
  type TileAddress,
  tilesOver,
} from "./tileClient.ts";

const CLONE = "atlas_tile_changes";
const COUNTY = "360827";
const children: ChildProcess[] = [];
const cleanings: (() => Promise<unknown> | unknown)[] = [];

afterAll(async () => {
  await Promise.all(children.map(stopChild));
  for (const clean of cleanings) await clean();
});

/** A server on a copy of its own, so that a change disturbs nobody. */
async function startCopy(name: string): Promise<{ url: string; databaseUrl: string }> {
  if (name === "embedded") {
    const directory = mkdtempSync(join(tmpdir(), "atlas-changes-"));
    cleanings.push(() => rmSync(directory, { recursive: true, force: true }));
    cpSync(inject("embeddedDirectory"), directory, { recursive: true });
    const { url } = await startAtlas(name, { ATLAS_DATA_DIRECTORY: directory }, children);
    return {
      url,
      databaseUrl: `postgres://postgres@localhost/postgres?host=${encodeURIComponent(directory)}`,
    };
  }
  const onServer = async (text: string) => {
    const client = new pg.Client({ connectionString: inject("postgresUrl") });
    await client.connect();
    await client.query(text);
    await client.end();
  };
  await onServer(`drop database if exists ${CLONE}`);
  await onServer(createFrom(CLONE, inject("templateDatabase")));
  cleanings.push(() => onServer(`drop database if exists ${CLONE} with (force)`));
  const databaseUrl = databaseAt(inject("postgresUrl"), CLONE);
  const keys = copyOfKeys();
  cleanings.push(keys.remove);
  const { url } = await startAtlas(
    name,
    { DATABASE_URL: databaseUrl, ATLAS_KEYS_DIRECTORY: keys.directory },
    children,
  );
  return { url, databaseUrl };
}

const names = inject("postgresUrl") === "" ? ["embedded"] : ["embedded", "postgres"];

describe.each(names)("after a change on the %s database", (name) => {
  it("exactly the tiles that show the village change, from zoom 5 to 12", async () => {
    const { url, databaseUrl } = await startCopy(name);
    const [village] = await sqlOn<{ code: string; box: Extent; county: Extent }>(
      databaseUrl,
      /* sql */ `
      select village.code, array[st_xmin(village.outline), st_ymin(village.outline), st_xmax(village.outline), st_ymax(village.outline)] as box,
             county.bbox as county
      from atlas.villages village join atlas.regions county on county.code = village.county_code
      join atlas.village_cards card on card.code = village.code
      where village.county_code = $1 and card.score between 10 and 60 order by village.code limit 1`,
      [COUNTY],
    );
    if (!village) throw new Error(`county ${COUNTY} has no village with a score`);
    const tiles = [5, 6, 7, 8, 9, 10, 11, 12].flatMap((z) => tilesOver(village.county, z));
    const crawl = () => overTiles(tiles, (tile) => getTile(url, "villages", tile));
    const before = await crawl();

    // What an import writes: the card, the cells of its month, and the row that tells the tile servers.
    await sqlOn(databaseUrl, "update atlas.village_cards set score = score + 30 where code = $1", [
      village.code,
    ]);
    await sqlOn(
      databaseUrl,
      /* sql */ `
      update atlas.village_cell_months cell set weighted_score = weighted_score + 30 * card.households
      from atlas.village_cards card
      where card.code = $1 and cell.period = card.period
        and cell.cell_x = floor((st_x(card.point) + 180) / 360 * (1 << cell.level))
        and cell.cell_y = floor((1 - asinh(tan(radians(st_y(card.point)))) / pi()) / 2 * (1 << cell.level))`,
      [village.code],
    );
    await sqlOn(
      databaseUrl,
      "insert into atlas.data_changes (layer, west, south, east, north) values ('villages', $1, $2, $3, $4)",
      [...village.box],
    );

    const [cell] = await sqlOn<{ lon: number; lat: number }>(
      databaseUrl,
      "select st_x(point) as lon, st_y(point) as lat from atlas.village_cards where code = $1",
      [village.code],
    );
    const holdsPoint = ([z, x, y]: TileAddress) =>
      tilesOver([cell?.lon ?? 0, cell?.lat ?? 0, cell?.lon ?? 0, cell?.lat ?? 0], z).some(
        ([, column, row]) => column === x && row === y,
      );
    const shows = (tile: TileAddress, body: Uint8Array) =>
      tile[0] <= 7
        ? holdsPoint(tile)
        : featuresOf(body, "villages").some(({ id }) => id === Number(village.code));
    const touched = tiles.filter((tile, index) => shows(tile, before[index]?.body ?? Buffer.of()));
    expect(new Set(touched.map(([z]) => z))).toEqual(new Set([5, 6, 7, 8, 9, 10, 11, 12]));

    await expect
      .poll(async () => (await getTile(url, "villages", touched[0] as TileAddress)).headers.etag, {
        timeout: 10_000,
      })
      .not.toBe(before[tiles.indexOf(touched[0] as TileAddress)]?.headers.etag);
    const after = await crawl();
    const changed = tiles.filter((_, index) => before[index]?.headers.etag !== after[index]?.headers.etag);
    expect(changed).toEqual(touched);
  });
});
