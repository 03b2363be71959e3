const embedded = () => null;

/** Answers about settlements, events and footprints without an identity of their own. */
export const eventKeys = {
  SettlementSurvey: embedded,
  SettlementSizeClass: embedded,
  FollowUpProject: embedded,
  NearestService: embedded,
  EmergencyEventConnection: embedded,
  EventEffect: embedded,
  EventVillage: embedded,
  EventVillageConnection: embedded,
  Exposure: embedded,
  ExposedCount: embedded,
  ExposedCounty: embedded,
  ExposedLevel: embedded,
  ExposedVillage: embedded,
  ExposedPlace: embedded,
  ExposedPlaces: embedded,
};
