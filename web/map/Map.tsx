import {
  Map as MapLibre,
  NavigationControl,
  ScaleControl,
  type StyleSpecification,
  setWorkerUrl,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import type { Polygon } from "geojson";
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import type { DrawMode } from "../exposure/drawing.ts";
import { useSpeech } from "../i18n/language.ts";
import type { Box } from "../regions/islands.ts";
import type { PaintedCounty } from "../regions/values.ts";
import { home, type View } from "./address.ts";
import { sources } from "./context.ts";
import { addImages } from "./images.ts";
import { type Found, foundAt } from "./picking.ts";
import { paintCounties, writeStyle } from "./writing.ts";

setWorkerUrl(workerUrl);

declare global {
  interface Window {
    /** For browser tests alone: the app never reads it. */
    __atlasMap?: MapLibre;
  }
}

export interface MapHandle {
  readonly fly: (place: {
    bbox?: readonly number[] | null;
    at?: readonly number[] | null;
    zoom?: number;
    /** Room left at the edges, pixels; 40 all round by default. */
    padding?: { top: number; right: number; bottom: number; left: number };
  }) => void;
  /** Lets the reader draw a shape; null where they give up. */
  readonly draw: (mode: DrawMode, signal: AbortSignal) => Promise<Polygon | null>;
}

interface Props {
  readonly ref?: Ref<MapHandle>;
  readonly style: StyleSpecification;
  readonly view: View;
  /** Values of the month drawn; null while they are on their way. */
  readonly values: readonly PaintedCounty[] | null;
  /** While somebody draws, a click means a corner and the style stays: drawing lives in layers of its own. */
  readonly isDrawing: boolean;
  readonly onView: (view: View) => void;
  /** Told whenever what is seen has changed, by a move or by another size. */
  readonly onFrame: (zoom: number, box: Box) => void;
  readonly onPick: (found: Found) => void;
  readonly onHover: (found: Found | null, at: { x: number; y: number }) => void;
  readonly onNothing: () => void;
  readonly onTileError: () => void;
}

const reducedMotion = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const cameraOf = (map: MapLibre): View => {
  const { lng, lat } = map.getCenter();
  return { lng: Number(lng.toFixed(4)), lat: Number(lat.toFixed(4)), zoom: Number(map.getZoom().toFixed(2)) };
};
/** The home view is meant for a wide map; a smaller one steps back until the same land fits. */
function framed(view: View, { clientWidth, clientHeight }: HTMLElement): View {
  if (!same(view, home)) return view;
  const share = Math.min(1, clientWidth / 780, clientHeight / 740);
  return { ...view, zoom: view.zoom + Math.log2(Math.max(0.2, share)) };
}
const same = (a: View, b: View) => a.lng === b.lng && a.lat === b.lat && a.zoom === b.zoom;

/** The one place that holds a MapLibre map. Everything it draws comes in through `style` and `values`. */
export default function MapCanvas(props: Props) {
  const { words } = useSpeech();
  const box = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapLibre | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const reported = useRef<View>(props.view);
  const camera = useRef<View>(props.view);

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; words change by a new key
  useEffect(() => {
    if (!box.current) return;
    const start = framed(props.view, box.current);
    const made = new MapLibre({
      container: box.current,
      // Images must be there before the layers that use them, so it starts empty.
      style: { version: 8, sources: {}, layers: [] },
      center: [start.lng, start.lat],
      zoom: start.zoom,
      // So far out that the whole country fits a telephone.
      minZoom: 1,
      maxZoom: 15,
      maxPitch: 0,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      renderWorldCopies: false,
      attributionControl: false,
      fadeDuration: reducedMotion() ? 0 : 120,
      locale: {
        "Map.Title": words.map.title,
        "NavigationControl.ZoomIn": words.map.zoomIn,
        "NavigationControl.ZoomOut": words.map.zoomOut,
        "ScaleControl.Kilometers": words.map.kilometre,
        "ScaleControl.Meters": words.map.metre,
      },
    });
    made.keyboard.disableRotation();
    made.touchZoomRotate.disableRotation();
    made.addControl(new NavigationControl({ showCompass: false }), "bottom-right");
    made.addControl(new ScaleControl({ maxWidth: 90 }), "bottom-right");
    const root = document.documentElement;
    const busy = () => delete root.dataset.mapIdle;
    made.on("movestart", busy);
    made.on("dataloading", busy);
    made.on("idle", () => {
      if (latest.current.values && made.getStyle().layers.length) root.dataset.mapIdle = "1";
    });
    camera.current = cameraOf(made);
    const tellFrame = () => {
      const seen = made.getBounds();
      latest.current.onFrame(made.getZoom(), [
        seen.getWest(),
        seen.getSouth(),
        seen.getEast(),
        seen.getNorth(),
      ]);
    };
    tellFrame();
    made.on("resize", tellFrame);
    made.on("moveend", tellFrame);
    made.on("moveend", (event) => {
      const view = cameraOf(made);
      // A resize ends a move as well, and a camera set from the address is already there.
      const moved = !same(view, camera.current) && !("fromAddress" in event);
      camera.current = view;
      if (!moved || same(view, reported.current)) return;
      reported.current = view;
      latest.current.onView(view);
    });
    made.on("error", ({ error }) => {
      if (!(error instanceof Error && error.name === "AbortError")) latest.current.onTileError();
    });
    let frame = 0;
    made.on("mousemove", ({ point }) => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        if (latest.current.isDrawing) return;
        const found = foundAt(made, point);
        made.getCanvas().style.cursor = found ? "pointer" : "";
        latest.current.onHover(found, point);
      });
    });
    made.on("mouseout", () => {
      cancelAnimationFrame(frame);
      latest.current.onHover(null, { x: 0, y: 0 });
    });
    made.on("click", ({ point }) => {
      if (latest.current.isDrawing) return;
      const found = foundAt(made, point);
      if (found) latest.current.onPick(found);
    });
    made.getCanvas().addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || latest.current.isDrawing) return;
      const { clientWidth, clientHeight } = made.getCanvas();
      const found = foundAt(made, { x: clientWidth / 2, y: clientHeight / 2 });
      if (found) latest.current.onPick(found);
      else latest.current.onNothing();
    });
    made.once("style.load", () => {
      addImages(made);
      setMap(made);
    });
    window.__atlasMap = made;
    return () => {
      cancelAnimationFrame(frame);
      busy();
      setMap(null);
      made.remove();
    };
  }, []);

  const { style, values, view, isDrawing } = props;
  useEffect(() => {
    if (map && !isDrawing) writeStyle(map, style);
  }, [map, style, isDrawing]);
  useEffect(() => {
    if (map && values) paintCounties(map, values, sources.ground);
  }, [map, values]);
  useEffect(() => {
    // Only a view from outside moves the camera: back, forward, or a link.
    if (!map || same(view, reported.current)) return;
    reported.current = view;
    const to = framed(view, map.getContainer());
    map.jumpTo({ center: [to.lng, to.lat], zoom: to.zoom }, { fromAddress: true });
  }, [map, view]);

  useImperativeHandle(props.ref, () => ({
    draw: async (mode, signal) => {
      if (!map) return null;
      const { drawOn } = await import("../exposure/drawing.ts");
      return drawOn(map, mode, signal);
    },
    fly: ({ bbox, at, zoom = 11, padding }) => {
      if (!map) return;
      const [west, south, east, north] = bbox ?? [];
      const motion = { animate: !reducedMotion(), duration: 600 };
      if (
        west !== undefined &&
        south !== undefined &&
        east !== undefined &&
        north !== undefined &&
        east > west
      ) {
        const corners: [[number, number], [number, number]] = [
          [west, south],
          [east, north],
        ];
        map.fitBounds(corners, { padding: padding ?? 40, maxZoom: 11, ...motion });
      } else if (at?.[0] !== undefined && at[1] !== undefined) {
        map.easeTo({ center: [at[0], at[1]], zoom: Math.max(zoom, map.getZoom()), ...motion });
      }
    },
  }));

  return (
    <>
      <div ref={box} className="map-box" />
      <svg className="crosshair" viewBox="-20 -20 40 40" aria-hidden="true">
        <path d="M-18 0H-5M5 0H18M0-18V-5M0 5V18" />
        <circle r="2" />
      </svg>
    </>
  );
}
