import type { MultiPolygon } from "geojson";
import type { StyleSpecification } from "maplibre-gl";
import { quarterOfDay } from "../../geo/quarters.ts";
import type { Language } from "../i18n/language.ts";
import { islandFeatures } from "../regions/islands.ts";
import { type Class, type ClassMethod } from "./classes.ts";
import { type LayerKey, type Picked, sources } from "./context.ts";
import { mapLayers, offAtFirst } from "./layers.ts";
import { palettes, type Theme } from "./palette.ts";

export interface MapState {
  /** Where tiles come from; MapLibre's worker needs them absolute. */
  readonly origin: string;
  readonly theme: Theme;
  readonly language: Language;
  readonly period: string | null;
  readonly method: ClassMethod;
  readonly classes: readonly Class[];
  readonly on: readonly LayerKey[];
  readonly off: readonly LayerKey[];
  readonly opacities: Readonly<Partial<Record<LayerKey, number>>>;
  readonly picked: Picked | null;
  readonly campaign: string | null;
  readonly today: string;
  /** The footprint that is asked about; null for none. */
  readonly footprint: MultiPolygon | null;
}

export const isLayerOn = (key: LayerKey, state: Pick<MapState, "on" | "off">) =>
  offAtFirst.includes(key) ? state.on.includes(key) : !state.off.includes(key);

/** The whole picture as a function of the state: same state, same style, and no other way to change the map. */
export function buildStyle(state: MapState): StyleSpecification {
  const palette = palettes[state.theme];
  const tiles = (layers: string, query = "") => [`${state.origin}/tiles/${layers}/{z}/{x}/{y}.pbf${query}`];
  // The first month stands for its quarter: another month of it asks for no new tile.
  const quarter = state.period ? `?period=${quarterOfDay(`${state.period}-01`).slice(0, 7)}` : "";
  const context = {
    palette,
    dark: state.theme === "dark",
    language: state.language,
    method: state.method,
    classes: state.classes,
    picked: state.picked,
    campaign: state.campaign,
    today: state.today,
    isOn: (key: LayerKey) => isLayerOn(key, state),
    opacity: (key: LayerKey) => state.opacities[key] ?? 1,
  };
  return {
    version: 8,
    name: "Relapse Atlas",
    sources: {
      [sources.ground]: { type: "vector", tiles: tiles("regions"), maxzoom: 10 },
      [sources.places]: {
        type: "vector",
        tiles: tiles("settlements,projects,enclaves,constraints"),
        minzoom: 3,
        maxzoom: 12,
      },
      [sources.villages]: {
        type: "vector",
        tiles: tiles("villages", state.period ? `?period=${state.period}` : ""),
        maxzoom: 12,
      },
      [sources.quality]: { type: "vector", tiles: tiles("data_quality", quarter), minzoom: 3, maxzoom: 10 },
      [sources.clusters]: { type: "vector", tiles: tiles("clusters", quarter), minzoom: 5, maxzoom: 12 },
      [sources.events]: { type: "vector", tiles: tiles("events"), minzoom: 3, maxzoom: 12 },
      [sources.whatIf]: {
        type: "geojson",
        data: state.footprint ?? { type: "FeatureCollection", features: [] },
      },
      [sources.campaigns]: { type: "vector", tiles: tiles("campaigns"), minzoom: 3, maxzoom: 12 },
      [sources.islands]: { type: "geojson", data: islandFeatures },
    },
    layers: mapLayers.flatMap((layer) => layer.draw(context)),
  };
}
