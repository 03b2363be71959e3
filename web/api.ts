import { cacheExchange, type KeyingConfig } from "@urql/exchange-graphcache";
import { createContext, useContext } from "react";
import { Client, fetchExchange } from "urql";
import { byIdExchange } from "./documents/byId.ts";
import { eventKeys } from "./events/keys.ts";
import { exportKeys } from "./exports/keys.ts";
import { fieldKeys } from "./field/keys.ts";
import { type Language, languageTags } from "./i18n/language.ts";
import { importKeys } from "./imports/keys.ts";
import { seenExchange } from "./offline/seen.ts";
import { projectKeys } from "./projects/keys.ts";
import { sitingKeys } from "./siting/keys.ts";
import { withoutIdentity } from "./work/withoutIdentity.ts";

export type { ResultOf, VariablesOf } from "gql.tada";
export { graphql } from "./documents/graphql.ts";

/** Facts without an identity of their own live inside their parent. */
const embedded = () => null;
const keys: KeyingConfig = {
  About: embedded,
  RegionRisk: embedded,
  RegionRiskValue: embedded,
  SearchHit: embedded,
  LevelCount: embedded,
  Membership: embedded,
  VillageRisk: embedded,
  VillageFact: embedded,
  Contribution: embedded,
  Provenance: embedded,
  ConstraintShare: embedded,
  SettlementOrigin: embedded,
  ProjectLink: embedded,
  Commodity: (commodity) => (commodity.code ? String(commodity.code) : null),
  CommodityPrice: embedded,
  EnclaveInvestor: embedded,
  Dividend: embedded,
  DataSource: (source) => (source.key ? String(source.key) : null),
  RegionIndex: embedded,
  LargeScaleTests: embedded,
  MagnitudeTest: embedded,
  BreadthTest: embedded,
  CommonCauseTest: embedded,
  SilenceTest: embedded,
  RiskCluster: embedded,
  ScoreExplanation: embedded,
  ScorePart: embedded,
  ScoreInput: embedded,
  RegionConnection: embedded,
  VillageConnection: embedded,
  SettlementConnection: embedded,
  IndustryProjectConnection: embedded,
  EnclaveConnection: embedded,
  PageInfo: embedded,
  Viewer: embedded,
  SignedIn: embedded,
  SecondFactorRequired: embedded,
  SignInRefused: embedded,
  DemoPerson: embedded,
  ApiKey: embedded,
  AuditEventConnection: embedded,
  ...projectKeys,
  ...withoutIdentity,
  ...sitingKeys,
  ...fieldKeys,
  ...eventKeys,
  ...exportKeys,
  ...importKeys,
};

/** One client and one cache per language: labels arrive translated, and must not mix. */
export function clientFor(language: Language): Client {
  return new Client({
    url: "/graphql",
    preferGetMethod: false,
    exchanges: [byIdExchange, cacheExchange({ keys }), seenExchange, fetchExchange],
    fetchOptions: { headers: { "accept-language": languageTags[language] } },
  });
}

/** A client that keeps nothing: for clear values, which must not outlive their time in any cache. */
export const forgetfulClient = (language: Language): Client =>
  new Client({
    url: "/graphql",
    preferGetMethod: false,
    exchanges: [byIdExchange, fetchExchange],
    fetchOptions: { headers: { "accept-language": languageTags[language] } },
  });

/**
 * Tries everything that failed again, with a fresh client. Asking the old one is not enough: graphcache keeps a
 * query that failed as one being re-executed, and whoever joins it later waits for an answer that never comes.
 */
export const RetryContext = createContext<() => void>(() => {});
export const useRetry = () => useContext(RetryContext);
