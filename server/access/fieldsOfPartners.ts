// Partner organisations, their keys and what these use, the feed of changes and what an operation costs.
// A part of the lists in fields.ts.

export const PARTNER_ROOTS = {
  changes: "OPEN",
  estimateCost: "OPEN",
  keyUsage: "SIGNED_IN",
  organisation: "key.manage",
  organisations: "people.manage",
  createOrganisation: "people.manage",
  grantOrganisation: "people.manage",
  disableOrganisation: "people.manage",
  appointKeyManager: "people.manage",
  createOrganisationKey: "key.manage",
  changeOrganisationKey: "key.manage",
  rotateOrganisationKey: "key.manage",
  revokeOrganisationKey: "key.manage",
} as const;

export const PARTNER_FIELDS: Readonly<Record<string, string>> = {
  Change: "cursor kind what code period collection featureId at",
  ChangeFeed: "changes cursor hasMore",
  CostEstimate: "cost limit isAllowed message",
  DeprecatedUse: "element requests lastDay",
  KeyMade: "key secret expiresAt",
  KeyManager: "id name",
  KeySecret: "start createdAt usedAt expiresAt",
  KeyUsage: "keyId name pointsPerMinute pointsLeft total days operations deprecated",
  Organisation: "id name scopes regions pointsPerMinute mostKeys keys managers isDisabled isDemo rowVersion",
  OrganisationKey: "id name scopes regions pointsPerMinute secrets createdAt rowVersion",
  UsageCounts: "requests answered refused limited failed cost",
  UsageDay: "requests answered refused limited failed cost day",
  UsageOperation: "requests answered refused limited failed cost operation hash",
};
