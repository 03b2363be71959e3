import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classesOf } from "../../web/map/classes.ts";
import { layerKeys } from "../../web/map/context.ts";
import { insetStyle, NATIONAL_BELOW, needsInset } from "../../web/map/inset.ts";
import { palettes } from "../../web/map/palette.ts";
import { buildStyle } from "../../web/map/style.ts";
import { islandFeatures, NATION, SOUTH_CHINA_SEA } from "../../web/regions/islands.ts";

const style = (off: (typeof layerKeys)[number][] = []) =>
  buildStyle({
    origin: "http://localhost",
    theme: "light",
    language: "zh",
    period: "2026-09",
    method: "jenks",
    classes: classesOf([20, 30, 40, 50], "jenks", palettes.light),
    on: [],
    off,
    opacities: { boundaries: 0 },
    picked: null,
    campaign: null,
    today: "2026-11-22",
    footprint: null,
  });

describe("a map of the country", () => {
  test("needs no inset when it shows the whole of it, and needs one as soon as an edge of the sea is cut off", () => {
    expect(needsInset(3, NATION)).toBe(false);
    expect(needsInset(3, SOUTH_CHINA_SEA)).toBe(false);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3 }),
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        (side, cut) => {
          const [west, south, east, north] = SOUTH_CHINA_SEA;
          const box = [west, south, east, north] as [number, number, number, number];
          box[side] = (box[side] ?? 0) + (side < 2 ? cut : -cut);
          expect(needsInset(NATIONAL_BELOW - 0.01, box)).toBe(true);
          expect(needsInset(NATIONAL_BELOW, box)).toBe(false);
        },
      ),
    );
  });

  test("names every group of islands inside of the frame it is measured by", () => {
    const names = islandFeatures.features.map(({ properties }) => properties?.name);
    for (const name of [
      "东沙群岛",
      "西沙群岛",
      "中沙群岛",
      "南沙群岛",
      "黄岩岛",
      "曾母暗沙",
      "钓鱼岛",
      "赤尾屿",
    ])
      expect(names).toContain(name);
    for (const box of [NATION, SOUTH_CHINA_SEA])
      for (const { geometry } of islandFeatures.features) {
        const [lon = 0, lat = 0] = geometry.coordinates;
        expect(lon > box[0] && lon < box[2] && lat > box[1] && lat < box[3]).toBe(true);
      }
  });

  test("keeps islands and the national boundary whatever is switched off or faded, in the inset too", () => {
    for (const built of [style([...layerKeys]), insetStyle(style([...layerKeys]))]) {
      expect(validateStyleMin(built).map((error) => error.message)).toEqual([]);
      const boundary = built.layers.find(({ id }) => id === "border-national");
      expect(boundary).toMatchObject({ layout: { visibility: "visible" }, paint: { "line-opacity": 1 } });
      const ids = built.layers.map(({ id }) => id);
      for (const id of ["land", "island", "label-island"]) expect(ids).toContain(id);
    }
    expect(Object.keys(insetStyle(style()).sources).sort()).toEqual(["ground", "islands"]);
  });
});
