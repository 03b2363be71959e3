import type { LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { Language } from "../i18n/language.ts";
import { breaksOf, classesOf } from "./classes.ts";
import { palettes, type Theme } from "./palette.ts";
import { buildStyle } from "./style.ts";

/** The server puts its own address there. */
const ORIGIN = "{origin}";
/** By the warning lines: classes by the scores of a day would be old tomorrow. */
const METHOD = "official";

/** Images of the map are drawn by the app itself; a style that stands alone has none. */
const needsImage = ({ type, layout }: LayerSpecification) =>
  type === "symbol" && layout !== undefined && "icon-image" in layout;

const isSeen = ({ layout }: LayerSpecification) => layout?.visibility !== "none";

/** The village heat as a style that MapLibre GL JS 6 draws by itself. */
function styleFile(theme: Theme, language: Language): StyleSpecification {
  const { sources, layers, ...style } = buildStyle({
    origin: ORIGIN,
    theme,
    language,
    period: null,
    method: METHOD,
    classes: classesOf(breaksOf([], METHOD, 5), METHOD, palettes[theme]),
    on: ["villages"],
    off: [],
    opacities: {},
    picked: null,
    campaign: null,
    today: "",
    footprint: null,
  });
  const kept = layers.filter((layer) => isSeen(layer) && !needsImage(layer));
  const used = new Set(kept.flatMap((layer) => ("source" in layer ? [layer.source] : [])));
  return {
    ...style,
    sources: Object.fromEntries(Object.entries(sources).filter(([name]) => used.has(name))),
    layers: kept,
  };
}

/** Styles by the name of their file, in both themes and both languages. */
export const styleFiles = (): Readonly<Record<string, StyleSpecification>> =>
  Object.fromEntries(
    (["light", "dark"] as const).flatMap((theme) =>
      (["zh", "en"] as const).map((language) => [`${theme}-${language}`, styleFile(theme, language)]),
    ),
  );
