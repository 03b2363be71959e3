import type { LayerSpecification } from "maplibre-gl";
import type { Language } from "../i18n/language.ts";
import type { Class, ClassMethod } from "./classes.ts";
import type { Palette } from "./palette.ts";

export const layerKeys = [
  "counties",
  "villages",
  "quality",
  "campaigns",
  "constraints",
  "boundaries",
  "areas",
  "clusters",
  "events",
  "enclaves",
  "settlements",
  "projects",
  "labels",
] as const;
export type LayerKey = (typeof layerKeys)[number];

/** What can be picked on the map and named in the address, as `village:360827100901`. */
export const pickedKinds = [
  "region",
  "village",
  "settlement",
  "project",
  "enclave",
  "cluster",
  "event",
] as const;
export type PickedKind = (typeof pickedKinds)[number];
export interface Picked {
  readonly kind: PickedKind;
  readonly code: string;
}

/** Everything a layer may depend on; nothing else decides what is drawn. */
export interface DrawContext {
  readonly palette: Palette;
  readonly dark: boolean;
  readonly language: Language;
  readonly method: ClassMethod;
  readonly classes: readonly Class[];
  readonly picked: Picked | null;
  /** Identity of the campaign that is drawn; null for none. */
  readonly campaign: string | null;
  /** Day in Shanghai, like 2026-11-22: what was planned before it and is not done is behind. */
  readonly today: string;
  readonly isOn: (key: LayerKey) => boolean;
  readonly opacity: (key: LayerKey) => number;
}

export interface MapLayer {
  readonly key: LayerKey | "ground" | "picked" | "whatIf";
  /** Layers a click may pick from, with what the feature is. */
  readonly picks?: Readonly<Record<string, PickedKind>>;
  readonly draw: (context: DrawContext) => LayerSpecification[];
}

/** The sources of style.ts: islands stand in the style itself; of the tiles, regions stop at zoom 10, months change villages, quarters change quality and clusters. */
export const sources = {
  ground: "ground",
  places: "places",
  villages: "villages",
  quality: "quality",
  clusters: "clusters",
  campaigns: "campaigns",
  islands: "islands",
  events: "events",
  whatIf: "what-if",
} as const;

export const shown = (on: boolean) => ({ visibility: on ? ("visible" as const) : ("none" as const) });

/** Families of the reader's system: MapLibre draws every script itself, so no glyphs are fetched. */
export const fonts = ["PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC"];
export const boldFonts = [
  "PingFang SC Medium",
  "Microsoft YaHei Bold",
  "Noto Sans SC Medium",
  "Noto Sans CJK SC Bold",
];
