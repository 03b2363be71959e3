import knexModule from "knex";
import { describe, expect, it } from "vitest";
import { demoChecksum } from "../server/demo/checksum.ts";
import { atlases } from "./atlas.ts";

describe("the two databases", () => {
  it("hold the same demonstration data, row for row", async () => {
    const checksums = await Promise.all(
      atlases.map(async ({ databaseUrl }) => {
        const knex = knexModule({ client: "pg", connection: databaseUrl });
        try {
          return await demoChecksum(knex);
        } finally {
          await knex.destroy();
        }
      }),
    );
    expect(checksums[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(checksums).size).toBe(1);
  });

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
