import type { MultiPolygon } from "geojson";
import { useEffect, useState } from "react";
import type { MapHandle } from "../map/Map.tsx";
import type { DrawMode } from "./drawing.ts";
import { bboxOf, writeFootprint } from "./footprint.ts";

/** The footprint that is asked about: in the address while it is short enough, else in the page. */
export function useWhatIf(
  inAddress: MultiPolygon | null,
  setAddress: (shape: MultiPolygon | null) => void,
  handle: React.RefObject<MapHandle | null>,
  startsOpen: boolean,
) {
  const [open, setOpen] = useState(startsOpen && inAddress !== null);
  const [long, setLong] = useState<MultiPolygon | null>(null);
  const [drawing, setDrawing] = useState<AbortController | null>(null);
  // From the press of the button on: what draws may still be on its way.
  useEffect(() => {
    if (!drawing) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      // One press gives up the drawing and no more: the panel it was asked in stays.
      event.stopPropagation();
      drawing.abort();
    };
    window.addEventListener("keydown", onKey, true);
    return () => window.removeEventListener("keydown", onKey, true);
  }, [drawing]);
  const shape = long ?? inAddress;
  const take = (next: MultiPolygon | null, fly = true) => {
    const fits = next === null || writeFootprint(next) !== null;
    setLong(fits ? null : next);
    setAddress(fits ? next : null);
    if (next) {
      setOpen(true);
      if (fly) handle.current?.fly({ bbox: bboxOf(next) });
    }
  };
  const draw = async (mode: DrawMode) => {
    drawing?.abort();
    const controller = new AbortController();
    setDrawing(controller);
    const drawn = await handle.current?.draw(mode, controller.signal);
    setDrawing((now) => (now === controller ? null : now));
    if (drawn) take({ type: "MultiPolygon", coordinates: [drawn.coordinates] }, false);
  };
  return {
    open,
    setOpen: (next: boolean) => {
      if (!next) drawing?.abort();
      setOpen(next);
    },
    shape,
    isLong: long !== null,
    isDrawing: drawing !== null,
    take,
    draw: (mode: DrawMode) => void draw(mode),
  };
}

export type WhatIf = ReturnType<typeof useWhatIf>;
