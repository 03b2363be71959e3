import { type JudgedMonth, judgePrices } from "../../geo/priceAlarm.ts";
import { LIVE_STATUSES } from "../../geo/projectLifecycle.ts";
import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Batch, Context } from "../context.ts";
import { countRows } from "../count.ts";
import { grouped } from "../grouped.ts";
import type { Commodity } from "../projects/type.ts";
import { type Scope, scopeFilter } from "../regions/queries.ts";
import type { AffectedVillage, Market, PriceMonth } from "./type.ts";

/** Products whose price is followed, by code. */
export const selectCommodities = ({ sql }: Context): Promise<Commodity[]> =>
  sql<Commodity>(
    `select code, name, name_en as "nameEn", unit from atlas.commodities order by code limit 1000`,
  );

/** Markets that know a price of each of many products. */
export const marketsOfCommodities: Batch<string, Market[]> = async ({ sql }, codes) => {
  const rows = await sql<Market & { commodity: string }>(
    /* sql */ `
    select asked.code as commodity, market.code, market.name, market.name_en as "nameEn", market.is_demo as "isDemo",
           market.county_code as "countyCode"
    from unnest(:codes::text[]) as asked (code) cross join atlas.markets market
    where exists (select from atlas.market_prices price
                  where price.commodity_code = asked.code and price.market_code = market.code)
    order by market.code`,
    { codes: [...codes] },
  );
  return codes.map(grouped(rows, (row) => row.commodity).of);
};

/** Judged series of many products, whole: on a market, or the farm-gate reference without one. */
export const judgedSeries: Batch<string, JudgedMonth[], { market: string | null }> = async (
  { sql },
  codes,
  { market },
) => {
  const rows = await sql<{ code: string; period: string; price: number }>(
    market === null
      ? /* sql */ `
        select commodity_code as code, period, price_fen as price from atlas.commodity_prices
        where commodity_code = any(:codes::text[]) and price_fen > 0 order by commodity_code, period`
      : /* sql */ `
        select commodity_code as code, period, price_fen as price from atlas.current_market_prices
        where commodity_code = any(:codes::text[]) and market_code = :market order by commodity_code, period`,
    { codes: [...codes], market },
  );
  const byCode = grouped(rows, (row) => row.code);
  return codes.map((code) => judgePrices(byCode.of(code)));
};

/** A judged month as the API tells it. */
export const toPriceMonth = (month: JudgedMonth): PriceMonth => ({
  ...month,
  period: month.period.slice(0, 7),
});

/** Households of each village tied to each living project of a product: in several ways to one project counts once. */
const TIED = /* sql */ `
  select link.village_code, project.code as project, project.commodity_code as commodity, max(link.households) as households
  from atlas.industry_projects project join atlas.project_links link on link.project_code = project.code
  where project.status = any(:live::text[])`;

export interface Exposure {
  readonly commodity: string;
  readonly households: number;
  readonly villages: number;
  readonly projects: number;
}

/** What of a region hangs on each product; every product the region has a living project's households of. */
export async function exposures({ sql }: Context, scope: Scope | undefined): Promise<Exposure[]> {
  const within = scope && scopeFilter(scope, "link.village_code", "left(link.village_code, 6)");
  return sql<Exposure>(
    /* sql */ `
    select commodity, sum(households)::int as households, count(distinct village_code)::int as villages,
           count(distinct project)::int as projects
    from (${TIED} and project.commodity_code is not null and ${within?.where ?? "true"}
          group by link.village_code, project.code) tied
    group by commodity order by commodity`,
    { live: [...LIVE_STATUSES], ...within?.values },
  );
}

const villageOrder: Order<AffectedVillage> = [
  { sql: "affected.households", descending: true, type: "integer", value: (row) => row.households },
  { sql: `affected."villageCode"`, type: "text", value: (row) => row.villageCode },
];

/** Villages a product's price touches, most households first. */
export async function selectAffectedVillages(
  { sql }: Context,
  commodity: string,
  scope: Scope | undefined,
  page: Page,
): Promise<Connection<AffectedVillage>> {
  const within = scope && scopeFilter(scope, "link.village_code", "left(link.village_code, 6)");
  const from = /* sql */ `
    from (
      select village_code as "villageCode", sum(households)::int as households, array_agg(project order by project) as "projectCodes"
      from (${TIED} and project.commodity_code = :commodity and ${within?.where ?? "true"}
            group by link.village_code, project.code) tied
      group by village_code) affected where true`;
  const values = { live: [...LIVE_STATUSES], commodity, ...within?.values };
  const keys = keyset(villageOrder, page);
  const rows = await sql<AffectedVillage>(
    `select * ${from} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`,
    { ...values, ...keys.values },
  );
  return toConnection(rows, page, villageOrder, (mode) => countRows(sql, from, values, mode));
}
