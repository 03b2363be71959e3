import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  OperationTypeNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { ROOT_FIELDS } from "../access/fields.ts";

/** Open to everybody, but what they answer is for the one who asks, or for this very moment. */
const FOR_ONE_ALONE = ["viewer", "demoPeople", "leadStatus"];

/**
 * Fields that read only what raises the version of the data (atlas.data_changes) when it changes: imports of villages
 * and regions, publications, and the refreshing of the maps. A field that is not listed is asked of the database each time.
 */
const BY_VERSION: Readonly<Record<string, string>> = {
  Query: "region regions village villages regionRisks warnings clusters compare",
  Region:
    "id code kind name nameEn leadMinistry center bbox isDemo series parent province members areas memberships outline children villages risk riskSeries index indexSeries",
  Village:
    "id code name nameEn center households population labourForce migrantWorkers poorVillage leftPovertyOn perCapitaIncome collectiveIncome distanceM isDemo township county outline risk riskSeries facts",
  RegionConnection: "edges nodes pageInfo totalCount",
  RegionEdge: "cursor node",
  VillageConnection: "edges nodes pageInfo totalCount",
  VillageEdge: "cursor node",
  PageInfo: "hasNextPage hasPreviousPage startCursor endCursor",
  Membership: "from to nameThen area county",
  VillageRisk:
    "score scoreShown level status interval90 coverage period methodVersion contributions provenance",
  VillageFact: "key label period numerator denominator rate isSuppressed revision",
  RegionRisk:
    "score scoreShown level status coverage contributions levels villages households period methodVersion provenance",
  RegionRiskValue: "code name nameEn featureId score scoreShown level status coverage villages households",
  RegionIndex:
    "value valueShown status level levelFromScore previousLevel coverage imputed contributions triggers largeScale silence rankInterval rank ranked period methodVersion publication provenance",
  LevelCount: "level villages households",
  Contribution: "key label value valueShown subscore weight imputed",
  LargeScaleTests: "largeScale magnitude breadth commonCause",
  MagnitudeTest: "holds probability",
  BreadthTest: "holds orangeOrRedHouseholdShare clusterHouseholdShare",
  CommonCauseTest: "holds cause share",
  SilenceTest: "states zeroNewProbability zeroChangeProbability improbableZeroNew implausibleZeroChange",
  Provenance: "computedAt dataCutOff",
  Publication: "id period version isCurrent computedAt dataCutOff coverage contentSha256",
  IndicatorValue: "period value numerator denominator version",
  Comparison: "rows periods",
  ComparisonRow: "code name nameEn values",
  Warning: "level previousLevel value triggers topDriver period region",
  WarningConnection: "edges nodes pageInfo totalCount",
  WarningEdge: "cursor node",
  RiskCluster: "rank p relativeRisk observed expected households center radiusM period villages",
};

/** How an answer may be kept: by nobody, by anybody who asks again each time, or as long as the version stands. */
export type Keeping = "PRIVATE" | "PUBLIC" | "BY_VERSION";

export function keepingOf(schema: GraphQLSchema, document: DocumentNode, operationName: string): Keeping {
  const operation = getOperationAST(document, operationName || undefined);
  if (operation?.operation !== OperationTypeNode.QUERY) return "PRIVATE";
  let keeping: Keeping = "BY_VERSION";
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: ({ name: { value } }) => {
        const parent = types.getParentType()?.name ?? "";
        if (keeping !== "PRIVATE") keeping = lower(keeping, keepingOfField(schema, parent, value));
      },
    }),
  );
  return keeping;
}

const lower = (former: Keeping, next: Keeping): Keeping =>
  former === "PUBLIC" && next === "BY_VERSION" ? former : next;

function keepingOfField(schema: GraphQLSchema, type: string, field: string): Keeping {
  if (field.startsWith("__")) return "BY_VERSION";
  if (
    type === schema.getQueryType()?.name &&
    (ROOT_FIELDS[field] !== "OPEN" || FOR_ONE_ALONE.includes(field))
  )
    return "PRIVATE";
  return BY_VERSION[type]?.split(" ").includes(field) ? "BY_VERSION" : "PUBLIC";
}
