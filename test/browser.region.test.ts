import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { zh } from "../web/i18n/zh.ts";
import { atlases, graphql } from "./atlas.ts";
import { keep, launch, rendered, settled, shareDrawn, visit } from "./browser.ts";

const TIMEOUT = 240_000;
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const url = atlases.at(-1)?.url ?? "";

interface IndexAnswer {
  region: {
    index: {
      valueShown: number;
      level: "NONE" | "BLUE" | "YELLOW" | "ORANGE" | "RED";
      levelFromScore: "NONE" | "BLUE" | "YELLOW" | "ORANGE" | "RED";
      triggers: (keyof typeof zh.index.triggers)[];
      contributions: { label: string; valueShown: number }[];
      period: string;
    };
  };
}
const indexOf = async (code: string) =>
  (
    await graphql<IndexAnswer>(
      url,
      `{ region(code: "${code}") { index(period: "2026-09") { valueShown level levelFromScore triggers period
         contributions { label valueShown } } } }`,
    )
  ).data.region.index;

/** Opens the first explanation with the keyboard and answers what its parts and its total say. */
async function explained(page: Page): Promise<{ parts: number[]; total: number }> {
  const why = page.locator("details.why").first();
  await why.locator("summary").focus();
  await page.keyboard.press("Enter");
  await why.locator("tfoot").waitFor();
  const parts = await why.locator("tr[data-part] .why-value").allInnerTexts();
  return { parts: parts.map(Number), total: Number(await why.locator("tfoot .why-value").innerText()) };
}

