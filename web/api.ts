import { cacheExchange, type KeyingConfig } from "@urql/exchange-graphcache";
import type { MultiLineString, MultiPolygon, Point, Polygon } from "geojson";
import { initGraphQLTada } from "gql.tada";
import { Client, fetchExchange } from "urql";
import type { introspection } from "./graphql-env.d.ts";
import { type Language, languageTags } from "./i18n/language.ts";

interface Scalars {
  // A number while it is exact, text beyond 2^53; in fen.
  Money: number | string;
  GeoJSONPoint: Point;
  GeoJSONPolygon: Polygon;
  GeoJSONMultiPolygon: MultiPolygon;
  GeoJSONMultiLineString: MultiLineString;
}

export const graphql = initGraphQLTada<{ introspection: introspection; scalars: Scalars }>();
export type { ResultOf, VariablesOf } from "gql.tada";

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
  RegionConnection: embedded,
  VillageConnection: embedded,
  SettlementConnection: embedded,
  IndustryProjectConnection: embedded,
  EnclaveConnection: embedded,
  PageInfo: embedded,
};

const clients = new Map<Language, Client>();

/** One client and one cache per language: labels arrive translated, and must not mix. */
export function clientFor(language: Language): Client {
  let client = clients.get(language);
  if (!client) {
    client = new Client({
      url: "/graphql",
      preferGetMethod: false,
      exchanges: [cacheExchange({ keys }), fetchExchange],
      fetchOptions: { headers: { "accept-language": languageTags[language] } },
    });
    clients.set(language, client);
  }
  return client;
}
