import pg from "pg";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SUB_INDEX_KEYS } from "../geo/regionRules.ts";
import { COMPONENTS } from "../geo/villageRisk.ts";
import { grouped } from "../server/grouped.ts";
import { atlases, graphql } from "./atlas.ts";

interface Index {
  period: string;
  rank: number | null;
  rankInterval: [number, number] | null;
  ranked: number;
  largeScale: Record<"magnitude" | "breadth" | "commonCause", { holds: boolean }> & { largeScale: boolean };
  silence: { states: string[] };
}
const ITS = `period rank rankInterval ranked silence { states }
  largeScale { largeScale magnitude { holds } breadth { holds } commonCause { holds } }`;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Ranks under 1,000 draws of weights within 25 % of those given, one draw after another, by their definition. */
function rankedOften(
  values: readonly (readonly (number | null)[])[],
  weights: readonly number[],
): number[][] {
  const random = xoroshiro128plus(1);
  const ranks = values.map((): number[] => []);
  for (let draw = 0; draw < 1000; draw += 1) {
    const moved = weights.map((weight) => weight * (0.75 + 0.5 * uniformFloat64(random)));
    const scores = values.map((row) => {
      const known = row.flatMap((value, at) => (value === null ? [] : [{ value, weight: moved[at] ?? 0 }]));
      return sum(known.map(({ value, weight }) => value * weight)) / sum(known.map(({ weight }) => weight));
    });
    scores.forEach((score, unit) => {
      ranks[unit]?.push(1 + scores.filter((other) => other > score).length);
    });
  }
  return ranks.map((its) => its.sort((one, other) => one - other));
}

