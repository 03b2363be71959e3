import { describe, expect, it } from "vitest";
import { atlases, graphql } from "./atlas.ts";
import { extentOf, featuresOf, getTile, overTiles, sqlOn, tilesOver } from "./tileClient.ts";

interface ClusterRow extends Record<string, unknown> {
  id: number;
  code: string;
  region: string;
  kind: string;
  rank: number;
  p: number;
  relative_risk: number;
  observed: number;
  expected: number;
  households: number;
}

describe.each(atlases)("cluster tiles on the $name database", ({ url, databaseUrl }) => {
  const ofQuarter = (month: string) =>
    sqlOn<ClusterRow>(
      databaseUrl,
      /* sql */ `
      select cluster.feature_id as id, region_code || '-' || cluster.rank as code, region_code as region, kind, cluster.rank, p,
             relative_risk, observed, expected, cluster.households
      from atlas.risk_clusters cluster
      join atlas.publications publication on publication.id = publication_id and is_current
      join atlas.regions region on region.code = region_code
      where cluster.outline is not null and quarter = date_trunc('quarter', ($1 || '-01')::date)
      order by 1`,
      [month],
    );
  const drawn = async (z: number, period: string) => {
    const extent = await extentOf(
      databaseUrl,
      "st_transform(outline, 4326)",
      "atlas.risk_clusters where outline is not null",
    );
    const answers = await overTiles(tilesOver(extent, z), (tile) =>
      getTile(url, "clusters", tile, {}, period),
    );
    for (const { status } of answers) expect([200, 204]).toContain(status);
    const byId = new Map<unknown, Record<string, unknown>>();
    for (const { body } of answers)
      for (const { id, properties } of featuresOf(body, "clusters")) byId.set(id, { id, ...properties });
    return [...byId.values()].sort((a, b) => Number(a.id) - Number(b.id));
  };

  it("carry every cluster of the quarter a month lies in, with the figures of SQL", async () => {
    const rows = await ofQuarter("2026-09");
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.map(({ code }) => code)).toContain("360827-1");
    for (const month of ["2026-09", "2026-07"]) expect(await drawn(8, month)).toEqual(rows);
    // Without a month they are the latest.
    expect(await drawn(5, "")).toEqual(rows);
  });

  it("of another quarter are others", async () => {
    const rows = await ofQuarter("2025-05");
    expect(await drawn(7, "2025-05")).toEqual(rows);
    expect(rows.map(({ id }) => id)).not.toEqual((await ofQuarter("2026-09")).map(({ id }) => id));
  });

  it("say what GraphQL says of the cluster planted in 360827", async () => {
    const { data } = await graphql<{ clusters: Record<string, unknown>[] }>(
      url,
      '{ clusters(within: "360827", period: "2026Q3") { rank p relativeRisk observed expected households } }',
    );
    const shown = (await drawn(8, "2026-09")).filter(({ region }) => region === "360827");
    expect(
      shown.map(({ rank, p, relative_risk, observed, expected, households }) => ({
        rank,
        p,
        relativeRisk: relative_risk,
        observed,
        expected,
        households,
      })),
    ).toEqual(data.clusters);
  });
});
