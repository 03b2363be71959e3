import type { FeatureCollection } from "geojson";
import type { StyleSpecification } from "maplibre-gl";
import { useEffect, useMemo, useRef, useState } from "react";
import { useSpeech } from "../i18n/language.ts";
import { home } from "../map/address.ts";
import MapCanvas, { type MapHandle } from "../map/Map.tsx";
import { palettes, type Theme } from "../map/palette.ts";
import { boxOf } from "./boxOf.ts";
import { placesStyle } from "./layer.ts";

const nothing = () => {};
const NO_VALUES = [] as const;

/** Places of an uploaded file over the counties: whether they lie where they should is seen at once. */
export default function PlacesMap({ id, theme }: { readonly id: string; readonly theme: Theme }) {
  const { imports: w } = useSpeech();
  const map = useRef<MapHandle>(null);
  const [places, setPlaces] = useState<FeatureCollection | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    fetch(`/imports/files/${id}/places.geojson`, { signal: controller.signal })
      .then((answer) => (answer.ok ? answer.json() : null))
      .then(setPlaces, nothing);
    return () => controller.abort();
  }, [id]);
  const style = useMemo<StyleSpecification>(
    () => placesStyle(window.location.origin, palettes[theme], places),
    [theme, places],
  );
  return (
    <section className="import-map" aria-label={w.map}>
      {places ? (
        <MapCanvas
          ref={(handle) => {
            if (handle && !map.current) window.setTimeout(() => handle.fly({ bbox: boxOf(places) }), 0);
            map.current = handle;
          }}
          style={style}
          view={home}
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
