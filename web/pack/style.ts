import type { StyleSpecification } from "maplibre-gl";
import { sources } from "../map/context.ts";
import { buildStyle, type MapState } from "../map/style.ts";

/** Sources that stand in the style itself and need no tile. */
const OWN = [sources.islands];
/** What somebody draws belongs to the map that can answer; campaigns are for who is signed in. */
const LEFT_OUT = ["what-if-", "campaign-"];

/** The map's own style over one archive that holds all layers; land goes on where the archive ends. */
export function packStyle(state: MapState, archive: string): StyleSpecification {
  const { sources: all, layers, ...style } = buildStyle(state);
  const islands = all[sources.islands];
  return {
    ...style,
    sources: {
      [sources.ground]: { type: "vector", url: `pmtiles://${archive}` },
      ...(islands ? { [sources.islands]: islands } : {}),
    },
    layers: layers
      .filter(({ id }) => !LEFT_OUT.some((start) => id.startsWith(start)))
      .map((layer) =>
        layer.type === "background" || OWN.some((own) => own === layer.source)
          ? layer
          : { ...layer, source: sources.ground },
      )
      .map((layer) => (layer.id === "water" ? landOf(layer, layers) : layer)),
  };
}

type Layer = StyleSpecification["layers"][number];

/** Beyond the tiles lies more land and no sea. */
function landOf(water: Layer, layers: readonly Layer[]): Layer {
  const land = layers.find(({ id }) => id === "land");
  const colour = land?.type === "fill" ? land.paint?.["fill-color"] : undefined;
  return water.type === "background" && typeof colour === "string"
    ? { ...water, paint: { "background-color": colour } }
    : water;
}
