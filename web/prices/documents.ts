import { graphql, type ResultOf } from "../api.ts";

export const productsQuery = graphql(`
  query Products($within: String!) {
    commodities { code name nameEn unit }
    region(code: $within) {
      id code name nameEn kind isDemo
      parent { id code name nameEn }
      areas { id code name nameEn }
      members { id code name nameEn }
      children(first: 200) { nodes { id code name nameEn kind } }
    }
    priceAlarms(within: $within) {
      period level fall monthsBelow households villages projects
      commodity { code name nameEn unit }
    }
  }
`);

export const seriesQuery = graphql(`
  query PriceSeries($product: String!, $market: String) {
    commodity(code: $product) {
      code name nameEn unit
      markets { code name nameEn isDemo }
      series(market: $market) { period price expected deviation fall monthsBelow level }
    }
  }
`);
export type Commodity = NonNullable<ResultOf<typeof seriesQuery>["commodity"]>;
export type PriceMonth = Commodity["series"][number];

export const affectedQuery = graphql(`
  query AffectedVillages($product: String!, $within: String!, $after: String) {
    commodity(code: $product) {
      code
      affectedVillages(within: $within, first: 20, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          households
          village { id code name nameEn center county { id code name nameEn } }
          projects { id code name nameEn status }
        }
      }
    }
  }
`);

export const scenarioQuery = graphql(`
  query PriceScenario($product: String!, $within: String!, $fall: Float!) {
    priceScenario(within: $within, commodity: $product, fallPercent: $fall) {
      period fallPercent priceBefore priceAfter countiesCrossing
      projectsTotal projectsBelow projectsUnknown households householdsBelow
      counties {
        incomeShare priceBefore priceAfter valueBefore valueAfter levelBefore levelAfter crosses
        county { id code name nameEn }
      }
      projects { households belowBefore project { id code name nameEn } }
    }
  }
`);

export const concentrationQuery = graphql(`
  query Concentration($within: String!) {
    region(code: $within) {
      id code
      productConcentration {
        households withoutProduct herfindahl threshold
        concentratedOn { code name nameEn }
        products { households share commodity { code name nameEn } }
      }
    }
  }
`);
