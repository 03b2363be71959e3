import { graphql } from "../api.ts";

/** Everything the panel of a project shows. */
export const projectQuery = graphql(`
  query Project($code: String!) {
    industryProject(code: $code) {
      id
      code
      name
      nameEn
      isDemo
      kind
      status
      statusSince
      statusReason
      investment
      linkedHouseholds
      rowVersion
      nextStatuses
      statusChanges { id to day reason }
      fundsBySource { key name nameEn sums { allocated disbursed settled carriedOver } }
      seasons { year season output outputUnit revenue cost }
      years { year output outputUnit revenue cost }
      assets { code name nameEn kind value owner operator custodian certificate }
      county { id code name nameEn }
      commodity { code name nameEn unit alarm { period price level } }
      links { households mechanism village { id code name nameEn } }
    }
  }
`);

export const changeStatus = graphql(`
  mutation ChangeProjectStatus($change: ProjectStatusChangeInput!) {
    deed: changeProjectStatus(change: $change) {
      __typename
      ... on IndustryProject {
        id status statusSince statusReason rowVersion nextStatuses
        statusChanges { id to day reason }
      }
      ... on InvalidTransition { message }
      ... on Refused { message guards }
    }
  }
`);
