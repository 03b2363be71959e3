import { graphql, type ResultOf } from "../api.ts";

export const ORGANISATION = graphql(`
  query OwnOrganisation {
    organisation {
      id name scopes regions pointsPerMinute mostKeys
      keys { id name scopes regions pointsPerMinute rowVersion secrets { start createdAt usedAt expiresAt } }
    }
    keyUsage(days: 30) {
      keyId pointsPerMinute pointsLeft
      total { requests answered refused limited failed cost }
      days { day requests answered refused limited failed cost }
      operations { operation hash requests cost }
      deprecated { element requests lastDay }
    }
    webhooks { id url kinds isEnabled notice pending rowVersion }
  }
`);
type Own = ResultOf<typeof ORGANISATION>;
export type Organisation = NonNullable<Own["organisation"]>;
export type Key = Organisation["keys"][number];
export type Usage = Own["keyUsage"][number];
export type Webhook = Own["webhooks"][number];

export const CREATE = graphql(`
  mutation CreateOrganisationKey($id: ID!, $key: KeyInput!, $days: Int!) {
    deed: createOrganisationKey(id: $id, key: $key, days: $days) {
      __typename
      ... on KeyMade { secret }
      ... on Refused { message }
    }
  }
`);
export const CHANGE = graphql(`
  mutation ChangeOrganisationKey($id: ID!, $rowVersion: Int!, $key: KeyInput!) {
    deed: changeOrganisationKey(id: $id, rowVersion: $rowVersion, key: $key) {
      __typename
      ... on OrganisationKey { id }
      ... on Refused { message }
    }
  }
`);
export const ROTATE = graphql(`
  mutation RotateOrganisationKey($id: ID!, $rowVersion: Int!) {
    deed: rotateOrganisationKey(id: $id, rowVersion: $rowVersion) {
      __typename
      ... on KeyMade { secret }
      ... on Refused { message }
    }
  }
`);
export const REVOKE = graphql(`
  mutation RevokeOrganisationKey($id: ID!, $rowVersion: Int!, $start: String) {
    deed: revokeOrganisationKey(id: $id, rowVersion: $rowVersion, start: $start) {
      __typename
      ... on OrganisationKey { id }
      ... on Refused { message }
    }
  }
`);
export const CREATE_WEBHOOK = graphql(`
  mutation CreateWebhook($id: ID!, $url: String!, $kinds: [ChangeKind!]!) {
    deed: createWebhook(id: $id, url: $url, kinds: $kinds) {
      __typename
      ... on WebhookMade { secret }
      ... on Refused { message }
    }
  }
`);
export const CHANGE_WEBHOOK = graphql(`
  mutation ChangeWebhook($id: ID!, $rowVersion: Int!, $kinds: [ChangeKind!]!, $isEnabled: Boolean!) {
    deed: changeWebhook(id: $id, rowVersion: $rowVersion, kinds: $kinds, isEnabled: $isEnabled) {
      __typename
      ... on Webhook { id }
      ... on Refused { message }
    }
  }
`);
export const DELETE_WEBHOOK = graphql(`
  mutation DeleteWebhook($id: ID!, $rowVersion: Int!) {
    deed: deleteWebhook(id: $id, rowVersion: $rowVersion) {
      __typename
      ... on Webhook { id }
      ... on Refused { message }
    }
  }
`);
