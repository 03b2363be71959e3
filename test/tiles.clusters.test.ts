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

interface Fact {
  key: string;
  numerator: number | null;
  denominator: number | null;
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
      where cluster.outline is not null and observed >= 10 and cluster.households >= 10 and quarter = date_trunc('quarter', ($1 || '-01')::date)
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

  it("tell nobody of a cluster of fewer than ten, nor does the API", async () => {
    const small = await sqlOn<{ id: number; region: string; rank: number; month: string; quarter: string }>(
      databaseUrl,
      /* sql */ `
      select feature_id as id, region_code as region, rank, to_char(quarter, 'YYYY-MM') as month,
             to_char(quarter, 'YYYY"Q"Q') as quarter
      from atlas.risk_clusters join atlas.publications publication on publication.id = publication_id and is_current
      where outline is not null and (observed < 10 or households < 10)`,
    );
    expect(small.length).toBeGreaterThan(0);
    for (const { id, region, rank, month, quarter } of small.slice(0, 4)) {
      expect((await drawn(7, month)).map((cluster) => cluster.id)).not.toContain(id);
      const { data } = await graphql<{ clusters: { rank: number; observed: number }[] }>(
        url,
        "query ($region: String!, $quarter: String!) { clusters(within: $region, period: $quarter) { rank observed } }",
        { region, quarter },
      );
      expect(data.clusters.map((cluster) => cluster.rank)).not.toContain(rank);
    }
  });

  it("count, over their villages, what anybody reads of those villages: nothing hidden is in them", async () => {
    for (const region of ["360827", "luoxiao"]) {
      const { data } = await graphql<{ clusters: (ClusterRow & { villages: { code: string }[] })[] }>(
        url,
        'query ($region: String!) { clusters(within: $region, period: "2026Q3") { observed households villages { code } } }',
        { region },
      );
      expect(data.clusters.length).toBeGreaterThan(0);
      for (const { observed, households, villages } of data.clusters) {
        const sums = { observed: 0, households: 0 };
        for (const { code } of villages) {
          const told = await graphql<{ village: { facts: Fact[] } }>(
            url,
            'query ($code: String!) { village(code: $code) { facts(period: "2026-09") { key numerator denominator } } }',
            { code },
          );
          const flow = told.data.village.facts.find(({ key }) => key === "FLOW");
          expect(flow?.numerator).not.toBeNull();
          sums.observed += flow?.numerator ?? 0;
          sums.households += flow?.denominator ?? 0;
        }
        expect(sums.households).toBe(households);
        expect(sums.observed).toBeCloseTo(observed, 3);
      }
    }
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
