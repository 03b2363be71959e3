import { campaigns } from "../campaigns/layer.ts";
import { constraints } from "../constraints/layer.ts";
import { enclaves } from "../enclaves/layer.ts";
import { events } from "../events/layer.ts";
import { whatIf } from "../exposure/layer.ts";
import { projects } from "../projects/layer.ts";
import { quality } from "../quality/layer.ts";
import { islands } from "../regions/islands.ts";
import {
  areas,
  boundaries,
  counties,
  ground,
  labels,
  nationalBoundary,
  pickedRegion,
} from "../regions/layer.ts";
import { clusters } from "../relapse/layer.ts";
import { settlements } from "../settlements/layer.ts";
import { pickedVillage, villages } from "../villages/layer.ts";
import type { LayerKey, MapLayer, PickedKind } from "./context.ts";

/** What the map draws, bottom first. */
export const mapLayers: readonly MapLayer[] = [
  ground,
  counties,
  quality,
  campaigns,
  villages,
  constraints,
  boundaries,
  areas,
  clusters,
  events,
  pickedRegion,
  // Above every outline: nothing may cover the national boundary.
  nationalBoundary,
  islands,
  enclaves,
  projects,
  settlements,
  whatIf,
  labels,
  pickedVillage,
];

/** Off until asked for; every other layer starts on. */
export const offAtFirst: readonly LayerKey[] = [
  "villages",
  "quality",
  "campaigns",
  "constraints",
  "clusters",
  "events",
  "projects",
];

/** MapLibre layer to what a click on it picks. */
export const pickable: Readonly<Record<string, PickedKind>> = Object.assign(
  {},
  ...mapLayers.map((layer) => layer.picks ?? {}),
);
