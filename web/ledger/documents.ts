import { graphql, type ResultOf } from "../api.ts";

export const LEDGER = graphql(`
  query Ledger($within: String!, $where: LedgerWhere) {
    ledger(within: $within, where: $where, first: 30) {
      nodes {
        id number status severity subject foundBy description placeCode placeName openedAt targetOn dueOn isOverdue isDemo
        evidence fixedAt verifiedAt rowVersion
        owner { id name role } handedTo { id name } fixedBy { id name role } verifiedBy { id name role }
        escalations { step kind at }
      }
      totalCount
    }
  }
`);
export type LedgerItem = ResultOf<typeof LEDGER>["ledger"]["nodes"][number];
export const COUNTS = graphql(`
  query LedgerCounts($within: String!) {
    ledgerCounts(within: $within) { code name open overdue fixed reopened closed }
  }
`);
export const REGISTER = graphql(`
  mutation RegisterLedgerItem($item: LedgerItemInput!) {
    deed: registerLedgerItem(item: $item) {
      __typename
      ... on LedgerItem { id status rowVersion }
      ... on Refused { message guards }
      ... on FixerCannotVerify { message }
    }
  }
`);
export const HAND_OVER = graphql(`
  mutation HandOverLedgerItem($id: ID!, $rowVersion: Int!, $to: ID!) {
    deed: handOverLedgerItem(id: $id, rowVersion: $rowVersion, to: $to) {
      __typename
      ... on LedgerItem { id status rowVersion }
      ... on Refused { message guards }
      ... on FixerCannotVerify { message }
    }
  }
`);
export const ACCEPT = graphql(`
  mutation AcceptLedgerItem($id: ID!, $rowVersion: Int!) {
    deed: acceptLedgerItem(id: $id, rowVersion: $rowVersion) {
      __typename
      ... on LedgerItem { id status rowVersion }
      ... on Refused { message guards }
      ... on FixerCannotVerify { message }
    }
  }
`);
export const FIX = graphql(`
  mutation SubmitLedgerFix($id: ID!, $rowVersion: Int!, $evidence: String!) {
    deed: submitLedgerFix(id: $id, rowVersion: $rowVersion, evidence: $evidence) {
      __typename
      ... on LedgerItem { id status rowVersion }
      ... on Refused { message guards }
      ... on FixerCannotVerify { message }
    }
  }
`);
export const VERIFY = graphql(`
  mutation VerifyLedgerItem($id: ID!, $rowVersion: Int!) {
    deed: verifyLedgerItem(id: $id, rowVersion: $rowVersion) {
      __typename
      ... on LedgerItem { id status rowVersion }
      ... on Refused { message guards }
      ... on FixerCannotVerify { message }
    }
  }
`);
export const REOPEN = graphql(`
  mutation ReopenLedgerItem($id: ID!, $rowVersion: Int!, $reason: String!, $targetOn: String!) {
    deed: reopenLedgerItem(id: $id, rowVersion: $rowVersion, reason: $reason, targetOn: $targetOn) {
      __typename
      ... on LedgerItem { id status rowVersion }
      ... on Refused { message guards }
      ... on FixerCannotVerify { message }
    }
  }
`);
