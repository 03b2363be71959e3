import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { zh } from "../web/i18n/zh.ts";
import { atlases, graphql } from "./atlas.ts";
import { keep, launch, rendered, settled, shareDrawn, visit } from "./browser.ts";

const TIMEOUT = 240_000;
const url = atlases.at(-1)?.url ?? "";

describe.runIf(inject("chromium") !== "")("small things of the map in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it("shows the quality of the data on the map when it is switched on, and takes it away again", {
    timeout: TIMEOUT,
  }, async () => {
    const listed = (await (await fetch(`${url}/tiles/data_quality.json`)).json()) as {
      vector_layers: { id: string }[];
    };
    expect(listed.vector_layers.map((layer) => layer.id)).toEqual(["data_quality"]);
    const { data } = await graphql<{
      region: { members: { code: string; dataQuality: Record<string, number> }[] };
    }>(
      url,
      '{ region(code: "luoxiao") { members { code dataQuality(period: "2026Q3") { completeness timeliness consistency findings } } } }',
    );
    const { page, complaints } = await visit(browser, `${url}/?off=enclaves,settlements,labels`, {
      width: 1200,
      height: 800,
    });
    await settled(page);
    expect(await rendered(page, "quality-fill")).toEqual([]);
    expect((await rendered(page, "county-fill")).length).toBeGreaterThan(20);
    const toggle = page.locator(".layers button[aria-pressed]").filter({ visible: true });
    const press = async (verb: string) =>
      toggle.and(page.getByRole("button", { name: new RegExp(`${verb}.*${zh.layers.quality}`) })).click();
    await press(zh.layers.show);
    await page.waitForFunction(() => /on=[^&]*quality/.test(location.search));
    await settled(page);
    const drawn = await rendered(page, "quality-fill");
    for (const { code, dataQuality } of data.region.members)
      expect(drawn.find((county) => county.code === code)).toMatchObject(dataQuality);
    expect(await shareDrawn(page, ["quality-fill"])).toBeGreaterThan(0.02);
    // One layer encodes colour at a time.
    expect(await rendered(page, "county-fill")).toEqual([]);
    expect((await rendered(page, "quality-no-report")).map(({ code }) => code)).toContain("431026");
    expect(await page.locator(".quality-keys").innerText()).toContain(zh.keys.qualityNoReport);
    await keep(page, "quality");
    await press(zh.layers.hide);
    await settled(page);
    expect(await rendered(page, "quality-fill")).toEqual([]);
    expect((await rendered(page, "county-fill")).length).toBeGreaterThan(20);
    await page.context().close();
    expect(complaints).toEqual([]);
  });

  it.each([
    ["", 360],
    ["?lang=en", 360],
    ["?lang=en&r=region:360827", 1180],
  ])("keeps the years of the slider apart: /%s at %i pixels", { timeout: TIMEOUT }, async (query, width) => {
    const { page, complaints } = await visit(browser, `${url}/${query}`, { width, height: 800 });
    await settled(page);
    const years = page.locator(".month-years span");
    await years.first().waitFor();
    const boxes = await Promise.all((await years.all()).map((year) => year.boundingBox()));
    const now = await page.locator(".month-now").boundingBox();
    for (const [index, box] of boxes.entries()) {
      const next = boxes[index + 1] ?? now;
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThan(next?.x ?? 0);
    }
    await page.context().close();
    expect(complaints).toEqual([]);
  });

  it("turns the tooltip to the other side of the pointer near the right edge, on one line", {
    timeout: TIMEOUT,
  }, async () => {
    const { page, complaints } = await visit(browser, `${url}/?off=enclaves,settlements&v=114.5,26.3,7.6`, {
      width: 900,
      height: 700,
    });
    await settled(page);
    const canvas = await page.locator(".maplibregl-canvas").boundingBox();
    if (!canvas) throw new Error("no canvas");
    const tooltip = page.locator(".tooltip");
    const at = async (fromRight: number, side: "left" | "right") => {
      await page.mouse.move(canvas.x + canvas.width - fromRight, canvas.y + canvas.height / 2);
      await page.waitForFunction(
        (expected) => document.querySelector<HTMLElement>(".tooltip")?.dataset.side === expected,
        side,
      );
      return tooltip.boundingBox();
    };
    await at(canvas.width / 2, "right");
    const edge = await at(12, "left");
    expect((edge?.x ?? 0) + (edge?.width ?? 0)).toBeLessThanOrEqual(canvas.x + canvas.width - 12);
    const name = await tooltip.locator("strong").boundingBox();
    expect(name?.height ?? 0).toBeLessThan(30);
    await page.context().close();
    expect(complaints).toEqual([]);
  });
});
