import { createHash, randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Tier } from "../geo/releaseTiers.ts";
import { atlases, graphql } from "./atlas.ts";
import type { Cell } from "./releaseOracle.ts";
import { signInAs } from "./signedIn.ts";

const SLOW = 300_000;

const ASKED = /* GraphQL */ `{
  releases(regionCode: "360827", first: 5) { nodes { tier shown suppressed } }
  region(code: "360827") { released { period tier cells { component state numerator denominator tier } } }
  village(code: "360827100900") { released { tier cells { component state numerator denominator tier } } } }`;
interface Asked {
  releases: { nodes: { tier: Tier; shown: number; suppressed: number }[] };
  region: { released: { period: string; tier: Tier; cells: Omit<Cell, "place">[] } };
  village: { released: { tier: Tier; cells: Omit<Cell, "place">[] } };
}

describe.each(atlases)("released counts on $name", ({ url, databaseUrl }) => {
  const client = new pg.Client({ connectionString: databaseUrl });
  beforeAll(() => client.connect());
  afterAll(() => client.end());

  /** A key of the demonstration person, written as security administrators' keys are kept: by its hash. */
  async function keyOf(login: string): Promise<Record<string, string>> {
    const token = randomBytes(32).toString("base64url");
    await client.query(
      `insert into access.tokens (sha256, person_id, kind, expires_at)
       select $1, id, 'API_KEY', now() + interval '1 hour' from access.people where login = $2`,
      [createHash("sha256").update(token).digest(), login],
    );
    return { authorization: `Bearer ${token}` };
  }

  it(
    "are of the tier of the post, by session and by key, for whoever asks",
    async () => {
      const tiers: Record<string, Tier> = {
        "": "PUBLIC",
        "demo.worker": "PUBLIC",
        "demo.township": "PUBLIC",
        "demo.partner": "PUBLIC",
        "demo.auditor": "PUBLIC",
        "demo.system": "PUBLIC",
        "demo.security": "PUBLIC",
        "demo.planner": "PLANNER",
        "demo.county": "PLANNER",
        "demo.province": "PLANNER",
        "demo.area": "PLANNER",
        "demo.national": "PLANNER",
      };
      const { rows: stored } = await client.query<Cell>(
        `select tier, place_code as place, component, state, numerator, denominator from atlas.released_cells
       where place_code in ('360827', '360827100900') and release_id = (
         select id from atlas.releases where county_code = '360827' order by period desc, revision desc limit 1)`,
      );
      expect(stored.length).toBe(2 * 2 * 6);
      const expected = (place: string, tier: Tier) =>
        stored
          .filter((cell) => cell.place === place && cell.tier === tier)
          .map(({ place: _, ...cell }) => cell)
          .sort((a, b) => a.component.localeCompare(b.component));
      for (const [login, tier] of Object.entries(tiers))
        for (const headers of login === "" ? [{}] : [await signInAs(url, login), await keyOf(login)]) {
          const { data } = await graphql<Asked>(url, ASKED, {}, headers);
          const sorted = (cells: Omit<Cell, "place">[]) =>
            [...cells].sort((a, b) => a.component.localeCompare(b.component));
          expect([login, data.region.released.tier, data.village.released.tier]).toEqual([login, tier, tier]);
          expect(sorted(data.region.released.cells)).toEqual(expected("360827", tier));
          expect(sorted(data.village.released.cells)).toEqual(expected("360827100900", tier));
          expect(new Set(data.releases.nodes.map((node) => node.tier))).toEqual(new Set([tier]));
        }
      // The tiers differ, or the test could not fail.
      expect(expected("360827100900", "PLANNER")).not.toEqual(expected("360827100900", "PUBLIC"));
    },
    SLOW,
  );

  it("are hidden by the database itself from the role of the open atlas", async () => {
    await client.query("begin; set local role atlas_open");
    const { rows } = await client.query<{ tier: Tier }>("select distinct tier from atlas.released_cells");
    await client.query("rollback");
    expect(rows).toEqual([{ tier: "PUBLIC" }]);
    const { rows: numbers } = await client.query(
      "select from atlas.released_cells where state = 'SUPPRESSED' and num_nonnulls(numerator, denominator) > 0",
    );
    expect(numbers).toEqual([]);
  });
});
