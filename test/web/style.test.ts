import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { breaksOf, classesOf, classIndex, classMethods } from "../../web/map/classes.ts";
import { layerKeys, pickedKinds } from "../../web/map/context.ts";
import { mapLayers, offAtFirst, pickable } from "../../web/map/layers.ts";
import { palettes, rampColours } from "../../web/map/palette.ts";
import { buildStyle, type MapState } from "../../web/map/style.ts";

const plain: MapState = {
  origin: "http://localhost",
  theme: "light",
  language: "zh",
  period: "2026-09",
  method: "jenks",
  classes: classesOf([20, 30, 40, 50], "jenks", palettes.light),
  on: [],
  off: [],
  opacities: {},
  picked: null,
  campaign: null,
  today: "2026-11-22",
  footprint: null,
};
const style = (change: Partial<MapState> = {}) => buildStyle({ ...plain, ...change });
const layer = (built: ReturnType<typeof style>, id: string) => {
  const found = built.layers.find((one) => one.id === id);
  if (!found) throw new Error(`There is no layer ${id}`);
  return found;
};
const visibility = (built: ReturnType<typeof style>, id: string) =>
  layer(built, id).layout?.visibility ?? "visible";

const states = fc.record({
  theme: fc.constantFrom("light" as const, "dark" as const),
  language: fc.constantFrom("zh" as const, "en" as const),
  period: fc.constantFrom(null, "2024-10", "2026-09"),
  method: fc.constantFrom(...classMethods),
  scores: fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 40 }),
  count: fc.integer({ min: 3, max: 7 }),
  on: fc.subarray([...layerKeys]),
  off: fc.subarray([...layerKeys]),
  opacity: fc.double({ min: 0, max: 1, noNaN: true }),
  picked: fc.option(
    fc.record({ kind: fc.constantFrom(...pickedKinds), code: fc.constantFrom("360827", "P-1") }),
  ),
});

