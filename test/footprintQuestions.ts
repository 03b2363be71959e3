import type { MultiPolygon, Polygon } from "geojson";
import { graphql } from "./atlas.ts";
import type { Box } from "./clippedArea.ts";

export const boxOf = ([west, south, east, north]: Box): Polygon => ({
  type: "Polygon",
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
});
/** Over the middle of Suichuan and into its neighbours. */
export const BOX: Box = [114.3, 26.1, 114.75, 26.4];
export const BOW_TIE: Polygon = {
  type: "Polygon",
  coordinates: [
    [
      [114.3, 26.1],
      [114.7, 26.5],
      [114.7, 26.1],
      [114.3, 26.5],
      [114.3, 26.1],
    ],
  ],
};

export interface Count {
  villagesTouched: number;
  villagesInside: number;
  householdsInside: number;
  householdsByArea: number;
  populationInside: number;
  populationByArea: number;
  villagesWithoutHouseholds: number;
}
export interface Places {
  count: number;
  households: number;
  money: number | null;
  largest: { code: string; households: number }[];
}
export interface Exposure {
  areaKm2: number;
  vertices: number;
  total: Count;
  counties: (Count & { county: { code: string } })[];
  levels: { level: string | null; villages: number; households: number }[];
  villages: {
    code: string;
    share: number;
    pointInside: boolean;
    households: number | null;
    level: string | null;
  }[];
  settlements: Places;
  projects: Places;
  enclaves: Places;
}
export const COUNTS =
  "villagesTouched villagesInside householdsInside householdsByArea populationInside populationByArea villagesWithoutHouseholds";
export const EXPOSURE = `query ($footprint: GeoJSONMultiPolygon!) { exposure(footprint: $footprint) {
  areaKm2 vertices total { ${COUNTS} } counties { county { code } ${COUNTS} } levels { level villages households }
  villages { code share pointInside households level }
  settlements { count households money largest { code households } } projects { count households money largest { code households } }
  enclaves { count households money largest { code households } } } }`;

/** The rule of a village's households: times share, halves up. */
export const byArea = (households: number, share: number) => Math.floor(households * share + 0.5);

/** What lies inside a footprint, as the API answers it. */
export const exposeOn = (url: string, footprint: Polygon | MultiPolygon) =>
  graphql<{ exposure: Exposure }>(url, EXPOSURE, { footprint });
