import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PLANTED } from "../server/demo/planted.ts";
import { INDICATORS } from "../server/indicators/catalog.ts";
import { atlases, graphql } from "./atlas.ts";

interface Part {
  key: string;
  value: number;
  valueShown: number;
  subscore: number | null;
  weight: number;
  rate: number | null;
  smoothedRate: number | null;
  goalpostLow: number;
  goalpostHigh: number;
  imputed: boolean;
  source: string | null;
  sourceDate: string | null;
}
interface Explanation {
  score: number | null;
  scoreShown: number | null;
  status: string;
  parts: Part[];
}
interface Cell {
  indicator: string;
  period: string;
  value: number | null;
}
const EXPLAIN = `query ($code: String!, $period: String!) { explainScore(code: $code, period: $period) {
  score scoreShown status parts { key value valueShown subscore weight rate smoothedRate goalpostLow goalpostHigh imputed source sourceDate } } }`;
const COMPARE = `query ($r: [String!]!, $i: [String!]!, $p: [String!]!) { compare(regions: $r, indicators: $i, periods: $p) {
  indicators periods rows { code values { indicator period value } } } }`;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe.each(atlases)("indicators on $name", ({ url, databaseUrl }) => {
  const client = new pg.Client({ connectionString: databaseUrl });
  beforeAll(() => client.connect());
  afterAll(() => client.end());
  const column = async <Value>(text: string, values: unknown[] = []): Promise<Value[]> =>
    (await client.query<{ value: Value }>(text, values)).rows.map((row) => row.value);

  it("has a catalogue whose every entry says what it is in both languages", async () => {
    const ask = async (language: string) =>
      (
        await graphql<{ indicators: Record<string, string>[] }>(
          url,
          "{ indicators { code label unit direction family formula source methodVersion } }",
          {},
          { "accept-language": language },
        )
      ).data.indicators;
    const [zh, en] = [await ask("zh"), await ask("en")];
    expect(zh).toHaveLength(INDICATORS.length);
    expect(new Set(zh.map((indicator) => indicator.code)).size).toBe(zh.length);
    for (const [index, indicator] of zh.entries()) {
      expect(indicator.label).toMatch(/\p{Script=Han}/u);
      expect(en[index]?.label).not.toMatch(/\p{Script=Han}/u);
      expect(indicator.formula?.length).toBeGreaterThan(3);
    }
  });

  it("explains the score of 60 random villages: parts add up within 1e-9, each rests on its delivered counts", async () => {
    const codes = await column<string>(
      "select code as value from atlas.village_cards order by md5(code) limit 60",
    );
    for (const code of codes) {
      const { data, errors } = await graphql<{ explainScore: Explanation }>(url, EXPLAIN, {
        code,
        period: "2026-09",
      });
      expect(errors).toBeUndefined();
      const { score, scoreShown, status, parts } = data.explainScore;
      if (score === null) {
        expect([status, parts]).toEqual(["INSUFFICIENT", []]);
        continue;
      }
      expect(Math.abs(sum(parts.map((part) => part.value)) - score)).toBeLessThan(1e-9);
      expect(sum(parts.map((part) => Math.round(part.valueShown * 10)))).toBe(
        Math.round((scoreShown ?? 0) * 10),
      );
      expect(Math.abs(sum(parts.map((part) => part.weight)) - 1)).toBeLessThan(1e-9);
      for (const part of parts) {
        const scaled = ((part.smoothedRate ?? 0) - part.goalpostLow) / (part.goalpostHigh - part.goalpostLow);
        expect(part.subscore).toBeCloseTo(100 * Math.min(1, Math.max(0, scaled)), 9);
        expect(part.value).toBeCloseTo((part.subscore ?? 0) * part.weight, 9);
        expect(part.rate === null).toBe(part.imputed);
        if (!part.imputed) expect(part.source).toMatch(/模拟/);
        expect(part.sourceDate).toBe("2026-09-30");
      }
    }
  });

  it("explains the index of every county and area: parts add up within 1e-9 and equal the published index", async () => {
    const regions = await column<string>(
      "select distinct region_code as value from atlas.region_indices order by 1",
    );
    expect(regions.length).toBeGreaterThan(20);
    for (const code of regions) {
      const { data } = await graphql<{
        explainScore: Explanation;
        region: { index: { value: number | null; contributions: { value: number }[] } };
      }>(
        url,
        `${EXPLAIN.replace(/\}\s*$/, "")} region(code: $code) { index(period: $period) { value contributions { value } } } }`,
        { code, period: "2026Q3" },
      );
      const { score, scoreShown, parts } = data.explainScore;
      expect(score).toBe(data.region.index.value);
      expect(Math.abs(sum(parts.map((part) => part.value)) - (score ?? 0))).toBeLessThan(1e-9);
      expect(data.region.index.contributions.map((part) => part.value)).toEqual(
        parts.map((part) => part.value),
      );
      expect(sum(parts.map((part) => Math.round(part.valueShown * 10)))).toBe(
        Math.round((scoreShown ?? 0) * 10),
      );
    }
  });

  it("refuses what has no published score in a sentence", async () => {
    const { errors } = await graphql(
      url,
      EXPLAIN,
      { code: "360827", period: "1999Q1" },
      { "accept-language": "en" },
    );
    expect(errors?.[0]).toMatchObject({ extensions: { code: "BAD_USER_INPUT" } });
    expect(errors?.[0]?.message).toContain("360827 1999Q1");
  });

  it("shows the planted findings: the cluster first, zero change implausible, nobody new improbable, no report apart", async () => {
    const { data } = await graphql<{
      clusters: {
        rank: number;
        p: number;
        relativeRisk: number;
        observed: number;
        villages: { code: string }[];
      }[];
      cluster: { index: { level: string; triggers: string[] } };
      still: { index: { silence: Record<string, unknown>; level: string; triggers: string[] } };
      nobody: { index: { silence: Record<string, unknown> } };
      mute: { index: { silence: Record<string, unknown>; imputed: string[] } };
    }>(
      url,
      `query ($cluster: String!, $still: String!, $nobody: String!, $mute: String!) {
        clusters(within: $cluster, period: "2026Q3") { rank p relativeRisk observed villages { code } }
        cluster: region(code: $cluster) { index { level triggers } }
        still: region(code: $still) { index { level triggers silence { states implausibleZeroChange improbableZeroNew } } }
        nobody: region(code: $nobody) { index { silence { states implausibleZeroChange improbableZeroNew } } }
        mute: region(code: $mute) { index { imputed silence { states implausibleZeroChange improbableZeroNew } } } }`,
      {
        cluster: PLANTED.cluster.county,
        still: PLANTED.zeroChange.county,
        nobody: PLANTED.noNewHouseholds.county,
        mute: PLANTED.noReport.county,
      },
    );
    const [first] = data.clusters;
    expect(first?.p).toBeLessThanOrEqual(0.001);
    expect(first?.relativeRisk).toBeGreaterThanOrEqual(PLANTED.cluster.relativeRisk);
    // The planted villages are the nearest to the centre; those that did not deliver cannot be in any cluster.
    const planted = await column<string>(
      `select v.code as value from atlas.villages v join atlas.villages c on c.code = $1 and c.county_code = v.county_code
       order by v.point <-> c.point limit $2`,
      [PLANTED.cluster.centre, PLANTED.cluster.villages],
    );
    const found = new Set(first?.villages.map((village) => village.code));
    expect(planted.filter((code) => found.has(code)).length).toBeGreaterThanOrEqual(0.8 * planted.length);
    expect(data.cluster.index.triggers).toContain("MAJOR_CLUSTER");
    expect(data.still.index.silence).toMatchObject({
      states: ["REPORTED_ZERO", "ZERO_CHANGE"],
      implausibleZeroChange: true,
    });
    expect(data.still.index.triggers).toContain("IMPLAUSIBLE_ZERO_CHANGE");
    expect(["YELLOW", "ORANGE", "RED"]).toContain(data.still.index.level);
    expect(data.nobody.index.silence).toEqual({
      states: ["REPORTED_ZERO"],
      implausibleZeroChange: false,
      improbableZeroNew: true,
    });
    expect(data.mute.index.silence).toEqual({
      states: ["NO_REPORT"],
      implausibleZeroChange: false,
      improbableZeroNew: false,
    });
    expect(data.mute.index.imputed).toEqual(expect.arrayContaining(["UNEMPLOYMENT", "IMPLEMENTATION"]));
  });

  it("lists warnings gravest first, page by page, as SQL has them", async () => {
    const codes: string[] = [];
    let after: string | null = null;
    do {
      const page: {
        data: {
          warnings: {
            nodes: { region: { code: string } }[];
            pageInfo: { endCursor: string | null; hasNextPage: boolean };
          };
        };
      } = await graphql(
        url,
        `query ($after: String) { warnings(kind: COUNTY, minLevel: YELLOW, first: 7, after: $after) {
          nodes { region { code } } pageInfo { endCursor hasNextPage } } }`,
        { after },
      );
      codes.push(...page.data.warnings.nodes.map((node) => node.region.code));
      after = page.data.warnings.pageInfo.hasNextPage ? page.data.warnings.pageInfo.endCursor : null;
    } while (after !== null);
    expect(codes.length).toBeGreaterThan(3);
    expect(codes).toEqual(
      await column(/* sql */ `
        select i.region_code as value from atlas.region_indices i join atlas.publications p on p.id = i.publication_id and p.is_current
        join atlas.regions r on r.code = i.region_code and r.kind = 'COUNTY'
        where p.quarter = '2026-07-01' and i.level in ('YELLOW', 'ORANGE', 'RED')
        order by array_position(array['RED', 'ORANGE', 'YELLOW'], i.level), i.value desc, i.region_code`),
    );
  });

  it("compares, and whatever the order of arguments gives the same cells, equal to the series and to SQL", async () => {
    const regions = ["luoxiao", "360827", "360000", "430224", "360827101"];
    const periods = ["2025Q4", "2026Q2", "2026Q3"];
    const keys = INDICATORS.map((indicator) => indicator.key);
    const rows = await client.query<{ key: string; value: number | null }>(/* sql */ `
      select v.region_code || ' ' || v.indicator || ' ' || to_char(v.period, 'YYYY"Q"Q') as key, v.value
      from atlas.indicator_values v join atlas.publications p on p.id = v.publication_id and p.is_current`);
    const known = new Map(rows.rows.map((row) => [row.key, row.value]));
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(regions, { minLength: 1 }),
        fc.shuffledSubarray(keys, { minLength: 1, maxLength: 6 }),
        fc.shuffledSubarray(periods, { minLength: 1 }),
        async (r, i, p) => {
          const { data, errors } = await graphql<{
            compare: { indicators: string[]; periods: string[]; rows: { code: string; values: Cell[][] }[] };
          }>(url, COMPARE, { r, i, p });
          expect(errors).toBeUndefined();
          expect([data.compare.indicators, data.compare.periods]).toEqual([i, p]);
          data.compare.rows.forEach(({ code, values }) => {
            values.forEach((row, place) => {
              expect(row.map((cell) => [cell.indicator, cell.period])).toEqual(
                p.map((period) => [i[place], period]),
              );
              for (const cell of row)
                expect(cell.value).toBe(known.get(`${code} ${cell.indicator} ${cell.period}`) ?? null);
            });
          });
        },
      ),
      { numRuns: 25 },
    );
    const { data } = await graphql<{ region: { series: { period: string; value: number | null }[] } }>(
      url,
      '{ region(code: "360827") { series(indicator: "VILLAGE_FLOW", from: "2025Q4") { period value } } }',
    );
    expect(data.region.series.map((cell) => cell.period)).toEqual(["2025Q4", "2026Q1", "2026Q2", "2026Q3"]);
    for (const cell of data.region.series)
      expect(cell.value).toBe(known.get(`360827 VILLAGE_FLOW ${cell.period}`));
  });

  it("gives the same class breaks for the same input, holding every region once", async () => {
    const legend = (method: string, code = "VILLAGE_RISK") =>
      graphql<{
        indicator: { legend: { classes: { from: number; to: number; count: number }[]; missing: number } };
      }>(
        url,
        `query ($code: String!, $method: ClassMethod) { indicator(code: $code) { legend(kind: COUNTY, method: $method) { classes { from to count } missing } } }`,
        { code, method },
      );
    const [counties = 0] = await column<number>(
      "select count(*)::int as value from atlas.indicator_values v join atlas.publications p on p.id = v.publication_id and is_current and quarter = '2026-07-01' join atlas.regions r on r.code = v.region_code and r.kind = 'COUNTY' where indicator = 'VILLAGE_RISK'",
    );
    for (const method of ["JENKS", "QUANTILE", "EQUAL_INTERVAL"]) {
      const { classes, missing } = (await legend(method)).data.indicator.legend;
      expect(classes).toHaveLength(5);
      expect(sum(classes.map((entry) => entry.count)) + missing).toBe(counties);
      expect((await legend(method)).data.indicator.legend.classes).toEqual(classes);
    }
    const fixed = (await legend("GOALPOSTS", "VILLAGE_VUL")).data.indicator.legend.classes;
    expect(fixed.map((entry) => entry.from)).toEqual(
      [0, 0.02, 0.04, 0.06, 0.08].map((from) => expect.closeTo(from, 12)),
    );
    const { errors } = await legend("GOALPOSTS", "CLUES");
    expect(errors?.[0]).toMatchObject({ extensions: { code: "BAD_USER_INPUT" } });
  });
});
