import { graphql, type ResultOf } from "../api.ts";

export const ENCLAVE = graphql(`
  query Enclave($code: String!) {
    enclave(code: $code) {
      id
      code
      name
      nameEn
      isDemo
      operator
      sector
      startedOn
      principal
      dividendGap
      beneficiaryHouseholds
      host { id code name nameEn }
      contract { number from to promisedBasisPoints yearlyPromise returnsPrincipal }
      returns { paybackYear paybackBasis rateSoFar rateContracted sentence }
      dividends { year promised paid }
      investors { amount households village { id code name nameEn } }
    }
  }
`);
export type EnclaveShown = NonNullable<ResultOf<typeof ENCLAVE>["enclave"]>;

export const ENTRIES = graphql(`
  query EnclaveEntries($code: String!, $first: Int!) {
    enclave(code: $code) {
      id
      entries(first: $first) {
        nodes { id kind year day amount advance isReversed note }
        totalCount
      }
    }
  }
`);
export type EntryShown = NonNullable<ResultOf<typeof ENTRIES>["enclave"]>["entries"]["nodes"][number];

export const PROMISE = graphql(`
  mutation RecordPromise($entry: EnclaveEntryInput!) {
    deed: recordDividendPromise(entry: $entry) {
      __typename
      ... on EnclaveEntry { id isReversed }
      ... on Refused { message guards }
    }
  }
`);
export const PAY = graphql(`
  mutation RecordPayment($entry: EnclaveEntryInput!) {
    deed: recordDividendPayment(entry: $entry) {
      __typename
      ... on EnclaveEntry { id isReversed }
      ... on Refused { message guards }
    }
  }
`);
export const REVERSE = graphql(`
  mutation ReverseEntry($id: ID!, $reverses: ID!, $note: String!) {
    deed: reverseEnclaveEntry(id: $id, reverses: $reverses, note: $note) {
      __typename
      ... on EnclaveEntry { id isReversed }
      ... on Refused { message guards }
    }
  }
`);
