import type { Language } from "../i18n/language.ts";
import { classesOf } from "../map/classes.ts";
import type { LayerKey } from "../map/context.ts";
import { palettes, type Theme } from "../map/palette.ts";
import type { MapState } from "../map/style.ts";
import { warningLines } from "../risk/levels.ts";

/** What the map of a pack starts with: single villages, which a county is about. */
export const firstOn: readonly LayerKey[] = ["villages", "projects"];

/** The state of the map page as far as a pack has one: one month, the official lines, nothing that asks a server. */
export function packState(
  theme: Theme,
  language: Language,
  county: string,
  shown: Pick<MapState, "on" | "off" | "opacities"> = { on: firstOn, off: [], opacities: {} },
): MapState {
  return {
    ...shown,
    origin: "",
    theme,
    language,
    period: null,
    method: "official",
    classes: classesOf(
      warningLines.map(({ from }) => from),
      "official",
      palettes[theme],
    ),
    picked: { kind: "region", code: county },
    campaign: null,
    today: "",
    footprint: null,
  };
}
