import { graphql, type ResultOf } from "../api.ts";

export const BROKEN = graphql(`
  query BrokenGlass($acknowledged: Boolean, $mine: Boolean, $first: Int!) {
    brokenGlass(acknowledged: $acknowledged, mine: $mine, first: $first) {
      totalCount
      nodes {
        id number reason isMine isLive brokenAt endsAt endedAt acknowledgedAt rowVersion
        person { name role } acknowledgedBy { name }
      }
    }
  }
`);
export type Glass = ResultOf<typeof BROKEN>["brokenGlass"]["nodes"][number];

export const LOOK = graphql(`
  query HouseholdUnderGlass($id: ID!) {
    householdUnderGlass(id: $id) {
      isFound villageName status category grade formerlyPoor
      members { id name relation birthYear idNumber }
      guaranteeIssues { id kind closedOn }
    }
  }
`);
export const BREAK = graphql(`
  mutation BreakGlass($id: ID!, $number: String!, $reason: String!, $minutes: Int!) {
    deed: breakGlass(id: $id, number: $number, reason: $reason, minutes: $minutes) {
      __typename ... on Refused { message guards }
    }
  }
`);
export const END = graphql(`
  mutation EndGlass($id: ID!) { deed: endGlass(id: $id) { __typename ... on Refused { message guards } } }
`);
export const ACKNOWLEDGE = graphql(`
  mutation AcknowledgeGlass($id: ID!, $rowVersion: Int!) {
    deed: acknowledgeGlass(id: $id, rowVersion: $rowVersion) { __typename ... on Refused { message guards } }
  }
`);
