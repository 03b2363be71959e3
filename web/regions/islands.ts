import type { FeatureCollection, Point } from "geojson";
import { boldFonts, fonts, type MapLayer, sources } from "../map/context.ts";

/** West, south, east and north of a piece of the earth, degrees. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/** The whole country: from the Pamir to the Ussuri, from Zengmu Ansha to Mohe, with the whole ten-dash line 十段线. */
export const NATION: Box = [73, 3, 136, 54];
/** What a national map must never lose: the South China Sea islands 南海诸岛, Taiwan 台湾 and Diaoyu Dao 钓鱼岛. */
export const SOUTH_CHINA_SEA: Box = [105.5, 3.2, 125.2, 26.4];

/**
 * Named by 《公开地图内容表示规范》 as what a national map shows. At the scale of the country an island is smaller than a
 * unit of a tile and its outline vanishes, so each group has a mark and a name of its own. Positions are the middle of a
 * group to a tenth of a degree, read off the outlines where these have it.
 */
const ISLANDS: readonly (readonly [name: string, nameEn: string, lon: number, lat: number, from: number])[] =
  [
    ["南海诸岛", "South China Sea Islands", 114.6, 13.2, 0],
    ["东沙群岛", "Dongsha Qundao", 116.8, 20.7, 4],
    ["西沙群岛", "Xisha Qundao", 112.0, 16.6, 4],
    ["中沙群岛", "Zhongsha Qundao", 114.4, 15.6, 4],
    ["黄岩岛", "Huangyan Dao", 117.8, 15.2, 4],
    ["南沙群岛", "Nansha Qundao", 114.2, 10.2, 4],
    ["曾母暗沙", "Zengmu Ansha", 112.3, 4.0, 4],
    ["钓鱼岛", "Diaoyu Dao", 123.5, 25.7, 0],
    ["赤尾屿", "Chiwei Yu", 124.6, 25.9, 5],
  ];

/** One feature each: the name of all is no island itself. */
export const islandFeatures: FeatureCollection<Point> = {
  type: "FeatureCollection",
  features: ISLANDS.map(([name, nameEn, lon, lat, from], index) => ({
    type: "Feature",
    id: index + 1,
    geometry: { type: "Point", coordinates: [lon, lat] },
    properties: { name, name_en: nameEn, from, isGroup: index === 0 },
  })),
};

const LAST_ZOOM = 7;

/** On whatever is switched off: a national map without them may not be shown. */
export const islands: MapLayer = {
  key: "ground",
  draw: ({ palette, language }) => [
    {
      id: "island",
      type: "circle",
      source: sources.islands,
      maxzoom: LAST_ZOOM,
      filter: ["!", ["get", "isGroup"]],
      paint: {
        "circle-radius": 1.6,
        "circle-color": palette.land,
        "circle-stroke-color": palette.border.province,
        "circle-stroke-width": 0.8,
      },
    },
    {
      id: "label-island",
      type: "symbol",
      source: sources.islands,
      maxzoom: LAST_ZOOM,
      filter: [
        "all",
        ["<=", ["get", "from"], ["zoom"]],
        // Filters are asked at whole zooms. The name of all gives way to those of the groups.
        ["any", ["!", ["get", "isGroup"]], ["<", ["zoom"], 4]],
      ],
      layout: {
        "text-field": ["get", language === "en" ? "name_en" : "name"],
        "text-font": ["case", ["get", "isGroup"], ["literal", boldFonts], ["literal", fonts]],
        "text-size": ["interpolate", ["linear"], ["zoom"], 2, 9.5, LAST_ZOOM, 13],
        "text-variable-anchor": ["left", "right", "top", "bottom"],
        "text-radial-offset": 0.4,
        "text-max-width": 6,
        "text-padding": 1,
      },
      paint: {
        "text-color": palette.muted,
        "text-halo-color": palette.halo,
        "text-halo-width": 1.2,
      },
    },
  ],
};
