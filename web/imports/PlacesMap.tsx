import type { FeatureCollection } from "geojson";
import type { StyleSpecification } from "maplibre-gl";
import { useEffect, useMemo, useState } from "react";
import { useSpeech } from "../i18n/language.ts";
import MapCanvas from "../map/Map.tsx";
import { palettes, type Theme } from "../map/palette.ts";
import { placesStyle } from "./layer.ts";
import { viewOf } from "./viewOf.ts";

const nothing = () => {};
const NO_VALUES = [] as const;

/** Places of an uploaded file over the counties: whether they lie where they should is seen at once. */
export default function PlacesMap({ id, theme }: { readonly id: string; readonly theme: Theme }) {
  const { imports: w, language } = useSpeech();
  const [places, setPlaces] = useState<FeatureCollection | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    fetch(`/imports/files/${id}/places.geojson`, { signal: controller.signal })
      .then((answer) => (answer.ok ? answer.json() : null))
      .then(setPlaces, nothing);
    return () => controller.abort();
  }, [id]);
  const style = useMemo<StyleSpecification>(
    () => placesStyle(window.location.origin, palettes[theme], language, places),
    [theme, language, places],
  );
  const view = useMemo(() => (places ? viewOf(places) : null), [places]);
  return (
    <section className="import-map map-area" aria-label={w.map}>
      {view ? (
        <MapCanvas
          style={style}
          view={view}
          values={NO_VALUES}
          isDrawing={false}
          onView={nothing}
          onFrame={nothing}
          onPick={nothing}
          onHover={nothing}
          onNothing={nothing}
          onTileError={nothing}
        />
      ) : null}
    </section>
  );
}
