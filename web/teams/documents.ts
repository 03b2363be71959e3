import { graphql, type ResultOf } from "../api.ts";

export const TEAMS = graphql(`
  query VillageTeams($within: String!, $current: Boolean, $first: Int!) {
    villageTeams(within: $within, current: $current, first: $first) {
      totalCount
      nodes {
        id villageCode villageName personId name post unit since until handedTo handedToName recalledReason isAtWork rowVersion
      }
    }
  }
`);
export type TeamMember = ResultOf<typeof TEAMS>["villageTeams"]["nodes"][number];

export const COLLEAGUES = graphql(`
  query Colleagues($village: String!) { colleagues(village: $village) { id name role } }
`);
export const ORPHANED = graphql(`
  query OrphanedWork($within: String!) { orphanedWork(within: $within) { kind id villageCode villageName personId name dueOn rowVersion } }
`);
export type OrphanedWork = ResultOf<typeof ORPHANED>["orphanedWork"][number];
export const HAND_OVER_TASK = graphql(`
  mutation HandOverTask($id: ID!, $personId: ID!, $rowVersion: Int!) {
    deed: handOverTask(id: $id, personId: $personId, rowVersion: $rowVersion) { __typename ... on Refused { message guards } }
  }
`);
export const HAND_OVER_ALL = graphql(`
  mutation HandOverTasks($key: String!, $from: ID!, $to: ID!) {
    deed: handOverTasks(key: $key, from: $from, to: $to) { __typename ... on Refused { message guards } }
  }
`);
export const ASSIGN = graphql(`
  mutation AssignTeamMember($id: ID!, $village: String!, $personId: ID!, $post: TeamPost!, $unit: String!, $since: String) {
    deed: assignTeamMember(id: $id, village: $village, personId: $personId, post: $post, unit: $unit, since: $since) {
      __typename ... on Refused { message guards }
    }
  }
`);
export const TRANSFER = graphql(`
  mutation TransferTeamMember($id: ID!, $personId: ID!, $rowVersion: Int!) {
    deed: transferTeamMember(id: $id, personId: $personId, rowVersion: $rowVersion) { __typename ... on Refused { message guards } }
  }
`);
export const ACCEPT = graphql(`
  mutation AcceptTeamMember($id: ID!, $rowVersion: Int!) {
    deed: acceptTeamMember(id: $id, rowVersion: $rowVersion) { __typename ... on Refused { message guards } }
  }
`);
export const RECALL = graphql(`
  mutation RecallTeamMember($id: ID!, $reason: String!, $rowVersion: Int!) {
    deed: recallTeamMember(id: $id, reason: $reason, rowVersion: $rowVersion) { __typename ... on Refused { message guards } }
  }
`);
export const END = graphql(`
  mutation EndTeamMember($id: ID!, $until: String!, $rowVersion: Int!) {
    deed: endTeamMember(id: $id, until: $until, rowVersion: $rowVersion) { __typename ... on Refused { message guards } }
  }
`);
