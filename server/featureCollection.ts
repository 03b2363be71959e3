export type PropertyType = "string" | "integer" | "number" | "boolean" | "date";

/** One property of a feature, as files and GIS clients see it. */
export interface FeatureProperty {
  readonly type: PropertyType;
  readonly sql: string;
  readonly zh: string;
  readonly en: string;
  /** Rows can be picked by its value. */
  readonly queryable?: boolean;
}

/** Things with a place that may leave the atlas one by one: what OGC API – Features serves. Open facts only. */
export interface FeatureCollection {
  /** In addresses. */
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** FROM with its joins. */
  readonly from: string;
  /** Unique, indexed and in the order of `featureId`: pages follow it. */
  readonly key: { readonly sql: string; readonly type: "text" | "integer" };
  /** A whole number that stays: GIS clients take no other identifier. The public code is among the properties. */
  readonly featureId: string;
  /** GeoJSON of the place as text, longitude before latitude; null for none. */
  readonly geometry: string;
  /** Geometries with an index, in EPSG:4326: a thing lies in a box when any of them meets it. */
  readonly places: readonly string[];
  /** First and last day; an open end is null. */
  readonly time?: { readonly start: string; readonly end: string };
  readonly properties: Readonly<Record<string, FeatureProperty>>;
  /** Tile layer that draws the same things. */
  readonly tiles: string;
}

const property =
  (type: PropertyType) =>
  (sql: string, zh: string, en: string): FeatureProperty => ({ type, sql, zh, en });
export const string = property("string");
export const integer = property("integer");
export const number = property("number");
export const boolean = property("boolean");
export const date = property("date");
/** The same property, by whose value rows can be picked. */
export const queryable = (plain: FeatureProperty): FeatureProperty => ({ ...plain, queryable: true });
