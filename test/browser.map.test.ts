import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { atlases, graphql } from "./atlas.ts";
import { keep, launch, rendered, settled, shareDrawn, visit } from "./browser.ts";

const TIMEOUT = 240_000;
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// The screens are the same on both databases; the one with PostgreSQL is quicker where there is one.
const atlas = atlases.at(-1);
const url = atlas?.url ?? "";

describe.runIf(inject("chromium") !== "")("the map in a browser with the network blocked", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  const closeVisit = async ({ page, complaints }: Awaited<ReturnType<typeof visit>>) => {
    await page.context().close();
    expect(complaints).toEqual([]);
  };

  it("draws counties, borders, areas, flows, settlements and Chinese labels, and each leaves pixels", {
    timeout: TIMEOUT,
  }, async () => {
    const session = await visit(browser, `${url}/`, { width: 1280, height: 800 });
    const { page, requests } = session;
    await settled(page);
    const counties = await rendered(page, "county-fill");
    expect(counties.length).toBeGreaterThan(40);
    expect(counties.map((county) => county.name)).toContain("遂川县");
    expect((await rendered(page, "enclave-flow")).length).toBeGreaterThan(5);
    expect((await rendered(page, "settlement")).length).toBeGreaterThan(5);
    expect((await rendered(page, "area-outline")).length).toBeGreaterThan(0);
    const labelLayers = await page.evaluate(
      () =>
        window.__atlasMap
          ?.getStyle()
          .layers.filter((layer) => layer.type === "symbol" && layer.id.includes("label"))
          .map((layer) => layer.id) ?? [],
    );
    const labels = (await Promise.all(labelLayers.map((layer) => rendered(page, layer))))
      .flat()
      .map((label) => label.name);
    expect(labels).toContain("兴国县");
    expect(await shareDrawn(page, ["county-fill"])).toBeGreaterThan(0.02);
    expect(await shareDrawn(page, ["enclave-flow"])).toBeGreaterThan(0.001);
    expect(await shareDrawn(page, labelLayers)).toBeGreaterThan(0.005);
    await keep(page, "map-zh-light");
    expect(requests.every((path) => !/glyph|font|\.woff/.test(path))).toBe(true);
    await closeVisit(session);
  });

  it("turns the village heat into points and then into polygons as one zooms in", {
    timeout: TIMEOUT,
  }, async () => {
    const session = await visit(browser, `${url}/?on=villages&off=counties&v=114.6,26.3,6.9`);
    const { page } = session;
    await settled(page);
    expect((await rendered(page, "village-heat")).length).toBeGreaterThan(50);
    expect(await shareDrawn(page, ["village-heat"])).toBeGreaterThan(0.01);
    await page.evaluate(() => window.__atlasMap?.jumpTo({ center: [114.5, 26.35], zoom: 8.3 }));
    await settled(page);
    const points = await rendered(page, "village-point");
    expect(points.length).toBeGreaterThan(100);
    expect(points[0]?.code).toMatch(/^\d{9}9\d\d$/);
    await page.evaluate(() => window.__atlasMap?.jumpTo({ center: [114.5, 26.35], zoom: 10.2 }));
    await settled(page);
    const polygons = await rendered(page, "village-fill");
    expect(polygons.length).toBeGreaterThan(20);
    expect(await shareDrawn(page, ["village-fill"])).toBeGreaterThan(0.2);
    await keep(page, "villages-polygons");
    await closeVisit(session);
  });

  it("opens the panel of a village by a click, with the figures the API gives", {
    timeout: TIMEOUT,
  }, async () => {
    const { data } = await graphql<{
      villages: {
        nodes: {
          code: string;
          name: string;
          center: { coordinates: [number, number] };
          risk: { scoreShown: number; contributions: { label: string; valueShown: number }[] };
        }[];
      };
    }>(
      url,
      '{ villages(within: "360827", orderBy: RISK_DESC, first: 1) { nodes { code name center risk { scoreShown contributions { label valueShown } } } } }',
    );
    const village = data.villages.nodes[0];
    if (!village) throw new Error("no village to click");
    const [lon, lat] = village.center.coordinates;
    const session = await visit(
      browser,
      `${url}/?on=villages&off=counties,enclaves,settlements,labels&v=${lon},${lat},10.5`,
      { width: 1200, height: 760 },
    );
    const { page } = session;
    await settled(page);
    const canvas = await page.locator(".maplibregl-canvas").boundingBox();
    if (!canvas) throw new Error("no canvas");
    await page.mouse.click(canvas.x + canvas.width / 2, canvas.y + canvas.height / 2);
    await page.waitForFunction((code) => location.search.includes(code), village.code);
    const panel = page.locator("aside, .detail").filter({ hasText: village.name }).first();
    await panel.waitFor();
    await page.waitForFunction(
      (score) => document.body.innerText.includes(score),
      String(village.risk.scoreShown),
    );
    const text = await page.locator("body").innerText();
    for (const part of village.risk.contributions) expect(text).toContain(part.label);
    await settled(page);
    await keep(page, "village-panel");
    await closeVisit(session);
  });

  it("finds by initials with the keyboard alone, flies there and selects", { timeout: TIMEOUT }, async () => {
    const session = await visit(browser, `${url}/`, { width: 1200, height: 760 });
    const { page } = session;
    await settled(page);
    await page.locator("input[role=combobox]").focus();
    await page.keyboard.type("scx");
    await page.locator("[role=option]").filter({ hasText: "遂川县" }).first().waitFor();
    const found = await page.locator("[role=option]").allInnerTexts();
    expect(found.findIndex((text) => text.includes("遂川县"))).toBeLessThan(3);
    await page.keyboard.press("Control+a");
    await page.keyboard.type("suichuan");
    await page.waitForFunction(() => document.querySelector("[role=option]")?.textContent?.includes("遂川"));
    await page.keyboard.press("ArrowDown");
    const first = await page.locator("[role=option]").first().innerText();
    expect(first).toContain("遂川县");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => /r=region(:|%3A)360827/.test(location.search));
    await settled(page);
    expect(await page.locator("body").innerText()).toContain("遂川县");
    await keep(page, "region-panel");
    await closeVisit(session);
  });

  it("changes the month by keyboard without asking for one county tile again", {
    timeout: TIMEOUT,
  }, async () => {
    const session = await visit(browser, `${url}/`, { width: 1200, height: 760 });
    const { page, requests } = session;
    await settled(page);
    const before = requests.length;
    await page.locator("input[type=range][aria-valuetext]").first().focus();
    await page.keyboard.press("Home");
    await page.waitForFunction(() => location.search.includes("t=2024-10"));
    await settled(page);
    expect(requests.slice(before).filter((path) => path.startsWith("/tiles/"))).toEqual([]);
    expect(await page.locator(".month-now").innerText()).toContain("2024-10");
    await closeVisit(session);
  });

  it("gives the same picture to whoever opens the address", { timeout: TIMEOUT }, async () => {
    const session = await visit(browser, `${url}/`);
    const { page } = session;
    await settled(page);
    await page.evaluate(() => window.__atlasMap?.jumpTo({ center: [115.4, 26.0], zoom: 7.6 }));
    await page.getByRole("button", { name: "数据表" }).click();
    await page.waitForFunction(() => location.search.includes("table") && location.search.includes("v="));
    await settled(page);
    const [first, address] = [await page.screenshot(), page.url()];
    const copy = await visit(browser, address);
    await settled(copy.page);
    expect((await copy.page.screenshot()).equals(first)).toBe(true);
    await closeVisit(copy);
    await closeVisit(session);
  });

  for (const [name, query, viewport] of [
    ["light, Chinese", "/", { width: 1366, height: 768 }],
    ["dark, English, table", "/?theme=dark&lang=en&table=true&r=region:360827", { width: 1440, height: 900 }],
    ["phone with a panel", "/?r=region:360827", { width: 390, height: 844 }],
  ] as const) {
    it(`has no serious accessibility fault: ${name}`, { timeout: TIMEOUT }, async () => {
      const session = await visit(browser, `${url}${query}`, viewport);
      const { page } = session;
      await settled(page);
      await page.evaluate(axeSource);
      const faults = await page.evaluate(async () => {
        const { axe } = window as typeof window & {
          axe: {
            run: () => Promise<{
              violations: { id: string; impact: string; nodes: { target: string[] }[] }[];
            }>;
          };
        };
        const { violations } = await axe.run();
        return violations
          .filter((fault) => fault.impact === "serious" || fault.impact === "critical")
          .map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.target.join(" ")).join(", ")}`);
      });
      expect(faults).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
      expect(await page.locator("body").innerText()).toContain(
        query.includes("lang=en") ? "Demonstration data" : "模拟数据",
      );
      await keep(page, `axe-${name.replaceAll(/\W+/g, "-")}`);
      await closeVisit(session);
    });
  }

  it("says what is wrong when the server is gone, and recovers by itself or by a press", {
    timeout: TIMEOUT,
  }, async () => {
    const session = await visit(browser, `${url}/not-there`);
    await session.page.getByText("没有这个页面").waitFor();
    await session.page.route("**/graphql", (route) => route.abort());
    await session.page.goto(`${url}/`);
    await session.page.getByText("连不上数据服务").first().waitFor({ timeout: 60_000 });
    await session.page.unroute("**/graphql");
    await session.page.getByRole("button", { name: "重试" }).first().click();
    await settled(session.page);
    expect((await rendered(session.page, "county-fill")).length).toBeGreaterThan(40);
    await session.page.context().close();
  });
});
