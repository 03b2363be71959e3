import { Map as MapLibre, type StyleSpecification } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import { useEffect, useRef, useState } from "react";
import { useSpeech } from "../i18n/language.ts";
import { SOUTH_CHINA_SEA } from "../regions/islands.ts";
import { insetStyle } from "./inset.ts";

declare global {
  interface Window {
    /** For browser tests alone: the app never reads it. */
    __atlasInset?: MapLibre;
  }
}

const [west, south, east, north] = SOUTH_CHINA_SEA;

/** The South China Sea beside a map of the country that leaves it out; docked, for nothing may cover the map there. */
export default function Inset({ style }: { readonly style: StyleSpecification }) {
  const { words } = useSpeech();
  const box = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapLibre | null>(null);
  const [isIdle, setIdle] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; words change by a new key
  useEffect(() => {
    if (!box.current) return;
    const made = new MapLibre({
      container: box.current,
      style: insetStyle(style),
      bounds: [
        [west, south],
        [east, north],
      ],
      interactive: false,
      renderWorldCopies: false,
      attributionControl: false,
      fadeDuration: 0,
      locale: { "Map.Title": words.map.southChinaSea },
    });
    made.on("idle", () => setIdle(true));
    made.once("style.load", () => setMap(made)); // before it, any other style replaces the whole, with a warning
    window.__atlasInset = made;
    return () => {
      delete window.__atlasInset;
      setMap(null);
      made.remove();
    };
  }, []);
  useEffect(() => {
    map?.setStyle(insetStyle(style), { diff: true });
  }, [map, style]);

  return (
    <figure className="map-inset" data-idle={isIdle}>
      <div ref={box} className="map-inset-box" />
      <figcaption>{words.map.southChinaSea}</figcaption>
    </figure>
  );
}
