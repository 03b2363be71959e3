import type { Permission } from "./rules.ts";

/** Open to everybody, to everybody who is signed in, or by permission. */
export type RootClass = "OPEN" | "SIGNED_IN" | Permission;

/** Every field of Query and Mutation with who may use it. */
export const ROOT_FIELDS: Readonly<Record<string, RootClass>> = {
  about: "OPEN",
  clusters: "OPEN",
  compare: "OPEN",
  enclave: "OPEN",
  enclaves: "OPEN",
  explainScore: "OPEN",
  indicator: "OPEN",
  indicators: "OPEN",
  industryProject: "OPEN",
  industryProjects: "OPEN",
  node: "OPEN",
  nodes: "OPEN",
  qualityFindings: "OPEN",
  region: "OPEN",
  regionRisks: "OPEN",
  regions: "OPEN",
  search: "OPEN",
  settlement: "OPEN",
  settlements: "OPEN",
  village: "OPEN",
  villages: "OPEN",
  warnings: "OPEN",
  viewer: "OPEN",
  demoPeople: "OPEN",
  signIn: "OPEN",
  signOut: "OPEN",
  people: "people.manage",
  createPerson: "people.manage",
  disablePerson: "people.manage",
  createApiKey: "people.manage",
  withdrawApiKeys: "people.manage",
};

/**
 * Every field of every type. A new field is listed here by whoever thought about who may see it; what is not listed
 * stops the build (guard.ts). Types of casework are reached by guarded root fields only, which a test follows.
 */
export const FIELDS: Readonly<Record<string, string>> = {
  About: "periods latestPeriod methodVersion isDemo demoSize villages dataCutOff sources mapReviewNumber",
  BreadthTest: "holds orangeOrRedHouseholdShare clusterHouseholdShare",
  Commodity: "code name nameEn unit prices",
  CommodityPrice: "period price",
  CommonCauseTest: "holds cause share",
  Comparison: "rows indicators periods",
  ComparisonRow: "code name nameEn values",
  ConstraintShare: "kind share",
  Contribution: "key label value valueShown subscore weight imputed",
  DataQuality: "completeness timeliness consistency findings period",
  DataSource: "key name credit licence fileName sha256 recordedAt isDemo",
  Dividend: "year promised paid",
  Enclave:
    "id code name nameEn operator sector site flows principal dividendGap beneficiaryHouseholds startedOn isDemo host investors dividends",
  EnclaveConnection: "edges nodes pageInfo totalCount",
  EnclaveEdge: "cursor node",
  EnclaveInvestor: "amount share households village",
  Goalposts: "low high",
  Indicator: "code label family unit direction formula source methodVersion goalposts legend",
  IndicatorValue: "indicator period value numerator denominator version",
  IndustryProject:
    "id code name nameEn kind status statusSince statusReason site investment linkedHouseholds distanceM isDemo county village commodity links",
  IndustryProjectConnection: "edges nodes pageInfo totalCount",
  IndustryProjectEdge: "cursor node",
  LargeScaleTests: "largeScale magnitude breadth commonCause",
  Legend: "method classes missing period",
  LegendClass: "from to count",
  LevelCount: "level villages households",
  MagnitudeTest: "holds probability",
  Membership: "from to nameThen area county",
  PageInfo: "hasNextPage hasPreviousPage startCursor endCursor",
  ProjectLink: "households mechanism village",
  Provenance: "computedAt dataCutOff sources",
  Publication: "id period version isCurrent computedAt dataCutOff coverage contentSha256",
  QualityFinding: "rule label explanation period observed expected probability region village",
  QualityFindingConnection: "edges nodes pageInfo totalCount",
  QualityFindingEdge: "cursor node",
  Region:
    "id code kind name nameEn leadMinistry center bbox isDemo series dataQuality parent province members areas memberships outline children villages risk riskSeries index indexSeries",
  RegionConnection: "edges nodes pageInfo totalCount",
  RegionEdge: "cursor node",
  RegionIndex:
    "value valueShown status level levelFromScore previousLevel coverage imputed contributions triggers largeScale silence rankInterval rank ranked period methodVersion publication provenance",
  RegionRisk:
    "score scoreShown level status coverage contributions levels villages households period methodVersion provenance",
  RegionRiskValue: "code name nameEn featureId score scoreShown level status coverage villages households",
  RiskCluster: "rank p relativeRisk observed expected households center radiusM period villages",
  ScoreExplanation: "code period score scoreShown status level coverage methodVersion parts publication",
  ScoreInput: "label numerator denominator value",
  ScorePart:
    "key label weight subscore value valueShown numerator denominator rate smoothedRate goalpostLow goalpostHigh imputed source sourceDate inputs",
  SearchHit: "kind code name nameEn regionKind place center bbox isDemo node",
  Settlement:
    "id code name nameEn site size residents households householdsWithLabour zeroEmploymentHouseholds labourForce employed employmentRate hasSchool hasClinic hasCommunityCentre integrationItemsOpen integrationItemsTotal openedOn distanceM isDemo county outline origins projectsWithin",
  SettlementConnection: "edges nodes pageInfo totalCount",
  SettlementEdge: "cursor node",
  SettlementOrigin: "households people village",
  SilenceTest: "states zeroNewProbability zeroChangeProbability improbableZeroNew implausibleZeroChange",
  Village:
    "id code name nameEn center households population labourForce migrantWorkers poorVillage leftPovertyOn perCapitaIncome collectiveIncome distanceM isDemo township county outline risk riskSeries facts settlementsWithin projectsWithin projects enclaves constraints",
  VillageConnection: "edges nodes pageInfo totalCount",
  VillageEdge: "cursor node",
  VillageFact: "key label period numerator denominator rate revision source",
  VillageRisk:
    "score scoreShown level status interval90 coverage period methodVersion contributions provenance",
  Warning: "level previousLevel value triggers topDriver period region",
  WarningConnection: "edges nodes pageInfo totalCount",
  WarningEdge: "cursor node",
  Viewer: "personId login name role regions permissions expiresAt isDemo",
  SignedIn: "viewer",
  SecondFactorRequired: "message",
  SignInRefused: "message retryAfterSeconds",
  Person: "id login name role regions isDisabled liveKeys isDemo",
  PersonCreated: "person password secondFactorUri",
  ApiKeyCreated: "key expiresAt",
  DemoPerson: "login name role regions password code",
};
