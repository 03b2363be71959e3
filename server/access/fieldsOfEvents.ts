/** Root fields of settlements in depth, events and footprints, with who may use them. */
export const EVENT_ROOT_FIELDS = {
  event: "OPEN",
  events: "OPEN",
  exposure: "OPEN",
  settlementSizes: "OPEN",
  setSettlementItem: "settlement.write",
  recordSettlementSurvey: "settlement.write",
  recordEvent: "event.write",
  closeEvent: "event.write",
  correctEventFootprint: "event.write",
} as const;

/** Their types: open facts of whole villages and places, nothing of a household or person. */
export const EVENT_FIELDS = {
  SettlementItem: "id item kind label state since dueOn isOverdue note rowVersion settlement",
  SettlementSurvey:
    "quarter surveyedOn revision dwellings occupied vacant vacancyRate vacantSince returnedHouseholds isDemo settlement",
  SettlementSizeClass: "size residentsFrom",
  FollowUpProject: "households jobs project",
  NearestService: "kind code name nameEn distanceM site",
  EmergencyEvent:
    "id code name nameEn kind grade startedOn endedOn bbox villagesTouched affectedHouseholds effectBasis isDemo rowVersion footprint effects villages",
  EmergencyEventConnection: "edges nodes pageInfo totalCount",
  EmergencyEventEdge: "cursor node",
  EventEffect: "affectedHouseholds county",
  EventVillage: "share pointInside households affectedHouseholds village",
  EventVillageConnection: "edges nodes pageInfo totalCount",
  EventVillageEdge: "cursor node",
  Exposure: "areaKm2 vertices total counties levels villages settlements projects enclaves",
  ExposedCount:
    "villagesTouched villagesInside householdsInside householdsByArea populationInside populationByArea villagesWithoutHouseholds",
  ExposedCounty:
    "villagesTouched villagesInside householdsInside householdsByArea populationInside populationByArea villagesWithoutHouseholds county",
  ExposedLevel: "level villages households",
  ExposedVillage: "code name share pointInside households level",
  ExposedPlace: "code name households",
  ExposedPlaces: "count households money largest",
} as const;
