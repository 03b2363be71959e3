import type { KeyingConfig } from "@urql/exchange-graphcache";

const embedded = () => null;

/** Facts of projects, prices and scenarios that live inside their parent. */
export const projectKeys: KeyingConfig = {
  AffectedVillage: embedded,
  AffectedVillageConnection: embedded,
  Asset: (asset) => (asset.code ? String(asset.code) : null),
  AssetConnection: embedded,
  InvalidTransition: embedded,
  Market: (market) => (market.code ? String(market.code) : null),
  PriceAlarm: embedded,
  PriceMonth: embedded,
  PriceScenario: embedded,
  ProductConcentration: embedded,
  ProductShare: embedded,
  ProjectSeason: embedded,
  ProjectYear: embedded,
  ScenarioCounty: embedded,
  ScenarioProject: embedded,
  ScenarioVillage: embedded,
};
