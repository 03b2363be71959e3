import type { MultiPolygon } from "geojson";
import {
  createLoader,
  createParser,
  createSerializer,
  parseAsBoolean,
  parseAsInteger,
  parseAsStringLiteral,
  useQueryStates,
} from "nuqs";
import { readFootprint, writeFootprint } from "../exposure/footprint.ts";
import { classMethods } from "./classes.ts";
import { type LayerKey, layerKeys, type Picked, type PickedKind, pickedKinds } from "./context.ts";

export interface View {
  readonly lng: number;
  readonly lat: number;
  readonly zoom: number;
}

/** The Luoxiao Mountains: 23 counties of Jiangxi and Hunan. */
export const home: View = { lng: 114.9, lat: 26.3, zoom: 6.9 };

const inside = (value: number, low: number, high: number) =>
  Number.isFinite(value) && value >= low && value <= high;

const parseView = createParser<View>({
  parse: (text) => {
    const [lng, lat, zoom, ...rest] = text
      .split(",")
      .map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
    if (rest.length || lng === undefined || lat === undefined || zoom === undefined) return null;
    return inside(lng, -180, 180) && inside(lat, -85, 85) && inside(zoom, 0, 24) ? { lng, lat, zoom } : null;
  },
  serialize: (view) => `${view.lng.toFixed(4)},${view.lat.toFixed(4)},${view.zoom.toFixed(2)}`,
  eq: (a, b) => a.lng === b.lng && a.lat === b.lat && a.zoom === b.zoom,
});

const isLayerKey = (text: string): text is LayerKey => (layerKeys as readonly string[]).includes(text);

const parseLayers = createParser<LayerKey[]>({
  parse: (text) => [...new Set(text.split(",").filter(isLayerKey))].sort(),
  serialize: (keys) => [...keys].sort().join(","),
  eq: (a, b) => a.join() === b.join(),
});

export type Opacities = Partial<Record<LayerKey, number>>;

/** `o=villages:0.5,areas:0.2`; full opacity is left out. */
const parseOpacities = createParser<Opacities>({
  parse: (text) => {
    const opacities: Opacities = {};
    for (const part of text.split(",")) {
      const [key = "", share = ""] = part.split(":");
      const value = Number(share);
      if (isLayerKey(key) && share !== "" && inside(value, 0, 1) && value < 1) opacities[key] = value;
    }
    return opacities;
  },
  serialize: (opacities) =>
    layerKeys
      .filter((key) => (opacities[key] ?? 1) < 1)
      .map((key) => `${key}:${Number((opacities[key] ?? 1).toFixed(2))}`)
      .join(","),
  eq: (a, b) => layerKeys.every((key) => (a[key] ?? 1) === (b[key] ?? 1)),
});

const parsePeriod = createParser<string>({
  parse: (text) => (/^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? text : null),
  serialize: (period) => period,
});

const parsePicked = createParser<Picked>({
  parse: (text) => {
    const [kind = "", code = "", ...rest] = text.split(":");
    const known = (pickedKinds as readonly string[]).includes(kind);
    return known && rest.length === 0 && /^[\w-]{1,64}$/.test(code)
      ? { kind: kind as PickedKind, code }
      : null;
  },
  serialize: (picked) => `${picked.kind}:${picked.code}`,
  eq: (a, b) => a.kind === b.kind && a.code === b.code,
});

const parseCampaign = createParser<string>({
  parse: (text) => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : null),
  serialize: (id) => id,
});

/** Key of an indicator; whether there is one of that name the server says. */
const parseIndicator = createParser<string>({
  parse: (text) => (/^[A-Z][A-Z_]{2,40}$/.test(text) ? text : null),
  serialize: (code) => code,
});

const parseFootprint = createParser<MultiPolygon>({
  parse: readFootprint,
  serialize: (shape) => writeFootprint(shape) ?? "",
  eq: (a, b) => writeFootprint(a) === writeFootprint(b),
});

const parseClassCount = createParser<number>({
  parse: (text) => {
    const count = parseAsInteger.parse(text);
    return count !== null && inside(count, 3, 7) ? count : null;
  },
  serialize: String,
});

/** The grammar of the address; whatever equals its default is left out. */
export const addressParsers = {
  v: parseView.withDefault(home),
  on: parseLayers.withDefault([]),
  off: parseLayers.withDefault([]),
  o: parseOpacities.withDefault({}),
  m: parseAsStringLiteral(classMethods).withDefault("jenks"),
  k: parseClassCount.withDefault(5),
  t: parsePeriod,
  r: parsePicked,
  c: parseCampaign,
  i: parseIndicator,
  w: parseFootprint,
  table: parseAsBoolean.withDefault(false),
};

export const readAddress = createLoader(addressParsers);
export const writeAddress = createSerializer(addressParsers);

/** Replaces the entry in the history unless told to push: a drag is not a place to go back to. */
export const useAddress = () => useQueryStates(addressParsers, { history: "replace" });
