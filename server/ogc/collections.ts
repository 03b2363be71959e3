import { constraintCollection } from "../constraints/collection.ts";
import { enclaveCollection } from "../enclaves/collection.ts";
import { eventCollection } from "../events/collection.ts";
import type { FeatureCollection } from "../featureCollection.ts";
import { HttpError } from "../http.ts";
import { projectCollection } from "../projects/collection.ts";
import { regionCollection } from "../regions/collection.ts";
import { settlementCollection } from "../settlements/collection.ts";
import { villageCollection } from "../villages/collection.ts";

/** Every collection of the open atlas. Households are in none: they have no place. */
export const featureCollections: readonly FeatureCollection[] = [
  regionCollection,
  villageCollection,
  settlementCollection,
  projectCollection,
  enclaveCollection,
  constraintCollection,
  eventCollection,
];

/** @throws HttpError 404 for an unknown name. */
export function findCollection(id: string): FeatureCollection {
  const found = featureCollections.find((collection) => collection.id === id);
  if (found) return found;
  const known = featureCollections.map((collection) => collection.id).join(", ");
  const shown = id.slice(0, 40);
  throw new HttpError(
    404,
    "NOT_FOUND",
    `没有要素集 ${shown}；有：${known}。`,
    `There is no collection ${shown}; there are ${known}.`,
  );
}
