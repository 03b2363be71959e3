import { graphql, type ResultOf } from "../api.ts";

export const FUNDS = graphql(`
  query Funds($within: String!, $by: FundGrouping!, $year: Int) {
    funds(within: $within, by: $by, year: $year, first: 100) {
      asOf
      rowCount
      total { allocated disbursed settled returned carriedOver disbursedShare settledShare lastMovedOn isDemo }
      rows {
        key name nameEn
        sums { allocated disbursed settled returned carriedOver disbursedShare settledShare lastMovedOn isDemo }
      }
    }
  }
`);
export type FundRow = ResultOf<typeof FUNDS>["funds"]["rows"][number];

export const FINDINGS = graphql(`
  query FundFindings($within: String!, $year: Int) {
    slow: slowFunds(within: $within, year: $year, first: 50) {
      totalCount
      nodes {
        pot year why sums { carriedOver disbursedShare lastMovedOn isDemo }
        source { key name nameEn } county { id code name nameEn } project { id code name nameEn }
      }
    }
    idle: idleFunds(within: $within, year: $year, first: 50) {
      totalCount
      nodes {
        pot year why sums { carriedOver disbursedShare lastMovedOn isDemo }
        source { key name nameEn } county { id code name nameEn } project { id code name nameEn }
      }
    }
  }
`);
export type FundPot = ResultOf<typeof FINDINGS>["slow"]["nodes"][number];

export const SOURCES = graphql(`query FundSources { fundSources { key name nameEn level } }`);

export const MOVEMENTS = graphql(`
  query FundMovements($within: String!) {
    fundMovements(within: $within, first: 20) {
      nodes {
        id year kind amount day reverses isReversed document isDemo
        source { key name nameEn } county { id code name nameEn } project { id code name nameEn }
      }
    }
  }
`);
export type FundMovement = ResultOf<typeof MOVEMENTS>["fundMovements"]["nodes"][number];

export const RECORD = graphql(`
  mutation RecordFundMovement($movement: FundMovementInput!) {
    deed: recordFundMovement(movement: $movement) {
      __typename
      ... on FundMovement { id }
      ... on Refused { message guards }
    }
  }
`);
export const REVERSE = graphql(`
  mutation ReverseFundMovement($id: ID!, $movementId: ID!) {
    deed: reverseFundMovement(id: $id, movementId: $movementId) {
      __typename
      ... on FundMovement { id }
      ... on Refused { message guards }
    }
  }
`);
