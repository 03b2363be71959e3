import "reflect-metadata";
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from "graphql";
import { buildSchemaSync } from "type-graphql";
import { AboutResolver } from "./about/resolver.ts";
import { guardSchema } from "./access/guard.ts";
import { AccessResolver } from "./access/resolver.ts";
import { AssessmentResolver } from "./assessments/resolver.ts";
import { AssetResolver, EnclaveAssetsResolver, ProjectAssetsResolver } from "./assets/resolver.ts";
import { AttachmentResolver } from "./attachments/resolver.ts";
import { AuditResolver } from "./audit/resolver.ts";
import { CampaignResolver } from "./campaigns/resolver.ts";
import { CaseResolver } from "./cases/resolver.ts";
import { ComparisonResolver, IndicatorResolver, RegionSeriesResolver } from "./catalogue/resolver.ts";
import { ChangeResolver } from "./changes/resolver.ts";
import { HouseholdCheckResolver } from "./checks/resolver.ts";
import { CollectiveIncomeResolver } from "./collectiveIncomes/resolver.ts";
import {
  ProductConcentrationResolver,
  ProductShareResolver,
  RegionConcentrationResolver,
} from "./concentration/resolver.ts";
import { CostEstimateResolver } from "./costEstimate/resolver.ts";
import { say } from "./describe.ts";
import {
  EnclaveEntryResolver,
  EnclaveLedgerResolver,
  RegionStatementResolver,
  VillageStatementResolver,
} from "./enclaveLedger/resolver.ts";
import { EnclaveInvestorResolver, EnclaveResolver } from "./enclaves/resolver.ts";
import { ErasureResolver } from "./erasure/resolver.ts";
import { EmergencyEventResolver, EventEffectResolver, EventVillageResolver } from "./events/resolver.ts";
import { ScoreExplanationResolver } from "./explain/resolver.ts";
import { ExportResolver } from "./exportFiles/resolver.ts";
import { ExposureResolver } from "./exposure/resolver.ts";
import { FieldResolver } from "./field/resolver.ts";
import { FundMovementResolver, FundPotResolver, FundResolver } from "./funds/resolver.ts";
import { ProjectFundResolver, RegionFundResolver } from "./funds/resolverOfPlaces.ts";
import { GlassResolver } from "./glass/resolver.ts";
import { HandOverResolver } from "./handover/resolver.ts";
import { HouseholdResolver } from "./households/resolver.ts";
import { ImportJobResolver } from "./importJobs/resolver.ts";
import { ProvenanceResolver, VillageFactResolver, VillageRiskResolver } from "./indicators/resolver.ts";
import { InstantScalar } from "./instant.ts";
import { LeadResolver } from "./leads/resolver.ts";
import { LedgerResolver } from "./ledger/resolver.ts";
import { ProjectLifecycleResolver } from "./lifecycle/resolver.ts";
import { MeasureResolver } from "./measures/resolver.ts";
import { RegionMeasuresResolver } from "./measuresByCause/resolver.ts";
import { MedicalParityResolver } from "./medicalParity/resolver.ts";
import { NodeResolver } from "./node/resolver.ts";
import { NoticeResolver } from "./notices/resolver.ts";
import { OrganisationResolver } from "./organisations/resolver.ts";
import {
  AffectedVillageResolver,
  CommodityPricesResolver,
  MarketResolver,
  PriceAlarmResolver,
} from "./prices/resolver.ts";
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
  SettlementSurveyResolver,
} from "./resettlement/resolver.ts";
import { HelperResolver } from "./responsibility/resolver.ts";
import {
  PriceScenarioResolver,
  ScenarioCountyResolver,
  ScenarioProjectResolver,
  ScenarioVillageResolver,
} from "./scenarios/resolver.ts";
import { ScreeningResolver } from "./screening/resolver.ts";
import { SearchResolver } from "./search/resolver.ts";
import { ProjectSeasonsResolver } from "./seasons/resolver.ts";
import { SettlementOriginResolver, SettlementResolver } from "./settlements/resolver.ts";
import { SitingResolver, VillageNeedResolver } from "./siting/resolver.ts";
import { SubscriptionResolver } from "./subscriptions/resolver.ts";
import { TeamResolver } from "./teams/resolver.ts";
import { UrgencyResolver } from "./urgency/resolver.ts";
import { UsageResolver } from "./usage/resolver.ts";
import { VillageResolver } from "./villages/resolver.ts";
import { WebhookResolver } from "./webhooks/resolver.ts";
import { WorkforceResolver } from "./workforce/resolver.ts";
import { WorkSpellResolver } from "./workSpells/resolver.ts";