async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as typeof window & {
      axe: {
        run: () => Promise<{ violations: { id: string; impact: string; nodes: { target: string[] }[] }[] }>;
      };
    };
    const { violations } = await axe.run();
    return violations
      .filter((fault) => fault.impact === "serious" || fault.impact === "critical")
      .map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.target.join(" ")).join(", ")}`);
  });
}
const tenths = (values: number[]) => Math.round(10 * values.reduce((sum, value) => sum + value, 0));

describe.runIf(inject("chromium") !== "")("the index of a region in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it.each([
    ["360827", { width: 1280, height: 900 }],
    ["luoxiao", { width: 390, height: 844 }],
  ])("of %s shows what the API says, and its parts add up", { timeout: TIMEOUT }, async (code, viewport) => {
    const index = await indexOf(code);
    const { page, complaints } = await visit(browser, `${url}/?r=region:${code}`, viewport);
    await settled(page);
    const section = page.locator(".region-index");
    await section.locator(".risk-score").waitFor();
    expect(Number(await section.locator(".risk-score").innerText())).toBe(index.valueShown);
    expect(await section.locator(".risk-figure .level").innerText()).toContain(zh.level[index.level]);
    const text = await section.innerText();
    expect(index.triggers.length).toBeGreaterThan(0);
    for (const trigger of index.triggers) expect(text).toContain(zh.index.triggers[trigger]);
    expect(index.levelFromScore).not.toBe(index.level);
    expect(text).toContain(zh.index.fromScore(zh.level[index.levelFromScore]));
    expect(text).toContain(index.period);
    expect(text).toContain(zh.index.own);
    expect(await section.locator(".tests li").count()).toBe(3);
    expect(index.contributions).toHaveLength(8);
    for (const part of index.contributions) expect(text).toContain(part.label);
    const { parts, total } = await explained(page);
    expect(total).toBe(index.valueShown);
    expect(parts).toEqual(index.contributions.map((part) => part.valueShown));
    expect(tenths(parts)).toBe(tenths([total]));
    // Products and events by name with their code, and money in yuan: nobody reads fen.
    const inputs = await section.locator(".why-inputs").allInnerTexts();
    expect(inputs.join("\n")).toMatch(
      /（模拟）（demo-[\w-]+）：近三月均价 ÷ 前三年同月均价[\s\S]*元 \/ [\d.]+ 元/,
    );
    expect(inputs.join("\n")).toMatch(/洪涝（模拟）（demo-flood-2026-04）/);
    expect(inputs.join("\n")).toMatch(/资金落后于进度\s*[\d,.]+ 元 \/ [\d,.]+ 万?亿?元?/);
    const documents = await page
      .locator(".documents a")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
    expect(documents).toEqual([
      `/reports/${code}/2026Q3.html?lang=zh`,
      `/regions/${code}/indicators.csv?period=2026Q3&lang=zh`,
    ]);
    for (const path of documents) expect((await fetch(url + path)).status).toBe(200);
    expect(await seriousFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await keep(page, `region-index-${code}`);
    await page.context().close();
    expect(complaints).toEqual([]);
  });

  it("says where there is none, and explains the score of a village", { timeout: TIMEOUT }, async () => {
    const { page, complaints } = await visit(browser, `${url}/?r=region:36`);
    await page.locator(".region-index").getByText(zh.index.onlyFor).waitFor();
    await page.goto(`${url}/?r=village:360827100901`);
    await page.locator(".risk-score").waitFor();
    const { parts, total } = await explained(page);
    expect(parts.length).toBeGreaterThan(4);
    expect(tenths(parts)).toBe(tenths([total]));
    expect(Number(await page.locator(".risk-score").innerText())).toBe(total);
    await page.context().close();
    expect(complaints).toEqual([]);
  });

  it.each(["light", "dark"])(
    "draws the planted cluster and opens its figures, %s",
    {
      timeout: TIMEOUT,
    },
    async (theme) => {
      const { data } = await graphql<{
        clusters: {
          observed: number;
          center: { coordinates: [number, number] };
          villages: { code: string }[];
        }[];
      }>(url, '{ clusters(within: "360827", period: "2026Q3") { observed center villages { code } } }');
      const [lon, lat] = data.clusters[0]?.center.coordinates ?? [0, 0];
      const { page, complaints } = await visit(
        browser,
        `${url}/?theme=${theme}&on=clusters,villages&off=enclaves,settlements,labels&v=${lon},${lat},7.8`,
        { width: 1100, height: 700 },
      );
      await settled(page);
      const drawn = await rendered(page, "cluster-line");
      expect(drawn.map(({ code }) => code)).toContain("360827-1");
      expect(drawn.every(({ kind }) => kind === "COUNTY")).toBe(true);
      expect(await shareDrawn(page, ["cluster-hatch", "cluster-casing", "cluster-line"])).toBeGreaterThan(
        0.005,
      );
      const canvas = await page.locator(".maplibregl-canvas").boundingBox();
      if (!canvas) throw new Error("no canvas");
      await page.mouse.click(canvas.x + canvas.width / 2 + 12, canvas.y + canvas.height / 2 + 12);
      await page.waitForFunction(() => /r=cluster(:|%3A)360827-1/.test(location.search));
      await page.locator("aside.detail .hint").waitFor();
      const text = await page.locator("aside.detail").innerText();
      expect(text).toContain(zh.cluster.hint);
      expect(text).toContain((data.clusters[0]?.observed ?? 0).toLocaleString("en-US"));
      // Its villages, twenty of them until the rest is asked for.
      const inside = page.locator("aside.detail .pick-list li");
      await inside.first().waitFor();
      const shown = await inside.count();
      expect(shown).toBe(Math.min(20, data.clusters[0]?.villages.length ?? 0));
      const more = page.locator("aside.detail button.link").filter({ hasText: /还有|另有|更多|其余/ });
      if (shown < (data.clusters[0]?.villages.length ?? 0)) {
        await more.click();
        expect(await inside.count()).toBe(data.clusters[0]?.villages.length);
      }
      expect(await seriousFaults(page)).toEqual([]);
      await settled(page);
      await keep(page, `cluster-${theme}`);
      await page.context().close();
      expect(complaints).toEqual([]);
    },
  );
});
