import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import knexModule from "knex";
import { describe, expect, inject, it } from "vitest";
import { demoChecksum } from "../server/demo/checksum.ts";
import { openEmbedded } from "../server/embedded/open.ts";
import { atlases } from "./atlas.ts";
import { hasPostgres, ownDatabase } from "./ownAtlas.ts";

async function checksumAt(
  connection: string | { host: string; port: number; user: string; database: string },
) {
  const knex = knexModule({ client: "pg", connection });
  try {
    return await demoChecksum(knex);
  } finally {
    await knex.destroy();
  }
}

/** As it was filled: other tests write into the databases that the servers read. */
async function untouchedEmbedded(): Promise<string> {
  const scratch = mkdtempSync(join(tmpdir(), "atlas-untouched-"));
  cpSync(inject("embeddedDirectory"), join(scratch, "data"), { recursive: true });
  const embedded = await openEmbedded({ directory: join(scratch, "data") });
  try {
    return await checksumAt(embedded.connection);
  } finally {
    await embedded.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function untouchedPostgres(): Promise<string> {
  const { url, drop } = await ownDatabase("template");
  try {
    return await checksumAt(url);
  } finally {
    await drop();
  }
}

describe("the two databases", () => {
  it("hold the same demonstration data, row for row", async () => {
    const checksums = [
      ...(inject("embeddedDirectory") === "" ? [] : [await untouchedEmbedded()]),
      ...(hasPostgres ? [await untouchedPostgres()] : []),
    ];
    expect(checksums[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(checksums).size).toBe(1);
  }, 120_000);

  it("publish the same risks", async () => {
    const sums = await Promise.all(
      atlases.map(async ({ databaseUrl }) => {
        const knex = knexModule({ client: "pg", connection: databaseUrl });
        try {
          const { rows } = await knex.raw<{ rows: { villages: string; regions: string }[] }>(/* sql */ `
            select (select round(sum(score)::numeric, 4)::text || ' ' || count(*) from atlas.current_village_risks) as villages,
                   (select round(sum(score)::numeric, 4)::text || ' ' || count(*) from atlas.current_region_risks) as regions`);
          return rows[0];
        } finally {
          await knex.destroy();
        }
      }),
    );
    for (const sum of sums) expect(sum).toEqual(sums[0]);
  });
});