describe("the style", () => {
  test("is valid in every state the address can name", () => {
    fc.assert(
      fc.property(states, ({ scores, count, opacity, ...state }) => {
        const classes = classesOf(breaksOf(scores, state.method, count), state.method, palettes[state.theme]);
        const opacities = Object.fromEntries(layerKeys.map((key) => [key, opacity]));
        const built = buildStyle({ ...plain, ...state, classes, opacities });
        expect(validateStyleMin(built).map((error) => error.message)).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });

  test.each(layerKeys)("is valid with %s on and with it off, and the switch is seen", (key) => {
    const on = style({ on: [key] });
    const off = style({ off: [key] });
    expect(validateStyleMin(on)).toEqual([]);
    expect(validateStyleMin(off)).toEqual([]);
    expect(JSON.stringify(on.layers)).not.toBe(JSON.stringify(off.layers));
  });

  test("is the same for the same state, so that a diff of equals changes nothing", () => {
    expect(style()).toEqual(style());
  });

  test("colours by one layer at a time: the village heat leaves counties plain", () => {
    const counties = style();
    const heat = style({ on: ["villages"] });
    expect(visibility(counties, "county-fill")).toBe("visible");
    expect(visibility(counties, "village-heat")).toBe("none");
    expect(visibility(heat, "county-fill")).toBe("none");
    expect(visibility(heat, "village-heat")).toBe("visible");
  });

  test("asks the server for tiles of its own origin only, for villages of the month, data quality and clusters of its quarter", () => {
    const tiles = Object.values(style({ period: "2025-03" }).sources).flatMap((source) =>
      source.type === "vector" ? (source.tiles ?? []) : [],
    );
    expect(tiles.every((url) => url.startsWith("http://localhost/tiles/"))).toBe(true);
    const ofMonth = (period: string) => tiles.filter((url) => url.endsWith(`?period=${period}`));
    expect(ofMonth("2025-03").map((url) => url.split("/")[4])).toEqual(["villages"]);
    expect(ofMonth("2025-01").map((url) => url.split("/")[4])).toEqual(["data_quality", "clusters"]);
    expect(style()).not.toHaveProperty("glyphs");
    expect(style()).not.toHaveProperty("sprite");
  });

  test("a change of month changes within the quarter nothing but the address of the village tiles", () => {
    const { sources, ...rest } = style({ period: "2025-02" });
    const { sources: later, ...restLater } = style({ period: "2025-03" });
    expect(rest).toEqual(restLater);
    expect({ ...sources, villages: null }).toEqual({ ...later, villages: null });
    expect(sources.villages).not.toEqual(later.villages);
  });

  test("clusters change with the quarter, and with an area picked are those of its own scan", () => {
    expect(style({ period: "2025-03" }).sources.clusters).not.toEqual(
      style({ period: "2025-04" }).sources.clusters,
    );
    const filterOf = (picked: MapState["picked"]) => {
      const drawn = layer(style({ on: ["clusters"], picked }), "cluster-line");
      return "filter" in drawn ? drawn.filter : undefined;
    };
    const ofCounties = ["==", ["get", "kind"], "COUNTY"];
    expect(filterOf(null)).toEqual(ofCounties);
    expect(filterOf({ kind: "cluster", code: "360827-1" })).toEqual(ofCounties);
    for (const picked of [
      { kind: "region", code: "luoxiao" },
      { kind: "cluster", code: "luoxiao-2" },
    ] as const)
      expect(filterOf(picked)).toEqual(["==", ["get", "region"], "luoxiao"]);
  });

  test("every layer name is used once, and every pickable layer is drawn", () => {
    const ids = style().layers.map((one) => one.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of Object.keys(pickable)) expect(ids).toContain(id);
    for (const key of layerKeys) expect(mapLayers.some((one) => one.key === key)).toBe(true);
    for (const key of offAtFirst) expect(layerKeys).toContain(key);
  });

  test("no warning colour is used for statistical classes", () => {
    for (const theme of ["light", "dark"] as const) {
      const warning = Object.values(palettes[theme].levels).map((colour) => colour.toLowerCase());
      for (let count = 2; count <= 7; count++) {
        for (const colour of rampColours(palettes[theme], count))
          expect(warning).not.toContain(colour.toLowerCase());
      }
    }
  });
});

describe("classes", () => {
  const scoreLists = fc.array(
    fc.integer({ min: 0, max: 1000 }).map((tenths) => tenths / 10),
    { minLength: 1, maxLength: 60 },
  );

  test("bounds rise, and every score falls into exactly one half-open class", () => {
    fc.assert(
      fc.property(
        scoreLists,
        fc.constantFrom(...classMethods),
        fc.integer({ min: 3, max: 7 }),
        (scores, method, count) => {
          const breaks = breaksOf(scores, method, count);
          expect([...breaks].sort((a, b) => a - b)).toEqual(breaks);
          expect(new Set(breaks).size).toBe(breaks.length);
          if (method !== "official") expect(breaks.length).toBeLessThan(count);
          const classes = classesOf(breaks, method, palettes.light);
          for (const score of scores) {
            const holding = classes.filter(
              ({ from, to }) => (from === null || score >= from) && (to === null || score < to),
            );
            expect(holding).toEqual([classes[classIndex(score, breaks)]]);
          }
        },
      ),
    );
  });

  test("warning lines are 20, 35, 55 and 75, and reaching one is being in it", () => {
    const breaks = breaksOf([], "official", 5);
    expect(breaks).toEqual([20, 35, 55, 75]);
    expect([19.9, 20, 34.9, 35, 55, 74.9, 75].map((score) => classIndex(score, breaks))).toEqual([
      0, 1, 1, 2, 3, 3, 4,
    ]);
  });

  test("three groups far apart are found by natural breaks", () => {
    expect(breaksOf([1, 2, 3, 40, 41, 42, 90, 91], "jenks", 3)).toEqual([40, 90]);
  });
});
