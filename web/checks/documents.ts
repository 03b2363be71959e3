import { graphql, type ResultOf } from "../api.ts";

export const CHECKS = graphql(`
  query HouseholdChecks($within: String!) {
    householdChecks(within: $within) {
      key label checked findings source grade validFrom villages { code name findings }
    }
  }
`);
export type Check = ResultOf<typeof CHECKS>["householdChecks"][number];

export const FINDINGS = graphql(`
  query HouseholdFindings($within: String!, $rule: String, $first: Int!) {
    householdFindings(within: $within, rule: $rule, first: $first) {
      totalCount
      nodes { rule label householdId householdNumber villageName isMoney observed expected }
    }
  }
`);
