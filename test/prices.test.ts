import { beforeAll, describe, expect, it } from "vitest";
import { PLANTED } from "../server/demo/planted.ts";
import { atlases, graphql } from "./atlas.ts";
import { sqlOn } from "./tileClient.ts";

const ORANGE = PLANTED.price.commodity;

interface Month {
  period: string;
  price: number;
  expected: number | null;
  deviation: number | null;
  fall: number | null;
  level: string;
  monthsBelow: number;
}

describe.each(atlases)("prices on $name", ({ url, databaseUrl }) => {
  const ask = async <Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> => {
    const { data, errors } = await graphql<Data>(url, query, variables);
    expect(errors).toBeUndefined();
    return data;
  };
  const rows = <Row extends object>(text: string, values: unknown[] = []) =>
    sqlOn<Row & Record<string, unknown>>(databaseUrl, text, values);

  interface Product {
    code: string;
    alarm: Month;
    markets: { code: string; county: { code: string } }[];
    series: Month[];
  }
  let commodities: Product[];
  beforeAll(async () => {
    const month = "period price expected deviation fall level monthsBelow";
    ({ commodities } = await ask<{ commodities: Product[] }>(
      `{ commodities { code alarm { ${month} } markets { code county { code } } series { ${month} } } }`,
    ));
  });

  it("the planted fall is a crisis for five months in a row, and no other product ever is", () => {
    expect(commodities).toHaveLength(10);
    const crises = commodities.flatMap(({ code, series }) =>
      series.filter(({ level }) => level === "CRISIS").map(({ period }) => `${code} ${period}`),
    );
    expect(crises).toEqual(["05", "06", "07", "08", "09"].map((month) => `${ORANGE} 2026-${month}`));
    const orange = commodities.find(({ code }) => code === ORANGE)?.alarm;
    expect(orange).toMatchObject({ period: "2026-09", level: "CRISIS", monthsBelow: 5 });
    expect(orange?.fall).toBeGreaterThanOrEqual(PLANTED.price.fall);
  });

  it("months without three years before them are not judged, and the others by the mean that plain SQL gives", async () => {
    const expected = await rows<{ code: string; period: string; mean: number }>(
      `select price.commodity_code as code, to_char(price.period, 'YYYY-MM') as period, avg(before.price_fen)::float8 as mean
       from atlas.commodity_prices price join atlas.commodity_prices before on before.commodity_code = price.commodity_code
         and extract(month from before.period) = extract(month from price.period)
         and before.period between price.period - interval '36 months' and price.period - interval '1 day'
       where price.period >= '2025-10-01' group by 1, 2`,
    );
    const means = new Map(expected.map(({ code, period, mean }) => [`${code} ${period}`, mean]));
    for (const { code, series } of commodities) {
      expect(series).toHaveLength(48);
      expect(new Set(series.slice(0, 36).map(({ level }) => level))).toEqual(new Set(["INSUFFICIENT"]));
      for (const { period, expected: mean } of series.slice(36))
        expect(mean).toBeCloseTo(means.get(`${code} ${period}`) ?? 0, 6);
    }
  });

  it("the three markets of a month have the reference price for their mean, to the fen", async () => {
    const uneven = await rows(
      `select reference.commodity_code from atlas.commodity_prices reference
       join atlas.current_market_prices price using (commodity_code, period)
       group by reference.commodity_code, reference.period, reference.price_fen
       having count(*) <> 3 or sum(price.price_fen) <> 3 * reference.price_fen`,
    );
    expect(uneven).toEqual([]);
    for (const { markets } of commodities) expect(markets).toHaveLength(3);
  });

  it("a market has a series, a base and an alarm of its own; the highest revision of a price counts", async () => {
    const series = `query ($market: String) { commodity(code: "${ORANGE}") { alarm(market: $market) { level }
      series(market: $market, from: "2026-08", to: "2026-09") { period price level } } }`;
    for (const { code } of commodities[0]?.markets ?? []) {
      const { commodity } = await ask<{ commodity: { alarm: Month; series: Month[] } }>(series, {
        market: code,
      });
      const stored = await rows<{ price: number }>(
        `select price_fen as price from atlas.market_prices where commodity_code = $1 and market_code = $2
         and period in ('2026-08-01', '2026-09-01') order by period`,
        [ORANGE, code],
      );
      expect(commodity.series.map(({ price }) => price)).toEqual(stored.map(({ price }) => price));
      expect(commodity.alarm.level).toBe("CRISIS");
    }
    const { commodity } = await ask<{ commodity: { alarm: null; series: [] } }>(series, {
      market: "nowhere",
    });
    expect(commodity).toEqual({ alarm: null, series: [] });
  });

  it("alarms of a region come gravest first with the households that plain SQL counts", async () => {
    const alarms = await ask<{
      priceAlarms: (Month & {
        households: number;
        villages: number;
        projects: number;
        commodity: { code: string };
      })[];
    }>(
      `{ priceAlarms(within: "3607") { period level fall households villages projects commodity { code } } }`,
    );
    expect(alarms.priceAlarms[0]).toMatchObject({ level: "CRISIS", commodity: { code: ORANGE } });
    const counted = await rows<{ code: string; households: number; villages: number; projects: number }>(
      `select commodity_code as code, sum(most)::int as households, count(distinct village_code)::int as villages, count(distinct project_code)::int as projects
       from (select p.commodity_code, l.village_code, l.project_code, max(l.households) as most from atlas.project_links l
             join atlas.industry_projects p on p.code = l.project_code
             where p.status not in ('FAILED', 'CLOSED') and p.commodity_code is not null and l.village_code like '3607%'
             group by 1, 2, 3) tied group by 1`,
    );
    expect(
      Object.fromEntries(
        alarms.priceAlarms.map(({ commodity, households, villages, projects }) => [
          commodity.code,
          { households, villages, projects },
        ]),
      ),
    ).toEqual(Object.fromEntries(counted.map(({ code, ...rest }) => [code, rest])));
    const elsewhere = await ask<{ priceAlarms: { commodity: { code: string } }[] }>(
      `{ priceAlarms(within: "360827", period: "2026-03") { commodity { code } } }`,
    );
    expect(elsewhere.priceAlarms.map(({ commodity }) => commodity.code)).not.toContain(ORANGE);
  });

  it("affected villages add up over pages to the households of the alarm", async () => {
    const page = `query ($after: String) { commodity(code: "${ORANGE}") { affectedVillages(within: "3607", first: 40, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } nodes { households village { code } projects { code commodity { code } status } } } } }`;
    interface Page {
      commodity: {
        affectedVillages: {
          totalCount: number;
          pageInfo: { hasNextPage: boolean; endCursor: string };
          nodes: {
            households: number;
            village: { code: string };
            projects: { status: string; commodity: { code: string } }[];
          }[];
        };
      };
    }
    const nodes: Page["commodity"]["affectedVillages"]["nodes"] = [];
    let after: string | null = null;
    let total = 0;
    do {
      const its: Page["commodity"]["affectedVillages"] = (await ask<Page>(page, { after })).commodity
        .affectedVillages;
      nodes.push(...its.nodes);
      total = its.totalCount;
      after = its.pageInfo.hasNextPage ? its.pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(nodes.map(({ village }) => village.code)).size).toBe(total);
    const counts = nodes.map(({ households }) => households);
    expect(counts).toEqual([...counts].sort((one, other) => other - one));
    const { priceAlarms } = await ask<{ priceAlarms: { households: number; commodity: { code: string } }[] }>(
      `{ priceAlarms(within: "3607") { households commodity { code } } }`,
    );
    const alarm = priceAlarms.find(({ commodity }) => commodity.code === ORANGE);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(alarm?.households);
    for (const { projects } of nodes)
      for (const { status, commodity } of projects) {
        expect(commodity.code).toBe(ORANGE);
        expect(["FAILED", "CLOSED"]).not.toContain(status);
      }
  });

  const SCENARIO = `query ($within: String!, $fall: Float!, $commodity: String!) {
    priceScenario(within: $within, commodity: $commodity, fallPercent: $fall) {
      period fallPercent priceBefore priceAfter monthsBelow countiesCrossing projectsTotal projectsBelow projectsUnknown households householdsBelow
      counties { county { code } incomeShare priceBefore priceAfter valueBefore valueAfter levelBefore levelAfter crosses }
      projects { project { code } households revenue cost belowBefore belowAfter }
      villages { village { code } households householdsBelow } } }`;
  interface Scenario {
    priceBefore: number;
    priceAfter: number;
    monthsBelow: number;
    countiesCrossing: number;
    projectsTotal: number;
    projectsBelow: number;
    projectsUnknown: number;
    households: number;
    householdsBelow: number;
    counties: {
      county: { code: string };
      incomeShare: number | null;
      priceBefore: number;
      priceAfter: number;
      valueBefore: number;
      valueAfter: number;
      levelBefore: string;
      levelAfter: string;
      crosses: boolean;
    }[];
    projects: {
      project: { code: string };
      households: number;
      revenue: number;
      cost: number;
      belowBefore: boolean;
    }[];
    villages: { households: number; householdsBelow: number }[];
  }
  const scenario = async (fall: number, commodity: string = ORANGE) =>
    (await ask<{ priceScenario: Scenario }>(SCENARIO, { within: "luoxiao", fall, commodity })).priceScenario;

  it("a fall of nothing is the published figure, digit for digit, of every county and product", async () => {
    const published = await rows<{ code: string; value: number; price: number; level: string }>(
      `select its.region_code as code, its.value, its.sub_indices[4] as price, its.level from atlas.region_indices its
       join atlas.publications publication on publication.id = its.publication_id and publication.is_current
       where its.quarter = '2026-07-01'`,
    );
    const byCode = new Map(published.map((row) => [row.code, row]));
    for (const commodity of [ORANGE, "demo-tea"]) {
      const none = await scenario(0, commodity);
      expect(none.counties.length).toBeGreaterThan(3);
      expect(none.countiesCrossing).toBe(0);
      for (const county of none.counties) {
        const known = byCode.get(county.county.code);
        expect([county.valueBefore, county.valueAfter]).toEqual([known?.value, known?.value]);
        expect([county.priceBefore, county.priceAfter]).toEqual([known?.price, known?.price]);
        expect([county.levelBefore, county.levelAfter]).toEqual([known?.level, known?.level]);
      }
    }
  });

  it("the price sub-index after a fall is what plain arithmetic over the published inputs gives", async () => {
    const its = await scenario(30, "demo-tea");
    const months = await rows<{ mean: number }>(
      "select avg(price_fen)::float8 as mean from atlas.commodity_prices where commodity_code = 'demo-tea' and period between '2026-07-01' and '2026-09-01'",
    );
    expect(its.priceBefore).toBeCloseTo(months[0]?.mean ?? 0, 6);
    expect(its.priceAfter).toBeCloseTo(0.7 * (months[0]?.mean ?? 0), 6);
    expect(its.monthsBelow).toBeGreaterThanOrEqual(3);
    const inputs = await rows<{
      code: string;
      products: {
        name: string;
        incomeShare: number;
        priceThreeMonths: number;
        baselinePrice: number;
        monthsBelowBaseline: number;
      }[];
    }>(
      `select its.region_code as code, its.inputs -> 'input' -> 'commodities' as products from atlas.region_indices its
       join atlas.publications publication on publication.id = its.publication_id and publication.is_current where its.quarter = '2026-07-01'`,
    );
    const tea = its.counties.filter(({ incomeShare }) => incomeShare !== null);
    expect(tea.length).toBeGreaterThan(3);
    for (const county of tea) {
      const loss = (inputs.find(({ code }) => code === county.county.code)?.products ?? []).reduce(
        (sum, product) => {
          const isTea = product.name === "demo-tea";
          const price = product.priceThreeMonths * (isTea ? 0.7 : 1);
          const lasting = isTea ? 1 : Math.min(1, product.monthsBelowBaseline / 3);
          return sum + product.incomeShare * Math.max(0, 1 - price / product.baselinePrice) * lasting;
        },
        0,
      );
      expect(county.priceAfter).toBeCloseTo(100 * Math.min(1, loss / 0.15), 9);
      expect(county.valueAfter).toBeGreaterThanOrEqual(county.valueBefore);
      expect(county.crosses).toBe(county.levelAfter !== county.levelBefore);
    }
    const harder = await scenario(90, "demo-tea");
    expect(harder.countiesCrossing).toBeGreaterThanOrEqual(its.countiesCrossing);
    expect(harder.countiesCrossing).toBeGreaterThan(0);
  });

  it("projects fall below break-even exactly where plain SQL says, and households with them", async () => {
    const its = await scenario(25, "demo-tea");
    const below = await rows<{ code: string; households: number; revenue: number; cost: number }>(
      `with books as (
         select distinct on (project_code) project_code, sum(revenue_fen)::float8 as revenue, sum(cost_fen)::float8 as cost
         from atlas.project_seasons group by project_code, year
         having bool_and(revenue_fen is not null and cost_fen is not null) order by project_code, year desc),
       tied as (
         select l.project_code, sum(l.most)::int as households from (
           select project_code, village_code, max(households) as most from atlas.project_links group by 1, 2) l group by 1)
       select p.code, tied.households, books.revenue, books.cost from atlas.industry_projects p
       join tied on tied.project_code = p.code join books on books.project_code = p.code
       where p.commodity_code = 'demo-tea' and p.status not in ('FAILED', 'CLOSED') and books.revenue * 0.75 < books.cost
       order by tied.households desc, p.code`,
    );
    expect(below.length).toBeGreaterThan(0);
    expect(
      its.projects.map(({ project, households, revenue, cost }) => ({
        code: project.code,
        households,
        revenue,
        cost,
      })),
    ).toEqual(below);
    expect(its.projectsBelow).toBe(below.length);
    expect(its.householdsBelow).toBe(below.reduce((sum, { households }) => sum + households, 0));
    expect(its.villages.reduce((sum, village) => sum + village.householdsBelow, 0)).toBe(its.householdsBelow);
    expect(its.projectsTotal).toBeGreaterThanOrEqual(its.projectsBelow + its.projectsUnknown);
  });

  it("refuses a fall that is none and a product nobody knows", async () => {
    for (const [fall, commodity] of [
      [-1, ORANGE],
      [101, ORANGE],
      [10, "demo-nothing"],
    ] as const) {
      const { errors } = await graphql(url, SCENARIO, { within: "luoxiao", fall, commodity });
      expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
    }
  });
});
