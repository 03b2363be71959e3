import { graphql, type ResultOf } from "../api.ts";

export const ORGANISATIONS = graphql(`
  query Organisations {
    organisations {
      id name scopes regions pointsPerMinute mostKeys isDisabled isDemo rowVersion
      keys { id }
      managers { id name }
    }
  }
`);
export type Organisation = ResultOf<typeof ORGANISATIONS>["organisations"][number];

export const CREATE_ORGANISATION = graphql(`
  mutation CreateOrganisation($id: ID!, $name: String!, $grant: GrantInput!) {
    deed: createOrganisation(id: $id, name: $name, grant: $grant) {
      __typename
      ... on Organisation { id }
      ... on Refused { message }
    }
  }
`);
export const GRANT_ORGANISATION = graphql(`
  mutation GrantOrganisation($id: ID!, $rowVersion: Int!, $name: String!, $grant: GrantInput!) {
    deed: grantOrganisation(id: $id, rowVersion: $rowVersion, name: $name, grant: $grant) {
      __typename
      ... on Organisation { id }
      ... on Refused { message }
    }
  }
`);
export const DISABLE_ORGANISATION = graphql(`
  mutation DisableOrganisation($id: ID!, $rowVersion: Int!) {
    deed: disableOrganisation(id: $id, rowVersion: $rowVersion) {
      __typename
      ... on Organisation { id }
      ... on Refused { message }
    }
  }
`);
export const APPOINT = graphql(`
  mutation AppointKeyManager($personId: ID!, $organisationId: ID!) {
    deed: appointKeyManager(personId: $personId, organisationId: $organisationId, managesKeys: true) {
      __typename
      ... on Organisation { id }
      ... on Refused { message }
    }
  }
`);
