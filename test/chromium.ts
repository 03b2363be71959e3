import type { Map as MapLibre } from "maplibre-gl";

declare global {
  interface Window {
    __atlasMap?: MapLibre;
    __atlasInset?: MapLibre;
  }
}

/** Flags under which Debian's Chromium draws WebGL without a graphics card and asks nobody anything. */
export const FLAGS = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--hide-scrollbars",
  "--force-color-profile=srgb",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];

/** Whether a request would leave the machine. */
export const isForeign = (target: string, origin: string): boolean =>
  !target.startsWith(origin) && !target.startsWith("blob:") && !target.startsWith("data:");

/** Runs in the page: the map has drawn everything it asked for. */
export const mapIsIdle = () =>
  document.documentElement.dataset.mapIdle === "1" && window.__atlasMap?.loaded();
