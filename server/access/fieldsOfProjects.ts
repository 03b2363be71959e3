/** Fields of the books of projects, prices and scenarios: open facts, all of them. */
export const PROJECT_FIELDS: Readonly<Record<string, string>> = {
  AffectedVillage: "households village projects",
  AffectedVillageConnection: "edges nodes pageInfo totalCount",
  AffectedVillageEdge: "cursor node",
  Asset:
    "code name nameEn kind value ownerKind owner operator custodian certificate registeredOn isDemo project enclave ownerVillage ownerRegion",
  AssetConnection: "edges nodes pageInfo totalCount",
  AssetEdge: "cursor node",
  InvalidTransition: "message from to allowed",
  Market: "code name nameEn isDemo county",
  PriceAlarm:
    "period price expected deviation deviationsBelow fall monthsBelow level households villages projects commodity",
  PriceMonth: "period price expected deviation deviationsBelow fall monthsBelow level",
  PriceScenario:
    "fallPercent period priceBefore priceAfter monthsBelow countiesCrossing counties projectsTotal projectsBelow projectsUnknown projects households householdsBelow villages commodity",
  ProductConcentration: "households withoutProduct products herfindahl threshold concentratedOn",
  ProductShare: "households share commodity",
  ProjectSeason: "year season output outputUnit revenue cost harvestedOn source",
  ProjectStatusChange: "id from to day reason recordedAt",
  ProjectYear: "year seasons output outputUnit revenue cost",
  ScenarioCounty:
    "incomeShare priceBefore priceAfter valueBefore valueAfter levelBefore levelAfter crosses county",
  ScenarioProject: "households year revenue cost belowBefore belowAfter project",
  ScenarioVillage: "households householdsBelow village",
};
