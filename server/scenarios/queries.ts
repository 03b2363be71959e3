import {
  afterFall,
  graverLevel,
  isBelowBreakEven,
  monthsBelowUsual,
  priceScenario,
  SCENARIO_MONTHS,
  type UsualMonth,
} from "../../geo/priceScenario.ts";
import { LIVE_STATUSES } from "../../geo/projectLifecycle.ts";
import { quarterName } from "../../geo/quarters.ts";
import type { RegionQuarterFacts } from "../../geo/regionFacts.ts";
import { type RegionIndexRules, SUB_INDEX_KEYS } from "../../geo/regionRules.ts";
import type { Context } from "../context.ts";
import { grouped } from "../grouped.ts";
import type { WarningLevel } from "../indicators/type.ts";
import { type Scope, scopeFilter } from "../regions/queries.ts";
import { rulesOfIndex } from "../relapse/queries.ts";
import type { PriceScenario, ScenarioCounty, ScenarioProject, ScenarioVillage } from "./type.ts";

export interface ScenarioQuery {
  readonly scope: Scope;
  readonly commodity: string;
  /** 0 to 1. */
  readonly fall: number;
  readonly quarter: string | undefined;
}

const MOST_ROWS = 500;
const PRICE = SUB_INDEX_KEYS.indexOf("PRICE");

interface Peer {
  code: string;
  quarter: string;
  lastDay: string;
  value: number | null;
  level: WarningLevel | null;
  priceIndex: number | null;
  input: RegionQuarterFacts;
  rules: RegionIndexRules;
  isWithin: boolean;
}

/** Runs the scenario; null where nothing is published for the region. */
export async function runPriceScenario(
  context: Context,
  query: ScenarioQuery,
): Promise<PriceScenario | null> {
  const peers = await publishedPeers(context, query.scope, query.quarter);
  const [first] = peers;
  if (!first) return null;
  const months = await usualMonths(context, query.commodity, first.quarter, first.lastDay);
  const monthsBelow = monthsBelowUsual(afterFall(months, query.fall));
  const counties = countiesAfter(peers, query, monthsBelow);
  const prices = months.slice(-SCENARIO_MONTHS).map(({ price }) => price);
  const mean = prices.length > 0 ? prices.reduce((sum, price) => sum + price, 0) / prices.length : null;
  return {
    commodityCode: query.commodity,
    fallPercent: query.fall * 100,
    period: quarterName(first.quarter),
    priceBefore: mean,
    priceAfter: mean === null ? null : mean * (1 - query.fall),
    monthsBelow,
    countiesCrossing: counties.filter((county) => county.crosses).length,
    counties: counties.slice(0, MOST_ROWS),
    ...(await projectsAfter(context, query)),
  };
}

/** The published facts of every county of the provinces the region touches: they are each other's peers. */
function publishedPeers({ sql }: Context, scope: Scope, quarter: string | undefined): Promise<Peer[]> {
  const within = scopeFilter(scope, "published.region_code", "published.region_code");
  return sql<Peer>(
    /* sql */ `
    with current as (
      select published.*, publication.data_cut_off, ${rulesOfIndex} as rules, (${within.where}) as is_within
      from atlas.region_indices published
      join atlas.publications publication on publication.id = published.publication_id and publication.is_current
      join atlas.regions region on region.code = published.region_code and region.kind = 'COUNTY'
      where publication.quarter = coalesce(:quarter::date, (select max(quarter) from atlas.publications where is_current)))
    select region_code as code, quarter, data_cut_off as "lastDay", value, level, sub_indices[:price::int] as "priceIndex",
           inputs -> 'input' as input, rules, is_within as "isWithin"
    from current
    where left(region_code, 2) in (select left(region_code, 2) from current where is_within)
    order by region_code`,
    { ...within.values, quarter: quarter ?? null, price: PRICE + 1 },
  );
}

/** Months of the reference price as the published index read them: those of two years before the quarter, and of the quarter. */
function usualMonths(
  { sql }: Context,
  commodity: string,
  quarter: string,
  lastDay: string,
): Promise<UsualMonth[]> {
  return sql<UsualMonth>(
    /* sql */ `
    select price.price_fen as price,
           (select avg(before.price_fen)::float8 from atlas.commodity_prices before
            where before.commodity_code = price.commodity_code
              and before.period in (price.period - interval '1 year', price.period - interval '2 years', price.period - interval '3 years')) as usual
    from atlas.commodity_prices price
    where price.commodity_code = :commodity and price.period between :quarter::date - interval '24 months' and :lastDay::date
    order by price.period`,
    { commodity, quarter, lastDay },
  );
}