describe.each(atlases)("the published index on $name", ({ url, databaseUrl }) => {
  const client = new pg.Client({ connectionString: databaseUrl });
  const series = new Map<string, Index[]>();
  const rows = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> =>
    (await client.query<Row>(text, values)).rows;
  beforeAll(async () => {
    await client.connect();
    const { data } = await graphql<{
      region: { indexSeries: Index[]; members: { code: string; indexSeries: Index[] }[] };
    }>(url, `{ region(code: "luoxiao") { indexSeries { ${ITS} } members { code indexSeries { ${ITS} } } } }`);
    series.set("luoxiao", data.region.indexSeries);
    for (const { code, indexSeries } of data.region.members) series.set(code, indexSeries);
  });
  afterAll(() => client.end());

  it("ranks each county among those of its province, with the interval of 1,000 seeded draws of weights within 25 %", async () => {
    const stored = await rows<{
      region: string;
      quarter: string;
      values: (number | null)[];
      weights: Record<string, number>;
    }>(
      `select index.region_code as region, to_char(index.quarter, 'YYYY"Q"Q') as quarter, index.sub_indices as values,
              coalesce(publication.rules -> 'provinces' -> left(index.region_code, 2), publication.rules -> 'provinces' -> '')
                -> 'region' -> 'weights' as weights
       from atlas.region_indices index join atlas.publications publication on publication.id = publication_id and is_current
       where index.region_code ~ '^[0-9]{6}$' and index.value is not null order by 2, 1`,
    );
    const peers = grouped(stored, ({ region, quarter }) => `${region.slice(0, 2)} ${quarter}`);
    let wide = 0;
    for (const { region, quarter } of stored.filter((each) => each.quarter === "2026Q3")) {
      const its = peers.of(`${region.slice(0, 2)} ${quarter}`);
      const weights = SUB_INDEX_KEYS.map((key) => its[0]?.weights[key] ?? 0);
      const ranks = rankedOften(
        its.map(({ values }) => values),
        weights,
      )[its.findIndex((each) => each.region === region)];
      const shown = series.get(region)?.find(({ period }) => period === quarter);
      expect([region, shown?.rankInterval, shown?.ranked]).toEqual([
        region,
        [ranks?.[49], ranks?.[949]],
        its.length,
      ]);
      const [low = 0, high = 0] = shown?.rankInterval ?? [];
      expect(shown?.rank).toBeGreaterThanOrEqual(low);
      expect(shown?.rank).toBeLessThanOrEqual(high);
      if (high > low) wide += 1;
    }
    expect(wide).toBeGreaterThan(0);
  });

  it("calls relapse large-scale where all three tests hold and nowhere else, each told apart", () => {
    const held = [...series.values()].flat().map(({ largeScale }) => {
      const { magnitude, breadth, commonCause } = largeScale;
      const count = [magnitude, breadth, commonCause].filter(({ holds }) => holds).length;
      expect(largeScale.largeScale).toBe(count === 3);
      return count;
    });
    // Some hold one and not the others: none of them alone would do.
    expect(held.some((count) => count === 1 || count === 2)).toBe(true);
    expect(held.some((count) => count === 0)).toBe(true);
  });

  it("keeps a reported zero, no report and zero change apart, as the reports themselves say", async () => {
    const reports = await rows<{ county: string; quarter: string; states: string[] }>(
      `select distinct on (county_code, quarter) county_code as county, to_char(quarter, 'YYYY"Q"Q') as quarter,
              array_remove(array[case when reported_on is null then 'NO_REPORT' end,
                case when newly_recognised = 0 then 'REPORTED_ZERO' end, case when records_changed = 0 then 'ZERO_CHANGE' end], null) as states
       from atlas.county_quarters order by county_code, quarter, revision desc`,
    );
    let told = 0;
    for (const { county, quarter, states } of reports) {
      const its = series.get(county)?.find(({ period }) => period === quarter);
      if (!its) continue;
      expect([county, quarter, [...its.silence.states].sort()]).toEqual([county, quarter, states.sort()]);
      told += 1;
    }
    expect(told).toBeGreaterThan(150);
    const all = new Set([...series.values()].flat().flatMap(({ silence }) => silence.states));
    expect(all).toEqual(new Set(["NO_REPORT", "REPORTED_ZERO", "ZERO_CHANGE"]));
  });

  it("gives no score to a village that misses more than 40 % of the weight, and says what it misses", async () => {
    const absent = COMPONENTS.map(
      ({ key, weight }) =>
        `case when ${key.toLowerCase()}_numerator is null or ${key.toLowerCase()}_denominator is null then ${weight} else 0 end`,
    ).join(" + ");
    const facts = await rows<Record<string, number | string | null> & { code: string; status: string }>(
      `select fact.*, risk.village_code as code, risk.status, (${absent})::float8 as absent
       from atlas.village_risks risk
       join atlas.publications publication on publication.id = risk.publication_id and publication.is_current
       join atlas.village_facts fact on fact.village_code = risk.village_code and fact.period = risk.period
        and fact.revision = risk.facts_revision
       where risk.period = '2026-09-01' order by 1`,
    );
    expect(facts.length).toBeGreaterThan(4_000);
    for (const { code, status, absent: weight } of facts)
      expect([code, status === "INSUFFICIENT"]).toEqual([code, Number(weight) > 0.4 + 1e-9]);
    const without = facts.filter(({ status }) => status === "INSUFFICIENT");
    expect(without.length).toBeGreaterThan(0);
    const partly = facts.filter(({ status, absent: weight }) => status === "PARTIAL" && Number(weight) > 0);
    for (const fact of [...without.slice(0, 20), ...partly.slice(0, 5)]) {
      const { data } = await graphql<{
        explainScore: {
          score: number | null;
          status: string;
          coverage: number;
          mostMissing: number;
          parts: unknown[];
          missing: { key: string; label: string; weight: number; isSuppressed: boolean }[];
        };
      }>(
        url,
        'query ($code: String!) { explainScore(code: $code, period: "2026-09") { score status coverage mostMissing parts { key } missing { key label weight isSuppressed } } }',
        { code: fact.code },
      );
      const { score, status, coverage, missing, mostMissing, parts } = data.explainScore;
      expect(status).toBe(fact.status);
      expect(missing.map(({ key }) => key)).toEqual(
        COMPONENTS.filter(({ key }) => fact[`${key.toLowerCase()}_numerator`] === null).map(({ key }) => key),
      );
      expect(sum(missing.map(({ weight }) => weight))).toBeCloseTo(1 - coverage, 9);
      expect(mostMissing).toBe(0.4);
      if (status === "INSUFFICIENT") expect([score, parts]).toEqual([null, []]);
      else expect(score).not.toBeNull();
    }
  });

  it("puts values into classes by four methods, each with its count, as their definitions say", async () => {
    const legendOf = async (method: string, code: string) =>
      (
        await graphql<{
          indicator: { legend: { method: string; classes: { from: number; to: number; count: number }[] } };
        }>(
          url,
          'query ($code: String!, $method: ClassMethod) { indicator(code: $code) { legend(kind: COUNTY, method: $method, period: "2026Q3") { method classes { from to count } } } }',
          { code, method },
        )
      ).data.indicator.legend;
    const valuesOf = async (code: string) =>
      (
        await rows<{ value: number }>(
          `select published.value from atlas.indicator_values published
           join atlas.publications publication on publication.id = publication_id and is_current and publication.quarter = '2026-07-01'
           join atlas.regions region on region.code = region_code and region.kind = 'COUNTY'
           where indicator = $1 and value is not null order by value`,
          [code],
        )
      ).map(({ value }) => value);
    const values = await valuesOf("VILLAGE_RISK");
    const within = (list: readonly number[], classes: readonly { from: number; to: number }[]) =>
      classes.map(
        ({ from, to }, at) =>
          list.filter((value) => (value >= from || at === 0) && (value < to || at === classes.length - 1))
            .length,
      );
    const [least = 0, most = 0] = [values[0], values.at(-1)];
    for (const method of ["JENKS", "QUANTILE", "EQUAL_INTERVAL"]) {
      const legend = await legendOf(method, "VILLAGE_RISK");
      const counts = legend.classes.map(({ count }) => count);
      expect(legend.method).toBe(method);
      expect(counts).toHaveLength(5);
      expect(sum(counts)).toBe(values.length);
      expect(counts).toEqual(within(values, legend.classes));
      if (method === "EQUAL_INTERVAL")
        for (const [at, { from }] of legend.classes.entries())
          expect(from).toBeCloseTo(least + (at * (most - least)) / 5, 9);
      if (method === "QUANTILE") expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      // Of all ways to cut so many values into five, none leaves less within the classes.
      if (method === "JENKS") expect(spreadOf(values, counts)).toBeCloseTo(leastSpread(values, 5), 9);
    }
    const shares = await valuesOf("VILLAGE_VUL");
    const fixed = await legendOf("GOALPOSTS", "VILLAGE_VUL");
    for (const [at, { from }] of fixed.classes.entries()) expect(from).toBeCloseTo(0.02 * at, 12);
    expect(fixed.classes.map(({ count }) => count)).toEqual(within(shares, fixed.classes));
  });
});

const squares = (values: readonly number[]) => {
  const mean = sum(values) / values.length;
  return sum(values.map((value) => (value - mean) ** 2));
};

/** What is left within classes of so many values each, in their order. */
function spreadOf(values: readonly number[], counts: readonly number[]): number {
  let at = 0;
  return sum(
    counts.map((count) => {
      at += count;
      return squares(values.slice(at - count, at));
    }),
  );
}

/** The least there can be, by trying every cut. */
function leastSpread(values: readonly number[], classes: number): number {
  if (classes === 1) return squares(values);
  let least = Number.POSITIVE_INFINITY;
  for (let first = 1; first <= values.length - classes + 1; first += 1)
    least = Math.min(least, squares(values.slice(0, first)) + leastSpread(values.slice(first), classes - 1));
  return least;
}
