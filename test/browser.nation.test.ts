import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { atlases } from "./atlas.ts";
import { keep, launch, rendered, settled, visit } from "./browser.ts";

const TIMEOUT = 240_000;
const url = atlases.at(-1)?.url ?? "";
/** Provinces, by the codes of their regions, that a map of the country may not lose. */
const HAINAN = "46";
const TAIWAN = "71";

/** Western, southern, eastern and northern end of what is drawn of a layer, degrees; of the map or of its inset. */
const extentDrawn = (page: Page, which: "__atlasMap" | "__atlasInset", layer: string) =>
  page.evaluate(
    ([name, id]) => {
      const map = name === "__atlasInset" ? window.__atlasInset : window.__atlasMap;
      let [west, south, east, north] = [180, 90, -180, -90];
      const reach = (part: unknown): void => {
        if (!Array.isArray(part)) return;
        const [lon, lat] = part;
        if (typeof lon === "number" && typeof lat === "number") {
          west = Math.min(west, lon);
          south = Math.min(south, lat);
          east = Math.max(east, lon);
          north = Math.max(north, lat);
        } else part.forEach(reach);
      };
      for (const { geometry } of map?.queryRenderedFeatures({ layers: [id as string] }) ?? [])
        if ("coordinates" in geometry) reach(geometry.coordinates);
      return [west, south, east, north] as const;
    },
    [which, layer],
  );

const namesDrawn = async (page: Page, layer: string) => (await rendered(page, layer)).map(({ name }) => name);

describe.runIf(inject("chromium") !== "")("a map of the country in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it.each([
    ["a desk", { width: 1280, height: 800 }],
    ["a telephone", { width: 360, height: 740 }],
  ])(
    "shows all of it at a press: land, the ten-dash line, Taiwan, Diaoyu Dao and the islands, on %s",
    {
      timeout: TIMEOUT,
    },
    async (_where, viewport) => {
      const { page, complaints } = await visit(browser, `${url}/`, viewport);
      await settled(page);
      await page.getByRole("button", { name: "全国" }).click();
      await page.waitForFunction(() => (window.__atlasMap?.getZoom() ?? 9) < 4);
      await settled(page);
      expect(await page.locator(".map-inset").count()).toBe(0);
      const provinces = (await rendered(page, "land")).map(({ code }) => code);
      expect(new Set(provinces).size).toBe(34);
      expect(provinces).toEqual(expect.arrayContaining([HAINAN, TAIWAN]));
      const [west, south, east, north] = await extentDrawn(page, "__atlasMap", "border-national");
      // The dashes reach from off Zengmu Ansha to east of Taiwan, the land border from the Pamir to Heilongjiang.
      expect([west < 75, south < 3.6, east > 134, north > 53]).toEqual([true, true, true, true]);
      expect((await rendered(page, "island")).length).toBe(8);
      expect(await namesDrawn(page, "label-island")).toEqual(expect.arrayContaining(["南海诸岛", "钓鱼岛"]));
      await keep(page, `nation-${viewport.width}`);
      await page.context().close();
      expect(complaints).toEqual([]);
    },
  );

  it("that leaves the South China Sea out shows it beside the map, covering nothing, until it is a map of a region", {
    timeout: TIMEOUT,
  }, async () => {
    const { page, complaints } = await visit(browser, `${url}/?v=104,37,4&off=boundaries`, {
      width: 1280,
      height: 800,
    });
    await settled(page);
    await page.locator(".map-inset[data-idle=true]").waitFor();
    const [west, south, east, north] = await extentDrawn(page, "__atlasInset", "border-national");
    expect([west < 109, south < 3.6, east > 122, north > 24]).toEqual([true, true, true, true]);
    const inside = await page.evaluate(() => ({
      islands: window.__atlasInset?.queryRenderedFeatures({ layers: ["island"] }).length,
      provinces: window.__atlasInset
        ?.queryRenderedFeatures({ layers: ["land"] })
        .map(({ properties }) => String(properties.code)),
    }));
    expect(inside.islands).toBe(8);
    expect(inside.provinces).toEqual(expect.arrayContaining([HAINAN, TAIWAN]));
    const [map, inset] = [
      await page.locator(".map-area").boundingBox(),
      await page.locator(".map-inset").boundingBox(),
    ];
    expect((map?.x ?? 0) + (map?.width ?? 0)).toBeLessThanOrEqual(inset?.x ?? 0);
    expect(await page.locator(".map-inset").innerText()).toBe("南海诸岛");
    await keep(page, "nation-inset");
    await page.evaluate(() => window.__atlasMap?.jumpTo({ center: [114.9, 26.3], zoom: 6.5 }));
    await settled(page);
    expect(await page.locator(".map-inset").count()).toBe(0);
    await page.context().close();
    expect(complaints).toEqual([]);
  });
});