/** Builds the schema from its resolvers. */
export function buildAtlasSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      AboutResolver,
      AccessResolver,
      AffectedVillageResolver,
      AssetResolver,
      AuditResolver,
      AssessmentResolver,
      AttachmentResolver,
      CaseResolver,
      CampaignResolver,
      ChangeResolver,
      CollectiveIncomeResolver,
      CommodityPricesResolver,
      CommodityResolver,
      ComparisonResolver,
      CostEstimateResolver,
      EnclaveAssetsResolver,
      EnclaveEntryResolver,
      EnclaveInvestorResolver,
      EnclaveLedgerResolver,
      EnclaveResolver,
      EmergencyEventResolver,
      EventEffectResolver,
      EventVillageResolver,
      ErasureResolver,
      ExportResolver,
      ExposureResolver,
      FollowUpProjectResolver,
      HelperResolver,
      FieldResolver,
      HouseholdCheckResolver,
      GlassResolver,
      FundMovementResolver,
      FundPotResolver,
      FundResolver,
      HandOverResolver,
      HouseholdResolver,
      LeadResolver,
      ImportJobResolver,
      IndicatorResolver,
      LedgerResolver,
      IndustryProjectResolver,
      MarketResolver,
      MeasureResolver,
      MedicalParityResolver,
      MembershipResolver,
      NodeResolver,
      NoticeResolver,
      OrganisationResolver,
      ProjectFundResolver,
      PriceAlarmResolver,
      PriceScenarioResolver,
      ProductConcentrationResolver,
      ProductShareResolver,
      ProjectAssetsResolver,
      ProjectLifecycleResolver,
      ProjectLinkResolver,
      ProjectSeasonsResolver,
      ProvenanceResolver,
      QualityFindingResolver,
      RegionFundResolver,
      RegionConcentrationResolver,
      RegionIndexOfRegionResolver,
      RegionIndexResolver,
      RegionMeasuresResolver,
      RegionQualityResolver,
      RegionReleaseResolver,
      RegionResolver,
      RegionSeriesResolver,
      RegionStatementResolver,
      ReleaseResolver,
      ResettlementResolver,
      RiskClusterResolver,
      ScenarioCountyResolver,
      ScenarioProjectResolver,
      ScenarioVillageResolver,
      ScoreExplanationResolver,
      ScreeningResolver,
      UrgencyResolver,
      UsageResolver,
      SearchResolver,
      SettlementItemResolver,
      SettlementSurveyResolver,
      SettlementOriginResolver,
      SettlementReachResolver,
      SettlementResolver,
      SubscriptionResolver,
      TeamResolver,
      SitingResolver,
      VillageFactResolver,
      VillageNeedResolver,
      VillageReachResolver,
      VillageReleaseResolver,
      VillageResolver,
      VillageRiskResolver,
      VillageStatementResolver,
      WarningResolver,
      WebhookResolver,
      WorkforceResolver,
      WorkSpellResolver,
    ],
    // Events come from the database (subscriptions/hub.ts), and none from within.
    pubSub: {
      publish: () => {},
      subscribe: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }),
    },
    scalarsMap: [{ type: Date, scalar: InstantScalar }],
    validate: false,
  });
  const query = schema.getQueryType();
  if (query) query.description = say("所有可读的内容", "Everything that can be read");
  const mutation = schema.getMutationType();
  if (mutation) mutation.description = say("所有可做的事", "Everything that can be done");
  const subscription = schema.getSubscriptionType();
  if (subscription)
    subscription.description = say(
      "可订阅的事件，经 POST /graphql/stream",
      "Events that can be listened to, by POST /graphql/stream",
    );
  guardSchema(schema);
  return schema;
}

/** The contract as committed in schema.graphql: sorted, so that a change is the only thing a diff shows. */
export const printContract = (schema: GraphQLSchema): string =>
  `${printSchema(lexicographicSortSchema(schema))}\n`;
