import { constraintCollection } from "../constraints/collection.ts";
import { enclaveCollection } from "../enclaves/collection.ts";
import { eventCollection } from "../events/collection.ts";
import type { FeatureCollection } from "../featureCollection.ts";
import { projectCollection } from "../projects/collection.ts";
import { regionCollection } from "../regions/collection.ts";
import { scopeFilter } from "../regions/queries.ts";
import { settlementCollection } from "../settlements/collection.ts";
import { villageCollection } from "../villages/collection.ts";
import { caseList, householdList } from "./guardedLists.ts";
import type { ExportList } from "./list.ts";
import { fundBalances, regionIndices, regionsWithin, villageFigures } from "./loadFigures.ts";
import { type OpenList, openList } from "./loadOpenRows.ts";
import { constraintsWithin, enclavesWithin, eventsWithin } from "./loadWithin.ts";
import type { WhatName } from "./words.ts";

/** A collection of OGC API as a list: the same rows and properties. */
const ofCollection = (
  what: WhatName,
  collection: FeatureCollection,
  within: OpenList["within"],
): ExportList =>
  openList({
    what,
    name: collection.id,
    from: collection.from,
    key: collection.key,
    featureId: collection.featureId,
    properties: collection.properties,
    isDemo: collection.properties.is_demo?.sql ?? "false",
    period: null,
    place: { geometry: collection.geometry, columns: collection.places },
    within,
  });

const byColumns =
  (code: string, county: string): OpenList["within"] =>
  (scope) =>
    scopeFilter(scope, code, county);

/** Every list that may leave the atlas as a file. */
export const LISTS: Readonly<Record<WhatName, ExportList>> = {
  REGIONS: ofCollection("REGIONS", regionCollection, regionsWithin),
  VILLAGES: ofCollection("VILLAGES", villageCollection, byColumns("village.code", "village.county_code")),
  SETTLEMENTS: ofCollection(
    "SETTLEMENTS",
    settlementCollection,
    byColumns("settlement.county_code", "settlement.county_code"),
  ),
  PROJECTS: ofCollection(
    "PROJECTS",
    projectCollection,
    byColumns("project.county_code", "project.county_code"),
  ),
  ENCLAVES: ofCollection("ENCLAVES", enclaveCollection, enclavesWithin),
  CONSTRAINTS: ofCollection("CONSTRAINTS", constraintCollection, constraintsWithin),
  EVENTS: ofCollection("EVENTS", eventCollection, eventsWithin),
  VILLAGE_FIGURES: openList(villageFigures),
  REGION_INDICES: openList(regionIndices),
  FUNDS: openList(fundBalances),
  HOUSEHOLDS: householdList,
  CASES: caseList,
};
