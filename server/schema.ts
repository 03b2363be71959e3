import "reflect-metadata";
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from "graphql";
import { buildSchemaSync } from "type-graphql";
import { AboutResolver } from "./about/resolver.ts";
import { guardSchema } from "./access/guard.ts";
import { AccessResolver } from "./access/resolver.ts";
import { AttachmentResolver } from "./attachments/resolver.ts";
import { AuditResolver } from "./audit/resolver.ts";
import { CampaignResolver } from "./campaigns/resolver.ts";
import { CaseResolver } from "./cases/resolver.ts";
import { ComparisonResolver, IndicatorResolver, RegionSeriesResolver } from "./catalogue/resolver.ts";
import { say } from "./describe.ts";
import { EnclaveInvestorResolver, EnclaveResolver } from "./enclaves/resolver.ts";
import { EmergencyEventResolver, EventEffectResolver, EventVillageResolver } from "./events/resolver.ts";
import { ScoreExplanationResolver } from "./explain/resolver.ts";
import { ExposureResolver } from "./exposure/resolver.ts";
import { FieldResolver } from "./field/resolver.ts";
import { HouseholdResolver } from "./households/resolver.ts";
import { ProvenanceResolver, VillageFactResolver, VillageRiskResolver } from "./indicators/resolver.ts";
import { InstantScalar } from "./instant.ts";
import { LeadResolver } from "./leads/resolver.ts";
import { LedgerResolver } from "./ledger/resolver.ts";
import { MeasureResolver } from "./measures/resolver.ts";
import { NodeResolver } from "./node/resolver.ts";
import { NoticeResolver } from "./notices/resolver.ts";
import { CommodityResolver, IndustryProjectResolver, ProjectLinkResolver } from "./projects/resolver.ts";
import { QualityFindingResolver, RegionQualityResolver } from "./quality/resolver.ts";
import { SettlementReachResolver, VillageReachResolver } from "./reach/resolver.ts";
import { MembershipResolver, RegionResolver } from "./regions/resolver.ts";
import {
  RegionIndexOfRegionResolver,
  RegionIndexResolver,
  RiskClusterResolver,
  WarningResolver,
} from "./relapse/resolver.ts";
import { RegionReleaseResolver, ReleaseResolver, VillageReleaseResolver } from "./releases/resolver.ts";
import {
  FollowUpProjectResolver,
  ResettlementResolver,
  SettlementItemResolver,
} from "./resettlement/resolver.ts";
import { HelperResolver } from "./responsibility/resolver.ts";
import { ScreeningResolver } from "./screening/resolver.ts";
import { SearchResolver } from "./search/resolver.ts";
import { SettlementOriginResolver, SettlementResolver } from "./settlements/resolver.ts";
import { VillageResolver } from "./villages/resolver.ts";

/** Builds the schema from its resolvers. */
export function buildAtlasSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      AboutResolver,
      AccessResolver,
      AuditResolver,
      AttachmentResolver,
      CaseResolver,
      CampaignResolver,
      CommodityResolver,
      ComparisonResolver,
      EnclaveInvestorResolver,
      EnclaveResolver,
      EmergencyEventResolver,
      EventEffectResolver,
      EventVillageResolver,
      ExposureResolver,
      FollowUpProjectResolver,
      HelperResolver,
      FieldResolver,
      HouseholdResolver,
      LeadResolver,
      IndicatorResolver,
      LedgerResolver,
      IndustryProjectResolver,
      MeasureResolver,
      MembershipResolver,
      NodeResolver,
      NoticeResolver,
      ProjectLinkResolver,
      ProvenanceResolver,
      QualityFindingResolver,
      RegionIndexOfRegionResolver,
      RegionIndexResolver,
      RegionQualityResolver,
      RegionReleaseResolver,
      RegionResolver,
      RegionSeriesResolver,
      ReleaseResolver,
      ResettlementResolver,
      RiskClusterResolver,
      ScoreExplanationResolver,
      ScreeningResolver,
      SearchResolver,
      SettlementItemResolver,
      SettlementOriginResolver,
      SettlementReachResolver,
      SettlementResolver,
      VillageFactResolver,
      VillageReachResolver,
      VillageReleaseResolver,
      VillageResolver,
      VillageRiskResolver,
      WarningResolver,
    ],
    scalarsMap: [{ type: Date, scalar: InstantScalar }],
    validate: false,
  });
  const query = schema.getQueryType();
  if (query) query.description = say("所有可读的内容", "Everything that can be read");
  const mutation = schema.getMutationType();
  if (mutation) mutation.description = say("所有可做的事", "Everything that can be done");
  guardSchema(schema);
  return schema;
}

/** The contract as committed in schema.graphql: sorted, so that a change is the only thing a diff shows. */
export const printContract = (schema: GraphQLSchema): string =>
  `${printSchema(lexicographicSortSchema(schema))}\n`;
