import { addProtocol } from "maplibre-gl";
import { PMTiles } from "pmtiles";
import type { CountyValue } from "../regions/values.ts";

/** What a pack says of itself: pack.json. */
export interface Pack {
  readonly county: {
    code: string;
    name: string;
    nameEn: string | null;
    bbox: [number, number, number, number];
  };
  readonly period: string | null;
  readonly isDemo: boolean;
  readonly dataCutOff: string | null;
  readonly credits: { readonly zh: readonly string[]; readonly en: readonly string[] };
  readonly mapReviewNumber: string | null;
  readonly zooms: { readonly from: number; readonly to: number };
  readonly counties: readonly CountyValue[];
}

export const ARCHIVE = "county.pmtiles";

async function fetched(name: string): Promise<Response> {
  const response = await fetch(`./${name}`);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response;
}

/**
 * Reads the whole archive at once: a county is a few megabytes, and the plainest of file servers, which know nothing
 * of parts of a file, will do.
 */
export async function openPack(): Promise<Pack> {
  const [pack, archive] = await Promise.all([
    fetched("pack.json").then((response) => response.json() as Promise<Pack>),
    fetched(ARCHIVE).then((response) => response.arrayBuffer()),
  ]);
  const tiles = new PMTiles({
    getKey: () => ARCHIVE,
    getBytes: async (from, length) => ({ data: archive.slice(from, from + length) }),
  });
  addProtocol("pmtiles", async ({ url, type }, { signal }) => {
    if (type === "json") {
      const { minZoom, maxZoom, minLon, minLat, maxLon, maxLat } = await tiles.getHeader();
      return {
        data: {
          tiles: [`${url}/{z}/{x}/{y}`],
          minzoom: minZoom,
          maxzoom: maxZoom,
          bounds: [minLon, minLat, maxLon, maxLat],
        },
      };
    }
    const [z = 0, x = 0, y = 0] = url.split("/").slice(-3).map(Number);
    const tile = await tiles.getZxy(z, x, y, signal);
    return { data: tile?.data ?? new ArrayBuffer(0) };
  });
  return pack;
}