function countiesAfter(
  peers: readonly Peer[],
  { commodity, fall }: ScenarioQuery,
  monthsBelow: number,
): ScenarioCounty[] {
  const byProvince = grouped(peers, ({ code }) => code.slice(0, 2));
  const provinces = [...new Set(peers.map(({ code }) => code.slice(0, 2)))];
  const counties = provinces.flatMap((province) => {
    const its = byProvince.of(province);
    const rules = its[0]?.rules;
    if (!rules) return [];
    const indices = priceScenario(
      its.map(({ input }) => input),
      rules,
      { commodity, fall, monthsBelow },
    );
    return its.flatMap((peer, place): ScenarioCounty[] => {
      const after = indices[place]?.after;
      if (!peer.isWithin || !after) return [];
      const product = peer.input.commodities?.find(({ name }) => name === commodity);
      const levelAfter = peer.level === null ? null : (graverLevel(peer.level, after.level) as WarningLevel);
      return [
        {
          code: peer.code,
          incomeShare: product?.incomeShare ?? null,
          priceBefore: peer.priceIndex,
          priceAfter: after.subIndices.PRICE,
          valueBefore: peer.value,
          valueAfter: after.score,
          levelBefore: peer.level,
          levelAfter,
          crosses: levelAfter !== peer.level,
        },
      ];
    });
  });
  const rise = (county: ScenarioCounty) => (county.valueAfter ?? 0) - (county.valueBefore ?? 0);
  return counties
    .filter((county) => county.incomeShare !== null || rise(county) !== 0)
    .sort((one, other) => rise(other) - rise(one) || (one.code < other.code ? -1 : 1));
}

interface Tie {
  project: string;
  village: string;
  households: number;
  year: number | null;
  revenue: number | null;
  cost: number | null;
}

/** Projects by the households of the region that are tied to them, and what happens to each. */
async function projectsAfter(
  { sql }: Context,
  { scope, commodity, fall }: ScenarioQuery,
): Promise<Pick<PriceScenario, ProjectSide>> {
  const within = scopeFilter(scope, "link.village_code", "left(link.village_code, 6)");
  const ties = await sql<Tie>(
    /* sql */ `
    select tied.project, tied.village, tied.households, books.year, books.revenue, books.cost
    from (select project.code as project, link.village_code as village, max(link.households) as households
          from atlas.industry_projects project join atlas.project_links link on link.project_code = project.code
          where project.commodity_code = :commodity and project.status = any(:live::text[]) and ${within.where}
          group by project.code, link.village_code) tied
    left join lateral (
      select season.year, sum(season.revenue_fen)::int8 as revenue, sum(season.cost_fen)::int8 as cost
      from atlas.project_seasons season where season.project_code = tied.project
      group by season.year having count(season.revenue_fen) = count(*) and count(season.cost_fen) = count(*)
      order by season.year desc limit 1) books on true
    order by tied.project, tied.village`,
    { commodity, live: [...LIVE_STATUSES], ...within.values },
  );
  const projects = new Map<string, ScenarioProject>();
  const villages = new Map<string, ScenarioVillage>();
  for (const { project, village, households, ...books } of ties) {
    const its = projects.get(project) ?? { code: project, households: 0, ...books, ...judged(books, fall) };
    projects.set(project, { ...its, households: its.households + households });
    const touched = villages.get(village) ?? { villageCode: village, households: 0, householdsBelow: 0 };
    villages.set(village, {
      villageCode: village,
      households: touched.households + households,
      householdsBelow: touched.householdsBelow + (its.belowAfter ? households : 0),
    });
  }
  const all = [...projects.values()].sort(
    (one, other) => other.households - one.households || (one.code < other.code ? -1 : 1),
  );
  const below = all.filter((project) => project.belowAfter);
  const touched = [...villages.values()].sort(
    (one, other) => other.households - one.households || (one.villageCode < other.villageCode ? -1 : 1),
  );
  return {
    projectsTotal: all.length,
    projectsBelow: below.length,
    projectsUnknown: all.filter((project) => project.belowAfter === null).length,
    projects: below.slice(0, MOST_ROWS),
    households: touched.reduce((sum, village) => sum + village.households, 0),
    householdsBelow: touched.reduce((sum, village) => sum + village.householdsBelow, 0),
    villages: touched.slice(0, MOST_ROWS),
  };
}

type ProjectSide =
  | "projectsTotal"
  | "projectsBelow"
  | "projectsUnknown"
  | "projects"
  | "households"
  | "householdsBelow"
  | "villages";

function judged({ revenue, cost }: Pick<Tie, "revenue" | "cost">, fall: number) {
  if (revenue === null || cost === null) return { belowBefore: null, belowAfter: null };
  return {
    belowBefore: isBelowBreakEven(revenue, cost, 0),
    belowAfter: isBelowBreakEven(revenue, cost, fall),
  };
}
