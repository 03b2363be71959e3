import { describe, expect, it } from "vitest";
import { PLANTED } from "../server/demo/planted.ts";
import { atlases, type GraphqlAnswer, graphql } from "./atlas.ts";
import { extentOf, featuresOf, getTile, overTiles, sqlOn, tilesOver } from "./tileClient.ts";

interface Finding {
  rule: string;
  label: string;
  explanation: string;
  period: string;
  observed: number | null;
  region: { code: string };
  village: { code: string } | null;
}
interface Page {
  qualityFindings: {
    nodes: Finding[];
    totalCount: number;
    pageInfo: { endCursor: string | null; hasNextPage: boolean };
  };
}

const findings = /* GraphQL */ `
  query ($within: String!, $period: String, $rule: String, $first: Int, $after: String) {
    qualityFindings(within: $within, period: $period, rule: $rule, first: $first, after: $after) {
      totalCount
      pageInfo { endCursor hasNextPage }
      nodes { rule label explanation period observed region { code } village { code } }
    }
  }`;
const English = { "accept-language": "en" };

describe.each(atlases)("data quality asked of $name", ({ url, databaseUrl }) => {
  it("of a region are the stored shares, by quarter or by a month of it", async () => {
    const query = /* GraphQL */ `
      query ($period: String) {
        region(code: "luoxiao") { dataQuality(period: $period) { completeness timeliness consistency findings period } }
      }`;
    const [stored] = await sqlOn(
      databaseUrl,
      `select completeness, timeliness, consistency, findings, '2026Q3' as period from atlas.quality_scores score
       join atlas.publications publication on publication.id = publication_id and is_current
       where region_code = 'luoxiao' and publication.quarter = '2026-07-01'`,
    );
    for (const period of ["2026Q3", "2026-08", undefined]) {
      const { data } = await graphql<{ region: { dataQuality: unknown } }>(url, query, { period });
      expect(data.region.dataQuality).toEqual(stored);
    }
    const none = await graphql<{ region: { dataQuality: unknown } }>(url, query, { period: "2019Q1" });
    expect(none.data.region.dataQuality).toBeNull();
    const wrong = await graphql(url, query, { period: "2026Q5" });
    expect(wrong.errors?.[0]).toMatchObject({
      message: expect.stringContaining("2026Q5"),
      extensions: { code: "BAD_USER_INPUT" },
    });
  });

  it("comes page by page without gap or repetition, and adds up to the findings of the region", async () => {
    const all: Finding[] = [];
    let after: string | null = null;
    let total = 0;
    do {
      const answer: GraphqlAnswer<Page> = await graphql(url, findings, {
        within: "luoxiao",
        first: 4,
        after,
      });
      expect(answer.errors).toBeUndefined();
      const { nodes, totalCount, pageInfo } = answer.data.qualityFindings;
      all.push(...nodes);
      total = totalCount;
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(all).toHaveLength(total);
    expect(total).toBeGreaterThan(20);
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(total);
    const names = all.map(
      ({ rule, region, village, period }) => `${rule} ${region.code} ${village?.code ?? ""} ${period}`,
    );
    expect(new Set(names).size).toBe(total);
    expect(all.map(({ rule }) => rule)).toEqual(all.map(({ rule }) => rule).sort());
  });

  it("names and explains each finding in both languages", async () => {
    const { county } = PLANTED.noReport;
    const chinese = await graphql<Page>(url, findings, { within: county });
    const english = await graphql<Page>(url, findings, { within: county }, English);
    expect(chinese.data.qualityFindings.nodes).toMatchObject([
      {
        rule: "NO_REPORT",
        label: "未上报",
        explanation: "本季没有上报；这不是上报为零。",
        period: "2026Q3",
        village: null,
      },
    ]);
    expect(english.data.qualityFindings.nodes).toMatchObject([
      { rule: "NO_REPORT", label: "No report", explanation: expect.stringContaining("not a report of zero") },
    ]);
    const everything = await graphql<Page>(url, findings, { within: "luoxiao", first: 100 }, English);
    for (const { explanation, label } of everything.data.qualityFindings.nodes) {
      expect(explanation).toMatch(/^[A-Z\d].*\.$/);
      expect(`${explanation} ${label}`).not.toMatch(/\?|NaN|undefined|null/);
    }
  });

  it("finds the wild values of one rule in the villages of one county", async () => {
    const { county, values } = PLANTED.outlier;
    const { data } = await graphql<Page>(url, findings, {
      within: county,
      rule: "OUTLIER_RANGE",
      period: "2026Q3",
    });
    expect(data.qualityFindings.nodes.map(({ village, period }) => [village?.code, period])).toEqual(
      values.map(({ village, month }) => [village, month]),
    );
    const one = await graphql<Page>(url, findings, {
      within: values[0].village.slice(0, 9),
      rule: "OUTLIER_RANGE",
    });
    expect(one.data.qualityFindings.nodes).toHaveLength(
      values.filter(({ village }) => village.startsWith(values[0].village.slice(0, 9))).length,
    );
  });

  it("is a tile layer: every judged county once, with its shares, its findings and its silence", async () => {
    const extent = await extentOf(databaseUrl, "outline", "atlas.villages");
    const tiles = await overTiles(tilesOver(extent, 6), (tile) =>
      getTile(url, "data_quality", tile, {}, "2026-08"),
    );
    const drawn = new Map(
      tiles
        .filter(({ status }) => status === 200)
        .flatMap(({ body }) => featuresOf(body, "data_quality"))
        .map(({ properties }) => [properties.code, properties]),
    );
    const stored = await sqlOn<{ code: string; findings: number; completeness: number }>(
      databaseUrl,
      `select region_code as code, findings, completeness from atlas.quality_scores
       join atlas.publications publication on publication.id = publication_id and is_current
       where region_code ~ '^[0-9]{6}$' and publication.quarter = '2026-07-01' order by 1`,
    );
    expect([...drawn.keys()].sort()).toEqual(stored.map(({ code }) => code));
    for (const { code, findings: count, completeness } of stored)
      expect(drawn.get(code)).toMatchObject({
        findings: count,
        completeness: expect.closeTo(completeness, 6),
      });
    const silences = [...drawn.values()].filter(({ silence }) => silence !== "NONE");
    expect(Object.fromEntries(silences.map(({ code, silence }) => [code, silence]))).toEqual({
      [PLANTED.noReport.county]: "NO_REPORT",
      [PLANTED.zeroChange.county]: "ZERO_CHANGE",
      [PLANTED.noNewHouseholds.county]: "NO_NEW",
    });
    const about = (await (await fetch(`${url}/tiles/data_quality.json`)).json()) as {
      vector_layers: { id: string; fields: Record<string, string> }[];
    };
    expect(about.vector_layers).toMatchObject([
      { id: "data_quality", fields: { timeliness: "Number", silence: "String" } },
    ]);
  });
});
